/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"
#include "sanitized.h"

#include "runtime/worker-cost.h"

#include <sys/resource.h>

#define WORKERS(n) "<setting name='workers' title='W' default='" n "' min='1' max='999'/>"
#define SLEEPERS WORKERS ("20") "<task count='20'><sleep ms='20'/></task>"

static IlvWorkerCost *
run (RunFixture **fixture, const char *body, IlvModel model, IlvDriver driver)
{
  *fixture = run_fixture_new (body, model, NULL);
  g_assert_true (run_fixture_run (*fixture, driver));
  return (*fixture)->execution->cost;
}

static void
test_cost_of_each (void)
{
  g_autoptr (RunFixture) threads = NULL;
  g_autoptr (RunFixture) processes = NULL;
  g_autoptr (RunFixture) coroutines = NULL;
  IlvWorkerCost *thread, *process, *coroutine;

  if (SANITIZED)
    {
      g_test_skip ("a sanitizer adds to a thread's stack and to every process");
      return;
    }
  thread = run (&threads, SLEEPERS, ILV_MODEL_THREADING, ilv_driver_run_threads);
  process = run (&processes, SLEEPERS, ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes);
  coroutine = run (&coroutines, SLEEPERS, ILV_MODEL_ASYNCIO, ilv_driver_run_loop);
  /* In Python a coroutine takes 4 µs and 1.3 KiB, a thread 80 µs and 32 KiB, a process from 1 to
     20 ms and from 1 to 8 MiB. The order is what must be the same. */
  g_assert_cmpint (ilv_worker_cost_get_creation (coroutine), >, 0);
  g_assert_cmpint (ilv_worker_cost_get_creation (thread), >,
                   5 * ilv_worker_cost_get_creation (coroutine));
  g_assert_cmpint (ilv_worker_cost_get_creation (process), >,
                   50 * ilv_worker_cost_get_creation (coroutine));
  g_assert_cmpint (ilv_worker_cost_get_memory (coroutine), >=, (gint64) sizeof (IlvTaskRun));
  g_assert_cmpint (ilv_worker_cost_get_memory (coroutine), <, 4096);
  g_assert_cmpint (ilv_worker_cost_get_memory (thread), >=, 16384 + 4096);
  g_assert_cmpint (ilv_worker_cost_get_memory (thread), <, 1 << 20);
  g_assert_cmpint (ilv_worker_cost_get_memory (process), >,
                   2 * ilv_worker_cost_get_memory (thread));
}

/* Whoever starts threads waits for each to begin: so many waits came before it was asked for. */
static void
test_asked (void)
{
  g_autoptr (RunFixture) fixture = NULL;
  guint32 starter = 0;
  guint n_waits = 0, n_threads = 0;

  run (&fixture, SLEEPERS, ILV_MODEL_THREADING, ilv_driver_run_threads);
  for (guint i = 0; i < fixture->records->len; i++)
    {
      const FixtureRecord *at = run_fixture_get (fixture, i);

      if (at->record.kind == ILV_RECORD_LANE_BEGIN && at->record.state == ILV_LANE_MAIN)
        starter = at->lane;
      else if (at->record.kind == ILV_RECORD_LANE_BEGIN)
        g_assert_cmpuint (n_waits, ==, n_threads++);
      else if (at->record.kind == ILV_RECORD_STATE && at->lane == starter)
        n_waits += at->record.state == ILV_STATE_WAITING_LOCK;
    }
  g_assert_cmpuint (n_threads, >=, 2);
  g_assert_cmpuint (n_waits, ==, n_threads);
}

static void
test_unknown (void)
{
  g_autoptr (RunFixture) fixture = NULL;
  IlvWorkerCost *cost
    = run (&fixture, SLEEPERS, ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential);

  /* Nothing is made where one thread that was there does everything. */
  g_assert_cmpint (ilv_worker_cost_get_creation (cost), ==, -1);
  g_assert_cmpint (ilv_worker_cost_get_memory (cost), ==, -1);
  g_assert_cmpint (ilv_worker_cost_get_run_queue (cost), >=, 0);
}

static void
test_median (void)
{
  static const gint64 values[] = { 9, -1, 3, 1000000, 5, 4 };
  IlvWorkerCost *cost = ilv_worker_cost_new ();

  g_assert_cmpint (ilv_worker_cost_get_run_queue (cost), ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      ilv_worker_cost_add_creation (cost, values[i]);
      ilv_worker_cost_add_run_queue (cost, values[i]);
    }
  g_assert_cmpint (ilv_worker_cost_get_creation (cost), ==, 5);
  g_assert_cmpint (ilv_worker_cost_get_run_queue (cost), ==, 1000021);
  ilv_worker_cost_free (cost);
}

static void G_NO_INLINE
touch_stack (void)
{
  volatile char used[256 * 1024];

  for (guint i = 0; i < sizeof used; i += 1024)
    used[i] = 1;
}

static gpointer
use_stack (gpointer data)
{
  gint64 before = ilv_worker_cost_read_stack ();

  touch_stack ();
  g_assert_cmpint (ilv_worker_cost_read_stack () - before, >=, 248 * 1024);
  g_assert_cmpint (ilv_worker_cost_read_stack () - before, <=, 300 * 1024);
  return NULL;
}

static void
test_stack (void)
{
  g_thread_join (g_thread_new ("stack", use_stack, NULL));
}

static double
get_processor_time (void)
{
  struct rusage used;

  getrusage (RUSAGE_SELF, &used);
  return (double) used.ru_utime.tv_sec + (double) used.ru_utime.tv_usec / 1e6;
}

/* What over-provisioning shows: the same work by more and more threads. */
static void
test_run_queue (void)
{
  static const char body[]
    = WORKERS ("%u") "<task count='64'><compute kernel='primes' size='30000' repeat='2'/></task>";
  guint many = 8 * g_get_num_processors ();
  gint64 waits[2];
  double used = 0;

  if (ilv_worker_cost_read_run_queue () < 0)
    {
      g_test_skip ("the system does not say how long threads wait for a core");
      return;
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = g_strdup_printf (body, i == 0 ? 1 : MIN (many, 64));
      g_autoptr (RunFixture) fixture = NULL;
      double before = get_processor_time ();
      IlvWorkerCost *cost
        = run (&fixture, text, ILV_MODEL_FREE_THREADING, ilv_driver_run_threads);

      waits[i] = ilv_worker_cost_get_run_queue (cost);
      used = get_processor_time () - before;
    }
  g_test_message ("1 thread waited %.1f ms, many %.1f ms, for %.1f ms of work",
                  (double) waits[0] / 1e6, (double) waits[1] / 1e6, used * 1e3);
  g_assert_cmpint (waits[1], >, waits[0]);
  g_assert_cmpfloat ((double) waits[1] / 1e9, >, used);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker-cost/a process costs more than a thread, that more than a coroutine",
                   test_cost_of_each);
  g_test_add_func ("/worker-cost/a thread is starting since it was asked for", test_asked);
  g_test_add_func ("/worker-cost/what nobody makes costs nothing that is known", test_unknown);
  g_test_add_func ("/worker-cost/medians leave the unknown out", test_median);
  g_test_add_func ("/worker-cost/a thread's memory is the stack it used", test_stack);
  g_test_add_func ("/worker-cost/more threads than cores wait for cores", test_run_queue);
  return g_test_run ();
}
