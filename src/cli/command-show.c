/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/scenario-argument.h"
#include "workload/python.h"

#include <glib/gi18n.h>

static char *
describe_range (const IlvSetting *setting)
{
  g_autofree char *choices = NULL;

  switch (setting->type)
    {
    case ILV_SETTING_INTEGER:
    case ILV_SETTING_NUMBER:
      return g_strdup_printf (_ ("%g to %g"), setting->min, setting->max);
    case ILV_SETTING_BOOLEAN:
      return g_strdup (_ ("yes or no"));
    case ILV_SETTING_CHOICE:
      choices = g_strjoinv (", ", (char **) setting->choices);
      return g_strdup_printf (_ ("one of %s"), choices);
    case ILV_SETTING_TEXT:
    default:
      return g_strdup (_ ("text"));
    }
}

static void
print_settings (const IlvScenario *scenario)
{
  guint n = ilv_scenario_get_n_settings (scenario);
  int width = 0;

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    width = MAX (width, (int) g_utf8_strlen (ilv_scenario_get_setting (scenario, i)->name, -1));
  g_print ("\n%s\n", _ ("Settings"));
  for (guint i = 0; i < n; i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (scenario, i);
      g_autofree char *range = describe_range (setting);

      g_print ("  %-*s  %s = %s%s%s (%s)\n", width, setting->name, setting->title,
               setting->default_text, *setting->unit ? " " : "", setting->unit, range);
    }
}

static void
print_models (IlvScenario *scenario)
{
  g_print ("\n%s\n", _ ("Models"));
  for (guint i = 0; i < ILV_N_MODELS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IlvWorkload) workload = ilv_workload_new (scenario, i, NULL, &error);
      const char *note = ilv_model_get_summary (i);

      if (!workload)
        note = error->message;
      g_print ("  %-18s %s %s\n", ilv_model_get_name (i),
               workload ? "✓" : "–", note);
    }
}

static void
print_description (IlvScenario *scenario)
{
  g_print ("%s — %s\n\n%s\n\n%s\n", ilv_scenario_get_id (scenario),
           ilv_scenario_get_title (scenario), ilv_scenario_get_summary (scenario),
           ilv_scenario_get_question (scenario));
  print_settings (scenario);
  print_models (scenario);
}

static IlvExit
print_python (IlvScenario *scenario, const char *model_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvWorkload) workload = NULL;
  g_autofree char *text = NULL;
  IlvModel model;

  if (!ilv_model_argument_parse (model_name, &model))
    return ILV_EXIT_USAGE;
  workload = ilv_workload_new (scenario, model, NULL, &error);
  if (!workload)
    {
      ilv_complain ("%s", error->message);
      return ILV_EXIT_USAGE;
    }
  text = ilv_python_text (workload);
  g_print ("%s", text);
  return ILV_EXIT_FINE;
}

IlvExit
ilv_command_show (int argc, char **argv)
{
  g_autofree char *python = NULL;
  const GOptionEntry entries[] = {
    { "python", 0, 0, G_OPTION_ARG_STRING, &python,
      N_ ("Print the equivalent Python program under this model instead"), N_ ("MODEL") },
    { NULL },
  };
  g_autoptr (IlvScenario) scenario = NULL;
  IlvExit status;

  if (!ilv_command_parse (&argc, &argv, _ ("SCENARIO"),
                          _ ("Says what a scenario is, what can be set and which models run it."),
                          entries, &status))
    return status;
  scenario = ilv_scenario_argument_load (argv[1]);
  if (!scenario)
    return ILV_EXIT_USAGE;
  if (python)
    return print_python (scenario, python);
  print_description (scenario);
  return ILV_EXIT_FINE;
}
