/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios about semaphores, queues and what is done in the background: bounded-fetch. */
#include "claims.h"

static void
test_bounded_fetch (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("bounded-fetch", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "delay-ms", "40", NULL);

  fixture_run (comparison);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = claim_find (comparison,
                                ilv_run_get_model (ilv_comparison_get_run (comparison, i)));

      g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 200);
      g_assert_cmpint (claim_most_in_flight (run), ==, 20);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/bounded-fetch: twenty are under way and never more",
                   test_bounded_fetch);
  return g_test_run ();
}
