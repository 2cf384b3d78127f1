/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios about the event loop and what it hands over: blocking-the-loop. */
#include "claims.h"

#include <string.h>

#define BLOCK 0.2 /* seconds, of the call in blocking-the-loop */

/* The longest that a coroutine stood still, in seconds: asleep, or woken and without its turn. */
static double
find_longest_pause (const IlvTask *task)
{
  gint64 longest = 0;
  gint64 since = 0;

  for (guint64 i = 0; i < ilv_timeline_get_length (task->timeline); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (task->timeline, i, &interval);
      if (interval.state == ILV_STATE_RUNNING)
        since = interval.end;
      else
        longest = MAX (longest, interval.end - since);
    }
  return (double) longest / 1e9;
}

/* The shortest of the longest pauses of all but the one that blocks, and the longest of them. */
static void
find_pauses (IlvRun *run, double *least, double *most)
{
  const IlvTrace *trace = ilv_run_get_trace (run);

  *least = G_MAXDOUBLE;
  *most = 0;
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);
      double pause = find_longest_pause (task);

      if (strcmp (task->name, "Blocker") == 0)
        continue;
      *least = MIN (*least, pause);
      *most = MAX (*most, pause);
    }
}

static IlvComparison *
make_blocking (void)
{
  return fixture_compare ("blocking-the-loop", MODEL (ASYNCIO) | MODEL (ASYNCIO_THREADS),
                          ILV_ORDER_IN_TURN, 1, NULL);
}

static void
claim_blocking (IlvComparison *comparison, Tally *tally)
{
  IlvRun *loop = claim_find (comparison, ILV_MODEL_ASYNCIO);
  const IlvMetrics *metrics = ilv_run_get_metrics (loop);
  double least, most;

  g_assert_cmpuint (ilv_run_get_report (loop)->tasks_done, ==, 21);
  find_pauses (loop, &least, &most);
  /* Every one of them, whatever else the machine does. */
  g_assert_cmpfloat (least, >=, BLOCK);
  /* A pause of 10 ms that began just before the call is late by so much less. */
  g_assert_cmpfloat ((double) metrics->loop_lag_max / 1e9, >=, BLOCK - 0.011);
  g_assert_cmpfloat ((double) metrics->states[ILV_STATE_BLOCKING_LOOP] / 1e9, >=, BLOCK);
  claim_between (tally, "lag ÷ blocking call", (double) metrics->loop_lag_max / 1e9 / BLOCK, 0.9,
                 1.2);
  if (ilv_comparison_get_n_runs (comparison) < 2)
    return;
  loop = claim_find (comparison, ILV_MODEL_ASYNCIO_THREADS);
  metrics = ilv_run_get_metrics (loop);
  find_pauses (loop, &least, &most);
  g_assert_cmpint (metrics->states[ILV_STATE_BLOCKING_LOOP], ==, 0);
  claim_between (tally, "longest pause beside an executor", most / BLOCK, 0, 0.5);
  claim_between (tally, "lag beside an executor", (double) metrics->loop_lag_max / 1e9 / BLOCK, 0,
                 0.25);
}

static void
test_blocking (void)
{
  claim_holds (make_blocking, claim_blocking);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/blocking-the-loop: every other coroutine stands still",
                   test_blocking);
  return g_test_run ();
}
