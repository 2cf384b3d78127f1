/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that wait: fetch-pages, thread-pool, io-benchmark, gather-sleeps. */
#include "claims.h"

#define LONG_DELAY 0.1 /* seconds, of one request in these tests */
#define SHORT_DELAY 0.04

static IlvComparison *
make_fetch_pages (void)
{
  return fixture_compare ("fetch-pages", ALL_MODELS, ILV_ORDER_IN_TURN, 1, "delay-ms", "100", NULL);
}

static void
claim_fetch_pages (IlvComparison *comparison, Tally *tally)
{
  double s = claim_wall (comparison, ILV_MODEL_SEQUENTIAL) / LONG_DELAY;
  double t = claim_wall (comparison, ILV_MODEL_THREADING) / LONG_DELAY;
  double p = claim_wall (comparison, ILV_MODEL_MULTIPROCESSING) / LONG_DELAY;
  double a = claim_wall (comparison, ILV_MODEL_ASYNCIO) / LONG_DELAY;
  static const IlvModel others[]
    = { ILV_MODEL_FREE_THREADING, ILV_MODEL_SUBINTERPRETERS, ILV_MODEL_ASYNCIO_THREADS,
        ILV_MODEL_ASYNCIO_PROCESSES };

  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_SEQUENTIAL)), ==, 1);
  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_ASYNCIO)), ==, 10);
  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_MULTIPROCESSING)), <=,
                   4);
  claim_between (tally, "sequential ÷ delay", s, 10, 13);
  claim_between (tally, "threading ÷ delay", t, 1, 2);
  claim_between (tally, "asyncio ÷ delay", a, 1, 2);
  claim_between (tally, "multiprocessing ÷ delay", p, 3, 6);
  claim_between (tally, "asyncio ÷ threading", a / t, 0.4, 1.1);
  /* Everybody else waits for all pages at once, too. */
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      IlvRun *run = claim_find (comparison, others[i]);

      g_assert_cmpint (claim_most_in_flight (run), ==, 10);
      claim_between (tally, ilv_model_get_name (others[i]),
                     claim_wall (comparison, others[i]) / LONG_DELAY, 1, 2);
    }
  claim_same_results (comparison);
}

static void
test_fetch_pages (void)
{
  claim_holds (make_fetch_pages, claim_fetch_pages);
}

static IlvComparison *
make_thread_pool (void)
{
  return fixture_compare ("thread-pool",
                          MODEL (THREADING) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO),
                          ILV_ORDER_IN_TURN, 1, "delay-ms", "40", NULL);
}

static void
claim_thread_pool (IlvComparison *comparison, Tally *tally)
{
  double t = claim_wall (comparison, ILV_MODEL_THREADING) / SHORT_DELAY;
  double a = claim_wall (comparison, ILV_MODEL_ASYNCIO) / SHORT_DELAY;

  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_THREADING)), ==, 10);
  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_MULTIPROCESSING)), <=,
                   10);
  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_ASYNCIO)), ==, 50);
  claim_between (tally, "threading ÷ delay", t, 5, 8);
  claim_between (tally, "asyncio ÷ delay", a, 1, 2.5);
}

static void
test_thread_pool (void)
{
  claim_holds (make_thread_pool, claim_thread_pool);
}

static IlvComparison *
make_io_benchmark (void)
{
  return fixture_compare ("io-benchmark", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN,
                          1, "delay-ms", "100", NULL);
}

static void
claim_io_benchmark (IlvComparison *comparison, Tally *tally)
{
  double t = claim_wall (comparison, ILV_MODEL_THREADING) / LONG_DELAY;
  double a = claim_wall (comparison, ILV_MODEL_ASYNCIO) / LONG_DELAY;

  claim_between (tally, "threading ÷ delay", t, 2, 3.5);
  claim_between (tally, "asyncio ÷ delay", a, 1, 1.8);
  claim_between (tally, "threading ÷ asyncio", t / a, 1.4, 3);
}

static IlvComparison *
make_limited_io_benchmark (void)
{
  return fixture_compare ("io-benchmark", MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, "delay-ms",
                          "100", "limit", "10", NULL);
}

static void
claim_limited_io_benchmark (IlvComparison *comparison, Tally *tally)
{
  g_assert_cmpint (claim_most_in_flight (claim_find (comparison, ILV_MODEL_ASYNCIO)), ==, 10);
  claim_between (tally, "asyncio with a limit ÷ delay",
                 claim_wall (comparison, ILV_MODEL_ASYNCIO) / LONG_DELAY, 2, 3);
}

static void
test_io_benchmark (void)
{
  if (claim_holds (make_io_benchmark, claim_io_benchmark))
    claim_holds (make_limited_io_benchmark, claim_limited_io_benchmark);
}

static IlvComparison *
make_gather_sleeps (void)
{
  return fixture_compare ("gather-sleeps",
                          MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (ASYNCIO),
                          ILV_ORDER_IN_TURN, 1, "sleep-ms", "60", NULL);
}

/* Task ids in the order the tasks ended. */
static char *
list_ends (IlvRun *run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  GString *order = g_string_new (NULL);
  gint64 last = G_MININT64;

  for (guint n = 0; n < ilv_trace_get_n_tasks (trace); n++)
    {
      const IlvTask *next = NULL;

      for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
        {
          const IlvTask *task = ilv_trace_get_task (trace, i);

          if (task->end > last && (!next || task->end < next->end))
            next = task;
        }
      g_assert_nonnull (next);
      g_string_append_printf (order, "%u", next->id);
      last = next->end;
    }
  return g_string_free (order, FALSE);
}

static void
claim_gather_sleeps (IlvComparison *comparison, Tally *tally)
{
  static const IlvModel models[] = { ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO };
  g_autofree char *sequential = list_ends (claim_find (comparison, ILV_MODEL_SEQUENTIAL));

  /* T1 sleeps two units, T2 three, T3 one. */
  g_assert_cmpstr (sequential, ==, "123");
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *order = list_ends (claim_find (comparison, models[i]));

      g_assert_cmpstr (order, ==, "312");
    }
  claim_between (tally, "sequential ÷ asyncio",
                 claim_ratio (comparison, ILV_MODEL_SEQUENTIAL, ILV_MODEL_ASYNCIO), 1.7, 2.2);
  claim_between (tally, "threading ÷ asyncio",
                 claim_ratio (comparison, ILV_MODEL_THREADING, ILV_MODEL_ASYNCIO), 0.8, 1.3);
}

static void
test_gather_sleeps (void)
{
  claim_holds (make_gather_sleeps, claim_gather_sleeps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/fetch-pages: ten delays, one, three and one", test_fetch_pages);
  g_test_add_func ("/scenarios/thread-pool: never more than ten in flight", test_thread_pool);
  g_test_add_func ("/scenarios/io-benchmark: two delays for ten at a time", test_io_benchmark);
  g_test_add_func ("/scenarios/gather-sleeps: the shortest sleep ends first", test_gather_sleeps);
  return g_test_run ();
}
