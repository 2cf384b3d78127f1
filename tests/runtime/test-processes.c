/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "runtime/message.h"
#include "runtime/report-writer.h"
#include "runtime/runner.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define WORKERS \
  "<setting name=\"workers\" title=\"Workers\" default=\"3\" min=\"1\" max=\"16\"/>" \
  "<setting name=\"start-method\" title=\"Start\" type=\"choice\" choices=\"fork-server spawn\" " \
  "default=\"%s\"/>"

static const char *const methods[] = { "fork-server", "spawn", NULL };

typedef struct
{
  guint files;
  guint threads;
  guint children;
} Census;

static Census
take_census (void)
{
  return (Census){ run_fixture_count_open_files (), run_fixture_count_threads (),
                   run_fixture_count_children () };
}

static void
compare_census (Census before)
{
  Census now = take_census ();

  g_assert_cmpuint (now.files, ==, before.files);
  g_assert_cmpuint (now.threads, ==, before.threads);
  g_assert_cmpuint (now.children, ==, before.children);
}

static RunFixture *
make (const char *method, const char *tasks)
{
  g_autofree char *settings = g_strdup_printf (WORKERS, method);
  g_autofree char *body = g_strconcat (settings, tasks, NULL);
  RunFixture *fixture = run_fixture_new (body, ILV_MODEL_MULTIPROCESSING, NULL);

  fixture->execution->area_fd = fixture->area_fd;
  return fixture;
}

static void
test_results (gconstpointer method)
{
  Census before = take_census ();
  RunFixture *fixture = make (method, "<task name=\"T{index + 1}\" count=\"20\">"
                                      "<compute kernel=\"primes\" size=\"1000 * (index + 1)\"/>"
                                      "</task>"
                                      "<task name=\"bad\"><raise message=\"no good\"/></task>");

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_processes));
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 20);
  g_assert_cmpfloat (fixture->execution->tasks[0].value, ==, 168);
  g_assert_cmpfloat (fixture->execution->tasks[9].value, ==, 1229);
  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[20]), ==, ILV_STATE_FAILED);
  g_assert_nonnull (strstr (fixture->execution->tasks[20].error, "no good"));
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LANE_BEGIN, -1, ILV_LANE_PROCESS), ==,
                    3);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_STATE, -1, ILV_STATE_STARTING), ==, 3);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LANE_END, -1, ILV_STATE_DONE), ==, 4);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_COMPLETED), ==, 20);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_IPC_BYTES), ==,
                   (gint64) fixture->execution->ipc_bytes);
  g_assert_cmpuint (fixture->execution->ipc_bytes, >, 21 * 20);
  run_fixture_free (fixture);
  compare_census (before);
}

static void
test_nothing_shared (gconstpointer method)
{
  g_autoptr (RunFixture) fixture
    = make (method, "<counter name=\"c\"/><lock name=\"l\"/><task name=\"T\" count=\"9\">"
                    "<lock name=\"l\"><load counter=\"c\"/><sleep ms=\"1\"/>"
                    "<store counter=\"c\" add=\"1\"/></lock></task>");

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_processes));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 9);
  g_assert_cmpfloat (fixture->execution->counters[0].value, ==, 0);
}

static void
test_sleeps_side_by_side (void)
{
  g_autoptr (RunFixture) fixture
    = make ("fork-server", "<task name=\"T\" count=\"6\"><sleep ms=\"200\"/></task>");

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_processes));
  g_assert_cmpfloat (fixture->seconds, >=, 0.4);
  g_assert_cmpfloat (fixture->seconds, <, 1.0);
}

/* Of tasks that are handed out in tens nobody hears until ten are done. */
static void
test_chunks (void)
{
  g_autoptr (RunFixture) fixture
    = make ("fork-server", "<setting name=\"chunk-size\" title=\"C\" default=\"10\" min=\"1\" "
                           "max=\"99\"/><task name=\"T\" count=\"25\"><sleep ms=\"20\"/>"
                           "<compute kernel=\"primes\" size=\"100 * (index + 1)\"/></task>");
  gint64 began, first, last;
  guint i;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_processes));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 25);
  g_assert_cmpfloat (fixture->execution->tasks[0].value, ==, 25);
  g_assert_cmpfloat (fixture->execution->tasks[24].value, ==, 367);
  began = run_fixture_get_time (
    fixture, run_fixture_find (fixture, 0, ILV_RECORD_STATE, -1, ILV_STATE_SLEEPING));
  i = run_fixture_find (fixture, 0, ILV_RECORD_TASK, 1, ILV_STATE_DONE);
  first = run_fixture_get_time (fixture, i);
  i = run_fixture_find (fixture, 0, ILV_RECORD_TASK, 10, ILV_STATE_DONE);
  last = run_fixture_get_time (fixture, i);
  g_assert_cmpint (first - began, >=, 200 * 1000 * 1000);
  g_assert_cmpint (last - first, <, (first - began) / 4);
}

/* --- workers that die --------------------------------------------------------------------- */

typedef struct
{
  RunFixture *fixture;
  guint wait_ms;
  guint kills;
  gint over; /* the run: its workers' process ids may be somebody else's */
} Killer;

/* Kills whoever of the workers is found first in the area's lanes, again and again. */
static gpointer
kill_workers (gpointer data)
{
  Killer *killer = data;
  guint n = 0;

  g_usleep (killer->wait_ms * 1000);
  while (n < killer->kills && !g_atomic_int_get (&killer->over))
    {
      int pid = run_fixture_find_worker (killer->fixture, n);

      if (pid > 0)
        {
          kill (pid, SIGKILL);
          n++;
        }
      g_usleep (20 * 1000);
    }
  return NULL;
}

static void
run_and_kill (RunFixture *fixture, guint wait_ms, guint kills)
{
  Killer killer = { fixture, wait_ms, kills, 0 };
  GThread *thread = g_thread_new ("killer", kill_workers, &killer);

  run_fixture_run (fixture, ilv_driver_run_processes);
  g_atomic_int_set (&killer.over, 1);
  g_thread_join (thread);
  g_assert_no_error (fixture->error);
}

static void
test_killed_in_task (gconstpointer method)
{
  Census before = take_census ();
  RunFixture *fixture
    = make (method, "<task name=\"T{index + 1}\" count=\"12\"><sleep ms=\"300\"/></task>");
  guint failed = 0;

  run_and_kill (fixture, 450, 2);
  for (guint i = 0; i < 12; i++)
    if (ilv_task_run_get_state (&fixture->execution->tasks[i]) == ILV_STATE_FAILED)
      {
        g_autofree char *name = g_strdup_printf ("while it ran T%u.", i + 1);

        g_assert_nonnull (strstr (fixture->execution->tasks[i].error, "was killed by signal 9"));
        g_assert_nonnull (strstr (fixture->execution->tasks[i].error, name));
        failed++;
      }
  g_assert_cmpuint (failed, >=, 1);
  g_assert_cmpuint (failed, <=, 2);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 12 - failed);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_WORKER_DIED), ==, 2);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LANE_BEGIN, -1, ILV_LANE_PROCESS), ==,
                    5);
  run_fixture_free (fixture);
  compare_census (before);
}

/* While tasks and results fly: no task may be lost whatever the worker was doing. */
static void
test_killed_at_any_moment (void)
{
  g_autoptr (RunFixture) fixture
    = make ("fork-server", "<task name=\"T{index + 1}\" count=\"6000\">"
                           "<compute kernel=\"primes\" size=\"600\"/></task>");

  run_and_kill (fixture, 20, 4);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE)
                      + run_fixture_count_states (fixture, ILV_STATE_FAILED),
                    ==, 6000);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), <=, 4);
}

static int
find_fork_server (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return (int) g_ascii_strtoull (text, NULL, 10);
}

static gpointer
kill_fork_server (gpointer data)
{
  while (run_fixture_find_worker (data, 0) <= 0)
    g_usleep (1000);
  kill (find_fork_server (), SIGKILL);
  return NULL;
}

static char *
dup_report (RunFixture *fixture)
{
  g_autofree char *path = g_strdup ("/tmp/ilv-report-XXXXXX");
  int fd = g_mkstemp (path);
  char *text = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (ilv_report_write (fd, fixture->execution, 1, fixture->error));
  close (fd);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  unlink (path);
  return text;
}

static void
test_killed_fork_server (void)
{
  Census before = take_census ();
  RunFixture *fixture
    = make ("fork-server", "<task name=\"T\" count=\"12\"><sleep ms=\"60000\"/></task>");
  GThread *thread = g_thread_new ("killer", kill_fork_server, fixture);
  g_autofree char *report = NULL;

  g_assert_false (run_fixture_run (fixture, ilv_driver_run_processes));
  g_thread_join (thread);
  g_assert_nonnull (strstr (fixture->error->message, "process that starts the workers"));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 12);
  report = dup_report (fixture);
  g_assert_nonnull (strstr (report, "\"status\":\"failed\""));
  g_assert_nonnull (strstr (report, "\"text\":\"The process that starts the workers"));
  g_assert_null (strstr (report, "asked to stop"));
  run_fixture_free (fixture);
  compare_census (before);
}

/* --- what they use ------------------------------------------------------------------------ */

#define HOLDERS "<task name=\"T\" count=\"4\"><sleep ms=\"200\"/></task>"

/* The sum of those who live side by side, not of all who ever lived. */
static void
test_peak (gconstpointer method)
{
  g_autoptr (RunFixture) one = make (method, "<options workers=\"1\"/>" HOLDERS);
  g_autoptr (RunFixture) three = make (method, HOLDERS);
  guint64 smaller, larger;

  g_assert_true (run_fixture_run (one, ilv_driver_run_processes));
  g_assert_true (run_fixture_run (three, ilv_driver_run_processes));
  smaller = one->execution->children_peak_rss;
  larger = three->execution->children_peak_rss;
  g_assert_cmpuint (smaller, >, 100000);
  g_assert_cmpuint (larger, >, 2 * smaller);
  g_assert_cmpuint (larger, <, 5 * smaller);
}

static void
test_peak_of_killed (void)
{
  g_autoptr (RunFixture) fixture
    = make ("fork-server", "<task name=\"T\" count=\"3\"><sleep ms=\"600\"/></task>");

  run_and_kill (fixture, 300, 2);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), >=, 1);
  g_assert_cmpuint (fixture->execution->children_peak_rss, >, 3 * 100000);
}

/* --- stops -------------------------------------------------------------------------------- */

static void
test_stop (gconstpointer method)
{
  const guint moments[] = { 0, 3, 30, 200 };
  const char *const tasks[] = {
    "<task name=\"T\" count=\"40\"><sleep ms=\"60000\"/></task>",
    "<task name=\"T\" count=\"40\">"
    "<compute kernel=\"primes\" size=\"100000\" repeat=\"1000\"/></task>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tasks); j++)
      {
        Census before = take_census ();
        RunFixture *fixture = make (method, tasks[j]);

        run_fixture_run_and_stop (fixture, ilv_driver_run_processes, moments[i]);
        g_assert_no_error (fixture->error);
        g_assert_cmpfloat (fixture->seconds, <, moments[i] / 1000.0 + 1.0);
        g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 40);
        run_fixture_free (fixture);
        compare_census (before);
      }
}

/* --- messages ----------------------------------------------------------------------------- */

static void
test_broken_message (void)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');
  IlvMessageOut out = { 0 };
  IlvMessageIn in = { 0 };
  g_autoptr (GVariant) value = NULL;
  guint32 number;
  int fds[2];

  g_assert_true (ilv_message_pipe (fds, NULL));
  /* One that ends in the middle, as if its writer had been killed. */
  ilv_message_out_init (&out, g_variant_new ("(uss)", 1, long_text, ""));
  g_assert_cmpint (fcntl (fds[1], F_SETPIPE_SZ, 4096), ==, 4096);
  g_assert_cmpint (fcntl (fds[1], F_SETFL, O_WRONLY | O_DIRECT | O_NONBLOCK), ==, 0);
  g_assert_cmpint (ilv_message_out_write (&out, fds[1], NULL), ==, ILV_MESSAGE_AGAIN);
  ilv_message_out_clear (&out);
  g_assert_cmpint (fcntl (fds[1], F_SETPIPE_SZ, 65536), ==, 65536);
  ilv_message_out_init (&out, g_variant_new ("(uss)", 2, long_text, "y"));
  g_assert_cmpint (ilv_message_out_write (&out, fds[1], NULL), ==, ILV_MESSAGE_DONE);
  ilv_message_out_clear (&out);

  g_assert_cmpint (ilv_message_in_read (&in, fds[0], (const GVariantType *) "(uss)", &value, NULL),
                   ==, ILV_MESSAGE_DONE);
  g_variant_get_child (value, 0, "u", &number);
  g_assert_cmpuint (number, ==, 2);
  close (fds[1]);
  g_clear_pointer (&value, g_variant_unref);
  g_assert_cmpint (ilv_message_in_read (&in, fds[0], (const GVariantType *) "(uss)", &value, NULL),
                   ==, ILV_MESSAGE_END);
  ilv_message_in_clear (&in);
  close (fds[0]);
}

static void
add_for_methods (const char *sentence, GTestDataFunc test)
{
  for (guint i = 0; methods[i]; i++)
    {
      g_autofree char *path = g_strdup_printf ("/processes/%s/%s", methods[i], sentence);

      g_test_add_data_func (path, methods[i], test);
    }
}

int
main (int argc, char **argv)
{
  /* Spawned workers are this program again. */
  if (argc > 1 && strcmp (argv[1], "worker") == 0)
    return ilv_runner_worker (argc - 1, argv + 1);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/processes/a message broken off is skipped", test_broken_message);
  add_for_methods ("every task gives its result and nothing is left behind", test_results);
  add_for_methods ("a counter changed in a worker stays in the worker", test_nothing_shared);
  g_test_add_func ("/processes/workers sleep side by side", test_sleeps_side_by_side);
  g_test_add_func ("/processes/tasks in a chunk are answered together", test_chunks);
  add_for_methods ("the task of a killed worker fails and the others go on", test_killed_in_task);
  g_test_add_func ("/processes/no task is lost whenever a worker is killed",
                   test_killed_at_any_moment);
  add_for_methods ("the memory of workers side by side adds up", test_peak);
  g_test_add_func ("/processes/the memory of a killed worker counts", test_peak_of_killed);
  g_test_add_func ("/processes/a killed fork server is what its tasks tell of",
                   test_killed_fork_server);
  add_for_methods ("a stop at any moment leaves nothing behind", test_stop);
  return g_test_run ();
}
