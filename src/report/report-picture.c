/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "ilv-config.h"
#include "report/words.h"

#include <glib/gi18n-lib.h>

static void
add_panels (IlvPicture *picture, IlvComparison *comparison, const IlvView *view,
            const IlvTheme *theme)
{
  IlvView fitted = { .until = G_MAXINT64, .lanes = ILV_LANES_AUTO };

  ilv_report_fit (comparison, &fitted.from, &fitted.to);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autoptr (IlvPanel) panel = ilv_panel_new ();

      ilv_panel_set_theme (panel, theme);
      ilv_panel_set_show_header (panel, TRUE);
      ilv_report_fill_panel (panel, comparison, ilv_comparison_get_run (comparison, i));
      ilv_panel_set_view (panel, view ? view : &fitted);
      ilv_picture_add_panel (picture, panel);
    }
}

static void
add_results (IlvPicture *picture, IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = ilv_results_get_rows (comparison);

  for (guint i = 0; i < rows->len; i++)
    {
      const IlvResultsRow *row = g_ptr_array_index (rows, i);

      if (row->telling)
        ilv_picture_add_result (picture, row->title, (const char *const *) row->cells, row->best);
    }
}

static char *
list_models (IlvComparison *comparison)
{
  GString *models = g_string_new (NULL);

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    g_string_append_printf (
      models, "%s%s", i > 0 ? " " : "",
      ilv_model_get_name (ilv_run_get_model (ilv_comparison_get_run (comparison, i))));
  return g_string_free (models, FALSE);
}

static char *
list_settings (IlvComparison *comparison)
{
  IlvScenario *scenario = ilv_comparison_get_scenario (comparison);
  GString *settings = g_string_new (NULL);

  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    g_string_append_printf (settings, "%s%s=%s", i > 0 ? " " : "",
                            ilv_scenario_get_setting (scenario, i)->name,
                            ilv_comparison_get_setting (comparison, i));
  return g_string_free (settings, FALSE);
}

/* In the words of programs, not translated: so that a picture can be traced to its run. */
static void
add_metadata (IlvPicture *picture, IlvComparison *comparison)
{
  g_autofree char *models = list_models (comparison);
  g_autofree char *settings = list_settings (comparison);
  g_autofree char *date = g_date_time_format_iso8601 (ilv_comparison_get_date (comparison));
  gboolean in_turn = ilv_comparison_get_order (comparison) == ILV_ORDER_IN_TURN;
  IlvScenario *scenario = ilv_comparison_get_scenario (comparison);

  ilv_picture_set_metadata (picture, "Title", ilv_scenario_get_title (scenario));
  ilv_picture_set_metadata (picture, "Scenario", ilv_scenario_get_id (scenario));
  ilv_picture_set_metadata (picture, "Settings", settings);
  ilv_picture_set_metadata (picture, "Models", models);
  ilv_picture_set_metadata (picture, "Order", in_turn ? "in-turn" : "together");
  ilv_picture_set_metadata (picture, "Creation Time", date);
  ilv_picture_set_metadata (picture, "Software", "Interleave " ILV_VERSION);
}

IlvPicture *
ilv_report_make_picture (IlvComparison *comparison, const IlvView *view, const IlvTheme *theme,
                         IlvArrangement arrangement)
{
  g_autofree char *subtitle = NULL;
  g_autofree char *caption = NULL;
  IlvPicture *picture;

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison) && theme, NULL);

  picture = ilv_picture_new ();
  subtitle = ilv_report_describe_settings (comparison);
  caption = ilv_report_make_caption (comparison);
  ilv_picture_set_theme (picture, theme);
  ilv_picture_set_arrangement (picture, arrangement);
  ilv_picture_set_title (picture, ilv_scenario_get_title (ilv_comparison_get_scenario (comparison)),
                         subtitle);
  ilv_picture_set_caption (picture, caption);
  add_panels (picture, comparison, view, theme);
  add_results (picture, comparison);
  add_metadata (picture, comparison);
  return picture;
}
