/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/results.h"

#include "session/measure.h"
#include "session/modelled.h"
#include "session/run-title.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_SHOWN_RESULTS 20

/* What tells models apart at a glance, and what went wrong. */
static const char *const telling[] = {
  "wall_s",         "speedup",         "gil_wait_percent", "gil_handovers", "cores_used",
  "peak_rss_bytes", "loop_lag_max_ms", "counter_last",     "lost_updates",  "tasks_failed",
  "tasks_cancelled", "tasks_retried",  NULL,
};

static void
free_row (gpointer data)
{
  IlvResultsRow *row = data;

  g_free (row->title);
  g_strfreev (row->cells);
  g_strfreev (row->notes);
  g_free (row);
}

/* Who gave up early has not won, and neither has who did less than another. */
static gboolean
takes_part (IlvComparison *comparison, IlvRun *run)
{
  gint64 most = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *other = ilv_comparison_get_run (comparison, i);

      if (ilv_run_get_state (other) == ILV_RUN_FINISHED)
        most = MAX (most, (gint64) ilv_run_get_report (other)->tasks_done);
    }
  return ilv_run_get_state (run) == ILV_RUN_FINISHED
         && (gint64) ilv_run_get_report (run)->tasks_done == most;
}

/* The index of the best value, -1 when there is no contest or no winner. */
static int
find_best (IlvComparison *comparison, const double *all_values, int better)
{
  guint n = ilv_comparison_get_n_runs (comparison);
  double values[ILV_N_MODELS];
  guint n_known = 0;
  guint n_equal = 0;
  int best = -1;

  for (guint i = 0; i < n; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      values[i] = takes_part (comparison, run) ? all_values[i] : NAN;
    }
  for (guint i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        n_known++;
        if (best < 0 || (values[i] - values[best]) * better > 0)
          best = (int) i;
      }
  for (guint i = 0; i < n; i++)
    n_equal += best >= 0 && !isnan (values[i]) && !(fabs (values[i] - values[best]) > 0);
  /* Different things have no best. */
  if (!ilv_comparison_has_one_scenario (comparison))
    return -1;
  return better != 0 && n_known > 1 && n_equal == 1 ? best : -1;
}

static char *
make_note (IlvRun *run, const IlvMeasure *measure, double value)
{
  const IlvModelled *modelled = ilv_modelled_find (run, measure->name, value);

  return modelled ? ilv_modelled_describe (modelled, measure->format) : g_strdup ("");
}

/* How long a task takes says little about one of the many requests that it makes. */
static gboolean
makes_many_requests (IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      const IlvMetrics *metrics;

      if (ilv_run_get_state (run) == ILV_RUN_RUNNING)
        continue;
      metrics = ilv_run_get_metrics (run);
      if (metrics->latency.n > 0 && metrics->request_latency.n >= 2 * metrics->latency.n)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_telling (IlvComparison *comparison, const IlvMeasure *measure)
{
  return g_strv_contains (telling, measure->name)
         || (strcmp (measure->name, "request_p50_ms") == 0 && makes_many_requests (comparison));
}

/* NULL when it says nothing about any run. */
static IlvResultsRow *
make_row (IlvComparison *comparison, const IlvMeasure *measure)
{
  guint n = ilv_comparison_get_n_runs (comparison);
  double values[ILV_N_MODELS];
  gboolean says_something = FALSE;
  IlvResultsRow *row;

  for (guint i = 0; i < n; i++)
    {
      values[i] = measure->get (comparison, ilv_comparison_get_run (comparison, i));
      says_something |= !isnan (values[i]) && (measure->shows_zero || values[i] > 0);
    }
  if (!says_something)
    return NULL;

  row = g_new0 (IlvResultsRow, 1);
  row->name = measure->name;
  row->title = g_strdup (_ (measure->title));
  row->cells = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    row->cells[i] = isnan (values[i]) ? g_strdup ("–") : measure->format (values[i]);
  row->notes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    row->notes[i] = make_note (ilv_comparison_get_run (comparison, i), measure, values[i]);
  row->best = find_best (comparison, values, measure->better);
  row->telling = is_telling (comparison, measure);
  return row;
}

GPtrArray *
ilv_results_get_rows (IlvComparison *comparison)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), rows);

  for (guint i = 0; i < ilv_n_measures; i++)
    {
      IlvResultsRow *row = make_row (comparison, &ilv_measures[i]);

      if (row)
        g_ptr_array_add (rows, row);
    }
  return rows;
}

static int
text_width (const char *text)
{
  int width = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
append_padding (GString *text, int n)
{
  while (n-- > 0)
    g_string_append_c (text, ' ');
}

/* One line of the table; `mark` (or -1) is the cell that gets the star, and those with a note
   (`notes` may be NULL) get a dagger. */
static void
append_line (GString *text, const char *title, char **cells, char **notes, const int *widths,
             int mark)
{
  g_string_append (text, title);
  append_padding (text, widths[0] - text_width (title));
  for (int i = 0; cells[i]; i++)
    {
      append_padding (text, 2 + widths[i + 1] - text_width (cells[i]));
      g_string_append (text, cells[i]);
      if (notes && *notes[i])
        g_string_append (text, "†");
      else
        g_string_append_c (text, i == mark ? '*' : ' ');
    }
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static const char *
state_title (IlvRunState state)
{
  switch (state)
    {
    case ILV_RUN_PENDING:
      return _ ("not run");
    case ILV_RUN_RUNNING:
      return _ ("running");
    case ILV_RUN_FINISHED:
      return _ ("finished");
    case ILV_RUN_FAILED:
      return _ ("failed");
    case ILV_RUN_STOPPED:
    default:
      return _ ("stopped");
    }
}

/* How many results from the first on say the same. */
static guint
count_alike (IlvRun *run, guint first)
{
  const IlvResult *result = ilv_run_get_result (run, first);
  guint n = 1;

  for (; first + n < ilv_run_get_n_results (run); n++)
    {
      const IlvResult *next = ilv_run_get_result (run, first + n);

      if (next->state != result->state || strcmp (next->text, result->text) != 0)
        break;
    }
  return n;
}

/* What went wrong in the same way many times is a sentence that is read once. */
static guint
append_result (GString *text, IlvRun *run, guint index)
{
  const IlvResult *result = ilv_run_get_result (run, index);
  guint n_alike = result->state == ILV_STATE_DONE ? 1 : count_alike (run, index);

  if (!*result->text)
    return n_alike;
  if (text->len > 0)
    g_string_append (text, ", ");
  if (n_alike > 1)
    g_string_append_printf (text, "%s (%u ×): ", ilv_state_get_title (result->state), n_alike);
  else if (result->state != ILV_STATE_DONE)
    g_string_append_printf (text, "%s: ", ilv_state_get_title (result->state));
  g_string_append (text, result->text);
  return n_alike;
}

static char *
join_results (IlvRun *run)
{
  GString *text = g_string_new (NULL);
  guint n = ilv_run_get_n_results (run);
  guint index = 0;

  for (guint shown = 0; index < n && shown < MAX_SHOWN_RESULTS; shown++)
    index += append_result (text, run, index);
  if (text->len > 0 && index < n)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

/* What the tasks came to, in order: once where all models that have results agree, otherwise
   model by model. */
static void
append_results (GString *text, IlvComparison *comparison)
{
  guint n = ilv_comparison_get_n_runs (comparison);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const char *first = NULL;
  gboolean all_equal = TRUE;

  for (guint i = 0; i < n; i++)
    {
      char *line = join_results (ilv_comparison_get_run (comparison, i));

      g_ptr_array_add (lines, line);
      if (!first && *line)
        first = line;
      all_equal &= !*line || strcmp (first, line) == 0;
    }
  if (!first)
    return;
  g_string_append_c (text, '\n');
  if (all_equal)
    g_string_append_printf (text, _ ("Results: %s\n"), first);
  for (guint i = 0; !all_equal && i < n; i++)
    if (*(char *) lines->pdata[i])
      {
        g_autofree char *title = ilv_comparison_make_column_title (comparison, i);

        g_string_append_printf (text, _ ("Results, %s: %s\n"), title, (char *) lines->pdata[i]);
      }
}

/* What the daggers stand for. */
static void
append_notes (GString *text, IlvComparison *comparison, GPtrArray *rows)
{
  gboolean any = FALSE;

  for (guint r = 0; r < rows->len; r++)
    {
      const IlvResultsRow *row = rows->pdata[r];

      for (guint i = 0; row->notes[i]; i++)
        {
          g_autofree char *title = NULL;

          if (!*row->notes[i])
            continue;
          title = ilv_comparison_make_column_title (comparison, i);
          if (!any)
            g_string_append_printf (text, _ ("† modelled, not Python's own (%s):\n"),
                                    ilv_modelled_get_machine ());
          g_string_append_printf (text, "  %s, %s: %s\n", row->title, title, row->notes[i]);
          any = TRUE;
        }
    }
}

/* What the letters above the columns stand for. */
static void
append_letters (GString *text, IlvComparison *comparison)
{
  if (!ilv_comparison_is_side_by_side (comparison))
    return;
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      g_string_append_printf (text, "%s\n", title);
    }
  g_string_append_c (text, '\n');
}

char *
ilv_results_to_text (IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_auto (GStrv) titles = NULL;
  g_auto (GStrv) states = NULL;
  int widths[ILV_N_MODELS + 1] = { 0 };
  GString *text = g_string_new (NULL);
  gboolean any_best = FALSE;
  guint n;

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), g_string_free (text, FALSE));

  n = ilv_comparison_get_n_runs (comparison);
  rows = ilv_results_get_rows (comparison);
  titles = g_new0 (char *, n + 1);
  states = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      titles[i] = ilv_comparison_make_column_title (comparison, i);
      states[i] = g_strdup (state_title (ilv_run_get_state (run)));
      widths[i + 1] = MAX (text_width (titles[i]), text_width (states[i]));
    }
  for (guint r = 0; r < rows->len; r++)
    {
      IlvResultsRow *row = g_ptr_array_index (rows, r);

      any_best |= row->best >= 0;
      widths[0] = MAX (widths[0], text_width (row->title));
      for (guint i = 0; i < n; i++)
        widths[i + 1] = MAX (widths[i + 1], text_width (row->cells[i]));
    }
  append_letters (text, comparison);
  append_line (text, "", titles, NULL, widths, -1);
  append_line (text, _ ("State"), states, NULL, widths, -1);
  for (guint r = 0; r < rows->len; r++)
    {
      IlvResultsRow *row = g_ptr_array_index (rows, r);

      append_line (text, row->title, row->cells, row->notes, widths, row->best);
    }
  if (any_best)
    g_string_append (text, _ ("* best\n"));
  append_notes (text, comparison, rows);
  append_results (text, comparison);
  return g_string_free (text, FALSE);
}

/* RFC 4180: everything quoted, which spares looking. What a spreadsheet would reckon out as a
   formula gets an apostrophe. */
static void
append_quoted (GString *csv, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (csv, "\"%s%s\",", *text && strchr ("=+-@\t", *text) ? "'" : "",
                          doubled);
}

/* Which of the runs side by side: its title, its scenario and the settings it had. */
static void
append_origin (GString *csv, IlvComparison *comparison, guint index)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);
  g_autofree char *title = ilv_comparison_make_run_title (comparison, index);
  g_autofree char *settings = ilv_run_list_settings (run);

  append_quoted (csv, title);
  append_quoted (csv, ilv_scenario_get_id (ilv_workload_get_scenario (ilv_run_get_workload (run))));
  append_quoted (csv, settings);
}

char *
ilv_results_to_csv (IlvComparison *comparison)
{
  GString *csv = g_string_new (NULL);
  gboolean side_by_side;

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), g_string_free (csv, FALSE));

  side_by_side = ilv_comparison_is_side_by_side (comparison);
  g_string_append (csv, side_by_side ? "run,scenario,settings,model,status" : "model,status");
  for (guint m = 0; m < ilv_n_measures; m++)
    g_string_append_printf (csv, ",%s", ilv_measures[m].name);
  g_string_append (csv, "\r\n");
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      if (side_by_side)
        append_origin (csv, comparison, i);
      g_string_append_printf (csv, "%s,%s", ilv_model_get_name (ilv_run_get_model (run)),
                              ilv_run_state_get_name (ilv_run_get_state (run)));
      for (guint m = 0; m < ilv_n_measures; m++)
        {
          double value = ilv_measures[m].get (comparison, run);
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          g_string_append_c (csv, ',');
          if (!isnan (value))
            g_string_append (csv, g_ascii_formatd (number, sizeof number, "%.9g", value));
        }
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}
