/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wait-for graph: from a task to all the tasks that could let it go on, and so on.
 *
 * That is whoever has the lock or a permit, puts into the queue or takes out of it. A task that has
 * not begun because every worker has one waits for any of these to end. A thread in the background
 * whose queue is closed when the tasks have ended waits, at that queue, for these as well.
 *
 * What a task waits for stands in its `waits_for` and is guarded by one mutex, that of deadlock.c,
 * which callers hold.
 */
#pragma once

#include "runtime/wanted.h"

typedef struct
{
  IlvTaskRun *tasks[ILV_MAX_GIVERS]; /* a larger one is not looked for */
  guint n;
  uint64_t waits;  /* tells these waits from others, also of the same tasks */
  bool hopeless;   /* one task, and all that could have let it go on have ended */
  bool has_thread; /* in the background */
} IlvCircle;

void ilv_wait_graph_enter (IlvTaskRun *task, const IlvWanted *wanted);
void ilv_wait_graph_leave (IlvTaskRun *task);
bool ilv_wait_graph_is_waiting (const IlvTaskRun *task);
/* What a task that waits there waits for. */
IlvWanted ilv_wait_graph_get_wanted (IlvWorker *worker, const IlvTaskRun *task);
/* The ids of those that could let it go on; -1: it can go on by itself, or it is not known. */
int ilv_wait_graph_get_givers (IlvWorker *worker, const IlvTaskRun *task, uint32_t *givers);

/* The tasks of the circle that `task` is in, itself first; FALSE: it is in none. What they wait for
   changes hands without the mutex, so that a circle may be seen that never was at one time; of
   one whose `waits` are still the same at a later look, all of them lasted in between. */
bool ilv_wait_graph_find_circle (IlvWorker *worker, IlvTaskRun *task, IlvCircle *circle);

/* In words. (transfer full) */
char *ilv_circle_describe (const IlvCircle *circle, IlvWorker *worker);
