/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that work on much data: image-batch. */
#include "claims.h"

static IlvComparison *
make_image_batch (void)
{
  return fixture_compare ("image-batch",
                          MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (FREE_THREADING)
                            | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO),
                          ILV_ORDER_IN_TURN, 1, "size", "400", NULL);
}

static void
claim_image_batch (IlvComparison *comparison, Tally *tally)
{
  const IlvMetrics *metrics = ilv_run_get_metrics (claim_find (comparison, ILV_MODEL_ASYNCIO));

  claim_same_results (comparison);
  claim_does_not_scale (comparison, tally, ILV_MODEL_THREADING);
  claim_does_not_scale (comparison, tally, ILV_MODEL_ASYNCIO);
  claim_scales (comparison, tally, ILV_MODEL_MULTIPROCESSING);
  claim_scales (comparison, tally, ILV_MODEL_FREE_THREADING);
  /* The last of twelve pictures was ready all the while the other eleven were worked on. */
  claim_between (tally, "loop lag ÷ wall",
                 (double) metrics->loop_lag_max / 1e9
                   / claim_wall (comparison, ILV_MODEL_ASYNCIO),
                 0.8, 1);
}

static void
test_image_batch (void)
{
  if (!claim_skips_on_one_core ())
    claim_holds (make_image_batch, claim_image_batch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/image-batch: processes and free threads scale, a GIL does not",
                   test_image_batch);
  return g_test_run ();
}
