/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/measure.h"

#include "session/coroutine-switch.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
has_ended (IlvRun *run)
{
  IlvRunState state = ilv_run_get_state (run);

  return state != ILV_RUN_PENDING && state != ILV_RUN_RUNNING;
}

/* Figures of the report that are negative are unknown; before the end all are. */
static double
known (IlvRun *run, double value)
{
  return has_ended (run) && value >= 0 ? value : NAN;
}

static double
get_wall (IlvComparison *comparison, IlvRun *run)
{
  return ilv_run_get_state (run) == ILV_RUN_FINISHED ? ilv_run_get_report (run)->wall_s : NAN;
}

static double
get_extreme (IlvComparison *comparison, IlvRun *run, int sign)
{
  double extreme = NAN;
  IlvOrigin origin;

  ilv_comparison_get_origin (comparison, run, &origin);
  if (origin.repeats < 2)
    return NAN;
  for (guint i = 0; i < ilv_run_get_n_walls (run); i++)
    {
      double wall = ilv_run_get_wall (run, i);

      if (isnan (extreme) || (wall - extreme) * sign > 0)
        extreme = wall;
    }
  return extreme;
}

static double
get_fastest (IlvComparison *comparison, IlvRun *run)
{
  return get_extreme (comparison, run, -1);
}

static double
get_slowest (IlvComparison *comparison, IlvRun *run)
{
  return get_extreme (comparison, run, 1);
}

static double
get_throughput (IlvComparison *comparison, IlvRun *run)
{
  const IlvReport *report = ilv_run_get_report (run);

  return has_ended (run) && report->wall_s > 0 ? (double) report->tasks_done / report->wall_s : NAN;
}

#define LATENCY(name, quantiles, member)                                                           \
  static double get_##name (IlvComparison *comparison, IlvRun *run)                                \
  {                                                                                                \
    const IlvQuantiles *latency;                                                                   \
                                                                                                   \
    /* Of one that goes on they would be worked out in vain, and all of it. */                     \
    if (!has_ended (run))                                                                          \
      return NAN;                                                                                  \
    latency = &ilv_run_get_metrics (run)->quantiles;                                               \
    return latency->n > 0 ? (double) latency->member / 1e6 : NAN;                                  \
  }
LATENCY (latency_p50, latency, p50)
LATENCY (latency_p95, latency, p95)
LATENCY (latency_p99, latency, p99)
LATENCY (request_p50, request_latency, p50)
LATENCY (request_p95, request_latency, p95)
LATENCY (request_p99, request_latency, p99)
#undef LATENCY

static double
get_cpu (IlvComparison *comparison, IlvRun *run)
{
  const IlvReport *report = ilv_run_get_report (run);

  if (report->cpu_user_s < 0 || report->cpu_system_s < 0)
    return NAN;
  return known (run, report->cpu_user_s + report->cpu_system_s);
}

/* Processor time has what begins and ends a run in it as well: of one that is over in no time it
   would be most, and one thread would seem to have used several cores. */
static double
get_cores_used (IlvComparison *comparison, IlvRun *run)
{
  double wall = ilv_run_get_report (run)->wall_s;

  return wall >= ILV_MEASURE_SHORTEST_S ? get_cpu (comparison, run) / wall : NAN;
}

static gboolean
has_gil (IlvRun *run)
{
  return has_ended (run) && ilv_run_get_metrics (run)->gil_holds > 0;
}

static double
get_gil_wait_share (IlvComparison *comparison, IlvRun *run)
{
  return has_gil (run) ? ilv_run_get_metrics (run)->gil_wait_share * 100 : NAN;
}

static double
get_gil_wait (IlvComparison *comparison, IlvRun *run)
{
  return has_gil (run) ? (double) ilv_run_get_metrics (run)->gil_wait.p95 / 1e6 : NAN;
}

static double
get_gil_hold (IlvComparison *comparison, IlvRun *run)
{
  return has_gil (run) ? (double) ilv_run_get_metrics (run)->gil_hold.p95 / 1e6 : NAN;
}

static double
get_handovers (IlvComparison *comparison, IlvRun *run)
{
  return has_gil (run) ? (double) ilv_run_get_metrics (run)->gil_handovers : NAN;
}

static double
get_voluntary (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->voluntary_switches);
}

static double
get_involuntary (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->involuntary_switches);
}

static double
get_peak_memory (IlvComparison *comparison, IlvRun *run)
{
  double bytes = (double) ilv_run_get_report (run)->peak_rss_bytes;

  return bytes > 0 ? known (run, bytes) : NAN;
}

static double
get_worker_memory (IlvComparison *comparison, IlvRun *run)
{
  double bytes = (double) ilv_run_get_report (run)->worker_memory_bytes;

  return bytes > 0 ? known (run, bytes) : NAN;
}

static double
get_creation (IlvComparison *comparison, IlvRun *run)
{
  return known (run, ilv_run_get_report (run)->creation_us);
}

static double
get_switch (IlvComparison *comparison, IlvRun *run)
{
  if (!has_ended (run) || ilv_run_get_model (run) < ILV_MODEL_ASYNCIO)
    return NAN;
  return ilv_coroutine_switch_measure (ilv_run_get_trace (run)) / 1e3;
}

static double
get_run_queue (IlvComparison *comparison, IlvRun *run)
{
  return known (run, ilv_run_get_report (run)->run_queue_wait_s);
}

static double
get_ipc_bytes (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->ipc_bytes);
}

static double
get_loop_lag (IlvComparison *comparison, IlvRun *run)
{
  gboolean has_loop = ilv_run_get_model (run) >= ILV_MODEL_ASYNCIO;

  return has_loop && has_ended (run) ? (double) ilv_run_get_metrics (run)->loop_lag_max / 1e6 : NAN;
}

static double
get_lost (IlvComparison *comparison, IlvRun *run)
{
  double lost = 0;

  if (!has_ended (run) || ilv_run_get_n_counters (run) == 0)
    return NAN;
  for (guint i = 0; i < ilv_run_get_n_counters (run); i++)
    lost += (double) ilv_run_get_counter (run, i)->lost;
  return lost;
}

/* Where there is one: the parent's, as processes have counters of their own. */
static double
get_counter (IlvComparison *comparison, IlvRun *run)
{
  return has_ended (run) && ilv_run_get_n_counters (run) == 1 ? ilv_run_get_counter (run, 0)->value
                                                              : NAN;
}

/* Of all queues of the scenario; their counters follow its own. */
static double
get_queue_depth (IlvComparison *comparison, IlvRun *run)
{
  IlvScenario *scenario = ilv_workload_get_scenario (ilv_run_get_workload (run));
  guint first = ILV_COUNTER_FIRST_OWN + ilv_scenario_get_n_counters (scenario);
  double depth = NAN;

  for (guint i = 0; i < ilv_scenario_get_n_queues (scenario) && has_ended (run); i++)
    {
      const IlvCounter *counter = ilv_trace_find_counter (ilv_run_get_trace (run), first + i);

      if (counter && !(depth >= (double) counter->max))
        depth = (double) counter->max;
    }
  return depth;
}

/* Of all tasks together. */
static double
get_lock_wait (IlvComparison *comparison, IlvRun *run)
{
  if (!has_ended (run))
    return NAN;
  return (double) ilv_run_get_metrics (run)->task_states[ILV_STATE_WAITING_LOCK] / 1e9;
}

static double
get_file_bytes (IlvComparison *comparison, IlvRun *run)
{
  const IlvCounter *counter
    = ilv_trace_find_counter (ilv_run_get_trace (run), ILV_COUNTER_FILE_BYTES);

  return counter && has_ended (run) ? (double) counter->last : NAN;
}

static double
get_done (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->tasks_done);
}

static double
get_failed (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->tasks_failed);
}

static double
get_cancelled (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->tasks_cancelled);
}

static double
get_retried (IlvComparison *comparison, IlvRun *run)
{
  return known (run, (double) ilv_run_get_report (run)->tasks_retried);
}

static char *
format_seconds (double value)
{
  return ilv_quantity_duration ((gint64) (value * 1e9));
}

static char *
format_milliseconds (double value)
{
  return ilv_quantity_duration ((gint64) (value * 1e6));
}

static char *
format_microseconds (double value)
{
  return ilv_quantity_duration ((gint64) (value * 1e3));
}

static char *
format_count (double value)
{
  return ilv_quantity_count ((gint64) value);
}

static char *
format_bytes (double value)
{
  return ilv_quantity_bytes ((gint64) value);
}

static char *
format_rate (double value)
{
  return g_strdup_printf (value < 100 ? _ ("%.1f/s") : _ ("%.0f/s"), value);
}

static char *
format_decimal (double value)
{
  return g_strdup_printf ("%.2f", value);
}

static char *
format_percent (double value)
{
  return g_strdup_printf (_ ("%.0f %%"), value);
}

const IlvMeasure ilv_measures[] = {
  { "wall_s", N_ ("Wall time"), get_wall, format_seconds, -1, TRUE },
  { "wall_min_s", N_ ("Fastest repeat"), get_fastest, format_seconds, -1, TRUE },
  { "wall_max_s", N_ ("Slowest repeat"), get_slowest, format_seconds, -1, TRUE },
  { "speedup", N_ ("Speed-up"), ilv_comparison_get_speedup, ilv_quantity_ratio, 1, TRUE },
  { "throughput_per_s", N_ ("Tasks per second"), get_throughput, format_rate, 1, TRUE },
  { "latency_p50_ms", N_ ("Latency, median"), get_latency_p50, format_milliseconds, -1, TRUE },
  { "latency_p95_ms", N_ ("Latency, p95"), get_latency_p95, format_milliseconds, -1, TRUE },
  { "latency_p99_ms", N_ ("Latency, p99"), get_latency_p99, format_milliseconds, -1, TRUE },
  { "request_p50_ms", N_ ("Request, median"), get_request_p50, format_milliseconds, -1, FALSE },
  { "request_p95_ms", N_ ("Request, p95"), get_request_p95, format_milliseconds, -1, FALSE },
  { "request_p99_ms", N_ ("Request, p99"), get_request_p99, format_milliseconds, -1, FALSE },
  { "cpu_s", N_ ("CPU time"), get_cpu, format_seconds, -1, TRUE },
  { "cores_used", N_ ("Cores used"), get_cores_used, format_decimal, 0, TRUE },
  { "gil_wait_percent", N_ ("GIL waits"), get_gil_wait_share, format_percent, 0, TRUE },
  { "gil_wait_p95_ms", N_ ("GIL wait, p95"), get_gil_wait, format_milliseconds, 0, FALSE },
  { "gil_hold_p95_ms", N_ ("GIL hold, p95"), get_gil_hold, format_milliseconds, 0, FALSE },
  { "gil_handovers", N_ ("Hand-overs"), get_handovers, format_count, 0, TRUE },
  { "voluntary_switches", N_ ("Voluntary switches"), get_voluntary, format_count, 0, TRUE },
  { "involuntary_switches", N_ ("Forced switches"), get_involuntary, format_count, 0, TRUE },
  { "run_queue_wait_s", N_ ("Waited for a core"), get_run_queue, format_seconds, -1, TRUE },
  { "peak_rss_bytes", N_ ("Peak memory"), get_peak_memory, format_bytes, -1, TRUE },
  { "worker_memory_bytes", N_ ("Memory per worker"), get_worker_memory, format_bytes, 0, TRUE },
  { "creation_us", N_ ("Creation of a worker"), get_creation, format_microseconds, 0, FALSE },
  { "switch_us", N_ ("Switch of coroutines"), get_switch, format_microseconds, 0, FALSE },
  { "ipc_bytes", N_ ("Copied between workers"), get_ipc_bytes, format_bytes, 0, FALSE },
  { "loop_lag_max_ms", N_ ("Loop lag"), get_loop_lag, format_milliseconds, 0, FALSE },
  { "lock_wait_s", N_ ("Waiting for locks and queues"), get_lock_wait, format_seconds, 0, FALSE },
  { "queue_depth_max", N_ ("Deepest queue"), get_queue_depth, format_count, -1, FALSE },
  { "file_bytes", N_ ("Written and read in files"), get_file_bytes, format_bytes, 0, FALSE },
  { "counter_last", N_ ("Counter in the end"), get_counter, format_count, 0, TRUE },
  { "lost_updates", N_ ("Lost updates"), get_lost, format_count, -1, FALSE },
  { "tasks_done", N_ ("Tasks done"), get_done, format_count, 0, TRUE },
  { "tasks_failed", N_ ("Tasks failed"), get_failed, format_count, -1, FALSE },
  { "tasks_cancelled", N_ ("Tasks cancelled"), get_cancelled, format_count, -1, FALSE },
  { "tasks_retried", N_ ("Retries"), get_retried, format_count, -1, FALSE },
};
const guint ilv_n_measures = G_N_ELEMENTS (ilv_measures);

const char *
ilv_run_state_get_name (IlvRunState state)
{
  static const char *const names[] = { "pending", "running", "finished", "failed", "stopped" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);
  return names[state];
}
