/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window says of what it shows: its title, and question and summary above the panels. */
#include "app/window-private.h"

#include "session/run-title.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

static gboolean
is_side_by_side (IlvWindow *self)
{
  return self->comparison && ilv_comparison_is_side_by_side (self->comparison);
}

/* Each once. */
static char *
list_scenarios (IlvComparison *comparison)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      gboolean said = FALSE;

      for (guint other = 0; other < i; other++)
        said |= ilv_run_has_scenario_of (ilv_comparison_get_run (comparison, other), run);
      if (!said)
        g_string_append_printf (
          text, "%s%s", i > 0 ? " · " : "",
          ilv_scenario_get_title (ilv_workload_get_scenario (ilv_run_get_workload (run))));
    }
  return g_string_free (text, FALSE);
}

static void
show_side_by_side (IlvWindow *self)
{
  guint n = ilv_comparison_get_n_runs (self->comparison);
  g_autofree char *title = ilv_report_make_title (self->comparison);
  g_autofree char *count
    = g_strdup_printf (ngettext ("%u run by itself", "%u runs side by side", n), n);
  g_autofree char *scenarios = list_scenarios (self->comparison);

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (
    self->title, ilv_comparison_has_one_scenario (self->comparison) ? count : scenarios);
}

static guint
count_tasks (IlvWindow *self)
{
  g_autoptr (GHashTable) values = ilv_settings_bar_get_values (self->settings);
  guint models = ilv_model_bar_get_offered (self->models);
  guint n_tasks = 0;

  for (guint model = 0; n_tasks == 0 && model < ILV_N_MODELS; model++)
    if ((models >> model) & 1)
      n_tasks = ilv_workload_count_tasks (self->scenario, (IlvModel) model, values, NULL);
  return n_tasks;
}

void
ilv_window_update_title (IlvWindow *self)
{
  guint n_tasks = count_tasks (self);
  guint n_cores = ilv_machine_get ()->cores;
  g_autofree char *count = ilv_quantity_count (n_tasks);
  g_autofree char *tasks = g_strdup_printf (ngettext ("%s task", "%s tasks", n_tasks), count);
  g_autofree char *cores
    = g_strdup_printf (ngettext ("%u core", "%u cores", n_cores), n_cores);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", tasks, cores);

  if (is_side_by_side (self))
    {
      show_side_by_side (self);
      return;
    }
  adw_window_title_set_title (self->title, ilv_scenario_get_title (self->scenario));
  /* Settings that fit no model have no tasks to count; the run says what is wrong with them. */
  adw_window_title_set_subtitle (self->title, n_tasks > 0 ? subtitle : cores);
}

/* A line for each of the runs. */
static char *
list_runs (IlvComparison *comparison)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", title);
    }
  return g_string_free (text, FALSE);
}

void
ilv_window_update_texts (IlvWindow *self)
{
  if (is_side_by_side (self))
    {
      g_autofree char *title = ilv_report_make_title (self->comparison);
      g_autofree char *runs = list_runs (self->comparison);

      gtk_label_set_label (self->question, title);
      gtk_label_set_label (self->summary, runs);
    }
  else if (self->scenario)
    {
      gtk_label_set_label (self->question, ilv_scenario_get_question (self->scenario));
      gtk_label_set_label (self->summary, ilv_scenario_get_summary (self->scenario));
    }
  /* Counting many tasks takes long; whoever restores does it once. */
  if (self->scenario && !self->restoring)
    ilv_window_update_title (self);
}
