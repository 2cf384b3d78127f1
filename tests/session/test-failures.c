/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session with a runner that misbehaves: see fake-runner.c. */
#include "fixture.h"

#include "session/comparison-private.h"
#include "session/results.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static char *fake_runner;

static IlvComparison *
compare (const char *mode, guint repeats)
{
  IlvComparison *comparison
    = fixture_compare ("gather-sleeps", MODEL (THREADING), ILV_ORDER_IN_TURN, repeats, NULL);

  g_setenv ("ILV_FAKE_RUNNER", mode, TRUE);
  ilv_comparison_set_runner (comparison, fake_runner);
  return comparison;
}

static void
assert_sentence (IlvRun *run, const char *part)
{
  const char *error = ilv_run_get_error (run);

  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error, "Threading"));
  if (!strstr (error, part))
    g_error ("“%s” does not say “%s”", error, part);
  g_assert_null (strchr (error, '\n'));
}

/* The fake runner records one lane and one state before it misbehaves. */
static void
assert_trace_kept (IlvRun *run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);

  g_assert_true (ilv_trace_is_finished (trace));
  g_assert_cmpuint (ilv_trace_get_n_lanes (trace), ==, 1);
  g_assert_cmpstr (ilv_trace_get_lane (trace, 0)->name, ==, "the only one");
}

static void
assert_fails (const char *mode, const char *part)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = compare (mode, 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  fixture_run (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
  assert_sentence (run, part);
  assert_trace_kept (run);
  g_assert_cmpuint (ilv_run_get_n_walls (run), ==, 0);
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

static void
test_finish (void)
{
  g_autoptr (IlvComparison) comparison = compare ("finish", 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  fixture_run (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
  g_assert_null (ilv_run_get_error (run));
  g_assert_cmpfloat (ilv_run_get_elapsed (run), ==, 0.5);
  g_assert_cmpuint (ilv_run_get_n_results (run), ==, 2);
  g_assert_cmpstr (ilv_run_get_result (run, 0)->text, ==, "one");
  g_assert_cmpint (ilv_run_get_report (run)->voluntary_switches, ==, 7);
  assert_trace_kept (run);
}

static void
test_killed (void)
{
  assert_fails ("killed", "signal 9");
}

static void
test_status (void)
{
  assert_fails ("status", "status 3");
}

static void
test_silent (void)
{
  assert_fails ("silent", "no report");
}

static void
test_rubbish (void)
{
  assert_fails ("rubbish", "not valid");
}

static void
test_failed (void)
{
  assert_fails ("failed", "The kitchen burnt down.");
}

static void
test_abort_after_report (void)
{
  assert_fails ("abort-after-report", "signal 9");
}

static void
test_flood (void)
{
  assert_fails ("flood", "runner");
}

static void
test_linger (void)
{
  IlvComparison *comparison = compare ("linger", 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);
  FixtureHoldings before = fixture_count_holdings ();

  fixture_run (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
  assert_sentence (run, "did not end");
  fixture_assert_holdings (&before);
  g_assert_finalize_object (comparison);
}

static void
test_scribble (void)
{
  g_autoptr (IlvComparison) comparison = compare ("scribble", 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  fixture_run (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
  g_assert_true (ilv_trace_is_finished (ilv_run_get_trace (run)));
}

static void
test_timeout (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = compare ("hang", 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  ilv_comparison_set_timeout (comparison, 0.2);
  fixture_run (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
  assert_sentence (run, "0.2 s");
  assert_trace_kept (run);
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

static gboolean
has_two_processes (gpointer user_data)
{
  GPid pid = ilv_run_get_pid (user_data);

  return pid != 0 && fixture_list_group (pid, NULL, 0) == 2;
}

static gboolean
is_group_gone (gpointer user_data)
{
  g_main_context_wakeup (NULL);
  return fixture_list_group (GPOINTER_TO_INT (user_data), NULL, 0) == 0;
}

static void
start (IlvComparison *comparison)
{
  g_autoptr (GError) error = NULL;

  ilv_comparison_start (comparison, &error);
  g_assert_no_error (error);
}

static void
test_stop_hanging (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = compare ("hang", 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);
  GPid group;

  start (comparison);
  fixture_wait_for (has_two_processes, run);
  group = ilv_run_get_pid (run);
  ilv_comparison_stop (comparison);
  ilv_comparison_stop (comparison);
  fixture_wait (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_STOPPED);
  g_assert_null (ilv_run_get_error (run));
  assert_trace_kept (run);
  fixture_wait_for (is_group_gone, GINT_TO_POINTER (group));
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

static void
test_dispose_hanging (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = compare ("hang", 1);
  IlvRun *run = g_object_ref (ilv_comparison_get_run (comparison, 0));
  GPid group;

  start (comparison);
  fixture_wait_for (has_two_processes, run);
  group = ilv_run_get_pid (run);
  g_assert_finalize_object (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_STOPPED);
  assert_trace_kept (run);
  fixture_wait_for (is_group_gone, GINT_TO_POINTER (group));
  g_assert_finalize_object (run);
  fixture_assert_holdings (&before);
}

static void
test_no_runner (void)
{
  const char *wrong[] = { "/nowhere/interleave-runner", "/etc/passwd", "/etc" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (IlvComparison) comparison = compare ("finish", 1);
      g_autoptr (GError) error = NULL;

      ilv_comparison_set_runner (comparison, wrong[i]);
      g_assert_false (ilv_comparison_start (comparison, &error));
      g_assert_error (error, ILV_COMPARISON_ERROR, ILV_COMPARISON_ERROR_RUNNER);
      g_assert_nonnull (strstr (error->message, wrong[i]));
      g_assert_false (ilv_comparison_is_running (comparison));
    }
}

/* In a process of its own: a hard limit is not raised again. */
static void
test_few_files (void)
{
  g_autoptr (IlvComparison) comparison = NULL;
  g_autoptr (IlvComparison) limited = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit few = { 700, 700 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  comparison = fixture_compare ("ten-thousand-connections", MODEL (ASYNCIO) | MODEL (THREADING),
                                ILV_ORDER_IN_TURN, 1, "tasks", "3000", "workers", "600", NULL);
  limited = fixture_compare ("ten-thousand-connections", MODEL (ASYNCIO) | MODEL (THREADING),
                             ILV_ORDER_IN_TURN, 1, "tasks", "3000", "workers", "600", "limit",
                             "600", NULL);
  g_assert_false (ilv_comparison_start (comparison, &error));
  g_assert_error (error, ILV_COMPARISON_ERROR, ILV_COMPARISON_ERROR_FILES);
  /* The threads are few enough. */
  g_assert_true (g_str_has_prefix (error->message, "asyncio: as many as 3032 "));
  g_assert_nonnull (strstr (error->message, "only 700."));
  g_assert_false (ilv_comparison_is_running (comparison));
  g_clear_error (&error);
  ilv_comparison_start (limited, &error);
  g_assert_no_error (error);
  ilv_comparison_stop (limited);
  fixture_wait (limited);
}

static void
test_repeats (void)
{
  g_autofree char *count = g_strdup ("/tmp/ilv-count-XXXXXX");
  int fd = g_mkstemp (count);
  g_autoptr (IlvComparison) comparison = compare ("walls", 3);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_setenv ("ILV_FAKE_COUNT", count, TRUE);
  fixture_run (comparison);
  g_unlink (count);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
  g_assert_cmpuint (ilv_run_get_n_walls (run), ==, 3);
  g_assert_cmpfloat (ilv_run_get_wall (run, 0), ==, 3);
  g_assert_cmpfloat (ilv_run_get_wall (run, 1), ==, 1);
  g_assert_cmpfloat (ilv_run_get_wall (run, 2), ==, 2);
  g_assert_cmpfloat (ilv_run_get_report (run)->wall_s, ==, 2);
}

static void
assert_server_fails (const char *mode, const char *part)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("fetch-pages", MODEL (SEQUENTIAL) | MODEL (THREADING), ILV_ORDER_IN_TURN, 1,
                       NULL);

  g_setenv ("ILV_FAKE_RUNNER", mode, TRUE);
  ilv_comparison_set_runner (comparison, fake_runner);
  fixture_run (comparison);
  for (guint i = 0; i < 2; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
      g_assert_nonnull (strstr (ilv_run_get_error (run), "local HTTP server"));
      g_assert_nonnull (strstr (ilv_run_get_error (run), part));
    }
}

static void
test_server (void)
{
  assert_server_fails ("server-ends", "");
  assert_server_fails ("server-rubbish", "");
  assert_server_fails ("server-says-why", ": No local HTTP server today.");
}

static gboolean
has_lane (gpointer user_data)
{
  ilv_run_poll (user_data, NULL);
  g_main_context_wakeup (NULL);
  return ilv_trace_get_n_lanes (ilv_run_get_trace (user_data)) > 1;
}

static gboolean
is_fetching (gpointer user_data)
{
  IlvRun *run = user_data;

  ilv_run_poll (run, NULL);
  return ilv_run_get_state (run) == ILV_RUN_RUNNING
         && ilv_run_get_metrics (run)->tasks_done > 0;
}

/* Every other fetch lies ahead of them, or comes to nothing. */
static void
test_server_killed (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = fixture_compare (
    "fetch-pages", MODEL (SEQUENTIAL) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, "tasks", "40",
    "delay-ms", "50", NULL);

  start (comparison);
  fixture_wait_for (is_fetching, ilv_comparison_get_run (comparison, 0));
  kill (ilv_comparison_get_server_pid (comparison), SIGKILL);
  fixture_wait (comparison);
  for (guint i = 0; i < 2; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
      g_assert_nonnull (strstr (ilv_run_get_error (run), "local HTTP server"));
      g_assert_nonnull (strstr (ilv_run_get_error (run), "signal 9"));
    }
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

/* All fail at once, and the runner ends as soon as the server does. */
static void
test_server_killed_at_the_end (void)
{
  g_autoptr (IlvComparison) comparison = fixture_compare (
    "fetch-pages", MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, "tasks", "3", "delay-ms", "3000", NULL);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  start (comparison);
  fixture_wait_for (has_lane, run);
  kill (ilv_comparison_get_server_pid (comparison), SIGKILL);
  g_usleep (200000); /* both ends wait for the main loop: whichever it sees first */
  fixture_wait (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
  g_assert_nonnull (strstr (ilv_run_get_error (run), "local HTTP server"));
}

static void
test_all_failed (void)
{
  g_autoptr (IlvComparison) comparison = compare ("all-failed", 1);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  fixture_run (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
  assert_sentence (run, "no task succeeded. It burnt.");
}

static void
test_unreached (void)
{
  /* Port 1 is nobody's: only root could listen there. */
  g_autoptr (IlvComparison) comparison = fixture_compare (
    "fetch-pages", MODEL (THREADING) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN,
    1, "tasks", "3", "url", "http://127.0.0.1:1/", NULL);
  g_autofree char *text = NULL;

  fixture_run (comparison);
  for (guint i = 0; i < 3; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
      g_assert_nonnull (strstr (ilv_run_get_error (run), "no task succeeded. 127.0.0.1:1 refused"));
      g_assert_cmpuint (ilv_run_get_report (run)->tasks_failed, ==, 3);
    }
  text = ilv_results_to_text (comparison);
  g_assert_nonnull (strstr (text, "Results: Failed (3 ×): 127.0.0.1:1 refused"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fake_runner = g_test_build_filename (G_TEST_BUILT, "tests", "session", "fake-runner", NULL);
  g_test_add_func ("/failures/a runner that reports has finished", test_finish);
  g_test_add_func ("/failures/a killed runner ends as a sentence", test_killed);
  g_test_add_func ("/failures/a runner that ends with a status ends as a sentence", test_status);
  g_test_add_func ("/failures/a runner without a report ends as a sentence", test_silent);
  g_test_add_func ("/failures/a rubbish report ends as a sentence", test_rubbish);
  g_test_add_func ("/failures/a runner's own sentence is passed on", test_failed);
  g_test_add_func ("/failures/a crash after the report is a failure", test_abort_after_report);
  g_test_add_func ("/failures/an endless report is cut off", test_flood);
  g_test_add_func ("/failures/a runner that lingers is ended", test_linger);
  g_test_add_func ("/failures/an area full of garbage is survived", test_scribble);
  g_test_add_func ("/failures/a run over its time is ended", test_timeout);
  g_test_add_func ("/failures/a runner deaf to SIGTERM is stopped with its group",
                   test_stop_hanging);
  g_test_add_func ("/failures/disposal ends the runner with its group", test_dispose_hanging);
  g_test_add_func ("/failures/a program that is not there is an error at once", test_no_runner);
  g_test_add_func ("/failures/too few open files are an error at once", test_few_files);
  g_test_add_func ("/failures/the median repeat counts", test_repeats);
  g_test_add_func ("/failures/without its server no run begins", test_server);
  g_test_add_func ("/failures/a server that is killed takes the runs that need it along",
                   test_server_killed);
  g_test_add_func ("/failures/a server that is killed is told even when its run ended first",
                   test_server_killed_at_the_end);
  g_test_add_func ("/failures/a run in which every task failed has failed", test_all_failed);
  g_test_add_func ("/failures/an address that never answers fails the run, told once",
                   test_unreached);
  status = g_test_run ();
  g_free (fake_runner);
  return status;
}
