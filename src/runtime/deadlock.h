/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks that wait for one another in a circle, found in the wait-for graph (wait-graph.h): when all
 * that a task waits for wait as well, and it is among those they wait for, nobody can go on any
 * more. Nor can one that waits at a queue whose other users have all ended, as in Python it would
 * do for ever.
 *
 * Looked for when a wait begins, and when a task ends that others may have waited for. What lasts
 * is left standing for half a second, so that it is seen, and then broken: all tasks that wait in
 * it fail with a sentence that says who waits for what and for whom.
 *
 * Not found is a circle between worker processes or between interpreters, and one with more than
 * 64 tasks or permits.
 */
#pragma once

#include "runtime/wanted.h"

#define ILV_DEADLOCK_MS 500

typedef struct _IlvDeadlocks IlvDeadlocks; /* those of an execution */

IlvDeadlocks *ilv_deadlocks_new (void);
void ilv_deadlocks_free (IlvDeadlocks *deadlocks);
/* Sentences, one for each, with a space between them; NULL: there was none. (transfer full) */
char *ilv_deadlocks_describe (IlvDeadlocks *deadlocks);

/* For a thread, with the object's mutex and without the GIL: waits as ilv_waiters_wait(). FALSE: a
   stop came first, or the task is in a circle that was broken, which has its mark then. */
bool ilv_deadlock_wait (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted);
/* What comes of a wait that was in vain: FAILED, with the sentence, or CANCELLED. With the GIL. */
IlvOutcome ilv_deadlock_give_up (IlvWorker *worker, IlvTaskRun *task);

/* For an event loop, when the task has got in line. Who wakes it calls ilv_deadlock_end_wait(), and
   so does who takes it out of the line. */
void ilv_deadlock_suspend (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted);
void ilv_deadlock_end_wait (IlvExecution *execution, IlvTaskRun *task);
/* For an event loop, when the task goes on: whether it was in a circle that was broken; it then has
   its error, and waits for nothing. */
bool ilv_deadlock_take_error (IlvWorker *worker, IlvTaskRun *task);

/* For both, when the task has ended, without any lock but the GIL. */
void ilv_deadlock_note_end (IlvWorker *worker, const IlvTaskRun *task);
