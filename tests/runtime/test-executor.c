/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event loop that hands what blocks to threads or to processes. */
#include "run-fixture.h"
#include "sanitized.h"

#include "runtime/runner.h"

#include <signal.h>
#include <string.h>
#include <uv.h>

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"3\" min=\"1\" max=\"16\"/>"
#define COUNTER "<counter name=\"c\"/><lock name=\"l\"/>"

static const IlvModel kinds[] = { ILV_MODEL_ASYNCIO_THREADS, ILV_MODEL_ASYNCIO_PROCESSES };

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

/* A thread that was joined may still be listed for a moment. */
static void
compare_census (Census before)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  Census now = take_census ();

  while (now.threads != before.threads && g_get_monotonic_time () < deadline)
    {
      g_usleep (1000);
      now = take_census ();
    }
  g_assert_cmpuint (now.files, ==, before.files);
  g_assert_cmpuint (now.threads, ==, before.threads);
  g_assert_cmpuint (now.children, ==, before.children);
}

static RunFixture *
make (IlvModel model, const char *body)
{
  RunFixture *fixture = run_fixture_new (body, model, NULL);

  fixture->execution->area_fd = fixture->area_fd;
  return fixture;
}

static guint
count_lanes (RunFixture *fixture, IlvModel model)
{
  return run_fixture_count (fixture, ILV_RECORD_LANE_BEGIN, -1,
                            model == ILV_MODEL_ASYNCIO_THREADS ? ILV_LANE_THREAD
                                                               : ILV_LANE_PROCESS);
}

static void
test_there_and_back (gconstpointer data)
{
  IlvModel model = *(const IlvModel *) data;
  Census before = take_census ();
  RunFixture *fixture
    = make (model, WORKERS COUNTER
            "<task name=\"P\" count=\"5\"><compute kernel=\"primes\" size=\"1000 * (index + 1)\"/>"
            "<compute kernel=\"factorial\" size=\"100\" gil=\"held\"/>"
            "<compute kernel=\"primes\" size=\"1000 * (index + 1)\"/></task>"
            "<task name=\"S\" count=\"9\"><lock name=\"l\"><load counter=\"c\"/>"
            "<compute kernel=\"sha256\" size=\"10\" gil=\"released\"/>"
            "<store counter=\"c\" add=\"1\"/></lock></task>"
            "<task name=\"bad\"><repeat times=\"0\"><fetch path=\"/\"/></repeat>"
            "<compute kernel=\"words\"/></task>");
  static const double primes[] = { 168, 303, 430, 550, 669 };

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 14);
  for (guint i = 0; i < G_N_ELEMENTS (primes); i++)
    g_assert_cmpfloat (fixture->execution->tasks[i].value, ==, primes[i]);
  g_assert_cmpstr (fixture->execution->tasks[5].text, ==, "01d448afd928");
  /* What was read before the hand-over is still there after it. */
  g_assert_cmpfloat (fixture->execution->counters[0].value, ==, 9);
  g_assert_cmpuint (fixture->execution->counters[0].lost, ==, 0);
  g_assert_nonnull (strstr (fixture->execution->tasks[14].error, "none was fetched"));
  g_assert_cmpuint (count_lanes (fixture, model), ==, 3);
  g_assert_cmpuint (fixture->execution->n_workers, ==, 3);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_STATE, -1, ILV_STATE_BLOCKING_LOOP),
                    ==, 0);
  g_assert_cmpuint (fixture->execution->ipc_bytes > 0, ==, model == ILV_MODEL_ASYNCIO_PROCESSES);
  run_fixture_free (fixture);
  compare_census (before);
}

static void
test_as_needed (gconstpointer data)
{
  IlvModel model = *(const IlvModel *) data;
  g_autoptr (RunFixture) fixture
    = make (model, WORKERS "<task name=\"T\"><compute kernel=\"primes\" size=\"1000\"/>"
                           "<compute kernel=\"primes\" size=\"2000\"/>"
                           "<compute kernel=\"primes\" size=\"3000\"/></task>");

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_cmpfloat (fixture->execution->tasks[0].value, ==, 430);
  g_assert_cmpuint (count_lanes (fixture, model), ==, 1);
}

/* Three at a time of nine that block, and a ticker that nobody stops. */
static void
test_loop_goes_on (gconstpointer data)
{
  IlvModel model = *(const IlvModel *) data;
  g_autoptr (RunFixture) fixture
    = make (model, WORKERS "<task name=\"T\" count=\"9\"><block ms=\"200\"/></task>"
                           "<task name=\"ticker\"><repeat times=\"100\"><sleep ms=\"5\"/></repeat>"
                           "</task>");

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 10);
  g_assert_cmpfloat (fixture->seconds, >=, 0.6);
  g_assert_cmpfloat (fixture->seconds, <, 1.7);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_LOOP_LAG), <, 150 * 1000000);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_QUEUE_DEPTH), >=, 6);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_QUEUE_DEPTH), <=, 9);
}

static void
test_stop (gconstpointer data)
{
  IlvModel model = *(const IlvModel *) data;
  const guint moments[] = { 0, 5, 40, 150 };
  const char *const steps[] = {
    "<block ms=\"60000\"/>",
    "<compute kernel=\"primes\" size=\"100000\" repeat=\"100000\"/>",
    "<repeat times=\"1000000\"><compute kernel=\"primes\" size=\"10\"/></repeat>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (moments) * G_N_ELEMENTS (steps); i++)
    {
      guint moment = moments[i % G_N_ELEMENTS (moments)];
      g_autofree char *body
        = g_strdup_printf (WORKERS "<task name=\"T\" count=\"20\">%s</task>",
                           steps[i / G_N_ELEMENTS (moments)]);
      Census before = take_census ();
      RunFixture *fixture = make (model, body);

      run_fixture_run_and_stop (fixture, ilv_driver_run_loop, moment);
      g_assert_no_error (fixture->error);
      g_assert_cmpfloat (fixture->seconds, <, moment / 1000.0 + 1.0);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 20);
      run_fixture_free (fixture);
      compare_census (before);
    }
}

/* The failure of one task cancels the others at once, though what they handed over goes on. */
static void
test_cancelled (gconstpointer data)
{
  IlvModel model = *(const IlvModel *) data;
  g_autofree char *body
    = g_strdup_printf (WORKERS "<options model=\"%s\" on-error=\"cancel\"/>"
                       "<task name=\"bad\"><sleep ms=\"60\"/><raise message=\"no\"/></task>"
                       "<task name=\"T\" count=\"9\"><block ms=\"60000\"/></task>",
                       ilv_model_get_name (model));
  Census before = take_census ();
  RunFixture *fixture = make (model, body);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 1);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 9);
  /* A worker process gets no signals under the thread sanitizer. */
  g_assert_cmpfloat (fixture->seconds, <, SANITIZED_THREADS ? 20 : 1.5);
  run_fixture_free (fixture);
  compare_census (before);
}

/* --- a process that dies ------------------------------------------------------------------ */

static gpointer
kill_one (gpointer data)
{
  RunFixture *fixture = data;
  int pid;

  while ((pid = run_fixture_find_worker (fixture, 0)) <= 0)
    g_usleep (1000);
  g_usleep (100 * 1000);
  kill (pid, SIGKILL);
  return NULL;
}

/* Those in hand, those in the queue, and those that come later. */
static void
test_broken (void)
{
  Census before = take_census ();
  RunFixture *fixture
    = make (ILV_MODEL_ASYNCIO_PROCESSES,
            WORKERS "<task name=\"T\" count=\"12\"><block ms=\"30000\"/></task>"
                    "<task name=\"late\"><sleep ms=\"400\"/><compute kernel=\"primes\" "
                    "size=\"10\"/></task><task name=\"other\"><sleep ms=\"500\"/></task>");
  GThread *thread = g_thread_new ("killer", kill_one, fixture);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_thread_join (thread);
  g_assert_cmpfloat (fixture->seconds, <, 5);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 13);
  for (guint i = 0; i < 13; i++)
    g_assert_nonnull (strstr (fixture->execution->tasks[i].error, "breaks the pool"));
  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[13]), ==, ILV_STATE_DONE);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_WORKER_DIED), ==, 1);
  g_assert_cmpuint (count_lanes (fixture, ILV_MODEL_ASYNCIO_PROCESSES), ==, 3);
  run_fixture_free (fixture);
  compare_census (before);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path
        = g_strdup_printf ("/executor/%s/%s", ilv_model_get_name (kinds[i]), sentence);

      g_test_add_data_func (path, &kinds[i], test);
    }
}

static gpointer
do_nothing (gpointer data)
{
  return NULL;
}

int
main (int argc, char **argv)
{
  uv_loop_t first;

  /* Spawned workers are this program again. */
  if (argc > 1 && strcmp (argv[1], "worker") == 0)
    return ilv_runner_worker (argc - 1, argv + 1);
  signal (SIGPIPE, SIG_IGN);
  /* The first loop opens what all of them share, and with the first thread comes one of the
     thread sanitizer's own. */
  g_assert_cmpint (uv_loop_init (&first), ==, 0);
  g_assert_cmpint (uv_loop_close (&first), ==, 0);
  g_thread_join (g_thread_new ("first", do_nothing, NULL));
  g_test_init (&argc, &argv, NULL);
  add ("what is handed over comes back", test_there_and_back);
  add ("no more workers are started than are needed", test_as_needed);
  add ("the loop goes on while others block", test_loop_goes_on);
  add ("a stop at any moment leaves nothing behind", test_stop);
  add ("a task that is cancelled does not wait for its step", test_cancelled);
  g_test_add_func ("/executor/asyncio-processes/a process that dies breaks the pool", test_broken);
  return g_test_run ();
}
