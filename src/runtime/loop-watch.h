/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A socket that a coroutine waits for on its loop, with a time when it waits no longer. */
#pragma once

#include "runtime/loop.h"

G_BEGIN_DECLS

typedef struct _IlvLoopWatch IlvLoopWatch;

/* On the loop's thread, with its GIL. `due`: the time came first. Stopping the watch is the
   caller's. */
typedef void (*IlvLoopWatchReady) (IlvLoopWatch *watch, gboolean due, gpointer user_data);

/* NULL with errno set when the loop cannot watch it. `fd` stays the caller's. */
IlvLoopWatch *ilv_loop_watch_new (IlvLoop *loop, int fd, IlvLoopWatchReady ready,
                                  gpointer user_data);
/* Stops it; from now on the socket may be closed. NULL is fine. */
void ilv_loop_watch_free (IlvLoopWatch *watch);

/* Watches for `events` of libuv (0: none) and until `deadline`, ns of the loop's clock. */
void ilv_loop_watch_start (IlvLoopWatch *watch, int events, gint64 deadline);
void ilv_loop_watch_stop (IlvLoopWatch *watch);

G_END_DECLS
