/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/output-options.h"
#include "session/saved.h"

#include <glib/gi18n.h>
#include <string.h>

static IlvExit
export_comparison (IlvComparison *comparison, const IlvOutputOptions *options)
{
  g_autoptr (GError) error = NULL;

  if (!ilv_picture_choice_suits (&options->outputs.picture, comparison))
    return ILV_EXIT_USAGE;
  if (!ilv_outputs_check (&options->outputs, &error))
    {
      ilv_complain ("%s", error->message);
      return ILV_EXIT_FAILED;
    }
  return ilv_output_options_report (options, comparison);
}

/* NULL: it has complained. */
static IlvComparison *
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  IlvComparison *comparison = ilv_comparison_load (file, NULL, &error);

  if (!comparison)
    ilv_complain ("%s", error->message);
  else if (ilv_comparison_is_incomplete (comparison))
    ilv_complain (_ ("The end of the file is missing; what it holds is shown."));
  return comparison;
}

/* The runs that were asked for, and what they come from. */
typedef struct
{
  GPtrArray *comparisons; /* owned */
  IlvPick picks[ILV_MAX_PICKS];
  guint n;
} Picks;

static gboolean
add_pick (Picks *picks, IlvComparison *comparison, guint run)
{
  if (picks->n == ILV_MAX_PICKS)
    {
      ilv_complain (_ ("These are more than %d runs, as many as stand side by side; choose some "
                       "with --run."),
                    ILV_MAX_PICKS);
      return FALSE;
    }
  picks->picks[picks->n++] = (IlvPick){ comparison, run };
  return TRUE;
}

static gboolean
add_file (Picks *picks, const char *path)
{
  IlvComparison *comparison = load (path);

  if (!comparison)
    return FALSE;
  g_ptr_array_add (picks->comparisons, comparison);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (!add_pick (picks, comparison, i))
      return FALSE;
  return TRUE;
}

/* "FILE:MODEL" */
static gboolean
add_run (Picks *picks, const char *text)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *path = colon ? g_strndup (text, (gsize) (colon - text)) : NULL;
  IlvComparison *comparison;
  IlvModel model;

  if (!colon || !ilv_model_from_name (colon + 1, &model))
    {
      ilv_complain (_ ("“%s” is not a run; it is given as FILE.fxt:MODEL."), text);
      return FALSE;
    }
  comparison = load (path);
  if (!comparison)
    return FALSE;
  g_ptr_array_add (picks->comparisons, comparison);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_run_get_model (ilv_comparison_get_run (comparison, i)) == model)
      return add_pick (picks, comparison, i);
  ilv_complain (_ ("There is no run of “%s” in “%s”."), colon + 1, path);
  return FALSE;
}

/* NULL: it has complained. */
static IlvComparison *
load_side_by_side (char **files, char **runs)
{
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new_with_free_func (g_object_unref);
  Picks picks = { .comparisons = comparisons };

  for (guint i = 0; files[i]; i++)
    if (!add_file (&picks, files[i]))
      return NULL;
  for (guint i = 0; runs && runs[i]; i++)
    if (!add_run (&picks, runs[i]))
      return NULL;
  if (picks.n == 0)
    {
      ilv_complain (_ ("%s is missing; see “%s --help”"), _ ("RUN.fxt"), g_get_prgname ());
      return NULL;
    }
  return ilv_comparison_new_of_runs (picks.picks, picks.n);
}

IlvExit
ilv_command_export (int argc, char **argv)
{
  g_auto (GStrv) runs = NULL;
  const GOptionEntry own[] = {
    { "run", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &runs,
      N_ ("Show this run beside the others, up to four"), N_ ("FILE.fxt:MODEL") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (IlvOutputOptions) options = ILV_OUTPUT_OPTIONS_INIT;
  g_autofree GOptionEntry *entries = ilv_output_options_join (&options, own);
  g_autoptr (IlvComparison) comparison = NULL;
  IlvExit status;

  if (!ilv_command_parse_several (&argc, &argv, _ ("RUN.fxt…"), ILV_MAX_PICKS,
                                  _ ("Shows a saved comparison as if it had just run, or runs of "
                                     "several side by side."),
                                  entries, &status))
    return status;
  if (!ilv_output_options_read (&options))
    return ILV_EXIT_USAGE;
  comparison = argc == 2 && !runs ? load (argv[1]) : load_side_by_side (argv + 1, runs);
  return comparison ? export_comparison (comparison, &options) : ILV_EXIT_USAGE;
}
