/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/output-options.h"
#include "cli/progress.h"
#include "cli/scenario-argument.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The options as given, before they mean anything. All owned. */
typedef struct
{
  char **models;
  char **settings;
  char *order;
  int repeat;
  double timeout;
  IlvOutputOptions output;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->models);
  g_strfreev (options->settings);
  g_free (options->order);
  ilv_output_options_clear (&options->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (int *argc, char ***argv, Options *options, IlvExit *status)
{
  const GOptionEntry own[] = {
    { "model", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &options->models,
      N_ ("Run this model; may be repeated (default: all the scenario has)"), N_ ("MODEL") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->settings,
      N_ ("Give a setting of the scenario a value; may be repeated"), N_ ("NAME=VALUE") },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options->order,
      N_ ("One after the other (in-turn, the default) or together"), N_ ("ORDER") },
    { "repeat", 0, 0, G_OPTION_ARG_INT, &options->repeat,
      N_ ("Run each model N times; the median counts"), N_ ("N") },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options->timeout,
      N_ ("End a model that takes longer"), N_ ("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree GOptionEntry *entries = ilv_output_options_join (&options->output, own);

  return ilv_command_parse (argc, argv, _ ("SCENARIO|FILE.xml"),
                            _ ("Runs a scenario under several models and compares them."),
                            entries, status);
}

/* What the options mean, all of them checked before anything runs. */
typedef struct
{
  guint models; /* 0: those of the scenario */
  IlvOrder order;
  guint repeats;
  IlvSettings *settings; /* owned */
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->settings, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
plan_models (Plan *plan, const Options *options)
{
  for (guint i = 0; options->models && options->models[i]; i++)
    {
      IlvModel model;

      if (!ilv_model_argument_parse (options->models[i], &model))
        return FALSE;
      plan->models |= 1u << model;
    }
  return TRUE;
}

static gboolean
plan_settings (Plan *plan, const Options *options)
{
  plan->settings = ilv_settings_new ();
  for (guint i = 0; options->settings && options->settings[i]; i++)
    {
      const char *text = options->settings[i];
      const char *equals = strchr (text, '=');

      if (!equals || equals == text)
        {
          ilv_complain (_ ("“%s” is not NAME=VALUE"), text);
          return FALSE;
        }
      g_hash_table_insert (plan->settings, g_strndup (text, (gsize) (equals - text)),
                           g_strdup (equals + 1));
    }
  return TRUE;
}

static gboolean
plan_order (Plan *plan, const Options *options)
{
  if (!options->order || g_str_equal (options->order, "in-turn"))
    plan->order = ILV_ORDER_IN_TURN;
  else if (g_str_equal (options->order, "together"))
    plan->order = ILV_ORDER_TOGETHER;
  else
    {
      ilv_complain (_ ("There is no order “%s”; there are in-turn and together."),
                    options->order);
      return FALSE;
    }
  return TRUE;
}

static gboolean
plan_numbers (Plan *plan, const Options *options)
{
  if (options->repeat < 1 || options->repeat > 1000)
    {
      ilv_complain (_ ("--repeat takes 1 to 1000"));
      return FALSE;
    }
  if (!(options->timeout > 0))
    {
      ilv_complain (_ ("--timeout takes a number of seconds above 0"));
      return FALSE;
    }
  plan->repeats = (guint) options->repeat;
  return TRUE;
}

static gboolean
on_interrupt (gpointer user_data)
{
  ilv_comparison_stop (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_to_the_end (IlvComparison *comparison, gboolean show_progress)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (IlvProgress) progress = NULL;
  g_autoptr (GError) error = NULL;
  guint interrupts[] = {
    g_unix_signal_add (SIGINT, on_interrupt, comparison),
    g_unix_signal_add (SIGTERM, on_interrupt, comparison),
    g_unix_signal_add (SIGHUP, on_interrupt, comparison),
  };
  gboolean started;

  g_signal_connect_swapped (comparison, "ended", G_CALLBACK (g_main_loop_quit), loop);
  started = ilv_comparison_start (comparison, &error);
  if (started)
    {
      progress = show_progress ? ilv_progress_new (comparison) : NULL;
      g_main_loop_run (loop);
    }
  else
    ilv_complain ("%s", error->message);
  for (guint i = 0; i < G_N_ELEMENTS (interrupts); i++)
    g_source_remove (interrupts[i]);
  return started;
}

static IlvExit
run_plan (IlvScenario *scenario, const Plan *plan, const Options *options)
{
  guint models = plan->models ? plan->models : ilv_scenario_get_default_models (scenario);
  g_autoptr (IlvComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;

  if (models == 0)
    {
      ilv_complain (_ ("No model of the scenario “%s” is available in this version."),
                    ilv_scenario_get_id (scenario));
      return ILV_EXIT_USAGE;
    }
  comparison = ilv_comparison_new (scenario, models, plan->settings, plan->order, plan->repeats,
                                   &error);
  if (!comparison)
    {
      ilv_complain ("%s", error->message);
      return ILV_EXIT_USAGE;
    }
  ilv_comparison_set_timeout (comparison, isinf (options->timeout) ? 0 : options->timeout);
  if (!ilv_picture_choice_suits (&options->output.outputs.picture, comparison))
    return ILV_EXIT_USAGE;
  if (!ilv_outputs_check (&options->output.outputs, &error))
    {
      ilv_complain ("%s", error->message);
      return ILV_EXIT_FAILED;
    }
  if (!run_to_the_end (comparison, !options->output.quiet))
    return ILV_EXIT_FAILED;
  return ilv_output_options_report (&options->output, comparison);
}

IlvExit
ilv_command_run (int argc, char **argv)
{
  g_auto (Options) options = { .repeat = 1, .timeout = INFINITY,
                               .output = ILV_OUTPUT_OPTIONS_INIT };
  g_auto (Plan) plan = { 0 };
  g_autoptr (IlvScenario) scenario = NULL;
  IlvExit status;

  if (!parse_options (&argc, &argv, &options, &status))
    return status;
  if (!plan_models (&plan, &options) || !plan_settings (&plan, &options)
      || !plan_order (&plan, &options) || !plan_numbers (&plan, &options)
      || !ilv_output_options_read (&options.output))
    return ILV_EXIT_USAGE;
  scenario = ilv_scenario_argument_load (argv[1]);
  return scenario ? run_plan (scenario, &plan, &options) : ILV_EXIT_USAGE;
}
