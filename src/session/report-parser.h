/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a runner says of itself in the end: one line of JSON, checked field by field, because
 * whatever runs in a runner may have written it.
 */
#pragma once

#include "session/run.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_RUNNER_FINISHED,
  ILV_RUNNER_FAILED,
  ILV_RUNNER_STOPPED,
} IlvRunnerStatus;

typedef struct
{
  IlvRunnerStatus status;
  char *error;         /* a sentence, or NULL */
  char *deadlock;      /* who waited for whom, or NULL */
  IlvReport report;    /* unknown figures are -1 */
  GPtrArray *results;  /* (element-type IlvResult), in order of tasks */
  GPtrArray *counters; /* (element-type IlvCounterResult) */
} IlvRunnerReport;

/* NULL with G_IO_ERROR_INVALID_DATA, the message saying which field is wrong, when the line is
   not a report of a run of `n_tasks` tasks. */
IlvRunnerReport *ilv_runner_report_parse (const char *line, guint n_tasks, GError **error);
void ilv_runner_report_free (IlvRunnerReport *report); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvRunnerReport, ilv_runner_report_free)

/* The object a JSON text is, when it is nested no deeper than a report may be: a parser that calls
   itself is not to be trusted with more. G_IO_ERROR_INVALID_DATA otherwise. (transfer full) */
JsonObject *ilv_report_parse_object (const char *text, GError **error);

/* The ports of the local servers out of their line, {"port": N, "echo": N}: that of the HTTP server
   is returned, that of the echo server set. 0 with `error` set otherwise:
   G_IO_ERROR_FAILED with the server's own sentence when the line has an "error",
   G_IO_ERROR_INVALID_DATA when it is neither. */
guint16 ilv_server_report_parse (const char *line, guint16 *echo_port, GError **error);

G_END_DECLS
