/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A worker: whoever runs tasks. A thread of a pool, a worker process's only thread, or the event
 * loop's thread. All calls are for the worker's own thread.
 */
#pragma once

#include "runtime/operation.h"

/* Starts the worker's lane. `gil` NULL: nothing to hold. */
void ilv_worker_begin (IlvWorker *worker, IlvExecution *execution, IlvGil *gil, IlvLaneKind kind,
                       const char *name);
/* When a thread is asked for, to be passed to ilv_worker_begin_thread() by it. */
uint64_t ilv_worker_ask (IlvExecution *execution);
/* The same as ilv_worker_begin() for a thread that somebody else asked for: its lane begins then,
   and is STARTING since. */
void ilv_worker_begin_thread (IlvWorker *worker, IlvExecution *execution, IlvGil *gil,
                              const char *name, uint64_t asked_ticks);
/* Gives the worker locks, counters and semaphores of its own in place of the execution's, as a
   process or an interpreter has them; `name`, the worker's, tells its own from others' in the
   trace. */
void ilv_worker_isolate (IlvWorker *worker, const char *name);
/* Ends the lane and gives back what the worker kept for its tasks. Without the GIL. */
void ilv_worker_end (IlvWorker *worker, IlvState how);

/* Records the lane as computing for the task: RUNNING with a lock or on a loop, otherwise
   RUNNING_FREE. */
void ilv_worker_set_running (IlvWorker *worker, IlvTaskRun *task);
/* The same again when the kernel has moved the thread to another core since its last record: long
   computations record nothing else by which that could be seen. */
void ilv_worker_note_core (IlvWorker *worker, IlvTaskRun *task);

/* Takes and releases the GIL where there is one. `task` 0: for no task. What the lane does next is
   recorded before the release. After taking the lane is running, also where there is no GIL. */
void ilv_worker_take (IlvWorker *worker, uint32_t task);
void ilv_worker_release (IlvWorker *worker);

/* Brackets a wait of the blocking form: releases the GIL and records `state` (on the event loop
   BLOCKING_LOOP, whatever it waits for); takes it again. */
void ilv_worker_begin_wait (IlvWorker *worker, IlvTaskRun *task, IlvState state, uint32_t object);
void ilv_worker_end_wait (IlvWorker *worker, IlvTaskRun *task);

/* Runs one task to its end where steps may block and returns in which state it is to end. Holds the
   GIL before and after. */
IlvState ilv_worker_do_task (IlvWorker *worker, IlvTaskRun *task);
/* The same, and ends it. Holds the GIL before and after. */
void ilv_worker_run_task (IlvWorker *worker, IlvTaskRun *task);
