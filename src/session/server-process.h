/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process that serves the pages fetches ask for, and echoes: on free ports of 127.0.0.1. */
#pragma once

#include "session/child-process.h"

G_BEGIN_DECLS

typedef struct _IlvServerProcess IlvServerProcess;

/* Called when the server answers for the first time, and again when it has ended: see
   ilv_server_process_get_url() and _get_error(). May free the process. */
typedef void (*IlvServerChanged) (gpointer user_data);

/* `program`: interleave-runner. Errors: G_SPAWN_ERROR, G_UNIX_ERROR. */
IlvServerProcess *ilv_server_process_start (const char *program, IlvServerChanged changed,
                                            gpointer user_data, GError **error);

/* "http://127.0.0.1:PORT", or NULL while it has not said so, or when it has ended. */
const char *ilv_server_process_get_url (const IlvServerProcess *self);
/* "127.0.0.1:PORT" of the echo server; NULL at the same times. */
const char *ilv_server_process_get_echo (const IlvServerProcess *self);
/* Why it has ended, a sentence; NULL while it runs. */
const char *ilv_server_process_get_error (const IlvServerProcess *self);
/* Takes note of an end that the main loop has not got round to; calls back when there is one. */
void ilv_server_process_check (IlvServerProcess *self);
/* 0: it has ended. */
GPid ilv_server_process_get_pid (const IlvServerProcess *self);

/* Ends it at once, without calling back. NULL is fine. */
void ilv_server_process_free (IlvServerProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvServerProcess, ilv_server_process_free)

G_END_DECLS
