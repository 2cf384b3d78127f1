/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/results.h"

#include "session/comparison-private.h"
#include "session/coroutine-switch.h"
#include "session/measure.h"
#include "session/modelled.h"
#include "session/run-title.h"
#include "trace/json-member.h"

#include <math.h>
#include <string.h>

static const char *const order_names[]
  = { [ILV_ORDER_IN_TURN] = "in-turn", [ILV_ORDER_TOGETHER] = "together" };

/* What is not known is null. */
static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  if (value >= 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_settings (JsonBuilder *builder, IlvRun *run)
{
  IlvWorkload *workload = ilv_run_get_workload (run);
  IlvScenario *scenario = ilv_workload_get_scenario (workload);

  ilv_json_begin_object (builder, "settings");
  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (scenario, i);
      const char *value = ilv_workload_get_setting (workload, i);
      gboolean is_number = setting->type == ILV_SETTING_INTEGER
                           || setting->type == ILV_SETTING_NUMBER;

      if (setting->type == ILV_SETTING_INTEGER)
        {
          json_builder_set_member_name (builder, setting->name);
          json_builder_add_int_value (builder, g_ascii_strtoll (value, NULL, 10));
        }
      else if (is_number)
        ilv_json_set_number (builder, setting->name, g_ascii_strtod (value, NULL));
      else if (setting->type == ILV_SETTING_BOOLEAN)
        {
          json_builder_set_member_name (builder, setting->name);
          json_builder_add_boolean_value (builder, g_str_equal (value, "yes"));
        }
      else
        ilv_json_set_text (builder, setting->name, value);
    }
  json_builder_end_object (builder);
}

static void
add_quantiles (JsonBuilder *builder, const char *name, const IlvQuantiles *quantiles,
               gboolean with_p99)
{
  gboolean any = quantiles->n > 0;

  ilv_json_begin_object (builder, name);
  ilv_json_set_number (builder, "p50", any ? (double) quantiles->p50 / 1e6 : NAN);
  ilv_json_set_number (builder, "p95", any ? (double) quantiles->p95 / 1e6 : NAN);
  if (with_p99)
    ilv_json_set_number (builder, "p99", any ? (double) quantiles->p99 / 1e6 : NAN);
  ilv_json_set_number (builder, "max", any ? (double) quantiles->max / 1e6 : NAN);
  json_builder_end_object (builder);
}

static void
add_report (JsonBuilder *builder, IlvComparison *comparison, IlvRun *run)
{
  const IlvReport *report = ilv_run_get_report (run);
  gboolean known = report->cpu_user_s >= 0 && report->cpu_system_s >= 0;
  double cpu = report->cpu_user_s + report->cpu_system_s;

  ilv_json_set_number (builder, "wall_s", report->wall_s);
  json_builder_set_member_name (builder, "wall_s_all");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ilv_run_get_n_walls (run); i++)
    ilv_json_add_number (builder, ilv_run_get_wall (run, i));
  json_builder_end_array (builder);
  ilv_json_set_number (builder, "speedup", ilv_comparison_get_speedup (comparison, run));
  ilv_json_set_number (builder, "cpu_user_s", report->cpu_user_s >= 0 ? report->cpu_user_s : NAN);
  ilv_json_set_number (builder, "cpu_system_s",
                       report->cpu_system_s >= 0 ? report->cpu_system_s : NAN);
  ilv_json_set_number (builder, "cores_used",
                       known && report->wall_s >= ILV_MEASURE_SHORTEST_S ? cpu / report->wall_s
                                                                         : NAN);
  add_integer (builder, "peak_rss_bytes", report->peak_rss_bytes);
  add_integer (builder, "voluntary_switches", report->voluntary_switches);
  add_integer (builder, "involuntary_switches", report->involuntary_switches);
  add_integer (builder, "workers", ilv_run_get_metrics (run)->workers);
  ilv_json_begin_object (builder, "tasks");
  add_integer (builder, "done", (gint64) report->tasks_done);
  add_integer (builder, "failed", (gint64) report->tasks_failed);
  add_integer (builder, "cancelled", (gint64) report->tasks_cancelled);
  add_integer (builder, "retried", (gint64) report->tasks_retried);
  json_builder_end_object (builder);
  ilv_json_set_number (builder, "throughput_per_s",
              report->wall_s > 0 ? (double) report->tasks_done / report->wall_s : NAN);
}

static void
add_metrics (JsonBuilder *builder, const IlvMetrics *metrics)
{
  add_quantiles (builder, "latency_ms", &metrics->latency, TRUE);
  add_quantiles (builder, "request_latency_ms", &metrics->request_latency, TRUE);
  ilv_json_begin_object (builder, "gil");
  add_integer (builder, "holds", (gint64) metrics->gil_holds);
  add_integer (builder, "handovers", (gint64) metrics->gil_handovers);
  add_integer (builder, "drop_requests", (gint64) metrics->gil_drop_requests);
  add_quantiles (builder, "hold_ms", &metrics->gil_hold, FALSE);
  add_quantiles (builder, "wait_ms", &metrics->gil_wait, FALSE);
  ilv_json_set_number (builder, "wait_share", metrics->gil_wait_share);
  json_builder_end_object (builder);
  ilv_json_begin_object (builder, "states_s");
  for (guint i = 0; i < ILV_N_STATES; i++)
    if (!ilv_state_is_end (i))
      ilv_json_set_number (builder, ilv_state_get_name (i), (double) metrics->states[i] / 1e9);
  json_builder_end_object (builder);
}

static const IlvCounterResult *
find_result (IlvRun *run, const char *name)
{
  for (guint i = 0; i < ilv_run_get_n_counters (run); i++)
    if (g_strcmp0 (ilv_run_get_counter (run, i)->name, name) == 0)
      return ilv_run_get_counter (run, i);
  return NULL;
}

/* What a counter held in the end is the runner's word where it gave one: processes have counters
   of their own, and only the parent's counts. */
static void
add_counter (JsonBuilder *builder, const char *name, const IlvCounter *counter,
             const IlvCounterResult *result)
{
  gboolean sampled = counter && counter->n_samples > 0;
  double last = result ? result->value : sampled ? (double) counter->last : 0;

  ilv_json_begin_object (builder, name);
  ilv_json_set_number (builder, "max", sampled ? (double) counter->max : last);
  ilv_json_set_number (builder, "last", last);
  if (result)
    add_integer (builder, "lost", (gint64) result->lost);
  json_builder_end_object (builder);
}

static void
add_counters (JsonBuilder *builder, IlvRun *run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  ilv_json_begin_object (builder, "counters");
  for (guint i = 0; i < ilv_trace_get_n_counters (trace); i++)
    {
      const IlvCounter *counter = ilv_trace_get_counter (trace, i);
      const char *name = ilv_counter_get_name (counter->id);

      if (!name)
        name = counter->name;
      if (g_hash_table_add (seen, (gpointer) name))
        add_counter (builder, name, counter, find_result (run, name));
    }
  for (guint i = 0; i < ilv_run_get_n_counters (run); i++)
    {
      const IlvCounterResult *result = ilv_run_get_counter (run, i);

      if (g_hash_table_add (seen, result->name))
        add_counter (builder, result->name, NULL, result);
    }
  json_builder_end_object (builder);
}

static void
add_results (JsonBuilder *builder, IlvRun *run)
{
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ilv_run_get_n_results (run); i++)
    {
      const IlvResult *result = ilv_run_get_result (run, i);
      const IlvTaskSpec *task
        = ilv_workload_get_task (ilv_run_get_workload (run), result->task - 1);

      json_builder_begin_object (builder);
      add_integer (builder, "task", result->task);
      ilv_json_set_text (builder, "name", task->name);
      ilv_json_set_text (builder, "label", task->label);
      ilv_json_set_text (builder, "state", ilv_state_get_name (result->state));
      ilv_json_set_text (builder, "text", result->text);
      add_integer (builder, "retried", (gint64) result->retried);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Null where nothing is shared that could lose any; the value, where there are several counters. */
static void
add_updates (JsonBuilder *builder, IlvRun *run)
{
  gint64 lost = ilv_run_get_n_counters (run) > 0 ? 0 : -1;

  for (guint i = 0; i < ilv_run_get_n_counters (run); i++)
    lost += (gint64) ilv_run_get_counter (run, i)->lost;
  ilv_json_set_number (builder, "counter_last",
                       ilv_run_get_n_counters (run) == 1 ? ilv_run_get_counter (run, 0)->value
                                                         : NAN);
  add_integer (builder, "lost_updates", lost);
}

/* What is otherwise said once for all runs, and what it is called beside the others. */
static void
add_own_origin (JsonBuilder *builder, IlvComparison *comparison, guint index)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);
  g_autofree char *title = ilv_comparison_make_run_title (comparison, index);
  g_autofree char *date = NULL;
  IlvOrigin origin;

  ilv_comparison_get_origin (comparison, run, &origin);
  date = g_date_time_format_iso8601 (origin.date);
  ilv_json_set_text (builder, "title", title);
  ilv_json_set_text (builder, "scenario",
            ilv_scenario_get_id (ilv_workload_get_scenario (ilv_run_get_workload (run))));
  add_settings (builder, run);
  ilv_machine_write (&origin.machine, builder);
  ilv_json_set_text (builder, "order", order_names[origin.order]);
  ilv_json_set_text (builder, "date", date);
}

static void
add_run (JsonBuilder *builder, IlvComparison *comparison, guint index)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);
  const IlvReport *report = ilv_run_get_report (run);
  const IlvMetrics *metrics = ilv_run_get_metrics (run);
  const IlvTrace *trace = ilv_run_get_trace (run);

  json_builder_begin_object (builder);
  if (ilv_comparison_is_side_by_side (comparison))
    add_own_origin (builder, comparison, index);
  ilv_json_set_text (builder, "model", ilv_model_get_name (ilv_run_get_model (run)));
  ilv_json_set_text (builder, "status", ilv_run_state_get_name (ilv_run_get_state (run)));
  if (ilv_run_get_error (run))
    ilv_json_set_text (builder, "error", ilv_run_get_error (run));
  if (ilv_run_get_deadlock (run))
    ilv_json_set_text (builder, "deadlock", ilv_run_get_deadlock (run));
  add_report (builder, comparison, run);
  add_metrics (builder, metrics);
  add_counters (builder, run);
  add_results (builder, run);
  ilv_json_set_number (builder, "lock_wait_s",
              (double) metrics->task_states[ILV_STATE_WAITING_LOCK] / 1e9);
  ilv_json_set_number (builder, "loop_lag_ms_max", (double) metrics->loop_lag_max / 1e6);
  add_integer (builder, "ipc_bytes", report->ipc_bytes);
  ilv_json_set_number (builder, "creation_us",
                       report->creation_us >= 0 ? report->creation_us : NAN);
  ilv_json_set_number (builder, "switch_us", ilv_coroutine_switch_measure (trace) / 1e3);
  add_integer (builder, "worker_memory_bytes", report->worker_memory_bytes);
  ilv_json_set_number (builder, "run_queue_wait_s",
              report->run_queue_wait_s >= 0 ? report->run_queue_wait_s : NAN);
  add_updates (builder, run);
  add_integer (builder, "events", (gint64) ilv_trace_get_n_events (trace));
  add_integer (builder, "dropped", (gint64) ilv_trace_get_n_dropped (trace));
  json_builder_end_object (builder);
}

static void
add_note (JsonBuilder *builder, IlvComparison *comparison, guint index, const IlvMeasure *measure)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);
  double ours = measure->get (comparison, run);
  const IlvModelled *modelled = ilv_modelled_find (run, measure->name, ours);
  g_autofree char *text = NULL;
  double low, high;

  if (!modelled)
    return;
  ilv_modelled_get_range (modelled, &low, &high);
  text = ilv_modelled_describe (modelled, measure->format);
  json_builder_begin_object (builder);
  if (ilv_comparison_is_side_by_side (comparison))
    add_integer (builder, "run", index);
  ilv_json_set_text (builder, "model", ilv_model_get_name (ilv_run_get_model (run)));
  ilv_json_set_text (builder, "measure", measure->name);
  ilv_json_set_number (builder, "ours", ours);
  json_builder_set_member_name (builder, "python");
  json_builder_begin_array (builder);
  ilv_json_add_number (builder, low);
  ilv_json_add_number (builder, high);
  json_builder_end_array (builder);
  ilv_json_set_text (builder, "measured_on", ilv_modelled_get_machine ());
  ilv_json_set_text (builder, "text", text);
  json_builder_end_object (builder);
}

static void
add_modelled (JsonBuilder *builder, IlvComparison *comparison)
{
  json_builder_set_member_name (builder, "modelled");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    for (guint m = 0; m < ilv_n_measures; m++)
      add_note (builder, comparison, i, &ilv_measures[m]);
  json_builder_end_array (builder);
}

static void
add_origin (JsonBuilder *builder, IlvComparison *comparison)
{
  ilv_json_set_text (builder, "scenario",
                     ilv_scenario_get_id (ilv_comparison_get_scenario (comparison)));
  add_settings (builder, ilv_comparison_get_run (comparison, 0));
  ilv_machine_write (ilv_comparison_get_machine (comparison), builder);
  ilv_json_set_text (builder, "order", order_names[ilv_comparison_get_order (comparison)]);
}

JsonNode *
ilv_results_to_json (IlvComparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), NULL);

  json_builder_begin_object (builder);
  if (!ilv_comparison_is_side_by_side (comparison))
    add_origin (builder, comparison);
  json_builder_set_member_name (builder, "runs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    add_run (builder, comparison, i);
  json_builder_end_array (builder);
  add_modelled (builder, comparison);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
