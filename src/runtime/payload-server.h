/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sends payloads to worker processes: a thread of the pool's process, as a pool of Python has one
 * that feeds its queue. One request is served at a time, each to its end.
 *
 * A worker connects to the server's socket, whose name is in execution->payload_address. For a copy
 * it passes the writing end of a pipe with its request; the server serialises the numbers and
 * writes them all. For shared memory the server answers with the memory's descriptor.
 */
#pragma once

#include "runtime/payload.h"

G_BEGIN_DECLS

typedef struct _IlvPayloadServer IlvPayloadServer;

/* Listens, and sets execution->payload_address. To be called before workers are started, which is
   also when there must be no second thread yet. Errors: G_IO_ERROR. */
IlvPayloadServer *ilv_payload_server_new (IlvExecution *execution, GError **error);
/* Starts the thread; what was asked meanwhile waits for it. Errors: G_IO_ERROR. */
gboolean ilv_payload_server_start (IlvPayloadServer *server, GError **error);
/* Ends the thread, also in the middle of a request. NULL is fine. */
void ilv_payload_server_free (IlvPayloadServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvPayloadServer, ilv_payload_server_free)

/* --- the worker's side -------------------------------------------------------------------- */

/* Asks for `size` bytes of what the task is sent; waits until `stop_fd` is readable (NULL
   without `error`). `*connection` is 0 before the first request and kept for the next.
   Errors: G_IO_ERROR. */
IlvPayload *ilv_payload_receive (IlvExecution *execution, int *connection, int stop_fd, guint index,
                                 guint64 size, gboolean shared, GError **error);

G_END_DECLS
