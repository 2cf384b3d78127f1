/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include "trace/metrics.h"

#include <stdlib.h>

static void
test_quantiles_are_nearest_ranks (void)
{
  gint64 values[100];
  IlvQuantiles quantiles;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 100 - (gint64) i;
  ilv_quantiles_compute (values, G_N_ELEMENTS (values), &quantiles);
  g_assert_cmpint (quantiles.p50, ==, 50);
  g_assert_cmpint (quantiles.p95, ==, 95);
  g_assert_cmpint (quantiles.p99, ==, 99);
  g_assert_cmpint (quantiles.max, ==, 100);
  ilv_quantiles_compute (values, 1, &quantiles);
  g_assert_true (quantiles.n == 1 && quantiles.p50 == 1 && quantiles.p99 == 1);
  ilv_quantiles_compute (NULL, 0, &quantiles);
  g_assert_true (quantiles.n == 0 && quantiles.max == 0);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static void
test_quantiles_are_those_of_sorted_values (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (gsize n = 1; n < 3000; n += n / 3 + 1)
    for (gint32 kinds = 1; kinds <= 100000; kinds *= 10)
      {
        g_autofree gint64 *values = g_new (gint64, n);
        g_autofree gint64 *sorted = NULL;
        IlvQuantiles quantiles;

        for (gsize i = 0; i < n; i++)
          values[i] = g_rand_int_range (rand, -kinds, kinds);
        sorted = g_memdup2 (values, n * sizeof *values);
        qsort (sorted, n, sizeof *sorted, compare_values);
        ilv_quantiles_compute (values, n, &quantiles);
        g_assert_cmpint (quantiles.p50, ==, sorted[(n * 50 + 99) / 100 - 1]);
        g_assert_cmpint (quantiles.p95, ==, sorted[(n * 95 + 99) / 100 - 1]);
        g_assert_cmpint (quantiles.p99, ==, sorted[(n * 99 + 99) / 100 - 1]);
        g_assert_cmpint (quantiles.max, ==, sorted[n - 1]);
        qsort (values, n, sizeof *values, compare_values);
        g_assert_cmpmem (values, n * sizeof *values, sorted, n * sizeof *sorted);
      }
}

/* Two threads under a GIL, each with a turn of 50 and a wait as long, for `n` turns; the second
   gives the lock back and takes it again in the middle of each of its turns. */
static IlvTrace *
make_trace (gint64 n)
{
  IlvTrace *trace = ilv_trace_new ();

  begin_lanes (trace, 2);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (gint64 i = 0; i < n; i++)
    {
      guint32 lane = i % 2 == 0 ? 1 : 2, other = 3 - lane;
      gint64 time = i * 50;

      add (trace, other, time, ILV_RECORD_STATE, other, ILV_STATE_WAITING_GIL, 1);
      add (trace, lane, time, ILV_RECORD_LOCK_TAKE, 1, 0,
           (guint64) lane << 32 | (i > 0 ? other : 0));
      add (trace, lane, time, ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
      if (lane == 2)
        {
          add (trace, lane, time + 20, ILV_RECORD_LOCK_DROP, 1, 0, 0);
          add (trace, lane, time + 22, ILV_RECORD_LOCK_TAKE, 1, 0, (guint64) lane << 32 | lane);
        }
      add (trace, other, time + 45, ILV_RECORD_DROP_REQUEST, 1, 0, lane);
      add (trace, lane, time + 50, ILV_RECORD_LOCK_DROP, 1, 0, 1);
    }
  add (trace, 1, n * 50, ILV_RECORD_TASK, 1, ILV_STATE_DONE, 0);
  add (trace, 1, n * 50, ILV_RECORD_STATE, 0, ILV_STATE_NONE, 0);
  add (trace, 2, n * 50, ILV_RECORD_TASK, 2, ILV_STATE_FAILED, 0);
  ilv_trace_finish (trace, n * 50);
  return trace;
}

static void
test_figures_of_a_whole_run (void)
{
  g_autoptr (IlvTrace) trace = make_trace (10);
  IlvMetrics metrics;

  ilv_metrics_compute (trace, 0, 500, &metrics);
  g_assert_cmpuint (metrics.workers, ==, 2);
  g_assert_cmpint (metrics.states[ILV_STATE_RUNNING], ==, 500);
  g_assert_cmpint (metrics.states[ILV_STATE_WAITING_GIL], ==, 500);
  g_assert_cmpint (metrics.task_states[ILV_STATE_RUNNING], ==, 500);
  g_assert_cmpuint (metrics.tasks_done, ==, 1);
  g_assert_cmpuint (metrics.tasks_failed, ==, 1);
  g_assert_cmpuint (metrics.latency.n, ==, 2);
  g_assert_cmpint (metrics.latency.max, ==, 500);
  g_assert_cmpuint (metrics.gil_holds, ==, 15);
  g_assert_cmpuint (metrics.gil_handovers, ==, 9);
  g_assert_cmpuint (metrics.gil_drop_requests, ==, 10);
  g_assert_cmpfloat_with_epsilon (metrics.gil_wait_share, 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (metrics.parallelism, 1.0, 1e-9);
  g_assert_cmpint (metrics.gil_hold.max, ==, 50);
  g_assert_cmpuint (metrics.gil_wait.n, ==, 10);
  g_assert_cmpint (metrics.gil_wait.p50, ==, 50);
  /* Giving the lock back and taking it again is no switch. */
  g_assert_cmpuint (metrics.gil_run_length.n, ==, 9);
  g_assert_cmpint (metrics.gil_run_length.p50, ==, 50);
  g_assert_cmpint (metrics.gil_run_length.max, ==, 50);
}

static void
test_figures_of_a_range (void)
{
  g_autoptr (IlvTrace) trace = make_trace (10);
  IlvMetrics metrics;

  ilv_metrics_compute (trace, 75, 200, &metrics);
  g_assert_cmpint (metrics.states[ILV_STATE_RUNNING], ==, 125);
  g_assert_cmpint (metrics.states[ILV_STATE_WAITING_GIL], ==, 125);
  g_assert_cmpuint (metrics.latency.n, ==, 0);
  g_assert_cmpuint (metrics.gil_drop_requests, ==, 3);
  g_assert_cmpuint (metrics.gil_holds, ==, 3);
  /* Of the runs from 50, 100 and 150 the first began before the range, the last has not ended. */
  g_assert_cmpuint (metrics.gil_run_length.n, ==, 1);
  ilv_metrics_compute (trace, 600, 700, &metrics);
  g_assert_cmpint (metrics.states[ILV_STATE_RUNNING], ==, 0);
  g_assert_cmpfloat (metrics.parallelism, ==, 0);
}

static void
test_main_lane_is_no_worker (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  IlvMetrics metrics;

  add (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_MAIN, 0);
  add (trace, 2, 0, ILV_RECORD_LANE_BEGIN, 2, ILV_LANE_PROCESS, 0);
  add (trace, 1, 0, ILV_RECORD_STATE, 0, ILV_STATE_SERIALISING, 0);
  add (trace, 2, 0, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  ilv_trace_finish (trace, 100);
  ilv_metrics_compute (trace, 0, 100, &metrics);
  g_assert_cmpuint (metrics.workers, ==, 1);
  g_assert_cmpint (metrics.states[ILV_STATE_SERIALISING], ==, 0);
  g_assert_cmpint (metrics.states[ILV_STATE_RUNNING], ==, 100);
  g_assert_cmpfloat_with_epsilon (metrics.parallelism, 2, 1e-9);
}

static void
test_marks_and_lag_are_counted_in_their_range (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  IlvMetrics metrics;

  begin_lanes (trace, 1);
  add (trace, 1, 10, ILV_RECORD_MARK, 4, ILV_MARK_LOST_UPDATE, 16);
  add (trace, 1, 10, ILV_RECORD_COUNTER, ILV_COUNTER_LOOP_LAG, 0, 700);
  add (trace, 1, 20, ILV_RECORD_MARK, 4, ILV_MARK_RETRY, 1);
  add (trace, 1, 30, ILV_RECORD_MARK, 4, ILV_MARK_RETRY, 2);
  add (trace, 1, 40, ILV_RECORD_MARK, 5, ILV_MARK_RETRY, 1);
  add (trace, 1, 40, ILV_RECORD_COUNTER, ILV_COUNTER_LOOP_LAG, 0, 300);
  ilv_metrics_compute (trace, 0, 40, &metrics);
  g_assert_cmpuint (metrics.lost_updates, ==, 1);
  g_assert_cmpuint (metrics.tasks_retried, ==, 2);
  g_assert_cmpint (metrics.loop_lag_max, ==, 700);
  ilv_metrics_compute (trace, 15, 35, &metrics);
  g_assert_cmpuint (metrics.lost_updates, ==, 0);
  g_assert_cmpuint (metrics.tasks_retried, ==, 1);
  g_assert_cmpint (metrics.loop_lag_max, ==, 0);
}

/* Each part is a call of its own; together they are the whole. */
static void
test_parts_are_the_whole (void)
{
  g_autoptr (IlvTrace) trace = make_trace (10);
  IlvMetrics whole, parts;
  guint part = 0, calls = 1;

  ilv_metrics_compute (trace, 0, 501, &whole);
  while (ilv_metrics_compute_part (trace, 0, 501, &part, &parts))
    {
      g_assert_cmpuint (part, ==, calls);
      calls++;
    }
  g_assert_cmpuint (calls, ==, 7);
  g_assert_cmpmem (&parts, sizeof parts, &whole, sizeof whole);
}

/* A million tasks are looked at some at a time, and none of them twice or not at all. */
static void
test_many_tasks_are_many_parts (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const guint n = 100000;
  IlvMetrics metrics;
  guint part = 0, calls = 1;

  begin_lanes (trace, 1);
  for (guint task = 1; task <= n; task++)
    add (trace, 1, task, ILV_RECORD_TASK, task, ILV_STATE_READY, 0);
  for (guint task = 1; task <= n; task++)
    add (trace, 1, n + task, ILV_RECORD_TASK, task, ILV_STATE_DONE, 0);
  ilv_trace_finish (trace, 2 * n);
  while (ilv_metrics_compute_part (trace, 0, 2 * n + 1, &part, &metrics))
    calls++;
  g_assert_cmpuint (calls, >, 7);
  g_assert_cmpuint (metrics.tasks_done, ==, n);
  g_assert_cmpuint (metrics.latency.n, ==, n);
  g_assert_cmpint (metrics.task_states[ILV_STATE_READY], ==, (gint64) n * n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/quantiles-are-those-of-sorted-values",
                   test_quantiles_are_those_of_sorted_values);
#define TEST(name) g_test_add_func ("/trace/metrics/" #name, test_##name)
  TEST (quantiles_are_nearest_ranks);
  TEST (figures_of_a_whole_run);
  TEST (parts_are_the_whole);
  TEST (many_tasks_are_many_parts);
  TEST (figures_of_a_range);
  TEST (main_lane_is_no_worker);
  TEST (marks_and_lag_are_counted_in_their_range);
  return g_test_run ();
}
