/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a runner says at its end: one JSON object on one line. */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

#define ILV_REPORT_MAX_RESULTS 1000

/* Writes the report of a run that took `wall` seconds. `error` NULL: it was not the run as a whole
   that failed. `execution` NULL: it never began. FALSE when the descriptor cannot be written. */
gboolean ilv_report_write (int fd, const IlvExecution *execution, double wall,
                           const GError *error);

/* Writes a line of text whole. */
gboolean ilv_report_write_line (int fd, const char *line);

G_END_DECLS
