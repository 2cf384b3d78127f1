/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios in which something goes wrong: gather-errors, context-manager, retry-backoff,
   graceful-shutdown, deadlock, sync-async-mixing and worker-crash. */
#include "claims.h"

#include <string.h>

#define TWO (MODEL (THREADING) | MODEL (ASYNCIO))

static const IlvModel two[] = { ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO };

static IlvComparison *
compare (const char *scenario, guint models, const char *name, const char *value)
{
  IlvComparison *comparison
    = name ? fixture_compare (scenario, models, ILV_ORDER_IN_TURN, 1, name, value, NULL)
           : fixture_compare (scenario, models, ILV_ORDER_IN_TURN, 1, NULL);

  fixture_run (comparison);
  return comparison;
}

static void
assert_states (IlvRun *run, IlvState first, IlvState second, IlvState third)
{
  const IlvState states[] = { first, second, third };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    g_assert_cmpint (ilv_run_get_result (run, i)->state, ==, states[i]);
}

static void
assert_says (IlvRun *run, guint index, const char *words)
{
  const char *text = ilv_run_get_result (run, index)->text;

  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, words));
}

static guint
count_marks (IlvRun *run, IlvMark mark)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  guint n = 0;

  for (guint i = 0; i < ilv_trace_get_n_marks (trace); i++)
    {
      IlvMarkEvent found;

      ilv_trace_get_mark (trace, i, &found);
      n += found.mark == mark;
    }
  return n;
}

static guint64
count_retried (IlvRun *run, guint64 *n_tasks)
{
  guint64 n = 0;

  *n_tasks = 0;
  for (guint i = 0; i < ilv_run_get_n_results (run); i++)
    {
      n += ilv_run_get_result (run, i)->retried;
      *n_tasks += ilv_run_get_result (run, i)->retried > 0;
    }
  return n;
}

/* Every task has an end: none is lost. */
static void
assert_none_lost (IlvRun *run, guint64 n_tasks)
{
  const IlvReport *report = ilv_run_get_report (run);

  g_assert_cmpuint (report->tasks_done + report->tasks_failed + report->tasks_cancelled, ==,
                    n_tasks);
  g_assert_cmpuint (ilv_run_get_n_results (run), ==, n_tasks);
}

static void
test_collected (void)
{
  g_autoptr (IlvComparison) comparison = compare ("gather-errors", TWO, "sleep-ms", "100");

  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    {
      IlvRun *run = claim_find (comparison, two[i]);

      assert_states (run, ILV_STATE_DONE, ILV_STATE_FAILED, ILV_STATE_DONE);
      assert_says (run, 1, "cannot go on");
      g_assert_cmpfloat (ilv_run_get_report (run)->wall_s, >=, 0.3);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-errors", TWO, ILV_ORDER_IN_TURN, 1, "on-error", "cancel", "sleep-ms",
                       "1000", NULL);

  fixture_run (comparison);
  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    {
      IlvRun *run = claim_find (comparison, two[i]);

      assert_states (run, ILV_STATE_CANCELLED, ILV_STATE_FAILED, ILV_STATE_CANCELLED);
      assert_says (run, 0, "because T2 failed");
      assert_says (run, 2, "because T2 failed");
      /* T1 alone would take 2 s. */
      g_assert_cmpfloat (ilv_run_get_report (run)->wall_s, <, 1.9);
    }
}

static void
test_closed (void)
{
  static const IlvModel three[]
    = { ILV_MODEL_SEQUENTIAL, ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO };
  g_autoptr (IlvComparison) comparison
    = compare ("context-manager", TWO | MODEL (SEQUENTIAL), "sleep-ms", "20");

  for (guint i = 0; i < G_N_ELEMENTS (three); i++)
    {
      IlvRun *run = claim_find (comparison, three[i]);

      g_assert_cmpint (ilv_run_get_result (run, 0)->state, ==, ILV_STATE_DONE);
      g_assert_cmpint (ilv_run_get_result (run, 1)->state, ==, ILV_STATE_FAILED);
      assert_says (run, 1, "has a mistake");
      for (guint c = 0; c < 2; c++)
        g_assert_cmpfloat (ilv_run_get_counter (run, c)->value, ==, 2);
      /* Opening, the query and closing: 8 × 20 ms, also of the one that failed. */
      for (guint t = 0; t < 2; t++)
        {
          const IlvTask *task = ilv_trace_get_task (ilv_run_get_trace (run), t);

          g_assert_cmpint (task->end - task->begin, >=, 155 * 1000 * 1000);
        }
    }
}

static IlvComparison *
compare_retries (const char *percent, const char *seed)
{
  IlvComparison *comparison
    = fixture_compare ("retry-backoff", TWO, ILV_ORDER_IN_TURN, 1, "delay-ms", "5", "backoff-ms",
                       "4", "failure-percent", percent, "seed", seed, NULL);

  fixture_run (comparison);
  return comparison;
}

static void
test_retried (void)
{
  g_autoptr (IlvComparison) comparison = compare_retries ("50", "1");

  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    {
      IlvRun *run = claim_find (comparison, two[i]);
      const IlvReport *report = ilv_run_get_report (run);
      const IlvMetrics *metrics = ilv_run_get_metrics (run);
      guint64 n_tasks;

      assert_none_lost (run, 40);
      g_assert_cmpuint (report->tasks_retried, >, 20);
      g_assert_cmpuint (report->tasks_retried, ==, count_marks (run, ILV_MARK_RETRY));
      g_assert_cmpuint (report->tasks_retried, ==, count_retried (run, &n_tasks));
      g_assert_cmpuint (metrics->tasks_retried, ==, n_tasks);
      /* Every wait stands in the trace: the shortest of them is half of the first. */
      g_assert_cmpint (metrics->states[ILV_STATE_SLEEPING], >=,
                       i == 0 ? (gint64) report->tasks_retried * 2000000 : 0);
      /* One in sixteen fails four times. */
      g_assert_cmpuint (report->tasks_failed, >, 0);
      g_assert_cmpuint (report->tasks_failed, <, 12);
      for (guint t = 0; t < 40; t++)
        if (ilv_run_get_result (run, t)->state == ILV_STATE_FAILED)
          {
            g_assert_cmpuint (ilv_run_get_result (run, t)->retried, ==, 3);
            assert_says (run, t, "overloaded");
          }
    }
}

static char *
describe_luck (IlvRun *run)
{
  GString *text = g_string_new (NULL);

  for (guint t = 0; t < ilv_run_get_n_results (run); t++)
    {
      const IlvResult *result = ilv_run_get_result (run, t);

      g_string_append_printf (text, "%u%c", (guint) result->retried,
                              result->state == ILV_STATE_DONE ? ' ' : '!');
    }
  return g_string_free (text, FALSE);
}

static void
test_repeatable (void)
{
  g_autoptr (IlvComparison) first = compare_retries ("40", "7");
  g_autoptr (IlvComparison) again = compare_retries ("40", "7");
  g_autoptr (IlvComparison) other = compare_retries ("40", "8");
  g_autofree char *threads = describe_luck (claim_find (first, ILV_MODEL_THREADING));
  g_autofree char *loop = describe_luck (claim_find (first, ILV_MODEL_ASYNCIO));
  g_autofree char *second = describe_luck (claim_find (again, ILV_MODEL_THREADING));
  g_autofree char *different = describe_luck (claim_find (other, ILV_MODEL_THREADING));
  IlvScenario *scenario = ilv_comparison_get_scenario (first);
  int seed = ilv_scenario_find_setting (scenario, "seed");

  g_assert_cmpstr (threads, ==, loop);
  g_assert_cmpstr (threads, ==, second);
  g_assert_cmpstr (threads, !=, different);
  g_assert_cmpint (seed, >=, 0);
  g_assert_cmpstr (ilv_comparison_get_setting (first, (guint) seed), ==, "7");
}

static void
test_stopped_with_grace (void)
{
  static const IlvModel three[]
    = { ILV_MODEL_THREADING, ILV_MODEL_MULTIPROCESSING, ILV_MODEL_ASYNCIO };
  g_autoptr (IlvComparison) comparison
    = compare ("graceful-shutdown", TWO | MODEL (MULTIPROCESSING), NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (three); i++)
    {
      IlvRun *run = claim_find (comparison, three[i]);
      const IlvReport *report = ilv_run_get_report (run);

      assert_none_lost (run, 30);
      g_assert_cmpuint (report->tasks_done, ==, 10);
      g_assert_cmpuint (report->tasks_cancelled, ==, 20);
      assert_says (run, 29, "asked to stop");
      g_assert_cmpuint (count_marks (run, ILV_MARK_STOP_REQUESTED), ==, 1);
      g_assert_cmpfloat (report->wall_s, <, 0.5 + 2);
    }
}

static void
test_deadlock (void)
{
  g_autoptr (IlvComparison) comparison = compare ("deadlock", TWO, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    {
      IlvRun *run = claim_find (comparison, two[i]);
      const char *text = ilv_run_get_deadlock (run);

      g_assert_nonnull (text);
      g_assert_nonnull (strstr (text, "T1 holds accounts and waits for journal"));
      g_assert_nonnull (strstr (text, "T2 holds journal and waits for accounts"));
      for (guint t = 0; t < 2; t++)
        {
          g_assert_cmpint (ilv_run_get_result (run, t)->state, ==, ILV_STATE_FAILED);
          g_assert_cmpstr (ilv_run_get_result (run, t)->text, ==, text);
        }
      g_assert_cmpuint (count_marks (run, ILV_MARK_DEADLOCK), ==, 2);
      /* 100 ms until both wait, a second to find it, and what a busy machine adds. */
      g_assert_cmpfloat (ilv_run_get_report (run)->wall_s, <, 2);
    }
}

static void
test_mixed (void)
{
  g_autoptr (IlvComparison) comparison
    = compare ("sync-async-mixing", MODEL (ASYNCIO), NULL, NULL);
  IlvRun *run = claim_find (comparison, ILV_MODEL_ASYNCIO);

  assert_states (run, ILV_STATE_FAILED, ILV_STATE_FAILED, ILV_STATE_FAILED);
  g_assert_cmpint (ilv_run_get_result (run, 3)->state, ==, ILV_STATE_DONE);
  assert_says (run, 0,
               "RuntimeError: asyncio.run() cannot be called from a running event loop");
  assert_says (run, 1,
               "RuntimeError: Cannot run the event loop while another loop is running");
  assert_says (run, 2, "RuntimeError: no running event loop");
}

static void
test_worker_replaced (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("worker-crash", MODEL (MULTIPROCESSING), ILV_ORDER_IN_TURN, 1,
                       "failure-percent", "40", "delay-ms", "20", NULL);
  IlvRun *run;
  const IlvReport *report;
  guint n_died;

  fixture_run (comparison);
  run = claim_find (comparison, ILV_MODEL_MULTIPROCESSING);
  report = ilv_run_get_report (run);
  n_died = count_marks (run, ILV_MARK_WORKER_DIED);
  assert_none_lost (run, 16);
  g_assert_cmpuint (n_died, >, 0);
  g_assert_cmpuint (report->tasks_retried, >, 0);
  /* Every death is either tried again or reported. */
  g_assert_cmpuint (report->tasks_retried + report->tasks_failed, ==, n_died);
  for (guint t = 0; t < 16; t++)
    if (ilv_run_get_result (run, t)->state == ILV_STATE_FAILED)
      assert_says (run, t, "was killed by signal 9");
}

static void
test_pool_broken (void)
{
  g_autoptr (IlvComparison) comparison
    = compare ("worker-crash", MODEL (ASYNCIO_PROCESSES), "failure-percent", "100");
  IlvRun *run;

  run = ilv_comparison_get_run (comparison, 0);
  /* Nothing succeeded, which the run itself says too. */
  g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FAILED);
  g_assert_nonnull (strstr (ilv_run_get_error (run), "breaks the pool"));
  assert_none_lost (run, 16);
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_failed, ==, 16);
  g_assert_cmpuint (count_marks (run, ILV_MARK_WORKER_DIED), >, 0);
  assert_says (run, 15, "breaks the pool");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/gather-errors: collected, the others come to their end",
                   test_collected);
  g_test_add_func ("/scenarios/gather-errors: cancelled, the others say so", test_cancelled);
  g_test_add_func ("/scenarios/context-manager: closed also after the failure", test_closed);
  g_test_add_func ("/scenarios/retry-backoff: every retry is seen and no task is lost",
                   test_retried);
  g_test_add_func ("/scenarios/retry-backoff: the same seed has the same luck", test_repeatable);
  g_test_add_func ("/scenarios/graceful-shutdown: those under way end, the others are cancelled",
                   test_stopped_with_grace);
  g_test_add_func ("/scenarios/deadlock: found, named and ended", test_deadlock);
  g_test_add_func ("/scenarios/sync-async-mixing: the errors a programmer gets", test_mixed);
  g_test_add_func ("/scenarios/worker-crash: the pool replaces the worker", test_worker_replaced);
  g_test_add_func ("/scenarios/worker-crash: the executor is broken", test_pool_broken);
  return g_test_run ();
}
