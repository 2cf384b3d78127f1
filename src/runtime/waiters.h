/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks that wait for something they share, in the order they came.
 *
 * A thread waits on a condition of its own, so that whoever wakes one wakes the longest waiter. As
 * in CPython it then has nothing yet: who comes first takes what there is. A coroutine waits in the
 * same line without anything but its place. All of it is guarded by the mutex of whatever is waited
 * for, which in the suspending form only one thread uses.
 */
#pragma once

#include "runtime/operation.h"

/* `task` must be in no other line. */
void ilv_waiters_append (IlvWaiters *waiters, IlvTaskRun *task);
/* NULL: nobody waits. */
IlvTaskRun *ilv_waiters_take_first (IlvWaiters *waiters);
/* Nothing happens when it does not wait here. */
void ilv_waiters_take_out (IlvWaiters *waiters, IlvTaskRun *task);

/* Wakes the thread that waits longest. `object`: what it waits for, in the trace. */
void ilv_waiters_wake_thread (IlvWaiters *waiters, IlvWorker *worker, uint32_t object);
/* Makes the coroutine that waits longest ready, with task->pending NULL, also from a thread beside
   the loop; NULL: nobody waits. */
IlvTaskRun *ilv_waiters_wake_coroutine (IlvWaiters *waiters, IlvWorker *worker, uint32_t object);

/* Lets every thread in line look again, without waking it for good. Whether there are coroutines
   in line, which have that in task->pending. */
bool ilv_waiters_nudge (IlvWaiters *waiters, const void *coroutines_have);

/* Whether what is waited for is there. */
typedef bool (*IlvCondition) (void *object);

/* Called and returning with `mutex`, without the GIL. Whether `is_there` held before a stop
   came. */
bool ilv_waiters_wait (IlvWaiters *waiters, pthread_mutex_t *mutex, IlvWorker *worker,
                       IlvTaskRun *task, IlvCondition is_there, void *object);
/* The same; while it `looks`, which `is_there` may change, that is asked every now and then also
   when nobody woke it. */
bool ilv_waiters_wait_and_look (IlvWaiters *waiters, pthread_mutex_t *mutex, IlvWorker *worker,
                                IlvTaskRun *task, IlvCondition is_there, void *object,
                                const bool *looks);
