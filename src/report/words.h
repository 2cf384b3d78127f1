/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written beside a run: private to this part. All (transfer full), translated. */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

/* "4 threads · one GIL · 33 hand-overs"; the reason when the run failed. */
char *ilv_report_describe_run (IlvRun *run);

/* What grows with a run and is told of it. */
typedef struct
{
  guint64 handovers; /* of its GIL */
  gint64 loop_lag;   /* ns: the most */
} IlvRunFigures;

/* The same of a moment at which it still went on and had these. */
char *ilv_report_describe_run_at (IlvRun *run, const IlvRunFigures *figures);
/* "waiting for its turn" */
char *ilv_report_describe_state (IlvComparison *comparison, IlvRun *run);
/* "Delay 200 ms · Tasks 10"; of runs side by side, what each is. */
char *ilv_report_describe_settings (IlvComparison *comparison);

G_END_DECLS
