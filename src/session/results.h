/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The results of a comparison as tables and JSON: one source for the window's table, the command
 * line's, CSV and the line under a picture.
 */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

/* One row of the table: a measure over all runs. */
typedef struct
{
  const char *name;  /* "wall_s": in CSV */
  char *title;       /* "Wall time", translated */
  char **cells;      /* text per run, NULL-terminated; "–" where there is nothing to say */
  char **notes;      /* per run: what Python's figure is where ours cannot be it; "" for none */
  int best;          /* index of the best run, or -1 */
  gboolean telling;  /* one of the few to show where there is no room for all */
} IlvResultsRow;

/* (element-type IlvResultsRow) (transfer full): rows that say something about at least one run. */
GPtrArray *ilv_results_get_rows (IlvComparison *comparison);
char *ilv_results_to_text (IlvComparison *comparison); /* aligned columns for a terminal */
char *ilv_results_to_csv (IlvComparison *comparison);
char *ilv_results_to_html (IlvComparison *comparison); /* a table, to be pasted */
/* The object INTERFACE calls `--json`. */
JsonNode *ilv_results_to_json (IlvComparison *comparison);

G_END_DECLS
