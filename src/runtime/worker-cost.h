/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What workers cost: what it takes to make one (a thread, a process, a coroutine), the memory it
 * has to itself, and how long threads could have run and had no core.
 *
 * Medians over all workers of the run. Worker processes keep their own and tell the pool at their
 * end.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

IlvWorkerCost *ilv_worker_cost_new (void);
void ilv_worker_cost_free (IlvWorkerCost *cost); /* NULL is fine */

/* From any thread. Values below 0 stand for unknown and are left out. */
void ilv_worker_cost_add_creation (IlvWorkerCost *cost, gint64 ns);
void ilv_worker_cost_add_memory (IlvWorkerCost *cost, gint64 bytes);
void ilv_worker_cost_add_run_queue (IlvWorkerCost *cost, gint64 ns);

/* The median; -1: unknown. */
gint64 ilv_worker_cost_get_creation (IlvWorkerCost *cost); /* ns */
gint64 ilv_worker_cost_get_memory (IlvWorkerCost *cost);   /* bytes */
/* The sum; -1: unknown. */
gint64 ilv_worker_cost_get_run_queue (IlvWorkerCost *cost); /* ns */

/* The clock creations are timed with, ns. */
gint64 ilv_worker_cost_now (void);

/* --- what the system says of the caller; -1: nothing --------------------------------------- */

/* How long the calling thread waited for a core so far, ns. */
gint64 ilv_worker_cost_read_run_queue (void);
/* The same of a thread of any process. */
gint64 ilv_worker_cost_read_run_queue_of (guint64 pid, guint64 tid);
/* Memory of the calling thread alone: what it used of its stack, and its stack in the kernel. */
gint64 ilv_worker_cost_read_stack (void);
/* Memory of the calling process that no other process has. */
gint64 ilv_worker_cost_read_private (void);

G_END_DECLS
