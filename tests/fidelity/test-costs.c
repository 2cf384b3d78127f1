/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What workers and hand-overs cost, against one another. In CPython: a process 0.8 ms, a thread
   67 to 97 µs, a coroutine 3.6 µs; a round trip through the loop 1 µs, through an executor's thread
   45 to 90, through its process 130 to 250. Coroutines in C cost less than that. */
#include "tries.h"

/* --- creating ----------------------------------------------------------------------------- */

/* Seconds for each of so many tasks that do nothing, with a worker each. */
static double
measure_creating (IlvModel model, IlvDriver driver, guint n)
{
  g_autofree char *body = g_strdup_printf (
    "<setting name=\"workers\" title=\"W\" default=\"%u\" min=\"1\" max=\"4000\"/>"
    "<task name=\"T\" count=\"%u\"><sleep ms=\"0\"/></task>",
    MIN (n, 200), n);
  g_autoptr (RunFixture) fixture = run_fixture_new (body, model, NULL);

  g_assert_true (run_fixture_run (fixture, driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, n);
  return fixture->seconds / n;
}

static double
measure_process_to_thread (gconstpointer data)
{
  return measure_creating (ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes, 30)
         / measure_creating (ILV_MODEL_THREADING, ilv_driver_run_threads, 200);
}

static double
measure_thread_to_coroutine (gconstpointer data)
{
  return measure_creating (ILV_MODEL_THREADING, ilv_driver_run_threads, 200)
         / measure_creating (ILV_MODEL_ASYNCIO, ilv_driver_run_loop, 20000);
}

static void
test_creating (void)
{
  assert_some_try ("a process ÷ a thread", measure_process_to_thread, NULL, 2.5, 60);
  assert_some_try ("a thread ÷ a coroutine", measure_thread_to_coroutine, NULL, 8, 1000);
}

/* --- round trips -------------------------------------------------------------------------- */

/* Seconds from one beginning of the task on the loop to the next, in the median. */
static double
measure_trip (IlvModel model, const char *step)
{
  g_autofree char *body
    = g_strdup_printf ("<setting name=\"workers\" title=\"W\" default=\"1\" min=\"1\" max=\"9\"/>"
                       "<task name=\"T\"><repeat times=\"300\">%s</repeat></task>",
                       step);
  g_autoptr (RunFixture) fixture = run_fixture_new (body, model, NULL);
  g_autoptr (GArray) trips = g_array_new (FALSE, FALSE, sizeof (double));
  guint32 loop;
  gint64 since = -1;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  loop = run_fixture_get (fixture,
                          run_fixture_find (fixture, 0, ILV_RECORD_LANE_BEGIN, -1, ILV_LANE_LOOP))
           ->lane;
  for (guint i = 0;
       (i = run_fixture_find (fixture, i, ILV_RECORD_STATE, 1, ILV_STATE_RUNNING)) != G_MAXUINT;
       i++)
    {
      gint64 now = run_fixture_get_time (fixture, i);
      double trip = (double)(now - since) / 1e9;

      if (run_fixture_get (fixture, i)->lane != loop)
        continue;
      if (since >= 0)
        g_array_append_val (trips, trip);
      since = now;
    }
  g_assert_cmpuint (trips->len, >=, 299);
  return find_quantile (trips, 0.5);
}

#define LITTLE "<compute kernel=\"primes\" size=\"3\"/>"

static double
measure_threads_to_loop (gconstpointer data)
{
  return measure_trip (ILV_MODEL_ASYNCIO_THREADS, LITTLE)
         / measure_trip (ILV_MODEL_ASYNCIO, "<sleep ms=\"0\"/>");
}

static double
measure_processes_to_threads (gconstpointer data)
{
  return measure_trip (ILV_MODEL_ASYNCIO_PROCESSES, LITTLE)
         / measure_trip (ILV_MODEL_ASYNCIO_THREADS, LITTLE);
}

static void
test_trips (void)
{
  assert_some_try ("a trip to a thread ÷ one through the loop", measure_threads_to_loop, NULL, 3,
                   500);
  assert_some_try ("a trip to a process ÷ one to a thread", measure_processes_to_threads, NULL, 1.3,
                   12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/costs/a process costs more than a thread, and that more than a coroutine",
                   test_creating);
  g_test_add_func ("/costs/a trip to a process is longer than to a thread, and that than none",
                   test_trips);
  return g_test_run ();
}
