/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How late an event loop is: behind a call that blocks it, behind an executor that sleeps and
   behind one that computes (in CPython: 200.4 ms for a call of 200, under 1 ms, one interval). */
#include "tries.h"

#define TICKER "<task name=\"ticker\"><repeat times=\"60\"><sleep ms=\"5\"/></repeat></task>"
#define BLOCKER "<task name=\"blocker\"><sleep ms=\"50\"/><block ms=\"200\"/></task>"
#define BLOCK_NS 200e6

/* The worst lag as a part of the blocking call. */
static double
measure_block (IlvModel model)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (TICKER BLOCKER, model, NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  /* By the records, whatever else goes on: the call stands on the loop, or beside it. */
  g_assert_true ((run_fixture_find (fixture, 0, ILV_RECORD_STATE, -1, ILV_STATE_BLOCKING_LOOP)
                  != G_MAXUINT)
                 == (model == ILV_MODEL_ASYNCIO));
  return (double)run_fixture_get_maximum (fixture, ILV_COUNTER_LOOP_LAG) / BLOCK_NS;
}

static double
measure_on_loop (gconstpointer data)
{
  return measure_block (ILV_MODEL_ASYNCIO);
}

static double
measure_in_threads (gconstpointer data)
{
  return measure_block (ILV_MODEL_ASYNCIO_THREADS);
}

static void
test_blocked (void)
{
  /* Whatever else goes on, the loop cannot have been in time. */
  g_assert_cmpfloat (measure_on_loop (NULL), >=, 0.97);
  assert_some_try ("the loop behind a call of 200 ms ÷ it", measure_on_loop, NULL, 0.97, 1.15);
}

static void
test_sleeping_executor (void)
{
  assert_some_try ("the loop beside such a call ÷ it", measure_in_threads, NULL, 0, 0.1);
}

/* --- an executor that computes ------------------------------------------------------------ */

/* The loop's waits for the GIL in switch intervals: not the median, because a holder of the lock
   that has no core, as others want it too, makes them longer. */
static double
measure_computing (gconstpointer data)
{
  const char *interval_ms = data;
  g_autofree char *body = g_strdup_printf (
    "<setting name=\"switch-interval-ms\" title=\"I\" type=\"number\" default=\"%s\" min=\"0.1\" "
    "max=\"100\"/>" TICKER
    "<task name=\"T\"><compute kernel=\"primes\" size=\"50000\" repeat=\"60\"/></task>",
    interval_ms);
  g_autoptr (RunFixture) fixture = run_fixture_new (body, ILV_MODEL_ASYNCIO_THREADS, NULL);
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (double));
  guint32 loop;
  gint64 since = -1;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  loop = run_fixture_get (fixture,
                          run_fixture_find (fixture, 0, ILV_RECORD_LANE_BEGIN, -1, ILV_LANE_LOOP))
           ->lane;
  for (guint i = 0; i < fixture->records->len; i++)
    {
      const FixtureRecord *record = run_fixture_get (fixture, i);
      gint64 now = run_fixture_get_time (fixture, i);
      double wait = (double)(now - since) / 1e6 / g_ascii_strtod (interval_ms, NULL);

      if (record->lane != loop || record->record.kind != ILV_RECORD_STATE)
        continue;
      /* Shorter ones found the executor's thread on its way to its first turn, or its last. */
      if (since >= 0 && wait > 0.5)
        g_array_append_val (waits, wait);
      since = record->record.state == ILV_STATE_WAITING_GIL ? now : -1;
    }
  g_assert_cmpuint (waits->len, >=, 5);
  return find_quantile (waits, 0.2);
}

static void
test_computing_executor (gconstpointer data)
{
  /* 5.2 ms at 5 ms in CPython; a loop that did not share the lock would hardly wait at all. */
  assert_some_try ("waits of the loop ÷ the interval", measure_computing, data, 0.97, 1.3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lag/a blocking call makes the loop late by its length", test_blocked);
  g_test_add_func ("/lag/a call that blocks in an executor does not", test_sleeping_executor);
  g_test_add_data_func ("/lag/an executor that computes delays it by an interval: 5 ms", "5",
                        test_computing_executor);
  g_test_add_data_func ("/lag/an executor that computes delays it by an interval: 15 ms", "15",
                        test_computing_executor);
  return g_test_run ();
}
