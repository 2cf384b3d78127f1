/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parent's side of a pool of processes: it feeds the task queue, collects results, and sees to
 * workers that end. As multiprocessing.Pool does, it puts a new worker in the place of one that
 * died; the task the dead one had in hand fails.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

typedef struct _IlvProcessPool IlvProcessPool;

/* Makes the pipes and starts all workers. `main` is the parent's worker (borrowed), which records
   and ends tasks. Errors: G_IO_ERROR. */
IlvProcessPool *ilv_process_pool_new (IlvWorker *main, GError **error);

/* Runs the tasks of the execution until all have ended or a stop came; then the workers are told
   to end, and made to after a third of a second. FALSE with `error`: it could not go on. */
gboolean ilv_process_pool_run (IlvProcessPool *pool, GError **error);

/* No process of the pool is left when this returns. */
void ilv_process_pool_free (IlvProcessPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvProcessPool, ilv_process_pool_free)

G_END_DECLS
