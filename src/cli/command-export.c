/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/output-options.h"
#include "session/saved.h"

#include <glib/gi18n.h>

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
  return ilv_output_options_report (options, comparison) ? ILV_EXIT_FINE : ILV_EXIT_FAILED;
}

IlvExit
ilv_command_export (int argc, char **argv)
{
  const GOptionEntry none[] = { G_OPTION_ENTRY_NULL };
  g_auto (IlvOutputOptions) options = ILV_OUTPUT_OPTIONS_INIT;
  g_autofree GOptionEntry *entries = ilv_output_options_join (&options, none);
  g_autoptr (IlvComparison) comparison = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  IlvExit status;

  if (!ilv_command_parse (&argc, &argv, _ ("RUN.fxt"),
                          _ ("Shows a saved comparison as if it had just run."), entries, &status))
    return status;
  if (!ilv_output_options_read (&options))
    return ILV_EXIT_USAGE;
  file = g_file_new_for_commandline_arg (argv[1]);
  comparison = ilv_comparison_load (file, NULL, &error);
  if (!comparison)
    {
      ilv_complain ("%s", error->message);
      return ILV_EXIT_USAGE;
    }
  if (ilv_comparison_is_incomplete (comparison))
    ilv_complain (_ ("The end of the file is missing; what it holds is shown."));
  return export_comparison (comparison, &options);
}
