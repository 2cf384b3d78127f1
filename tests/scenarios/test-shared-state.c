/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenario that shares a counter: lost-updates. */
#include "claims.h"

#define FIVE                                                                                       \
  (MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (FREE_THREADING) | MODEL (MULTIPROCESSING)      \
   | MODEL (ASYNCIO))

static const IlvCounterResult *
find_counter (IlvComparison *comparison, IlvModel model)
{
  IlvRun *run = claim_find (comparison, model);

  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 100);
  g_assert_cmpuint (ilv_run_get_n_counters (run), ==, 1);
  return ilv_run_get_counter (run, 0);
}

static void
assert_counter (IlvComparison *comparison, IlvModel model, double value, guint64 lost)
{
  const IlvCounterResult *counter = find_counter (comparison, model);

  g_assert_cmpfloat (counter->value, ==, value);
  g_assert_cmpuint (counter->lost, ==, lost);
}

static void
assert_some_lost (IlvComparison *comparison, IlvModel model)
{
  const IlvCounterResult *counter = find_counter (comparison, model);
  const IlvMetrics *metrics = ilv_run_get_metrics (claim_find (comparison, model));

  g_assert_cmpfloat (counter->value, >=, 1);
  g_assert_cmpfloat (counter->value, <, 100);
  g_assert_cmpuint (counter->lost, >, 0);
  /* What was not lost, and only that, was counted: no more is missing than was overwritten. */
  g_assert_cmpfloat (100 - counter->value, <=, (double) counter->lost);
  g_assert_cmpuint (metrics->lost_updates, ==, counter->lost);
}

static void
test_unlocked (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("lost-updates", FIVE, ILV_ORDER_IN_TURN, 1, NULL);

  fixture_run (comparison);
  assert_counter (comparison, ILV_MODEL_SEQUENTIAL, 100, 0);
  /* All read 0 before the first writes 1. */
  assert_counter (comparison, ILV_MODEL_ASYNCIO, 1, 99);
  /* Every process has a counter of its own. */
  g_assert_cmpfloat (find_counter (comparison, ILV_MODEL_MULTIPROCESSING)->value, ==, 0);
  assert_some_lost (comparison, ILV_MODEL_THREADING);
  assert_some_lost (comparison, ILV_MODEL_FREE_THREADING);
}

static void
test_locked (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("lost-updates", FIVE, ILV_ORDER_IN_TURN, 1, "locked", "yes", NULL);

  fixture_run (comparison);
  assert_counter (comparison, ILV_MODEL_SEQUENTIAL, 100, 0);
  assert_counter (comparison, ILV_MODEL_THREADING, 100, 0);
  assert_counter (comparison, ILV_MODEL_FREE_THREADING, 100, 0);
  assert_counter (comparison, ILV_MODEL_ASYNCIO, 100, 0);
  g_assert_cmpfloat (find_counter (comparison, ILV_MODEL_MULTIPROCESSING)->value, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/lost-updates: without a lock updates are lost", test_unlocked);
  g_test_add_func ("/scenarios/lost-updates: with a lock none is", test_locked);
  return g_test_run ();
}
