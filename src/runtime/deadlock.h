/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks that wait for one another's locks in a circle, found by following the wait-for graph: from
 * a task to the lock it waits for, to the task that holds it, and so on.
 *
 * A circle that lasts is left standing for half a second, so that it is seen, and then broken: all
 * its tasks fail with a sentence that says who holds what and who waits for what.
 */
#pragma once

#include "runtime/operation.h"

#define ILV_DEADLOCK_MS 500

typedef struct _IlvDeadlocks IlvDeadlocks; /* those of an execution */

IlvDeadlocks *ilv_deadlocks_new (void);
void ilv_deadlocks_free (IlvDeadlocks *deadlocks);
/* Sentences, one for each, with a space between them; NULL: there was none. (transfer full) */
char *ilv_deadlocks_describe (IlvDeadlocks *deadlocks);

/* The task begins to wait for the lock of that index, and does so no more. */
void ilv_deadlock_begin_wait (IlvWorker *worker, IlvTaskRun *task, guint lock);
void ilv_deadlock_end_wait (IlvWorker *worker, IlvTaskRun *task);
/* For a thread, every now and then while it waits: whether the task is in a circle that was broken.
   `since`: of this wait, 0 at first. */
bool ilv_deadlock_look (IlvWorker *worker, IlvTaskRun *task, int64_t *since);
/* For an event loop: whether the task waits in a circle. */
bool ilv_deadlock_is_in_circle (IlvWorker *worker, IlvTaskRun *task);
/* For an event loop, when such a circle has stood for long enough: breaks all there are. Calls
   `release` for every task in them, which it wakes. */
typedef void (*IlvDeadlockRelease) (IlvWorker *worker, IlvTaskRun *task, guint lock);
void ilv_deadlock_break_all (IlvWorker *worker, IlvDeadlockRelease release);
/* Whether the task was in a circle that was broken; it then has its error. */
bool ilv_deadlock_take_error (IlvWorker *worker, IlvTaskRun *task);
