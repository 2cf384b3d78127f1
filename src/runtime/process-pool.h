/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parent's side of a pool of processes: it feeds the task queue, collects results, and sees to
 * workers that end. What it is used for says a driver (whole tasks, as multiprocessing.Pool) or an
 * executor (single steps, as ProcessPoolExecutor): they differ in what a worker's death means.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

typedef struct _IlvProcessPool IlvProcessPool;

typedef struct
{
  gboolean steps; /* of each task only the step it stands at is done */
  /* A worker that dies is replaced, and only what it had in hand is lost. Otherwise the pool is
     broken: everything that waits is lost, and so is all that comes later. */
  gboolean replaces;
  gboolean lazy; /* a worker is started when there is more to do than there are workers */
  guint limit;   /* most tasks in the queue or in hand; 0: no limit */
  guint chunk;   /* tasks sent together, and answered together; from 1 */
  int wake_fd;   /* borrowed; when it is readable `turn` is called; -1: none */

  /* Called whenever something may have changed; the place for ilv_process_pool_add(). FALSE: the
     pool is wanted no more. */
  gboolean (*turn) (IlvProcessPool *pool, gpointer user_data);
  /* A result came: see task-message.h. `task` is the one that was added. */
  void (*result) (IlvTaskRun *task, guint how, GVariant *message, gpointer user_data);
  /* None will come; `sentence` (transfer full) says why. */
  void (*lost) (IlvTaskRun *task, char *sentence, gpointer user_data);
  /* It was taken back by ilv_process_pool_withdraw(). NULL: `turn` need not be called when the
     execution is drained. */
  void (*withdrawn) (IlvTaskRun *task, gpointer user_data);
} IlvPoolUse;

/* Makes the pipes and starts the workers, unless they are started lazily. `main` is the worker
   whose thread runs the pool, with its lane begun when that happens; `use` is borrowed. Errors:
   G_IO_ERROR. */
IlvProcessPool *ilv_process_pool_new (IlvWorker *main, const IlvPoolUse *use, gpointer user_data,
                                      GError **error);

/* Queues a task to be sent; it must not be in the pool already. Its `next` is the pool's until it
   is sent; it stays the caller's. */
void ilv_process_pool_add (IlvProcessPool *pool, IlvTaskRun *task);

/* Takes back all tasks that no worker has begun; those in hand go on. To be called once, in
   `turn`. */
void ilv_process_pool_withdraw (IlvProcessPool *pool);

/* Runs until `turn` says so; then the workers are told to end, and made to after a third of a
   second. Steps that are still in the pool are lost; tasks are the caller's to end. FALSE with
   `error`: it could not go on, which a pool that does not replace workers treats as their death
   instead. Holds the GIL of `main`, if it has one, before and after, and gives it up to wait. */
gboolean ilv_process_pool_run (IlvProcessPool *pool, GError **error);

/* No process of the pool is left when this returns. */
void ilv_process_pool_free (IlvProcessPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvProcessPool, ilv_process_pool_free)

G_END_DECLS
