/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios about semaphores, queues and what is done in the background: bounded-fetch,
   task-queue, executor-map, process-queue, unbounded-queue and
   background-logging. */
#include "claims.h"

#include "workload/catalogue.h"

#include <stdlib.h>

static void
test_bounded_fetch (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("bounded-fetch", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "delay-ms", "40", NULL);

  fixture_run (comparison);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run
        = claim_find (comparison, ilv_run_get_model (ilv_comparison_get_run (comparison, i)));

      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 200);
      g_assert_cmpint (claim_most_in_flight (run), ==, 20);
    }
}

/* Run under every model it names. */
static IlvComparison *
run_all (const char *scenario)
{
  g_autoptr (IlvScenario) file = ilv_catalogue_find (scenario, NULL);
  g_autoptr (IlvComparison) comparison = fixture_compare (
    scenario, ilv_scenario_get_default_models (file), ILV_ORDER_IN_TURN, 1, NULL);

  fixture_run (comparison);
  g_assert_cmpuint (ilv_comparison_get_n_runs (comparison), >=, 2);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    claim_find (comparison, ilv_run_get_model (ilv_comparison_get_run (comparison, i)));
  return g_steal_pointer (&comparison);
}

static const char *
get_text (IlvRun *run, guint task)
{
  const IlvResult *result = ilv_run_get_result (run, task);

  g_assert_cmpint (result->state, ==, ILV_STATE_DONE);
  return result->text;
}

static void
test_task_queue (void)
{
  g_autoptr (IlvComparison) comparison = run_all ("task-queue");

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 2);
      g_assert_cmpstr (get_text (run, 1), ==, "25, 14, -3");
    }
}

/* Whether a later task ended before an earlier one. */
static gboolean
ended_out_of_order (IlvRun *run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);

  for (guint id = 2; id <= 4; id++)
    if (ilv_trace_find_task (trace, id)->end < ilv_trace_find_task (trace, id - 1)->end)
      return TRUE;
  return FALSE;
}

static void
test_executor_map (void)
{
  static const char *const results[] = { "10", "20", "30", "40", "100", NULL };
  g_autoptr (IlvComparison) comparison = run_all ("executor-map");

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      claim_results (ilv_comparison_get_run (comparison, i), results);
      g_assert_true (ended_out_of_order (ilv_comparison_get_run (comparison, i)));
    }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 first = g_ascii_strtoll (*(char *const *) a, NULL, 10);
  gint64 second = g_ascii_strtoll (*(char *const *) b, NULL, 10);

  return (first > second) - (first < second);
}

/* What the two workers did, put together, is all there was to do. */
static void
test_process_queue (void)
{
  static const char all[] = "1024, 59049, 1048576, 9765625, 60466176";
  g_autoptr (IlvComparison) comparison = run_all ("process-queue");

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      g_autofree char *both = g_strjoin (", ", get_text (run, 1), get_text (run, 2), NULL);
      g_auto (GStrv) numbers = g_strsplit (both, ", ", -1);
      g_autofree char *sorted = NULL;

      qsort (numbers, g_strv_length (numbers), sizeof *numbers, compare_numbers);
      sorted = g_strjoinv (", ", numbers);
      g_assert_cmpstr (sorted, ==, all);
      g_assert_cmpstr (get_text (run, 3), ==, all);
    }
}

static const IlvCounter *
find_counter (IlvRun *run, guint32 id)
{
  const IlvCounter *counter = ilv_trace_find_counter (ilv_run_get_trace (run), id);

  g_assert_nonnull (counter);
  return counter;
}

static IlvComparison *
run_unbounded_queue (const char *capacity)
{
  IlvComparison *comparison = fixture_compare (
    "unbounded-queue", MODEL (THREADING) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO),
    ILV_ORDER_IN_TURN, 1, "tasks", "160", "payload-bytes", "200000", "capacity", capacity, NULL);

  fixture_run (comparison);
  return comparison;
}

/* Three quarters of what was made lie there when the producer is done; half, on a machine that
   has other things to do. */
static void
test_unbounded_queue (void)
{
  g_autoptr (IlvComparison) unbounded = run_unbounded_queue ("0");
  g_autoptr (IlvComparison) bounded = run_unbounded_queue ("10");

  for (guint i = 0; i < ilv_comparison_get_n_runs (unbounded); i++)
    {
      IlvModel model = ilv_run_get_model (ilv_comparison_get_run (unbounded, i));
      IlvRun *grows = claim_find (unbounded, model);
      IlvRun *waits = claim_find (bounded, model);

      g_assert_cmpstr (get_text (grows, 1), ==, "160");
      g_assert_cmpstr (get_text (waits, 1), ==, "160");
      g_assert_cmpint (find_counter (grows, ILV_COUNTER_FIRST_OWN)->max, >=, 80);
      g_assert_cmpint (find_counter (waits, ILV_COUNTER_FIRST_OWN)->max, ==, 10);
      /* 80 items are 16 MB, 10 of them 2 MB. */
      g_assert_cmpint (find_counter (grows, ILV_COUNTER_RSS)->max, >,
                       find_counter (waits, ILV_COUNTER_RSS)->max + 8000000);
    }
}

/* How long the requests had to wait for their answers and to hand over their lines, in the
   median, ns. */
static double
get_request_time (IlvRun *run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  IlvQuantiles quantiles;

  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);
      gint64 began = 0;

      for (guint64 n = 0; n < ilv_timeline_get_length (task->timeline) && began == 0; n++)
        {
          IlvInterval interval;

          ilv_timeline_get (task->timeline, n, &interval);
          if (interval.state == ILV_STATE_WAITING_IO)
            began = interval.begin;
        }
      if (task->name[0] == 'R')
        {
          gint64 time = task->end - began;

          g_array_append_val (times, time);
        }
    }
  ilv_quantiles_compute ((gint64 *) (gpointer)times->data, times->len, &quantiles);
  return (double)quantiles.p50;
}

static IlvComparison *
run_background_logging (const char *lines)
{
  IlvComparison *comparison
    = fixture_compare ("background-logging", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN,
                       1, "tasks", "60", "size", lines, "capacity", "4", NULL);

  fixture_run (comparison);
  return comparison;
}

static guint
count_lanes (IlvRun *run, const char *name)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  guint n = 0;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    n += ilv_trace_get_lane (trace, i)->kind == ILV_LANE_THREAD
         && g_strcmp0 (ilv_trace_get_lane (trace, i)->name, name) == 0;
  return n;
}

static void
test_background_logging (void)
{
  g_autoptr (IlvComparison) silent = run_background_logging ("0");
  g_autoptr (IlvComparison) logging = run_background_logging ("5");

  for (guint i = 0; i < ilv_comparison_get_n_runs (logging); i++)
    {
      IlvModel model = ilv_run_get_model (ilv_comparison_get_run (logging, i));
      IlvRun *run = claim_find (logging, model);
      double ratio = get_request_time (run) / get_request_time (claim_find (silent, model));

      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 60);
      g_assert_cmpint (find_counter (run, ILV_COUNTER_COMPLETED)->last, ==, 60);
      /* A thread beside the workers writes them, out of a queue that is never fuller than said. */
      g_assert_cmpuint (count_lanes (run, "Logger"), ==, 1);
      g_assert_cmpint (find_counter (run, ILV_COUNTER_FIRST_OWN)->max, <=, 4 + 1);
      /* No line is lost: as many were taken out of the queue and written, bytes and all. */
      g_assert_cmpstr (get_text (run, 0), ==, "300");
      g_assert_cmpint (find_counter (run, ILV_COUNTER_FILE_BYTES)->last, ==,
                       5 * (9 * 23 + 51 * 24));
      g_assert_cmpfloat (ratio, >, 0.7);
      g_assert_cmpfloat (ratio, <, 1.4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/bounded-fetch: twenty are under way and never more",
                   test_bounded_fetch);
  g_test_add_func ("/scenarios/task-queue: the results come in the order of the work",
                   test_task_queue);
  g_test_add_func ("/scenarios/executor-map: results stand in order whoever finished first",
                   test_executor_map);
  g_test_add_func ("/scenarios/process-queue: the workers share the work and stop at the sentinel",
                   test_process_queue);
  g_test_add_func ("/scenarios/unbounded-queue: it grows, and with a capacity it does not",
                   test_unbounded_queue);
  g_test_add_func ("/scenarios/background-logging: no line is lost and no request waits for one",
                   test_background_logging);
  return g_test_run ();
}
