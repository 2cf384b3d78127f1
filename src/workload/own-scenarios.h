/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios people wrote themselves: a file each, in a folder of their own. */
#pragma once

#include "workload/scenario.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;
  char *id;              /* the file's name without .xml */
  IlvScenario *scenario; /* NULL: it has mistakes, or cannot be read */
  char *error;           /* a sentence then */
} IlvOwnScenario;

void ilv_own_scenario_free (IlvOwnScenario *own);

/* Where they are: interleave/scenarios in the user's data folder; it need not be there yet.
   (transfer full) */
char *ilv_own_scenarios_get_folder (void);
/* All of them by name, those with mistakes included. (transfer full)
   (element-type IlvOwnScenario) */
GPtrArray *ilv_own_scenarios_load (void);
/* NULL: there is no file of that id. (transfer full) */
char *ilv_own_scenarios_find (const char *id);
/* The scenario of a file that is there. Errors: as ilv_scenario_load(), and _FAILED when it has
   another id than the file. (transfer full) */
IlvScenario *ilv_own_scenarios_load_one (const char *id, GError **error);
/* `wanted`, or with a number behind it what no scenario is called, neither of the program's nor of
   one's own. (transfer full) */
char *ilv_own_scenarios_make_id (const char *wanted);
/* The ids of all scenarios but one, which may be NULL. (transfer full) */
GStrv ilv_own_scenarios_list_taken (const char *except);

/* Writes the text to the file of that id, beside it first, so that the old one stays whole when
   that fails. (transfer full): its path. */
char *ilv_own_scenarios_save (const char *id, const char *text, GError **error);
/* Removes the file and gives what was in it. (transfer full) */
char *ilv_own_scenarios_remove (const char *id, GError **error);

G_END_DECLS
