/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets the interpreter lock next is the kernel's choice (in CPython: with two threads the other
   one; with four the longest waiter in a quarter to a half of the cases). */
#include "tries.h"

#define MAX_THREADS 8

typedef struct
{
  guint32 lane; /* 0: unused */
  gint64 since; /* it waits; 0: it does not */
} Waiting;

static Waiting *
find_waiting (Waiting *waiting, guint32 lane)
{
  for (guint i = 0; i < MAX_THREADS; i++)
    if (waiting[i].lane == lane || waiting[i].lane == 0)
      {
        waiting[i].lane = lane;
        return &waiting[i];
      }
  g_assert_not_reached ();
}

/* How many others have waited longer; -1: fewer than `n` waited at all. */
static int
find_rank (const Waiting *waiting, const Waiting *taker, guint n)
{
  guint n_waiting = 0;
  int rank = 0;

  for (guint i = 0; i < MAX_THREADS; i++)
    {
      n_waiting += waiting[i].since > 0;
      rank += waiting[i].since > 0 && waiting[i].since < taker->since;
    }
  return n_waiting < n ? -1 : rank;
}

/* Of the hand-overs for which all threads but one waited, the part that went to the longest
   waiter. */
static double
measure_threads (guint n_threads, guint least)
{
  g_autofree char *body = g_strdup_printf (
    "<setting name=\"workers\" title=\"W\" default=\"%u\" min=\"1\" max=\"8\"/>"
    "<setting name=\"switch-interval-ms\" title=\"I\" type=\"number\" default=\"1\" min=\"0.1\" "
    "max=\"100\"/><task name=\"T\" count=\"workers\"><compute kernel=\"primes\" size=\"50000\" "
    "repeat=\"%u\"/></task>",
    n_threads, 160 / n_threads);
  g_autoptr (RunFixture) fixture = run_fixture_new (body, ILV_MODEL_THREADING, NULL);
  Waiting waiting[MAX_THREADS] = { 0 };
  guint n_all = 0, n_first = 0;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_threads));
  for (guint i = 0; i < fixture->records->len; i++)
    {
      const FixtureRecord *record = run_fixture_get (fixture, i);
      Waiting *lane;
      int rank;

      if (record->record.kind == ILV_RECORD_STATE && record->record.state == ILV_STATE_WAITING_GIL)
        find_waiting (waiting, record->lane)->since = run_fixture_get_time (fixture, i);
      if (record->record.kind != ILV_RECORD_LOCK_TAKE)
        continue;
      lane = find_waiting (waiting, record->lane);
      rank = lane->since > 0 ? find_rank (waiting, lane, n_threads) : -1;
      lane->since = 0;
      if (rank < 0)
        continue;
      n_all++;
      n_first += rank == 0;
    }
  g_assert_cmpuint (n_all, >=, least);
  return (double)n_first / n_all;
}

/* All of them wait while the lock goes from hand to hand: the dropper as well. */
static double
measure_four (gconstpointer data)
{
  return measure_threads (4, 40);
}

static double
measure_two (gconstpointer data)
{
  return measure_threads (2, 40);
}

static void
test_four (void)
{
  assert_some_try ("hand-overs to the longest waiter of four", measure_four, NULL, 0.1, 0.75);
}

static void
test_two (void)
{
  assert_some_try ("hand-overs to the one of two that waited", measure_two, NULL, 0.97, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handovers/of two threads the one that waited is next", test_two);
  g_test_add_func ("/handovers/of four the longest waiter is often not", test_four);
  return g_test_run ();
}
