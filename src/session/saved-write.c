/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as a file: what it was, then the trace of each run. */
#include "session/saved-private.h"

#include "ilv-config.h"
#include "session/comparison-private.h"
#include "session/run-private.h"
#include "session/run-title.h"
#include "trace/whole-file.h"
#include "trace/format-fxt.h"
#include "trace/json-member.h"
#include "trace/long-work.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const status_names[] = { "finished", "failed", "stopped" };

static IlvScenario *
get_scenario (IlvRun *run)
{
  return ilv_workload_get_scenario (ilv_run_get_workload (run));
}

static void
add_settings (JsonBuilder *builder, IlvRun *run)
{
  IlvScenario *scenario = get_scenario (run);

  ilv_json_begin_object (builder, "settings");
  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    ilv_json_set_text (builder, ilv_scenario_get_setting (scenario, i)->name,
              ilv_workload_get_setting (ilv_run_get_workload (run), i));
  json_builder_end_object (builder);
}

static void
add_results (JsonBuilder *builder, const IlvRunnerReport *report)
{
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->results->len; i++)
    {
      const IlvResult *result = g_ptr_array_index (report->results, i);

      json_builder_begin_object (builder);
      ilv_json_set_integer (builder, "task", result->task);
      ilv_json_set_text (builder, "state", ilv_state_get_name (result->state));
      ilv_json_set_text (builder, "text", result->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_counters (JsonBuilder *builder, const IlvRunnerReport *report)
{
  ilv_json_begin_object (builder, "counters");
  for (guint i = 0; i < report->counters->len; i++)
    {
      const IlvCounterResult *counter = g_ptr_array_index (report->counters, i);

      ilv_json_begin_object (builder, counter->name);
      ilv_json_set_number (builder, "value", counter->value);
      ilv_json_set_integer (builder, "lost", (gint64) counter->lost);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* In the form a runner gives it, so that it is read as one. Of the repeats before the last only the
   figures count. */
static void
add_report (JsonBuilder *builder, const IlvRunnerReport *report, gboolean is_last)
{
  const IlvReport *figures = &report->report;

  json_builder_begin_object (builder);
  ilv_json_set_text (builder, "status", status_names[report->status]);
  if (report->error)
    ilv_json_set_text (builder, "error", report->error);
  ilv_json_set_number (builder, "wall_s", figures->wall_s);
  ilv_json_set_number (builder, "cpu_user_s", figures->cpu_user_s);
  ilv_json_set_number (builder, "cpu_system_s", figures->cpu_system_s);
  ilv_json_set_integer (builder, "peak_rss_bytes", figures->peak_rss_bytes);
  ilv_json_set_integer (builder, "voluntary_switches", figures->voluntary_switches);
  ilv_json_set_integer (builder, "involuntary_switches", figures->involuntary_switches);
  ilv_json_set_integer (builder, "ipc_bytes", figures->ipc_bytes);
  ilv_json_set_number (builder, "creation_us", figures->creation_us);
  ilv_json_set_integer (builder, "worker_memory_bytes", figures->worker_memory_bytes);
  ilv_json_set_number (builder, "run_queue_wait_s", figures->run_queue_wait_s);
  ilv_json_begin_object (builder, "tasks");
  ilv_json_set_integer (builder, "done", (gint64) figures->tasks_done);
  ilv_json_set_integer (builder, "failed", (gint64) figures->tasks_failed);
  ilv_json_set_integer (builder, "cancelled", (gint64) figures->tasks_cancelled);
  ilv_json_set_integer (builder, "retried", (gint64) figures->tasks_retried);
  json_builder_end_object (builder);
  if (is_last)
    {
      add_results (builder, report);
      add_counters (builder, report);
    }
  json_builder_end_object (builder);
}

static void
add_run (JsonBuilder *builder, IlvRun *run)
{
  gboolean last_is_listed;
  IlvRunOutcome end;

  ilv_run_get_outcome (run, &end);
  last_is_listed = end.last && g_ptr_array_find (end.reports, end.last, NULL);
  json_builder_begin_object (builder);
  ilv_json_set_text (builder, "model", ilv_model_get_name (ilv_run_get_model (run)));
  ilv_json_set_integer (builder, "state", end.state);
  if (end.error)
    ilv_json_set_text (builder, "error", end.error);
  json_builder_set_member_name (builder, "unreported");
  json_builder_add_boolean_value (builder, end.unreported);
  json_builder_set_member_name (builder, "reports");
  json_builder_begin_array (builder);
  for (guint i = 0; i < end.reports->len; i++)
    add_report (builder, g_ptr_array_index (end.reports, i),
                g_ptr_array_index (end.reports, i) == end.last);
  json_builder_end_array (builder);
  /* Either the last of the repeats that finished, or one that did not. */
  json_builder_set_member_name (builder, "last");
  if (end.last && !last_is_listed)
    add_report (builder, end.last, TRUE);
  else
    json_builder_add_boolean_value (builder, last_is_listed);
  json_builder_end_object (builder);
}

/* What it was: how, when and where it ran. */
static void
add_source (JsonBuilder *builder, IlvComparison *comparison, IlvRun *run)
{
  g_autofree char *date = NULL;
  IlvOrigin origin;

  ilv_comparison_get_origin (comparison, run, &origin);
  date = g_date_time_format_iso8601 (origin.date);
  ilv_json_set_text (builder, "date", date);
  ilv_json_set_integer (builder, "order", origin.order);
  ilv_json_set_integer (builder, "repeats", origin.repeats);
  add_settings (builder, run);
  ilv_machine_write (&origin.machine, builder);
}

static void
add_sources (JsonBuilder *builder, IlvComparison *comparison)
{
  json_builder_set_member_name (builder, "sources");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      json_builder_begin_object (builder);
      add_source (builder, comparison, ilv_comparison_get_run (comparison, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static char *
describe (IlvComparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean side_by_side = ilv_comparison_is_side_by_side (comparison);
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  ilv_json_set_integer (builder, "version",
               side_by_side ? ILV_SAVED_VERSION_SIDE_BY_SIDE : ILV_SAVED_VERSION);
  ilv_json_set_text (builder, "program", "Interleave " ILV_VERSION);
  if (side_by_side)
    add_sources (builder, comparison);
  else
    add_source (builder, comparison, ilv_comparison_get_run (comparison, 0));
  json_builder_set_member_name (builder, "runs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    add_run (builder, ilv_comparison_get_run (comparison, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

static void
write_scenario (IlvFxtWriter *writer, IlvScenario *scenario, const char *name)
{
  ilv_fxt_writer_add_blob (writer, name, ilv_scenario_get_xml (scenario),
                           ilv_scenario_get_xml_length (scenario));
}

static void
write_scenarios (IlvFxtWriter *writer, IlvComparison *comparison)
{
  if (!ilv_comparison_is_side_by_side (comparison))
    {
      write_scenario (writer, ilv_comparison_get_scenario (comparison), ILV_SAVED_SCENARIO);
      return;
    }
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *name = g_strdup_printf (ILV_SAVED_SCENARIO "-%u", i);

      write_scenario (writer, get_scenario (ilv_comparison_get_run (comparison, i)), name);
    }
}

static gboolean
write_comparison (GOutputStream *stream, gpointer user_data, GCancellable *cancellable,
                  GError **error)
{
  IlvComparison *comparison = user_data;
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (stream, cancellable);
  g_autofree char *about = describe (comparison);
  guint n_runs = ilv_comparison_get_n_runs (comparison);
  gint64 before = 0;

  ilv_long_work_begin (ilv_long_work_of (cancellable), ilv_comparison_count_elements (comparison));
  ilv_fxt_writer_add_blob (writer, ILV_SAVED_ABOUT, about, strlen (about));
  write_scenarios (writer, comparison);
  for (guint i = 0; i < n_runs; i++)
    before = MAX (before, -ilv_trace_get_begin (
                            ilv_run_get_trace (ilv_comparison_get_run (comparison, i))));
  for (guint i = 0; i < n_runs; i++)
    {
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      ilv_fxt_writer_add_trace (writer,
                                ilv_run_get_trace (ilv_comparison_get_run (comparison, i)), title,
                                before);
    }
  return ilv_fxt_writer_finish (writer, error);
}

gboolean
ilv_comparison_save (IlvComparison *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self) && G_IS_FILE (file), FALSE);

  if (!ilv_comparison_is_running (self))
    return ilv_whole_file_write (file, write_comparison, self, cancellable, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
               _ ("The runs have not ended yet. They can be saved when they have, or stopped."));
  return FALSE;
}
