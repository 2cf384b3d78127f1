/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that compute: factorials, cpu-benchmark, prime-count, hashing, one-chef and
   switch-interval. */
#include "claims.h"

#define FOUR                                                                                       \
  (MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO))

static IlvComparison *
make_factorials (void)
{
  return fixture_compare ("factorials", ALL_MODELS, ILV_ORDER_IN_TURN, 1, "rounds", "350", NULL);
}

static void
claim_factorials (IlvComparison *comparison, Tally *tally)
{
  claim_same_results (comparison);
  claim_does_not_scale (comparison, tally, ILV_MODEL_THREADING);
  claim_does_not_scale (comparison, tally, ILV_MODEL_ASYNCIO);
  claim_does_not_scale (comparison, tally, ILV_MODEL_ASYNCIO_THREADS);
  claim_scales (comparison, tally, ILV_MODEL_FREE_THREADING);
  claim_scales (comparison, tally, ILV_MODEL_SUBINTERPRETERS);
  claim_scales (comparison, tally, ILV_MODEL_MULTIPROCESSING);
  claim_scales (comparison, tally, ILV_MODEL_ASYNCIO_PROCESSES);
}

static void
test_factorials (void)
{
  if (!claim_skips_on_one_core ())
    claim_holds (make_factorials, claim_factorials);
}

static IlvComparison *
make_cpu_benchmark (void)
{
  return fixture_compare ("cpu-benchmark",
                          (FOUR & ~MODEL (ASYNCIO)) | MODEL (FREE_THREADING), ILV_ORDER_IN_TURN, 1,
                          "rounds", "150", NULL);
}

static void
claim_cpu_benchmark (IlvComparison *comparison, Tally *tally)
{
  claim_same_results (comparison);
  claim_does_not_scale (comparison, tally, ILV_MODEL_THREADING);
  claim_scales (comparison, tally, ILV_MODEL_MULTIPROCESSING);
  claim_scales (comparison, tally, ILV_MODEL_FREE_THREADING);
}

static void
test_cpu_benchmark (void)
{
  if (!claim_skips_on_one_core ())
    claim_holds (make_cpu_benchmark, claim_cpu_benchmark);
}

static IlvComparison *
make_prime_count (void)
{
  return fixture_compare ("prime-count", ALL_MODELS, ILV_ORDER_IN_TURN, 1, "rounds", "60", NULL);
}

static void
claim_prime_count (IlvComparison *comparison, Tally *tally)
{
  static const char *const counts[] = { "1229", "2262", "3245", "4203", "5133", NULL };
  const IlvMetrics *metrics = ilv_run_get_metrics (claim_find (comparison, ILV_MODEL_THREADING));

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    claim_results (ilv_comparison_get_run (comparison, i), counts);
  g_assert_cmpuint (claim_most_running (claim_find (comparison, ILV_MODEL_THREADING)), ==, 1);
  g_assert_cmpuint (claim_most_running (claim_find (comparison, ILV_MODEL_ASYNCIO_THREADS)), ==,
                    1);
  claim_between (tally, "ms from hand-over to hand-over",
                 (double) metrics->gil_run_length.p50 / 1e6, 4.9, 7.5);
  claim_between (tally, "hand-overs", (double) metrics->gil_handovers, 20, 1e6);
  if (ilv_machine_get ()->cores < 2)
    return;
  claim_scales (comparison, tally, ILV_MODEL_FREE_THREADING);
  claim_scales (comparison, tally, ILV_MODEL_SUBINTERPRETERS);
  claim_scales (comparison, tally, ILV_MODEL_ASYNCIO_PROCESSES);
  claim_between (tally, "asyncio ÷ asyncio-processes",
                 claim_ratio (comparison, ILV_MODEL_ASYNCIO, ILV_MODEL_ASYNCIO_PROCESSES), 1.25,
                 64);
}

static void
test_prime_count (void)
{
  claim_holds (make_prime_count, claim_prime_count);
}

static IlvComparison *
make_hashing (void)
{
  return fixture_compare ("hashing", FOUR & ~MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, "rounds",
                          "40", NULL);
}

static void
claim_hashing (IlvComparison *comparison, Tally *tally)
{
  claim_same_results (comparison);
  claim_scales (comparison, tally, ILV_MODEL_THREADING);
  claim_scales (comparison, tally, ILV_MODEL_MULTIPROCESSING);
}

static void
test_hashing (void)
{
  if (!claim_skips_on_one_core ())
    claim_holds (make_hashing, claim_hashing);
}

static IlvComparison *
make_one_chef (void)
{
  return fixture_compare ("one-chef",
                          MODEL (SEQUENTIAL) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO),
                          ILV_ORDER_IN_TURN, 1, NULL);
}

static void
claim_one_chef (IlvComparison *comparison, Tally *tally)
{
  double a = claim_ratio (comparison, ILV_MODEL_SEQUENTIAL, ILV_MODEL_ASYNCIO);
  double p = claim_ratio (comparison, ILV_MODEL_SEQUENTIAL, ILV_MODEL_MULTIPROCESSING);

  /* Cores used: one, one, and more than one. */
  g_assert_cmpuint (claim_most_running (claim_find (comparison, ILV_MODEL_SEQUENTIAL)), ==, 1);
  g_assert_cmpuint (claim_most_running (claim_find (comparison, ILV_MODEL_ASYNCIO)), ==, 1);
  g_assert_cmpuint (claim_most_running (claim_find (comparison, ILV_MODEL_MULTIPROCESSING)), >=,
                    2);
  claim_between (tally, "sequential ÷ asyncio", a, 1.1, 2);
  claim_between (tally, "sequential ÷ multiprocessing", p, 1.3, 3.2);
}

static void
test_one_chef (void)
{
  if (!claim_skips_on_one_core ())
    claim_holds (make_one_chef, claim_one_chef);
}

static const char *interval; /* milliseconds */

static IlvComparison *
make_switch_interval (void)
{
  return fixture_compare ("switch-interval", MODEL (THREADING), ILV_ORDER_IN_TURN, 1, "rounds",
                          "60", "switch-interval-ms", interval, NULL);
}

static guint64 previous_handovers; /* with the interval before, ten times as long */
static guint64 handovers;

static void
claim_switch_interval (IlvComparison *comparison, Tally *tally)
{
  const IlvMetrics *metrics = ilv_run_get_metrics (claim_find (comparison, ILV_MODEL_THREADING));
  double intervals
    = (double) metrics->gil_run_length.p50 / 1e6 / g_ascii_strtod (interval, NULL);

  handovers = metrics->gil_handovers;
  /* Each of the forced ones took an interval in which nobody else got it. What begins and ends, or
     feeds the pool, gives it up by itself. */
  g_assert_cmpfloat ((double) metrics->gil_drop_requests * g_ascii_strtod (interval, NULL), <=,
                     metrics->workers * claim_wall (comparison, ILV_MODEL_THREADING) * 1e3);
  g_assert_cmpfloat ((double) handovers, <=,
                     claim_wall (comparison, ILV_MODEL_THREADING) * 1e3
                         / g_ascii_strtod (interval, NULL)
                       + 6 * metrics->workers);
  /* 0.60 ms at 0.5 ms on a quiet machine: waking up costs the more the shorter the interval. */
  claim_between (tally, "run length ÷ interval", intervals, 0.97, 1.6);
  claim_between (tally, "hand-overs", (double) handovers,
                 (double) MAX (4, 3 * previous_handovers), 1e6);
}

static void
test_switch_interval (void)
{
  static const char *const intervals[] = { "50", "5", "0.5" };

  previous_handovers = 0;
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      interval = intervals[i];
      if (!claim_holds (make_switch_interval, claim_switch_interval))
        return;
      previous_handovers = handovers;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/factorials: who shares a GIL gains nothing, the others do",
                   test_factorials);
  g_test_add_func ("/scenarios/cpu-benchmark: threads gain nothing unless they are free",
                   test_cpu_benchmark);
  g_test_add_func ("/scenarios/prime-count: the GIL changes hands every 5 ms", test_prime_count);
  g_test_add_func ("/scenarios/hashing: threads scale although they have a GIL", test_hashing);
  g_test_add_func ("/scenarios/one-chef: concurrency is not parallelism", test_one_chef);
  g_test_add_func ("/scenarios/switch-interval: run lengths follow the interval",
                   test_switch_interval);
  return g_test_run ();
}
