/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One command of the command line: a word, and a function that does it.
 *
 * Commands print what was asked for on standard output and complain on standard error, a line
 * each, and give back the exit status.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_EXIT_FINE = 0,
  ILV_EXIT_FAILED = 1, /* a run failed or was stopped, or something could not be written */
  ILV_EXIT_USAGE = 2,  /* wrong arguments, unknown names, unreadable or invalid files */
} IlvExit;

/* argv[0] is the command's own name. */
typedef IlvExit (*IlvCommand) (int argc, char **argv);

IlvExit ilv_command_check (int argc, char **argv);
IlvExit ilv_command_export (int argc, char **argv);
IlvExit ilv_command_list (int argc, char **argv);
IlvExit ilv_command_run (int argc, char **argv);
IlvExit ilv_command_show (int argc, char **argv);

/* Parses options that leave exactly one argument, or none when `parameter` is NULL. FALSE: it has
   complained (or shown the help) and `*status` says how to exit. `summary` is translated. */
gboolean ilv_command_parse (int *argc, char ***argv, const char *parameter, const char *summary,
                            const GOptionEntry *entries, IlvExit *status);

/* The same with up to `most` arguments, maybe none. */
gboolean ilv_command_parse_several (int *argc, char ***argv, const char *parameter, int most,
                                    const char *summary, const GOptionEntry *entries,
                                    IlvExit *status);

G_END_DECLS
