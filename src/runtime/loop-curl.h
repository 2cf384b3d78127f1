/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl's multi handle driven by an event loop: libcurl says which sockets and which timeout it
 * wants watched, libuv watches them. No limit on connections.
 */
#pragma once

#include "runtime/loop.h"
#include "runtime/transfer.h"

G_BEGIN_DECLS

IlvLoopCurl *ilv_loop_curl_new (IlvLoop *loop);
/* Closes all connections; nothing may be under way. Its handles are gone after the next run of
   the libuv loop. */
void ilv_loop_curl_free (IlvLoopCurl *curl);

/* Starts the prepared transfer. When it is over, its code is set and `task` woken. FALSE when
   libcurl refuses. */
gboolean ilv_loop_curl_start (IlvLoopCurl *curl, IlvTransfer *transfer, IlvTaskRun *task);
/* Breaks it off: nobody is woken. */
void ilv_loop_curl_cancel (IlvLoopCurl *curl, IlvTransfer *transfer);

G_END_DECLS
