/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/run-title.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEPARATOR " · "

static void
append (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, SEPARATOR);
  g_string_append (text, part);
}

static IlvScenario *
get_scenario (IlvRun *run)
{
  return ilv_workload_get_scenario (ilv_run_get_workload (run));
}

static void
append_setting (GString *text, IlvRun *run, guint index)
{
  const IlvSetting *setting = ilv_scenario_get_setting (get_scenario (run), index);
  const char *value = ilv_workload_get_setting (ilv_run_get_workload (run), index);
  g_autofree char *part
    = g_strdup_printf ("%s %s%s%s", setting->title, *value ? value : "–",
                       *value && *setting->unit ? " " : "", *value ? setting->unit : "");

  append (text, part);
}

/* NULL: the scenario of that run has no such setting. */
static const char *
find_value (IlvRun *run, const char *name)
{
  int index = ilv_scenario_find_setting (get_scenario (run), name);

  return index >= 0 ? ilv_workload_get_setting (ilv_run_get_workload (run), (guint) index) : NULL;
}

static gboolean
has_equal_setting (IlvRun *run, IlvRun *other, const char *name)
{
  const char *value = find_value (run, name);
  const char *theirs = find_value (other, name);

  return !value || g_strcmp0 (value, theirs) == 0;
}

/* Where runs of the same scenario differ. */
static void
append_differences (GString *text, IlvComparison *self, IlvRun *run)
{
  IlvScenario *scenario = get_scenario (run);
  guint n_runs = ilv_comparison_get_n_runs (self);

  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    {
      const char *name = ilv_scenario_get_setting (scenario, i)->name;
      gboolean differs = FALSE;

      for (guint other = 0; other < n_runs; other++)
        differs |= ilv_run_has_scenario_of (ilv_comparison_get_run (self, other), run)
                   && !has_equal_setting (run, ilv_comparison_get_run (self, other), name);
      if (differs)
        append_setting (text, run, i);
    }
}

static void
append_order (GString *text, IlvComparison *self, IlvRun *run)
{
  IlvOrigin own;
  gboolean differs = FALSE;

  ilv_comparison_get_origin (self, run, &own);
  for (guint i = 0; i < ilv_comparison_get_n_runs (self); i++)
    {
      IlvOrigin origin;

      ilv_comparison_get_origin (self, ilv_comparison_get_run (self, i), &origin);
      differs |= origin.order != own.order;
    }
  if (differs)
    append (text, own.order == ILV_ORDER_TOGETHER ? _ ("Together") : _ ("In turn"));
}

/* Without the time. */
static char *
describe_difference (IlvComparison *self, guint index)
{
  IlvRun *run = ilv_comparison_get_run (self, index);
  GString *text = g_string_new (NULL);

  if (!ilv_comparison_has_one_scenario (self))
    append (text, ilv_scenario_get_title (get_scenario (run)));
  append_differences (text, self, run);
  append_order (text, self, run);
  return g_string_free (text, FALSE);
}

static gboolean
has_equal_title (IlvComparison *self, guint index, guint other)
{
  g_autofree char *difference = NULL;
  g_autofree char *theirs = NULL;

  if (ilv_run_get_model (ilv_comparison_get_run (self, index))
      != ilv_run_get_model (ilv_comparison_get_run (self, other)))
    return FALSE;
  difference = describe_difference (self, index);
  theirs = describe_difference (self, other);
  return strcmp (difference, theirs) == 0;
}

static gboolean
is_all_of_one_day (IlvComparison *self, GDateTime *date)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (self); i++)
    {
      IlvOrigin origin;

      ilv_comparison_get_origin (self, ilv_comparison_get_run (self, i), &origin);
      if (g_date_time_get_year (origin.date) != g_date_time_get_year (date)
          || g_date_time_get_day_of_year (origin.date) != g_date_time_get_day_of_year (date))
        return FALSE;
    }
  return TRUE;
}

static void
append_time (GString *text, IlvComparison *self, guint index)
{
  g_autofree char *time = NULL;
  IlvOrigin origin;

  ilv_comparison_get_origin (self, ilv_comparison_get_run (self, index), &origin);
  time = g_date_time_format (origin.date,
                             is_all_of_one_day (self, origin.date) ? "%X" : "%x %X");
  append (text, time);
}

char *
ilv_comparison_describe_difference (IlvComparison *self, guint index)
{
  GString *text = g_string_new (NULL);
  g_autofree char *difference = NULL;

  g_return_val_if_fail (index < ilv_comparison_get_n_runs (self), g_string_free (text, FALSE));

  if (!ilv_comparison_is_side_by_side (self))
    return g_string_free (text, FALSE);
  difference = describe_difference (self, index);
  if (*difference)
    append (text, difference);
  /* What was run again without any change differs by when that was. */
  for (guint i = 0; i < ilv_comparison_get_n_runs (self); i++)
    if (i != index && has_equal_title (self, index, i))
      {
        append_time (text, self, index);
        break;
      }
  return g_string_free (text, FALSE);
}

char *
ilv_comparison_make_run_title (IlvComparison *self, guint index)
{
  g_autofree char *difference = ilv_comparison_describe_difference (self, index);
  GString *text = g_string_new (NULL);

  append (text, ilv_model_get_title (ilv_run_get_model (ilv_comparison_get_run (self, index))));
  if (*difference)
    append (text, difference);
  return g_string_free (text, FALSE);
}

char *
ilv_comparison_make_run_letter (IlvComparison *self, guint index)
{
  return g_strdup_printf ("%c", 'A' + (int) index);
}

char *
ilv_comparison_make_column_title (IlvComparison *self, guint index)
{
  return ilv_comparison_is_side_by_side (self) ? ilv_comparison_make_run_letter (self, index)
                                               : ilv_comparison_make_run_title (self, index);
}

char *
ilv_comparison_make_lettered_title (IlvComparison *self, guint index)
{
  g_autofree char *title = ilv_comparison_make_run_title (self, index);

  if (!ilv_comparison_is_side_by_side (self))
    return g_steal_pointer (&title);
  return g_strdup_printf ("%c: %s", 'A' + (int) index, title);
}

char *
ilv_run_describe_settings (IlvRun *run)
{
  IlvWorkload *workload = ilv_run_get_workload (run);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ilv_scenario_get_n_settings (get_scenario (run)); i++)
    if (*ilv_workload_get_setting (workload, i))
      append_setting (text, run, i);
  return g_string_free (text, FALSE);
}

char *
ilv_run_list_settings (IlvRun *run)
{
  IlvScenario *scenario = get_scenario (run);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "",
                            ilv_scenario_get_setting (scenario, i)->name,
                            ilv_workload_get_setting (ilv_run_get_workload (run), i));
  return g_string_free (text, FALSE);
}
