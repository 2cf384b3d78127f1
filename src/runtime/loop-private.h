/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the event loop share: loop.c has its turns, loop-poll.c what is around the poll
   between two of them. */
#pragma once

#include "runtime/loop-inbox.h"
#include "runtime/timer-heap.h"

G_BEGIN_DECLS

struct _IlvLoop
{
  IlvWorker *worker; /* borrowed */
  IlvLoopCurl *curl; /* owned; NULL: not yet wanted */
  IlvWaiters ready;
  IlvWaiters batch; /* what this turn still has to run */
  IlvTimerHeap timers;
  guint n_alive;
  guint n_io;
  guint64 turns;
  gint64 lag; /* as last recorded */
  gint64 gil_wait; /* of the poll before: what came in stood ready meanwhile; ns */
  bool holds_gil;
  bool due; /* the deadline came in this poll */
  bool stopping;
  bool cancelled; /* every task was told of the stop */

  guint limit;         /* 0: none */
  guint n_under_way;   /* permits given out */
  uint32_t limit_lock; /* in the trace */
  IlvWaiters permit_waiters;

  uv_loop_t uv;
  uv_prepare_t before_poll;
  uv_check_t after_poll;
  uv_timer_t deadline; /* of the earliest entry of `timers` */
  uv_poll_t stop;
  uv_poll_t close_over;
  uv_poll_t drain;
  uv_timer_t later;
  IlvLoopCall call;
  IlvLoopInbox inbox;
};

/* Looks at sockets and timers, waiting for them when nothing is ready. With the GIL, which is
   given back meanwhile. */
void ilv_loop_poll (IlvLoop *loop);
/* Answers a code of libuv, below 0 for an error. */
int ilv_loop_start_handles (IlvLoop *loop);

/* What has not begun does not begin any more. */
void ilv_loop_cancel_queued (IlvLoop *loop);

G_END_DECLS
