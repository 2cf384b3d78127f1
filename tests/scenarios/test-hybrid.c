/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios of mixed work: executor-bridge, scraper-pipeline and backend-api. */
#include "claims.h"

#include <string.h>

#define QUERY 0.05 /* seconds, of one in executor-bridge */

static IlvComparison *
make_bridge (void)
{
  return fixture_compare (
    "executor-bridge",
    MODEL (THREADING) | MODEL (ASYNCIO) | MODEL (ASYNCIO_THREADS),
    ILV_ORDER_IN_TURN, 1, NULL);
}

/* The heart beats without a result. */
static void
assert_answers (IlvRun *run)
{
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 41);
  for (guint i = 1; i < ilv_run_get_n_results (run); i++)
    g_assert_cmpstr (ilv_run_get_result (run, i)->text, ==, "5050");
}

static double
get_lag (IlvRun *run)
{
  return (double) ilv_run_get_metrics (run)->loop_lag_max / 1e9;
}

static void
claim_bridge (IlvComparison *comparison, Tally *tally)
{
  IlvRun *loop = claim_find (comparison, ILV_MODEL_ASYNCIO);
  IlvRun *threads = claim_find (comparison, ILV_MODEL_THREADING);
  IlvRun *bridge;

  assert_answers (loop);
  assert_answers (threads);
  g_assert_cmpint (claim_most_in_flight (loop), ==, 1);
  g_assert_cmpint (claim_most_in_flight (threads), <=, 11);
  g_assert_cmpfloat (claim_wall (comparison, ILV_MODEL_ASYNCIO), >=, 40 * QUERY);
  g_assert_cmpfloat (get_lag (loop), >=, QUERY);
  claim_between (tally, "threading ÷ query", claim_wall (comparison, ILV_MODEL_THREADING) / QUERY,
                 4, 8);
  bridge = claim_find (comparison, ILV_MODEL_ASYNCIO_THREADS);
  assert_answers (bridge);
  g_assert_cmpint (claim_most_in_flight (bridge), ==, 10);
  g_assert_cmpint (ilv_run_get_metrics (bridge)->states[ILV_STATE_BLOCKING_LOOP], ==, 0);
  claim_between (tally, "asyncio with threads ÷ query",
                 claim_wall (comparison, ILV_MODEL_ASYNCIO_THREADS) / QUERY, 4, 8);
  claim_between (tally, "lag beside an executor ÷ query", get_lag (bridge) / QUERY, 0, 0.5);
}

static void
test_bridge (void)
{
  claim_holds (make_bridge, claim_bridge);
}

static IlvComparison *
make_backend (void)
{
  return fixture_compare ("backend-api",
                          MODEL (THREADING) | MODEL (ASYNCIO) | MODEL (ASYNCIO_THREADS),
                          ILV_ORDER_IN_TURN, 1, "tasks", "160", NULL);
}

static void
claim_backend (IlvComparison *comparison, Tally *tally)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 160);
      g_assert_cmpuint (ilv_run_get_metrics (run)->request_latency.n, ==, 3 * 160);
    }
  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_THREADING)), <=, 16);
  claim_between (tally, "threading ÷ asyncio",
                 claim_ratio (comparison, ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO), 3, 14);
  claim_between (tally, "threading ÷ asyncio with threads",
                 claim_ratio (comparison, ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO_THREADS), 2, 14);
}

static void
test_backend (void)
{
  claim_holds (make_backend, claim_backend);
}

static IlvComparison *
make_scraper (void)
{
  return fixture_compare ("scraper-pipeline", (1u << ILV_N_MODELS) - 1,
                          ILV_ORDER_IN_TURN, 1, "delay-ms", "100", "rounds", "300", "size", "1000",
                          "processes", "4", NULL);
}

/* What tasks did, in seconds of all of them: waiting for the page and the database, and counting
   words. */
static double
get_stage (IlvRun *run, gboolean computing)
{
  const gint64 *states = ilv_run_get_metrics (run)->task_states;

  if (computing)
    return (double) (states[ILV_STATE_RUNNING] + states[ILV_STATE_RUNNING_FREE]) / 1e9;
  return (double) states[ILV_STATE_WAITING_IO] / 1e9;
}

static double
get_cpu (IlvRun *run)
{
  const IlvReport *report = ilv_run_get_report (run);

  return report->cpu_user_s + report->cpu_system_s;
}

/* One thing after the other: the stages are what the time went into. */
static void
assert_stages (IlvComparison *comparison, IlvRun *run)
{
  double wall = claim_wall (comparison, ILV_MODEL_SEQUENTIAL);
  double share = (get_stage (run, FALSE) + get_stage (run, TRUE)) / wall;

  g_assert_cmpfloat (get_stage (run, FALSE), >=, 20 * (0.1 + 0.02));
  g_assert_cmpfloat (share, >=, 0.9);
  g_assert_cmpfloat (share, <=, 1.01);
}

/* Waits overlap wherever there is more than one worker or a loop; every stage takes its share. */
static void
claim_scraper (IlvComparison *comparison, Tally *tally)
{
  IlvRun *sequential = claim_find (comparison, ILV_MODEL_SEQUENTIAL);

  assert_stages (comparison, sequential);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      IlvModel model = ilv_run_get_model (run);
      g_autofree char *stage = g_strdup_printf ("computing in %s ÷ in sequential",
                                                ilv_model_get_name (model));

      g_assert_cmpstr (ilv_run_get_error (run), ==, NULL);
      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 20);
      for (guint r = 0; r < ilv_run_get_n_results (run); r++)
        g_assert_cmpstr (ilv_run_get_result (run, r)->text, ==, "1000");
      g_assert_cmpfloat (get_stage (run, FALSE), >, 0);
      g_assert_cmpfloat (get_stage (run, TRUE), >, 0);
      /* The counting is the same work everywhere, and nearly all that the processor does. */
      claim_between (tally, stage, get_cpu (run) / get_cpu (sequential), 0.6, 3);
      if (model != ILV_MODEL_SEQUENTIAL)
        claim_between (tally, ilv_model_get_name (model),
                       claim_ratio (comparison, ILV_MODEL_SEQUENTIAL, model), 1.5, 40);
    }
}

static void
test_scraper (void)
{
  claim_holds (make_scraper, claim_scraper);
}

static IlvComparison *
make_scraper_of_pages_that_compute (void)
{
  return fixture_compare ("scraper-pipeline",
                          MODEL (THREADING) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO)
                            | MODEL (ASYNCIO_PROCESSES),
                          ILV_ORDER_IN_TURN, 1, "rounds", "1000", "processes", "2", NULL);
}

/* Threads and the loop alone have one core for all the counting, two processes wait for
   their pages one after the other; a loop with two processes does neither. Sequential is compared
   with it above. */
static void
claim_both_worlds (IlvComparison *comparison, Tally *tally)
{
  claim_between (tally, "threading ÷ asyncio with processes",
                 claim_ratio (comparison, ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO_PROCESSES), 1.1,
                 4);
  claim_between (tally, "multiprocessing ÷ asyncio with processes",
                 claim_ratio (comparison, ILV_MODEL_MULTIPROCESSING, ILV_MODEL_ASYNCIO_PROCESSES),
                 1.1, 6);
  claim_between (tally, "asyncio ÷ asyncio with processes",
                 claim_ratio (comparison, ILV_MODEL_ASYNCIO, ILV_MODEL_ASYNCIO_PROCESSES), 1.1, 6);
}

static void
test_both_worlds (void)
{
  if (!claim_skips_on_one_core ())
    claim_holds (make_scraper_of_pages_that_compute, claim_both_worlds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/executor-bridge: an executor waits in the loop's place",
                   test_bridge);
  g_test_add_func ("/scenarios/backend-api: a loop serves more than sixteen threads",
                   test_backend);
  g_test_add_func ("/scenarios/scraper-pipeline: every stage takes its share", test_scraper);
  g_test_add_func ("/scenarios/scraper-pipeline: a loop with processes beats each of them alone",
                   test_both_worlds);
  return g_test_run ();
}
