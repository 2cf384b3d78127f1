/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other threads have for the event loop: coroutines they woke, and calls. */
#pragma once

#include "runtime/loop.h"
#include "runtime/waiters.h"

typedef struct
{
  pthread_mutex_t mutex; /* guards the next two; may be taken inside that of what was waited for */
  IlvWaiters woken;
  IlvLoopCall call; /* NULL: none */
  uv_async_t arrived; /* closed with the loop's other handles */
} IlvLoopInbox;

/* Answers a code of libuv, below 0 for an error. To be cleared whatever it answers. */
int ilv_loop_inbox_init (IlvLoopInbox *inbox, IlvLoop *loop);
void ilv_loop_inbox_clear (IlvLoopInbox *inbox);

/* From any thread. The loop wakes the task. */
void ilv_loop_inbox_put (IlvLoopInbox *inbox, IlvTaskRun *task);
/* From any thread. The loop makes the call. */
void ilv_loop_inbox_ask (IlvLoopInbox *inbox, IlvLoopCall call);
/* Nothing happens when it is not there. */
void ilv_loop_inbox_take_out (IlvLoopInbox *inbox, IlvTaskRun *task);
