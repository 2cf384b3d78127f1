/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios of mixed work: executor-bridge. */
#include "claims.h"

#include <string.h>

#define QUERY 0.05 /* seconds, of one in executor-bridge */

/* The models of a scenario that can be run. */
static guint
keep_available (guint models)
{
  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (!ilv_model_is_available ((IlvModel) i))
      models &= ~(1u << i);
  return models;
}

static gboolean
has_model (IlvComparison *comparison, IlvModel model)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_run_get_model (ilv_comparison_get_run (comparison, i)) == model)
      return TRUE;
  return FALSE;
}

static IlvComparison *
make_bridge (void)
{
  return fixture_compare (
    "executor-bridge",
    keep_available (MODEL (THREADING) | MODEL (ASYNCIO) | MODEL (ASYNCIO_THREADS)),
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
  if (!has_model (comparison, ILV_MODEL_ASYNCIO_THREADS))
    return;
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/executor-bridge: an executor waits in the loop's place",
                   test_bridge);
  return g_test_run ();
}
