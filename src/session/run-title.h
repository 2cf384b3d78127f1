/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run is called beside the others of its comparison. All (transfer full), translated. */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

/* All texts are (transfer full), and translated unless said otherwise.

   What tells one of the runs side by side from the others beside its model: "Large factorials",
   "Switch interval 0.5 ms"; "" where nothing does. */
char *ilv_comparison_describe_difference (IlvComparison *self, guint index);
/* "Threading"; of runs side by side "Threading · Switch interval 0.5 ms". */
char *ilv_comparison_make_run_title (IlvComparison *self, guint index);
/* "A", "B", …: of runs side by side, where there is no room for the title. */
char *ilv_comparison_make_run_letter (IlvComparison *self, guint index);
/* What stands above a column of figures: the title, of runs side by side the letter. */
char *ilv_comparison_make_column_title (IlvComparison *self, guint index);
/* The title behind the letter, if it has one: "A: Threading · Switch interval 0.5 ms". */
char *ilv_comparison_make_lettered_title (IlvComparison *self, guint index);

/* "Delay 200 ms · Tasks 10": all settings of a run. */
char *ilv_run_describe_settings (IlvRun *run);
/* "delay-ms=200 tasks=10": the same for programs, not translated. */
char *ilv_run_list_settings (IlvRun *run);

G_END_DECLS
