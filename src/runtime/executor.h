/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an event loop hands its blocking steps to, as asyncio's run_in_executor() does: a pool of
 * threads (executor-threads.c) or of processes (executor-processes.c).
 *
 * The task is suspended meanwhile. The executor works on a copy of it, because a task that was
 * cancelled ends at once while the work it had handed over goes on; the result comes back through
 * a wake-up of the loop.
 */
#pragma once

#include "runtime/loop.h"

G_BEGIN_DECLS

/* One step on its way. */
typedef struct _IlvJob
{
  IlvTaskRun task;      /* what the step works on */
  const IlvStep *step;  /* borrowed */
  IlvOutcome outcome;   /* once it is done */
  IlvTaskRun *awaiting; /* the loop's thread's; NULL: nobody any more */
  bool done;            /* the loop's thread's */
  struct _IlvJob *next; /* in whatever queue it is in */
} IlvJob;

typedef struct
{
  IlvJob *head;
  IlvJob *tail;
  guint length;
} IlvJobQueue;

/* First in, first out. A job is in one queue at most; the queue does not own it. */
void ilv_job_queue_push (IlvJobQueue *queue, IlvJob *job);
IlvJob *ilv_job_queue_pop (IlvJobQueue *queue); /* NULL: it is empty */
gboolean ilv_job_queue_remove (IlvJobQueue *queue, IlvJob *job); /* FALSE: it was not in it */
void ilv_job_free (IlvJob *job);

/* What a kind of executor does. On the loop's thread, which holds its GIL except for the last. */
typedef struct
{
  void (*submit) (IlvExecutor *executor, IlvJob *job);
  /* TRUE: nobody had begun it, and nobody will. */
  gboolean (*withdraw) (IlvExecutor *executor, IlvJob *job);
  /* Ends all threads and processes; what they still do is not wanted. Without the GIL. */
  void (*close) (IlvExecutor *executor);
  void (*free) (IlvExecutor *executor);
} IlvExecutorOperations;

struct _IlvExecutor
{
  const IlvExecutorOperations *operations;
  IlvLoop *loop;     /* borrowed */
  IlvWorker *worker; /* the loop's; borrowed */
  uv_async_t wake;
  pthread_mutex_t mutex; /* guards the queue; never held while waiting for a GIL */
  IlvJobQueue finished;
};

/* Both for the loop's thread, before it runs; it holds the GIL. Errors: G_IO_ERROR. */
IlvExecutor *ilv_executor_threads_new (IlvLoop *loop, guint n_threads, GError **error);
IlvExecutor *ilv_executor_processes_new (IlvLoop *loop, GError **error);

/* Ends what it started. Without the GIL, before the loop is freed. */
void ilv_executor_close (IlvExecutor *executor);
/* After the loop was freed. */
void ilv_executor_free (IlvExecutor *executor);

/* --- for the interpreter, on the loop's thread -------------------------------------------- */

/* Suspends the task until its step is done. */
IlvOutcome ilv_executor_hand_over (IlvExecutor *executor, IlvTaskRun *task, const IlvStep *step);
/* What came of it, once the task was woken. */
IlvOutcome ilv_executor_take_back (IlvExecutor *executor, IlvTaskRun *task);
/* Nobody waits for it any more. */
void ilv_executor_cancel (IlvExecutor *executor, IlvTaskRun *task);

/* --- for kinds of executors --------------------------------------------------------------- */

/* What all kinds have in common; `operations` is borrowed. Errors: G_IO_ERROR. */
gboolean ilv_executor_init (IlvExecutor *executor, IlvLoop *loop,
                            const IlvExecutorOperations *operations, GError **error);
/* Of one that could not be made after all: it goes with the loop. */
void ilv_executor_discard (IlvExecutor *executor);
/* From any thread: the job is the loop's again. */
void ilv_executor_finish (IlvExecutor *executor, IlvJob *job);

G_END_DECLS
