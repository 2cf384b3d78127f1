/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An executor of threads, as a ThreadPoolExecutor: they share the loop's interpreter lock, so that
   one that computes keeps the loop waiting for it. A thread is started with a job for which no
   other is idle, until there are as many as may be. */
#include "runtime/executor.h"
#include "runtime/worker-cost.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  IlvExecutor executor;
  pthread_cond_t filled;
  pthread_cond_t started;

  /* With the executor's mutex. */
  IlvJobQueue queue;
  guint n_idle; /* threads that wait and that no job was promised to */
  guint n_started;
  bool closed;

  guint max_threads;
  guint n_threads; /* the loop's thread's own */
  struct _ExecutorThread *threads;
} Threads;

typedef struct _ExecutorThread
{
  Threads *pool;
  guint number; /* from 1 */
  pthread_t thread;
  gint64 asked; /* when it was to start; worker-cost.h */
  uint64_t asked_ticks; /* the same; ilv_worker_ask() */
} ExecutorThread;

/* --- the threads -------------------------------------------------------------------------- */

/* With the mutex. */
static IlvJob *
pop (Threads *pool, IlvWorker *worker)
{
  IlvJob *job = ilv_job_queue_pop (&pool->queue);

  if (job)
    ilv_recorder_count (&worker->recorder, ILV_COUNTER_QUEUE_DEPTH, -1);
  return job;
}

static IlvJob *
wait_for_job (Threads *pool, IlvWorker *worker)
{
  IlvJob *job;

  ilv_record_state (&worker->recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (worker);
  pthread_mutex_lock (&pool->executor.mutex);
  while (!(job = pop (pool, worker)) && !pool->closed)
    pthread_cond_wait (&pool->filled, &pool->executor.mutex);
  pthread_mutex_unlock (&pool->executor.mutex);
  ilv_worker_take (worker, job ? job->task.id : 0);
  return job;
}

/* NULL: there will be no more. */
static IlvJob *
take_job (Threads *pool, IlvWorker *worker)
{
  IlvJob *job;
  bool closed;

  pthread_mutex_lock (&pool->executor.mutex);
  job = pop (pool, worker);
  closed = pool->closed;
  /* Before the GIL is given up: the loop is to know it when it has its next job. */
  pool->n_idle += !job;
  pthread_mutex_unlock (&pool->executor.mutex);
  return job || closed ? job : wait_for_job (pool, worker);
}

static void
tell_started (Threads *pool)
{
  pthread_mutex_lock (&pool->executor.mutex);
  pool->n_started++;
  pthread_cond_signal (&pool->started);
  pthread_mutex_unlock (&pool->executor.mutex);
}

static void
do_job (Threads *pool, IlvWorker *worker, IlvJob *job)
{
  uint32_t id = job->task.id;

  ilv_worker_set_running (worker, &job->task);
  job->outcome = ilv_interpreter_do_blocking (worker, &job->task, job->step);
  /* The loop may have the task running before this thread is heard of again. */
  ilv_record_task (&worker->recorder, id, ILV_STATE_READY, 0);
  ilv_record_state (&worker->recorder, ILV_STATE_RUNNING, 0, 0);
  ilv_executor_finish (&pool->executor, job);
}

static void *
run_thread (void *data)
{
  ExecutorThread *thread = data;
  Threads *pool = thread->pool;
  IlvWorker *loop_worker = pool->executor.worker;
  IlvWorker worker = { 0 };
  IlvJob *job;
  char name[16];

  ilv_worker_cost_add_creation (loop_worker->execution->cost,
                                ilv_worker_cost_now () - thread->asked);
  g_snprintf (name, sizeof name, "E%u", thread->number);
  ilv_worker_begin_thread (&worker, loop_worker->execution, loop_worker->gil, name,
                           thread->asked_ticks);
  ilv_worker_take (&worker, 0);
  tell_started (pool);
  while ((job = take_job (pool, &worker)))
    do_job (pool, &worker, job);
  ilv_record_state (&worker.recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (&worker);
  ilv_worker_cost_add_memory (loop_worker->execution->cost, ilv_worker_cost_read_stack ());
  ilv_worker_end (&worker, ILV_STATE_DONE);
  return NULL;
}

/* --- the loop's thread -------------------------------------------------------------------- */

/* As threading.Thread.start(): returns when the new thread has begun, which stops the loop for as
   long. On behalf of no task: the one handed over may run by now. FALSE: the system has no more
   threads. */
static bool
start_thread (Threads *pool)
{
  IlvWorker *worker = pool->executor.worker;
  ExecutorThread *thread = &pool->threads[pool->n_threads];

  thread->pool = pool;
  thread->number = pool->n_threads + 1;
  thread->asked = ilv_worker_cost_now ();
  thread->asked_ticks = ilv_worker_ask (worker->execution);
  if (pthread_create (&thread->thread, NULL, run_thread, thread) != 0)
    return false;
  worker->execution->n_workers = ++pool->n_threads;

  ilv_record_state (&worker->recorder, ILV_STATE_WAITING_LOCK, 0, 0);
  ilv_worker_release (worker);
  pthread_mutex_lock (&pool->executor.mutex);
  while (pool->n_started < pool->n_threads)
    pthread_cond_wait (&pool->started, &pool->executor.mutex);
  pthread_mutex_unlock (&pool->executor.mutex);
  ilv_worker_take (worker, 0);
  return true;
}

static void
fail_job (Threads *pool, IlvJob *job)
{
  job->outcome = ILV_OUTCOME_FAILED;
  ilv_task_run_fail (&job->task,
                     g_strdup (_ ("The system refused a thread for the executor. Choose fewer "
                                  "workers.")));
  ilv_recorder_count (&pool->executor.worker->recorder, ILV_COUNTER_QUEUE_DEPTH, -1);
  ilv_executor_finish (&pool->executor, job);
}

static void
submit (IlvExecutor *executor, IlvJob *job)
{
  Threads *pool = (Threads *) executor;
  bool idle;

  pthread_mutex_lock (&executor->mutex);
  ilv_job_queue_push (&pool->queue, job);
  idle = pool->n_idle > 0;
  pool->n_idle -= idle;
  pthread_cond_signal (&pool->filled);
  pthread_mutex_unlock (&executor->mutex);
  if (idle || pool->n_threads == pool->max_threads)
    return;
  /* With some threads the others can be done without. */
  if (!start_thread (pool) && pool->n_threads == 0)
    {
      ilv_job_queue_remove (&pool->queue, job);
      fail_job (pool, job);
    }
}

static gboolean
withdraw (IlvExecutor *executor, IlvJob *job)
{
  Threads *pool = (Threads *) executor;
  gboolean found;

  pthread_mutex_lock (&executor->mutex);
  found = ilv_job_queue_remove (&pool->queue, job);
  pthread_mutex_unlock (&executor->mutex);
  return found;
}

static void
close_pool (IlvExecutor *executor)
{
  Threads *pool = (Threads *) executor;

  pthread_mutex_lock (&executor->mutex);
  pool->closed = true;
  pthread_cond_broadcast (&pool->filled);
  pthread_mutex_unlock (&executor->mutex);
  for (guint i = 0; i < pool->n_threads; i++)
    pthread_join (pool->threads[i].thread, NULL);
}

static void
free_pool (IlvExecutor *executor)
{
  Threads *pool = (Threads *) executor;

  pthread_cond_destroy (&pool->filled);
  pthread_cond_destroy (&pool->started);
  g_free (pool->threads);
  g_free (pool);
}

static const IlvExecutorOperations operations = { submit, withdraw, close_pool, free_pool };

IlvExecutor *
ilv_executor_threads_new (IlvLoop *loop, guint n_threads, GError **error)
{
  Threads *pool = g_new0 (Threads, 1);

  if (!ilv_executor_init (&pool->executor, loop, &operations, error))
    {
      g_free (pool);
      return NULL;
    }
  pthread_cond_init (&pool->filled, NULL);
  pthread_cond_init (&pool->started, NULL);
  pool->max_threads = n_threads;
  pool->threads = g_new0 (ExecutorThread, n_threads);
  return &pool->executor;
}
