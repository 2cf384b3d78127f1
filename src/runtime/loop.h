/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loop with asyncio's rules, on libuv.
 *
 * One thread. A turn looks at sockets and timers (waiting for them only when nothing is ready) and
 * then runs every task that was ready, in order; what becomes ready meanwhile runs in the next
 * turn. The thread holds its GIL except while it looks. Coroutines are IlvTaskRuns: a suspended
 * one costs its struct and, while it sleeps, one entry of a heap.
 */
#pragma once

#include "runtime/operation.h"

#include <uv.h>

G_BEGIN_DECLS

typedef struct _IlvLoopCurl IlvLoopCurl; /* loop-curl.h: transfers driven by this loop */

/* `worker` is borrowed and its lane must have begun. `limit`: tasks that may be under way at the
   same time, the others waiting first come first served as for asyncio.Semaphore; 0: all of them.
   Errors: G_IO_ERROR. */
IlvLoop *ilv_loop_new (IlvWorker *worker, guint limit, GError **error);
void ilv_loop_free (IlvLoop *loop);

/* Makes a task of the execution known: it begins in the next turn, after those added before. */
void ilv_loop_add (IlvLoop *loop, IlvTaskRun *task);

/* Runs until every task added has ended. A stop of the execution cancels those that have not, in
   their wait. The caller holds the worker's GIL, before and after. */
void ilv_loop_run (IlvLoop *loop);
/* Whether a loop runs in this thread; a thread runs one at a time. */
bool ilv_loop_is_running (void);

/* --- for steps in their suspending form, on the loop's thread ----------------------------- */

/* Puts a suspended task at the end of the ready queue and records it as ready. */
void ilv_loop_wake (IlvLoop *loop, IlvTaskRun *task);

/* The same from a thread beside the loop, which hears of it as soon as it looks. */
void ilv_loop_wake_from_thread (IlvLoop *loop, IlvTaskRun *task);
/* Takes that back where the loop has not heard of it yet. */
void ilv_loop_forget_wake (IlvLoop *loop, IlvTaskRun *task);

/* Wakes it when the loop's clock has come to `deadline` (ns). Uses task->pending. */
void ilv_loop_wake_at (IlvLoop *loop, IlvTaskRun *task, gint64 deadline);
/* Takes that back. */
void ilv_loop_forget_deadline (IlvLoop *loop, IlvTaskRun *task);
gint64 ilv_loop_now (void); /* ns of CLOCK_MONOTONIC */

/* Calls back once, so many milliseconds from now, on the loop's thread; while such a call is still
   to come, asking again changes nothing. */
typedef void (*IlvLoopCall) (IlvLoop *loop);
void ilv_loop_call_later (IlvLoop *loop, guint ms, IlvLoopCall call);

/* Calls back on the loop's thread as soon as it looks; from a thread beside it. Of several calls
   meanwhile, the last. */
void ilv_loop_call_from_thread (IlvLoop *loop, IlvLoopCall call);

/* Made when first asked for. */
IlvLoopCurl *ilv_loop_get_curl (IlvLoop *loop);

/* --- for what watches sockets with libuv -------------------------------------------------- */

uv_loop_t *ilv_loop_get_uv (IlvLoop *loop);         /* (transfer none) */
IlvWorker *ilv_loop_get_worker (IlvLoop *loop);     /* (transfer none) the one it was made with */
/* First call of every libuv callback: the GIL was released for the poll and is taken again. */
void ilv_loop_enter (IlvLoop *loop);
/* Says how many more (or fewer) waits for sockets are under way. */
void ilv_loop_count_io (IlvLoop *loop, int delta);

G_END_DECLS
