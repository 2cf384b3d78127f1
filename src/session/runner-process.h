/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The process that runs one workload: given the scenario's text and the trace area, it records
 * into the area and ends with a line that says what came of it.
 */
#pragma once

#include "session/child-process.h"
#include "workload/workload.h"

G_BEGIN_DECLS

typedef struct _IlvRunnerProcess IlvRunnerProcess;

/* Where a run finds what is not its own. */
typedef struct
{
  const char *server_url;   /* of the HTTP server; NULL: none */
  const char *echo_address; /* of the echo server; NULL: none */
} IlvRunnerPlaces;

/* `line`: the last line it wrote, NULL for none (transfer none). May free the process. */
typedef void (*IlvRunnerEnded) (int status, const char *line, gpointer user_data);

/* `program`: interleave-runner. `settings` (nullable): those that are not the defaults. `area_fd`
   stays the caller's. Errors: G_SPAWN_ERROR, G_IO_ERROR, G_UNIX_ERROR. */
IlvRunnerProcess *ilv_runner_process_start (const char *program, IlvWorkload *workload,
                                            IlvSettings *settings, int area_fd,
                                            const IlvRunnerPlaces *places,
                                            IlvRunnerEnded ended,
                                            gpointer user_data, GError **error);

/* Ends it within a second: it is asked first and killed when it does not answer. */
void ilv_runner_process_stop (IlvRunnerProcess *self);
/* It had said its last word and was ended because it did not end. */
gboolean ilv_runner_process_has_lingered (const IlvRunnerProcess *self);
GPid ilv_runner_process_get_pid (const IlvRunnerProcess *self); /* 0 when it has ended */

/* Kills what still runs, at once; `ended` is not called. Files that the run has left are removed.
   NULL is fine. */
void ilv_runner_process_free (IlvRunnerProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvRunnerProcess, ilv_runner_process_free)

G_END_DECLS
