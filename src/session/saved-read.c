/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison out of a file, which anybody may have written. */
#include "session/saved-private.h"

#include "session/comparison-private.h"
#include "session/run-private.h"
#include "session/trace-end.h"
#include "trace/format-fxt.h"
#include "trace/long-work.h"

#include <glib/gi18n-lib.h>

#define MAX_REPEATS 1000000

/* What is said beside the traces of one comparison, none of it to be trusted. */
typedef struct
{
  JsonObject *about; /* borrowed */
  GPtrArray *runs;   /* owned array of borrowed JsonObject */
  IlvScenario *scenario;
  IlvSettings *settings;
  GDateTime *date;
  IlvMachine machine; /* texts borrowed from `about` */
  guint models;
  gint64 order;
  gint64 repeats;
} Saved;

static void
saved_clear (Saved *saved)
{
  g_clear_pointer (&saved->runs, g_ptr_array_unref);
  g_clear_pointer (&saved->scenario, ilv_scenario_unref);
  g_clear_pointer (&saved->settings, g_hash_table_unref);
  g_clear_pointer (&saved->date, g_date_time_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Saved, saved_clear)

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_DAMAGED,
               _ ("What it says of “%s” is missing or makes no sense."), what);
  return FALSE;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/* -1: there is none. */
static gint64
get_integer (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
           ? json_node_get_int (node)
           : -1;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_element (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_scenario (Saved *saved, GBytes *xml, GError **error)
{
  gsize length = 0;
  const char *text = xml ? g_bytes_get_data (xml, &length) : NULL;

  if (!text)
    return refuse (error, "scenario");
  saved->scenario = ilv_scenario_parse (text, length, "scenario", NULL, error);
  return saved->scenario != NULL;
}

static gboolean
read_settings (Saved *saved, GError **error)
{
  JsonObject *settings = get_object (saved->about, "settings");
  g_autoptr (GList) names = NULL;

  if (!settings)
    return refuse (error, "settings");
  saved->settings = ilv_settings_new ();
  names = json_object_get_members (settings);
  for (GList *l = names; l; l = l->next)
    {
      const char *value = get_text (settings, l->data);

      if (!value)
        return refuse (error, l->data);
      g_hash_table_insert (saved->settings, g_strdup (l->data), g_strdup (value));
    }
  return TRUE;
}

static gboolean
read_machine (Saved *saved, GError **error)
{
  JsonObject *machine = get_object (saved->about, "machine");
  gint64 cores = machine ? get_integer (machine, "cores") : -1;

  if (cores < 1 || cores > G_MAXINT32 || !get_text (machine, "cpu")
      || !get_text (machine, "kernel"))
    return refuse (error, "machine");
  saved->machine = (IlvMachine){
    .cores = (guint) cores,
    .cpu = (char *) get_text (machine, "cpu"),
    .kernel = (char *) get_text (machine, "kernel"),
    .memory_bytes = get_integer (machine, "memory_bytes"),
  };
  return TRUE;
}

/* Runs come in the order of models, each once. */
static gboolean
read_models (Saved *saved, GError **error)
{
  for (guint i = 0; i < saved->runs->len; i++)
    {
      JsonObject *run = saved->runs->pdata[i];
      const char *name = run ? get_text (run, "model") : NULL;
      IlvModel model;

      if (!name || !ilv_model_from_name (name, &model) || saved->models >> model != 0)
        return refuse (error, "model");
      saved->models |= 1u << model;
    }
  return saved->models != 0 || refuse (error, "runs");
}

static gboolean
read_origin (Saved *saved, GError **error)
{
  saved->order = get_integer (saved->about, "order");
  saved->repeats = get_integer (saved->about, "repeats");
  if (get_text (saved->about, "date"))
    saved->date = g_date_time_new_from_iso8601 (get_text (saved->about, "date"), NULL);
  if (saved->order != ILV_ORDER_IN_TURN && saved->order != ILV_ORDER_TOGETHER)
    return refuse (error, "order");
  if (saved->repeats < 1 || saved->repeats > MAX_REPEATS)
    return refuse (error, "repeats");
  return saved->date || refuse (error, "date");
}

/* --- runs --------------------------------------------------------------------------------- */

static IlvRunnerReport *
read_report (JsonNode *node, GError **error)
{
  g_autofree char *line = json_to_string (node, FALSE);
  /* The machine it ran on may have had more cores, and therefore tasks, than this one would. */
  IlvRunnerReport *report = ilv_runner_report_parse (line, ILV_MAX_TASKS, NULL);

  if (!report)
    refuse (error, "report");
  return report;
}

static gboolean
read_reports (JsonObject *run, IlvRunOutcome *end, GError **error)
{
  JsonArray *reports = get_array (run, "reports");
  JsonNode *last = json_object_get_member (run, "last");

  for (guint i = 0; reports && i < json_array_get_length (reports); i++)
    {
      IlvRunnerReport *report = read_report (json_array_get_element (reports, i), error);

      if (!report)
        return FALSE;
      g_ptr_array_add (end->reports, report);
    }
  if (last && JSON_NODE_HOLDS_OBJECT (last))
    return (end->last = read_report (last, error)) != NULL;
  if (last && JSON_NODE_HOLDS_VALUE (last) && json_node_get_boolean (last)
      && end->reports->len > 0)
    end->last = g_ptr_array_index (end->reports, end->reports->len - 1);
  return TRUE;
}

static gboolean
read_run (JsonObject *object, IlvRun *run, IlvFxtFile *file, guint index, GError **error)
{
  g_autoptr (GPtrArray) reports
    = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_runner_report_free);
  IlvRunOutcome end = { .reports = reports };
  gint64 state = get_integer (object, "state");
  JsonNode *unreported = json_object_get_member (object, "unreported");

  if (state < ILV_RUN_PENDING || state > ILV_RUN_STOPPED)
    return refuse (error, "state");
  if (!read_reports (object, &end, error))
    return FALSE;
  /* One that was saved before it had ended went no further. */
  end.state = state < ILV_RUN_FINISHED ? ILV_RUN_STOPPED : (IlvRunState) state;
  end.error = g_strdup (get_text (object, "error"));
  end.unreported = !end.last && unreported && JSON_NODE_HOLDS_VALUE (unreported)
                   && json_node_get_boolean (unreported);
  end.trace = index < ilv_fxt_file_get_n_traces (file) ? ilv_fxt_file_steal_trace (file, index)
                                                       : ilv_trace_new ();
  if (!ilv_trace_is_finished (end.trace))
    ilv_trace_finish (end.trace, ilv_trace_find_end (end.trace));
  g_steal_pointer (&reports);
  ilv_run_set_outcome (run, &end);
  return TRUE;
}

/* `first`: of its traces in the file. */
static IlvComparison *
make_comparison (Saved *saved, IlvFxtFile *file, guint first, GError **error)
{
  g_autoptr (IlvComparison) comparison
    = ilv_comparison_new (saved->scenario, saved->models, saved->settings,
                          (IlvOrder) saved->order, (guint) saved->repeats, error);
  IlvOrigin origin = { .date = saved->date,
                       .machine = saved->machine,
                       .incomplete = !ilv_fxt_file_is_complete (file) };

  if (!comparison)
    return NULL;
  ilv_comparison_set_origin (comparison, &origin);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (!read_run (saved->runs->pdata[i], ilv_comparison_get_run (comparison, i), file, first + i,
                   error))
      return NULL;
  ilv_comparison_settle (comparison);
  return g_steal_pointer (&comparison);
}

/* (transfer full) of what is read into `saved`; `about` says what it was, and the blob `scenario`
   what ran. */
static IlvComparison *
read_comparison (Saved *saved, IlvFxtFile *file, const char *scenario, guint first, GError **error)
{
  if (!saved->about)
    {
      refuse (error, "sources");
      return NULL;
    }
  if (!read_origin (saved, error)
      || !read_scenario (saved, ilv_fxt_file_get_blob (file, scenario), error)
      || !read_settings (saved, error) || !read_machine (saved, error)
      || !read_models (saved, error))
    return NULL;
  return make_comparison (saved, file, first, error);
}

static IlvComparison *
read_one (JsonObject *about, IlvFxtFile *file, GError **error)
{
  JsonArray *runs = get_array (about, "runs");
  g_auto (Saved) saved = { .about = about, .runs = g_ptr_array_new () };

  for (guint i = 0; runs && i < json_array_get_length (runs); i++)
    g_ptr_array_add (saved.runs, get_element (runs, i));
  return read_comparison (&saved, file, ILV_SAVED_SCENARIO, 0, error);
}

/* Each of them as a comparison of that run alone. */
static IlvComparison *
read_side_by_side (JsonObject *about, IlvFxtFile *file, GError **error)
{
  JsonArray *runs = get_array (about, "runs");
  JsonArray *sources = get_array (about, "sources");
  guint n = runs && sources ? json_array_get_length (runs) : 0;
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new_with_free_func (g_object_unref);
  IlvPick picks[ILV_MAX_PICKS];

  if (n < 1 || n > ILV_MAX_PICKS || json_array_get_length (sources) != n)
    {
      refuse (error, "sources");
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      g_auto (Saved) saved = { .about = get_element (sources, i), .runs = g_ptr_array_new () };
      g_autofree char *scenario = g_strdup_printf (ILV_SAVED_SCENARIO "-%u", i);

      g_ptr_array_add (saved.runs, get_element (runs, i));
      picks[i] = (IlvPick){ read_comparison (&saved, file, scenario, i, error), 0 };
      if (!picks[i].comparison)
        return NULL;
      g_ptr_array_add (comparisons, picks[i].comparison);
    }
  return ilv_comparison_new_of_runs (picks, n);
}

static IlvComparison *
read_about (IlvFxtFile *file, GError **error)
{
  GBytes *bytes = ilv_fxt_file_get_blob (file, ILV_SAVED_ABOUT);
  g_autoptr (JsonObject) about = NULL;
  g_autofree char *text = NULL;
  gint64 version;

  if (!bytes)
    {
      g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
                   _ ("It is in the Fuchsia trace format, but was not saved by Interleave."));
      return NULL;
    }
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  about = ilv_report_parse_object (text, NULL);
  if (!about)
    {
      refuse (error, "interleave");
      return NULL;
    }
  version = get_integer (about, "version");
  if (version == ILV_SAVED_VERSION)
    return read_one (about, file, error);
  if (version == ILV_SAVED_VERSION_SIDE_BY_SIDE)
    return read_side_by_side (about, file, error);
  g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
               _ ("It was saved by another version of Interleave, in a form that this version "
                  "does not know."));
  return NULL;
}

/* How many bytes there are to be read, when the file system says so. */
static void
begin_work (GFileInputStream *stream, GCancellable *cancellable)
{
  IlvLongWork *work = ilv_long_work_of (cancellable);
  g_autoptr (GFileInfo) info = NULL;

  if (work)
    info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable,
                                           NULL);
  if (info)
    ilv_long_work_begin (work, (guint64) g_file_info_get_size (info));
}

/* The file is named already; what is usually the matter is said in plain words. */
static GFileInputStream *
open_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) why = NULL;
  GFileInputStream *stream = g_file_read (file, cancellable, &why);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error_literal (error, why->domain, why->code, _ ("There is no such file."));
  else if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    g_set_error_literal (error, why->domain, why->code, _ ("It is a folder."));
  else if (why)
    g_propagate_error (error, g_steal_pointer (&why));
  return stream;
}

static IlvComparison *
load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = open_file (file, cancellable, error);
  g_autoptr (IlvFxtFile) fxt = NULL;
  g_autoptr (GError) why = NULL;
  IlvComparison *comparison;

  if (!stream)
    return NULL;
  begin_work (stream, cancellable);
  fxt = ilv_fxt_file_read (G_INPUT_STREAM (stream), cancellable, error);
  if (!fxt)
    return NULL;
  comparison = read_about (fxt, &why);
  /* What is missing has not been damaged: it comes first, and the file ends before it. */
  if (g_error_matches (why, ILV_TRACE_ERROR, ILV_TRACE_ERROR_DAMAGED)
      && ilv_fxt_file_get_n_traces (fxt) == 0 && !ilv_fxt_file_is_complete (fxt))
    ilv_fxt_set_cut_off (error);
  else if (why)
    g_propagate_error (error, g_steal_pointer (&why));
  return comparison;
}

IlvComparison *
ilv_comparison_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  IlvComparison *comparison;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  comparison = load (file, cancellable, error);
  if (!comparison)
    g_prefix_error (error, _ ("The file “%s” cannot be opened. "), name);
  return comparison;
}
