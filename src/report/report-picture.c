/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "report/words.h"
#include "session/run-title.h"

#include <glib/gi18n-lib.h>

static gboolean
shows_run (const IlvReportPicture *wanted, guint run)
{
  return wanted->part != ILV_PART_PANEL || wanted->run == run;
}

/* Whether less than everything is shown of the time. */
static gboolean
is_range (IlvComparison *comparison, const IlvReportPicture *wanted)
{
  gint64 from, to;

  ilv_report_fit (comparison, &from, &to);
  return wanted->part != ILV_PART_RESULTS && wanted->view
         && (wanted->view->from > from || ilv_report_get_shown_end (wanted->view) < to);
}

static void
add_panels (IlvPicture *picture, IlvComparison *comparison, const IlvReportPicture *wanted)
{
  IlvView fitted = { .until = G_MAXINT64, .lanes = ILV_LANES_AUTO };

  ilv_report_fit (comparison, &fitted.from, &fitted.to);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autoptr (IlvPanel) panel = NULL;

      if (!shows_run (wanted, i))
        continue;
      panel = ilv_panel_new ();
      ilv_panel_set_theme (panel, wanted->theme);
      ilv_panel_set_show_header (panel, TRUE);
      ilv_report_fill_panel (panel, comparison, ilv_comparison_get_run (comparison, i));
      ilv_panel_set_view (panel, wanted->view ? wanted->view : &fitted);
      ilv_picture_add_panel (picture, panel);
    }
}

/* Of one run alone nothing is the best. */
static void
add_result (IlvPicture *picture, const IlvResultsRow *row, const IlvReportPicture *wanted)
{
  const char *const *cells = (const char *const *) row->cells;
  const char *const only[] = { cells[wanted->part == ILV_PART_PANEL ? wanted->run : 0], NULL };

  if (wanted->part == ILV_PART_PANEL)
    ilv_picture_add_result (picture, row->title, only, -1);
  else
    ilv_picture_add_result (picture, row->title, cells, row->best);
}

static void
add_results (IlvPicture *picture, IlvComparison *comparison, const IlvReportPicture *wanted)
{
  g_autoptr (GPtrArray) rows = ilv_results_get_rows (comparison);

  /* Below panels only a few have room: the telling ones. A table begins with them. */
  for (guint i = 0; i < rows->len; i++)
    if (((const IlvResultsRow *) rows->pdata[i])->telling)
      add_result (picture, rows->pdata[i], wanted);
  for (guint i = 0; wanted->part == ILV_PART_RESULTS && i < rows->len; i++)
    if (!((const IlvResultsRow *) rows->pdata[i])->telling)
      add_result (picture, rows->pdata[i], wanted);
  if (is_range (comparison, wanted))
    /* Translators: above the results, where the picture shows only a part of the time. */
    ilv_picture_set_results_note (picture, _ ("Whole run"));
}

static char *
list_models (IlvComparison *comparison, const IlvReportPicture *wanted)
{
  GString *models = g_string_new (NULL);

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (shows_run (wanted, i))
      g_string_append_printf (
        models, "%s%s", models->len > 0 ? " " : "",
        ilv_model_get_name (ilv_run_get_model (ilv_comparison_get_run (comparison, i))));
  return g_string_free (models, FALSE);
}

/* Of each run in turn where they are side by side. */
static char *
list_settings (IlvComparison *comparison, const IlvReportPicture *wanted)
{
  GString *settings = g_string_new (NULL);

  if (!ilv_comparison_is_side_by_side (comparison))
    {
      g_string_free (settings, TRUE);
      return ilv_run_list_settings (ilv_comparison_get_run (comparison, 0));
    }
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (shows_run (wanted, i))
      {
        g_autofree char *own = ilv_run_list_settings (ilv_comparison_get_run (comparison, i));

        g_string_append_printf (settings, "%s%s", settings->len > 0 ? " / " : "", own);
      }
  return g_string_free (settings, FALSE);
}

/* One word where they are all of the same. */
static char *
list_scenarios (IlvComparison *comparison, const IlvReportPicture *wanted)
{
  GString *scenarios = g_string_new (NULL);

  if (ilv_comparison_has_one_scenario (comparison))
    g_string_append (scenarios, ilv_scenario_get_id (ilv_comparison_get_scenario (comparison)));
  for (guint i = 0; !ilv_comparison_has_one_scenario (comparison)
                    && i < ilv_comparison_get_n_runs (comparison);
       i++)
    if (shows_run (wanted, i))
      {
        IlvWorkload *workload = ilv_run_get_workload (ilv_comparison_get_run (comparison, i));

        g_string_append_printf (scenarios, "%s%s", scenarios->len > 0 ? " " : "",
                                ilv_scenario_get_id (ilv_workload_get_scenario (workload)));
      }
  return g_string_free (scenarios, FALSE);
}

static void
add_machine (IlvPicture *picture, IlvComparison *comparison)
{
  const IlvMachine *machine = ilv_comparison_get_machine (comparison);
  g_autofree char *text
    = g_strdup_printf ("cores=%u cpu=\"%s\" kernel=\"%s\" memory-bytes=%" G_GINT64_FORMAT,
                       machine->cores, machine->cpu, machine->kernel, machine->memory_bytes);

  ilv_picture_set_metadata (picture, "Machine", text);
}

static void
add_part (IlvPicture *picture, IlvComparison *comparison, const IlvReportPicture *wanted)
{
  const char *const names[] = { "comparison", "panel", "results" };
  g_autofree char *range = NULL;

  ilv_picture_set_metadata (picture, "Part", names[wanted->part]);
  if (!is_range (comparison, wanted))
    return;
  range = g_strdup_printf ("%" G_GINT64_FORMAT "ns-%" G_GINT64_FORMAT "ns", wanted->view->from,
                           ilv_report_get_shown_end (wanted->view));
  ilv_picture_set_metadata (picture, "Range", range);
}

/* In the words of programs, not translated: so that a picture can be traced to its run. */
static void
add_metadata (IlvPicture *picture, IlvComparison *comparison, const IlvReportPicture *wanted)
{
  g_autofree char *models = list_models (comparison, wanted);
  g_autofree char *settings = list_settings (comparison, wanted);
  g_autofree char *caption = ilv_report_make_caption (comparison);
  g_autofree char *date = g_date_time_format_iso8601 (ilv_comparison_get_date (comparison));
  g_autofree char *repeats = g_strdup_printf ("%u", ilv_comparison_get_repeats (comparison));
  gboolean in_turn = ilv_comparison_get_order (comparison) == ILV_ORDER_IN_TURN;
  g_autofree char *scenarios = list_scenarios (comparison, wanted);

  /* There even when the picture does not show it. */
  ilv_picture_set_metadata (picture, "Description", caption);
  ilv_picture_set_metadata (picture, "Scenario", scenarios);
  ilv_picture_set_metadata (picture, "Settings", settings);
  ilv_picture_set_metadata (picture, "Models", models);
  add_part (picture, comparison, wanted);
  ilv_picture_set_metadata (picture, "Order", in_turn ? "in-turn" : "together");
  ilv_picture_set_metadata (picture, "Repeats", repeats);
  add_machine (picture, comparison);
  ilv_picture_set_metadata (picture, "Creation Time", date);
}

/* "20 ms to 40 ms of 1.05 s · In turn · …" */
static void
set_caption (IlvPicture *picture, IlvComparison *comparison, const IlvReportPicture *wanted)
{
  g_autofree char *caption = ilv_report_make_caption (comparison);
  g_autofree char *range = NULL;
  g_autofree char *whole = NULL;

  if (is_range (comparison, wanted))
    range = ilv_report_describe_range (comparison, wanted->view->from,
                                       ilv_report_get_shown_end (wanted->view));
  whole = range ? g_strconcat (range, " · ", caption, NULL) : g_strdup (caption);
  ilv_picture_set_caption (picture, whole);
}

IlvPicture *
ilv_report_make_picture (IlvComparison *comparison, const IlvReportPicture *wanted)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  IlvPicture *picture;

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison) && wanted && wanted->theme, NULL);
  g_return_val_if_fail (wanted->part != ILV_PART_PANEL
                          || wanted->run < ilv_comparison_get_n_runs (comparison),
                        NULL);

  picture = ilv_picture_new ();
  title = ilv_report_make_title (comparison);
  subtitle = ilv_report_describe_settings (comparison);
  ilv_picture_set_theme (picture, wanted->theme);
  ilv_picture_set_arrangement (picture, wanted->arrangement);
  ilv_picture_set_content (picture, wanted->part == ILV_PART_RESULTS ? ILV_PICTURE_TABLE
                                                                     : ILV_PICTURE_PANELS);
  ilv_picture_set_show_legend (picture, !wanted->without_legend);
  ilv_picture_set_title (picture, title, subtitle);
  if (!wanted->without_caption)
    set_caption (picture, comparison, wanted);
  add_panels (picture, comparison, wanted);
  if (wanted->part == ILV_PART_RESULTS || !wanted->without_results)
    add_results (picture, comparison, wanted);
  add_metadata (picture, comparison, wanted);
  return picture;
}
