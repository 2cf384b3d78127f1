/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios of large numbers: ten-thousand-connections, million-sleepers, many-threads and
   over-provisioning. */
#include "claims.h"

#include <string.h>
#include <sys/resource.h>

static void
test_connections (void)
{
  g_autoptr (IlvComparison) comparison = NULL;
  struct rlimit limit = { 0 };
  IlvRun *run;

  getrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < 10500)
    {
      g_test_skip ("the system allows fewer than 10 500 open files");
      return;
    }
  comparison = fixture_compare ("ten-thousand-connections", MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                                "seconds", "6", "messages", "1", NULL);
  fixture_run (comparison);
  run = claim_find (comparison, ILV_MODEL_ASYNCIO);
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 10000);
  g_assert_cmpint (claim_most_in_flight (run), ==, 10000);
  g_assert_cmpuint (ilv_run_get_metrics (run)->workers, ==, 1);
  g_assert_cmpuint (ilv_run_get_metrics (run)->request_latency.n, ==, 10000);
}

static void
test_connections_of_threads (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("ten-thousand-connections", MODEL (THREADING), ILV_ORDER_IN_TURN, 1,
                       "tasks", "600", "workers", "200", "seconds", "0.3", NULL);
  IlvRun *run;

  fixture_run (comparison);
  run = claim_find (comparison, ILV_MODEL_THREADING);
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 600);
  g_assert_cmpint (claim_most_in_flight (run), <=, 200);
  g_assert_cmpuint (ilv_run_get_metrics (run)->workers, ==, 200);
  g_assert_cmpfloat (claim_wall (comparison, ILV_MODEL_THREADING), >=, 0.9);
}

static void
test_too_many_threads (void)
{
  g_autoptr (IlvComparison) valid = fixture_compare (
    "ten-thousand-connections", MODEL (THREADING), ILV_ORDER_IN_TURN, 1, "workers", "2000", NULL);
  g_autoptr (GHashTable) settings = ilv_settings_new ();
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (settings, g_strdup ("workers"), g_strdup ("2001"));
  g_assert_null (ilv_comparison_new (ilv_comparison_get_scenario (valid), MODEL (THREADING),
                                     settings, ILV_ORDER_IN_TURN, 1, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "2 000"));
}

static void
test_sleepers (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("million-sleepers", MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, "tasks",
                       "100000", "sleep-ms", "500", NULL);
  IlvRun *run;

  fixture_run (comparison);
  run = claim_find (comparison, ILV_MODEL_ASYNCIO); /* which asserts that no event was dropped */
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, 100000);
  g_assert_cmpuint (ilv_run_get_metrics (run)->tasks_done, ==, 100000);
  g_assert_cmpuint (ilv_run_get_metrics (run)->workers, ==, 1);
}

static void
test_many_threads (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("many-threads", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "tasks", "1000", "sleep-ms", "500", NULL);
  IlvRun *threads, *loop;

  fixture_run (comparison);
  threads = claim_find (comparison, ILV_MODEL_THREADING);
  loop = claim_find (comparison, ILV_MODEL_ASYNCIO);
  g_assert_cmpuint (ilv_run_get_metrics (threads)->workers, ==, 1000);
  g_assert_cmpuint (ilv_run_get_metrics (loop)->workers, ==, 1);
  g_assert_cmpint (ilv_run_get_report (threads)->voluntary_switches, >=, 1000);
  g_assert_cmpint (ilv_run_get_report (loop)->voluntary_switches * 5, <=,
                   ilv_run_get_report (threads)->voluntary_switches);
  g_assert_cmpint (ilv_run_get_report (threads)->peak_rss_bytes, >,
                   ilv_run_get_report (loop)->peak_rss_bytes);
}

/* --- a sweep over the number of threads --------------------------------------------------- */

static const char *n_threads;

static IlvComparison *
make_threads (void)
{
  return fixture_compare ("many-threads", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                          "tasks", n_threads, "sleep-ms", "300", NULL);
}

/* Of a run with a tenth as many. */
static struct
{
  double creation; /* us, of all */
  gint64 switches;
  gint64 memory;
} few, these;

/* Ten times as many threads take ten times as long to make and switch ten times as often; each has
   its stack, so that memory grows with them by what one costs. */
static void
claim_threads (IlvComparison *comparison, Tally *tally)
{
  const IlvReport *threads = ilv_run_get_report (claim_find (comparison, ILV_MODEL_THREADING));
  const IlvReport *loop = ilv_run_get_report (claim_find (comparison, ILV_MODEL_ASYNCIO));
  double n = g_ascii_strtod (n_threads, NULL);

  g_assert_cmpfloat (threads->creation_us, >, loop->creation_us);
  g_assert_cmpint (threads->voluntary_switches, >=, (gint64) n);
  these.creation = threads->creation_us * n;
  these.switches = threads->voluntary_switches;
  these.memory = threads->peak_rss_bytes;
  claim_between (tally, "creation of a thread ÷ of a coroutine",
                 threads->creation_us / loop->creation_us, 10, 1e5);
  if (few.switches == 0)
    return;
  claim_between (tally, "creation of ten times as many", these.creation / few.creation, 3, 40);
  claim_between (tally, "switches of ten times as many",
                 (double) these.switches / (double) few.switches, 4, 20);
  claim_between (tally, "KiB a further thread",
                 (double) (these.memory - few.memory) / 1024 / (n * 9 / 10), 8, 200);
}

static void
test_number_of_threads (void)
{
  static const char *const numbers[] = { "20", "200", "2000" };

  memset (&few, 0, sizeof few);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      n_threads = numbers[i];
      if (!claim_holds (make_threads, claim_threads))
        return;
      few = these;
    }
}

/* --- more workers than cores -------------------------------------------------------------- */

static IlvComparison *
make_provisioned (const char *workers)
{
  return fixture_compare ("over-provisioning", MODEL (THREADING) | MODEL (MULTIPROCESSING),
                          ILV_ORDER_IN_TURN, 1, "workers", workers, "rounds", "240", NULL);
}

static IlvComparison *
make_two_workers (void)
{
  return make_provisioned ("2");
}

static IlvComparison *
make_many_workers (void)
{
  g_autofree char *workers = g_strdup_printf ("%d", 4 * ilv_machine_get ()->cores);

  return make_provisioned (workers);
}

/* Seconds that processes stood ready without a core, for each second they had one. */
static double
get_wait_for_core (IlvComparison *comparison)
{
  const IlvReport *report
    = ilv_run_get_report (claim_find (comparison, ILV_MODEL_MULTIPROCESSING));

  g_assert_cmpfloat (report->run_queue_wait_s, >=, 0);
  return report->run_queue_wait_s / (report->cpu_user_s + report->cpu_system_s);
}

static void
claim_two_workers (IlvComparison *comparison, Tally *tally)
{
  claim_between (tally, "two threads ÷ two processes",
                 claim_ratio (comparison, ILV_MODEL_THREADING, ILV_MODEL_MULTIPROCESSING), 1.3,
                 2.4);
  claim_between (tally, "wait of two processes ÷ computing", get_wait_for_core (comparison), 0,
                 0.5);
}

/* Threads are as slow as one; of processes no more than there are cores run at a time, so that four
   times as many gain nothing. */
static void
claim_many_workers (IlvComparison *comparison, Tally *tally)
{
  IlvRun *processes = claim_find (comparison, ILV_MODEL_MULTIPROCESSING);
  const IlvReport *report = ilv_run_get_report (processes);
  double cores = (report->cpu_user_s + report->cpu_system_s) / report->wall_s;

  g_assert_cmpuint (claim_most_running (claim_find (comparison, ILV_MODEL_THREADING)), ==, 1);
  g_assert_cmpfloat (cores, <=, ilv_machine_get ()->cores + 0.1);
  claim_between (
    tally, "threads ÷ processes ÷ cores",
    claim_ratio (comparison, ILV_MODEL_THREADING, ILV_MODEL_MULTIPROCESSING)
      / ilv_machine_get ()->cores,
    0.5, 1.15);
  /* Four share a core: each waits three times as long as it computes, less at the end. */
  claim_between (tally, "wait of many processes ÷ computing", get_wait_for_core (comparison), 1.2,
                 8);
}

static void
test_over_provisioning (void)
{
  if (ilv_machine_get ()->cores < 2)
    {
      g_test_skip ("nothing scales on one core");
      return;
    }
  if (claim_holds (make_two_workers, claim_two_workers))
    claim_holds (make_many_workers, claim_many_workers);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenarios/ten-thousand-connections: one loop holds them all",
                   test_connections);
  g_test_add_func ("/scenarios/ten-thousand-connections: a thread holds one",
                   test_connections_of_threads);
  g_test_add_func ("/scenarios/ten-thousand-connections: more than 2 000 threads are refused",
                   test_too_many_threads);
  g_test_add_func ("/scenarios/million-sleepers: every one wakes, and no event is lost",
                   test_sleepers);
  g_test_add_func ("/scenarios/many-threads: threads cost switches and memory",
                   test_many_threads);
  g_test_add_func ("/scenarios/many-threads: creation, switches and memory grow with their number",
                   test_number_of_threads);
  g_test_add_func ("/scenarios/over-provisioning: speed-up ends where the cores do",
                   test_over_provisioning);
  return g_test_run ();
}
