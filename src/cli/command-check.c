/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/scenario-argument.h"

#include <glib/gi18n.h>

IlvExit
ilv_command_check (int argc, char **argv)
{
  g_autoptr (IlvScenario) scenario = NULL;
  g_autofree char *name = NULL;
  IlvExit status;

  if (!ilv_command_parse (&argc, &argv, _ ("SCENARIO|FILE.xml"),
                          _ ("Reports every mistake of a scenario file."), NULL, &status))
    return status;
  scenario = g_file_test (argv[1], G_FILE_TEST_EXISTS) ? ilv_scenario_argument_load_file (argv[1])
                                                       : ilv_scenario_argument_load (argv[1]);
  if (!scenario)
    return ILV_EXIT_USAGE;
  name = g_filename_display_name (argv[1]);
  g_print (_ ("%s: no mistakes\n"), name);
  return ILV_EXIT_FINE;
}
