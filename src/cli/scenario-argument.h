/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workload/scenario.h"

G_BEGIN_DECLS

/* The scenario a user named: by its id, or by a file (a name with a slash, or ending in .xml).
   NULL: it has complained, about every mistake of a file. */
IlvScenario *ilv_scenario_argument_load (const char *argument);

/* Loads a file, complaining about every mistake as "FILE:LINE:COLUMN: …". */
IlvScenario *ilv_scenario_argument_load_file (const char *path);

/* TRUE with the model of that name; otherwise it has complained, with near misses. */
gboolean ilv_model_argument_parse (const char *name, IlvModel *model);

G_END_DECLS
