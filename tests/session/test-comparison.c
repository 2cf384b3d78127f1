/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons with the real runner. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#define THREE (MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (ASYNCIO))
#define FOUR (THREE | MODEL (MULTIPROCESSING))
#define PATIENT_US (3 * G_USEC_PER_SEC) /* a second is promised; machines are busy */

static guint
count_state (IlvComparison *comparison, IlvRunState state)
{
  guint n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    n += ilv_run_get_state (ilv_comparison_get_run (comparison, i)) == state;
  return n;
}

static void
on_changed (IlvComparison *comparison, guint *most_running)
{
  *most_running = MAX (*most_running, count_state (comparison, ILV_RUN_RUNNING));
}

static void
on_ended (IlvComparison *comparison, guint *n_ended)
{
  g_assert_false (ilv_comparison_is_running (comparison));
  (*n_ended)++;
}

static IlvRun *
find_run (IlvComparison *comparison, IlvModel model)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_run_get_model (ilv_comparison_get_run (comparison, i)) == model)
      return ilv_comparison_get_run (comparison, i);
  g_assert_not_reached ();
}

static void
start (IlvComparison *comparison)
{
  g_autoptr (GError) error = NULL;

  ilv_comparison_start (comparison, &error);
  g_assert_no_error (error);
}

static guint
run_and_count (IlvOrder order)
{
  IlvComparison *comparison
    = fixture_compare ("gather-sleeps", THREE, order, 1, "sleep-ms", "30", NULL);
  guint most_running = 0;
  guint n_ended = 0;

  g_signal_connect (comparison, "changed", G_CALLBACK (on_changed), &most_running);
  g_signal_connect (comparison, "ended", G_CALLBACK (on_ended), &n_ended);
  fixture_run (comparison);
  g_assert_cmpuint (n_ended, ==, 1);
  g_assert_cmpuint (count_state (comparison, ILV_RUN_FINISHED), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 3);
      g_assert_cmpuint (ilv_run_get_n_results (run), ==, 3);
      g_assert_cmpuint (ilv_trace_get_n_tasks (ilv_run_get_trace (run)), ==, 3);
      g_assert_cmpuint (ilv_trace_get_n_damaged (ilv_run_get_trace (run)), ==, 0);
      g_assert_cmpfloat (ilv_run_get_wall (run, 0), >=, 0.09);
      g_assert_cmpfloat (ilv_run_get_report (run)->cpu_user_s, >=, 0);
      g_assert_cmpint (ilv_run_get_report (run)->peak_rss_bytes, >, 100000);
    }
  g_assert_cmpfloat (
    ilv_comparison_get_speedup (comparison, ilv_comparison_get_run (comparison, 0)), ==, 1);
  g_assert_finalize_object (comparison);
  return most_running;
}

static void
test_in_turn (void)
{
  g_assert_cmpuint (run_and_count (ILV_ORDER_IN_TURN), ==, 1);
}

static void
test_together (void)
{
  g_assert_cmpuint (run_and_count (ILV_ORDER_TOGETHER), ==, 3);
}

static void
test_live (void)
{
  g_autoptr (IlvComparison) comparison = fixture_compare (
    "gather-sleeps", MODEL (SEQUENTIAL), ILV_ORDER_IN_TURN, 1, "sleep-ms", "60", NULL);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);
  gint64 last_end = 0;
  guint n_growths = 0;

  start (comparison);
  while (ilv_comparison_is_running (comparison))
    {
      gint64 end;

      g_main_context_iteration (NULL, TRUE);
      ilv_comparison_poll (comparison);
      end = ilv_trace_get_end (ilv_run_get_trace (run));
      if (ilv_run_get_state (run) == ILV_RUN_RUNNING && end > last_end)
        n_growths++;
      last_end = MAX (last_end, end);
    }
  g_assert_cmpuint (n_growths, >=, 2);
}

static void
test_server (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = fixture_compare ("fetch-pages", THREE, ILV_ORDER_IN_TURN, 1,
                                               "delay-ms", "20", "tasks", "5", NULL);

  fixture_run (comparison);
  for (guint i = 0; i < 3; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpstr (ilv_run_get_error (run), ==, NULL);
      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 5);
    }
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

static gint64
get_peak (IlvComparison *comparison, guint index)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);

  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
  return ilv_run_get_report (run)->peak_rss_bytes;
}

static void
test_peak_memory (void)
{
  g_autoptr (IlvComparison) comparison = fixture_compare (
    "factorials", MODEL (SEQUENTIAL) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO_PROCESSES),
    ILV_ORDER_IN_TURN, 1, "processes", "4", "rounds", "20", NULL);

  fixture_run (comparison);
  for (guint i = 1; i < 3; i++)
    g_assert_cmpfloat ((double) get_peak (comparison, i), >,
                       1.5 * (double) get_peak (comparison, 0));
}

static void
test_repeats (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", THREE, ILV_ORDER_IN_TURN, 3, "sleep-ms", "5", NULL);

  fixture_run (comparison);
  for (guint i = 0; i < 3; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      double walls[3];

      g_assert_cmpuint (ilv_run_get_n_walls (run), ==, 3);
      for (guint r = 0; r < 3; r++)
        walls[r] = ilv_run_get_wall (run, r);
      g_assert_cmpfloat (ilv_run_get_report (run)->wall_s, ==,
                         MAX (MIN (walls[0], walls[1]),
                              MIN (MAX (walls[0], walls[1]), walls[2])));
    }
}

/* As asyncio.gather() gives them and as asyncio.as_completed() does. */
static void
test_order (void)
{
  static const struct
  {
    const char *order;
    guint tasks[3];
  } cases[] = { { "input", { 1, 2, 3 } }, { "completed", { 3, 1, 2 } } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (IlvComparison) comparison
        = fixture_compare ("gather-sleeps", MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, "sleep-ms",
                           "60", "results-order", cases[i].order, NULL);
      IlvRun *run = ilv_comparison_get_run (comparison, 0);

      fixture_run (comparison);
      for (guint r = 0; r < 3; r++)
        g_assert_cmpuint (ilv_run_get_result (run, r)->task, ==, cases[i].tasks[r]);
    }
}

static gint64 stop_time;

static gboolean
on_stop (gpointer user_data)
{
  stop_time = g_get_monotonic_time ();
  ilv_comparison_stop (user_data);
  return G_SOURCE_REMOVE;
}

/* Long runs of all kinds, stopped whenever: starting up, computing, waiting, between runs. */
static void
test_stop (void)
{
  static const struct
  {
    const char *id, *name, *value;
    guint models;
  } scenarios[] = {
    { "thread-pool", "delay-ms", "9000", FOUR },
    { "fetch-pages", "delay-ms", "10000", (1u << ILV_N_MODELS) - 1 },
    { "prime-count", "rounds", "100000", FOUR },
    { "factorials", "rounds", "1000000", (1u << ILV_N_MODELS) - 1 },
  };

  for (guint i = 0; i < 3 * G_N_ELEMENTS (scenarios); i++)
    {
      guint which = i % G_N_ELEMENTS (scenarios);
      FixtureHoldings before = fixture_count_holdings ();
      IlvComparison *comparison
        = fixture_compare (scenarios[which].id, scenarios[which].models,
                           i % 3 ? ILV_ORDER_TOGETHER : ILV_ORDER_IN_TURN, 1,
                           scenarios[which].name, scenarios[which].value, NULL);
      guint n = ilv_comparison_get_n_runs (comparison);

      start (comparison);
      g_timeout_add ((guint) g_test_rand_int_range (0, 250), on_stop, comparison);
      fixture_wait (comparison);
      g_assert_cmpint (g_get_monotonic_time () - stop_time, <, PATIENT_US);
      g_assert_cmpuint (count_state (comparison, ILV_RUN_STOPPED), ==, n);
      for (guint r = 0; r < n; r++)
        {
          IlvRun *run = ilv_comparison_get_run (comparison, r);

          g_assert_cmpstr (ilv_run_get_error (run), ==, NULL);
          g_assert_true (ilv_trace_is_finished (ilv_run_get_trace (run)));
        }
      g_assert_finalize_object (comparison);
      fixture_assert_holdings (&before);
    }
}

static gboolean
has_lanes (gpointer user_data)
{
  return ilv_trace_get_n_lanes (ilv_run_get_trace (user_data)) > 0;
}

static void
test_killed_runner (void)
{
  g_autoptr (IlvComparison) comparison = fixture_compare (
    "gather-sleeps", THREE, ILV_ORDER_TOGETHER, 1, "sleep-ms", "150", NULL);
  IlvRun *victim = find_run (comparison, ILV_MODEL_THREADING);

  start (comparison);
  fixture_wait_for (has_lanes, victim);
  kill (ilv_run_get_pid (victim), SIGKILL);
  fixture_wait (comparison);
  g_assert_cmpint (ilv_run_get_state (victim), ==, ILV_RUN_FAILED);
  g_assert_nonnull (strstr (ilv_run_get_error (victim), "Threading"));
  g_assert_nonnull (strstr (ilv_run_get_error (victim), "signal 9"));
  g_assert_true (ilv_trace_is_finished (ilv_run_get_trace (victim)));
  g_assert_cmpuint (ilv_trace_get_n_lanes (ilv_run_get_trace (victim)), >, 0);
  g_assert_cmpuint (count_state (comparison, ILV_RUN_FINISHED), ==, 2);
  g_assert_true (isnan (ilv_comparison_get_speedup (comparison, victim)));
}

static gboolean
has_workers (gpointer user_data)
{
  GPid pid = ilv_run_get_pid (user_data);

  return pid != 0 && fixture_list_group (pid, NULL, 0) >= 3
         && ilv_trace_get_n_lanes (ilv_run_get_trace (user_data)) >= 2;
}

static void
test_killed_worker (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison = fixture_compare (
    "fetch-pages", MODEL (MULTIPROCESSING), ILV_ORDER_IN_TURN, 1, "delay-ms", "1500", NULL);
  IlvRun *run = ilv_comparison_get_run (comparison, 0);
  GPid pids[16], newest = 0;
  guint n;

  start (comparison);
  fixture_wait_for (has_workers, run);
  n = MIN (fixture_list_group (ilv_run_get_pid (run), pids, 16), 16);
  for (guint i = 0; i < n; i++)
    newest = MAX (newest, pids[i]);
  g_assert_cmpint (newest, !=, ilv_run_get_pid (run));
  kill (newest, SIGKILL);
  fixture_wait (comparison);
  /* Whatever the pool makes of it, every task is accounted for, and an end is a sentence. */
  if (ilv_run_get_state (run) == ILV_RUN_FAILED)
    g_assert_nonnull (strstr (ilv_run_get_error (run), "Multiprocessing"));
  else
    g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
  g_assert_cmpuint (ilv_run_get_n_results (run), ==, 10);
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done + ilv_run_get_report (run)->tasks_failed
                      + ilv_run_get_report (run)->tasks_cancelled,
                    ==, 10);
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, <, 10);
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

/* Folders of runs, in the test's own place for them. */
static guint
count_folders (void)
{
  const char *base = g_getenv ("XDG_RUNTIME_DIR");
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  if (!base || !(dir = g_dir_open (base, 0, NULL)))
    dir = g_dir_open (g_get_tmp_dir (), 0, NULL);
  while ((name = g_dir_read_name (dir)))
    n += g_str_has_prefix (name, "interleave-");
  return n;
}

/* Ended by itself, by a stop, and by a kill in the middle of its queries. */
static void
test_files (void)
{
  g_autofree char *own = g_dir_make_tmp ("ilv-test-XXXXXX", NULL);
  FixtureHoldings before;

  g_setenv ("XDG_RUNTIME_DIR", own, TRUE);
  before = fixture_count_holdings ();
  for (guint i = 0; i < 3; i++)
    {
      IlvComparison *comparison
        = fixture_compare ("executor-bridge", MODEL (THREADING), ILV_ORDER_IN_TURN, 1, "delay-ms",
                           i == 0 ? "10" : "9000", NULL);
      IlvRun *run = find_run (comparison, ILV_MODEL_THREADING);

      start (comparison);
      fixture_wait_for (has_lanes, run);
      g_assert_cmpuint (count_folders (), ==, 1);
      if (i == 1)
        ilv_comparison_stop (comparison);
      if (i == 2)
        kill (ilv_run_get_pid (run), SIGKILL);
      fixture_wait (comparison);
      g_assert_finalize_object (comparison);
      g_assert_cmpuint (count_folders (), ==, 0);
      fixture_assert_holdings (&before);
    }
  g_unsetenv ("XDG_RUNTIME_DIR");
  g_assert_cmpint (g_rmdir (own), ==, 0);
}

static void
test_dispose (void)
{
  FixtureHoldings before = fixture_count_holdings ();
  IlvComparison *comparison
    = fixture_compare ("fetch-pages", FOUR, ILV_ORDER_TOGETHER, 1, "delay-ms", "10000", NULL);

  start (comparison);
  fixture_wait_for (has_lanes, find_run (comparison, ILV_MODEL_SEQUENTIAL));
  g_assert_finalize_object (comparison);
  fixture_assert_holdings (&before);
}

static void
assert_refused (const char *scenario_id, guint models, const char *name, const char *value,
                IlvScenarioError code)
{
  g_autoptr (IlvComparison) valid
    = fixture_compare (scenario_id, MODEL (THREADING), ILV_ORDER_IN_TURN, 1, NULL);
  g_autoptr (GHashTable) settings = ilv_settings_new ();
  g_autoptr (GError) error = NULL;

  if (name)
    g_hash_table_insert (settings, g_strdup (name), g_strdup (value));
  g_assert_null (ilv_comparison_new (ilv_comparison_get_scenario (valid), models, settings,
                                     ILV_ORDER_IN_TURN, 1, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, (int) code);
}

static void
test_refused (void)
{
  assert_refused ("fetch-pages", THREE, "taks", "5", ILV_SCENARIO_ERROR_UNKNOWN);
  assert_refused ("fetch-pages", THREE, "tasks", "-5", ILV_SCENARIO_ERROR_RANGE);
  assert_refused ("switch-interval", THREE, NULL, NULL, ILV_SCENARIO_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/in turn, one model runs at a time", test_in_turn);
  g_test_add_func ("/comparison/together, all run at once", test_together);
  g_test_add_func ("/comparison/a trace grows while its run goes on", test_live);
  g_test_add_func ("/comparison/four worker processes need more memory than none",
                   test_peak_memory);
  g_test_add_func ("/comparison/fetches are served and leave no server behind", test_server);
  g_test_add_func ("/comparison/every repeat counts towards the median", test_repeats);
  g_test_add_func ("/comparison/results stand in the order asked for", test_order);
  g_test_add_func ("/comparison/a stop at any moment leaves nothing behind", test_stop);
  g_test_add_func ("/comparison/the others outlive a killed runner", test_killed_runner);
  g_test_add_func ("/comparison/a killed worker is told and every task accounted for",
                   test_killed_worker);
  g_test_add_func ("/comparison/files of a run go with it, however it ended", test_files);
  g_test_add_func ("/comparison/disposal during a run leaves nothing behind", test_dispose);
  g_test_add_func ("/comparison/what cannot run is refused before anything starts", test_refused);
  return g_test_run ();
}
