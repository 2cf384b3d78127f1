/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool of threads fed from one queue, as a ThreadPoolExecutor is: the main thread submits the
   tasks one by one and starts a thread with each until the pool is full. Threads that are
   interpreters of their own (as in an InterpreterPoolExecutor) share nothing: what they are given
   and what they give back is copied. */
#include "runtime/background.h"
#include "runtime/task-message.h"
#include "runtime/waiters.h"
#include "runtime/worker-cost.h"
#include "runtime/worker.h"

#include <gio/gio.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Whose lock the threads' interpreted code runs under. */
typedef enum
{
  SHARING_ONE_GIL,
  SHARING_NO_GIL,   /* free threading */
  SHARING_GIL_EACH, /* subinterpreters */
} Sharing;

typedef struct
{
  IlvExecution *execution;
  Sharing sharing;
  IlvGil *gil; /* the main thread's; SHARING_ONE_GIL: everybody's; NULL: SHARING_NO_GIL; owned */
  IlvWorker main;

  pthread_mutex_t mutex; /* guards the rest; never held while waiting for a GIL */
  pthread_cond_t filled;
  pthread_cond_t started;
  IlvWaiters queue; /* tasks that nobody has begun */
  gboolean closed; /* nothing more will be submitted */
  guint n_started;
  guint n_ended;
  int ended_fd; /* readable once as many threads have ended as were started; owned */

  guint n_threads; /* the main thread's own */
  struct _PoolThread *threads;
} Pool;

typedef struct _PoolThread
{
  Pool *pool;
  guint number; /* from 1 */
  pthread_t thread;
  gint64 asked; /* when it was to start; worker-cost.h */
  uint64_t asked_ticks; /* the same; ilv_worker_ask() */
} PoolThread;

static void
submit (Pool *pool, IlvTaskRun *task)
{
  pthread_mutex_lock (&pool->mutex);
  ilv_waiters_append (&pool->queue, task);
  ilv_recorder_count (&pool->main.recorder, ILV_COUNTER_QUEUE_DEPTH, 1);
  pthread_cond_signal (&pool->filled);
  pthread_mutex_unlock (&pool->mutex);
}

/* The next task in order; NULL: there is none now. The mutex is held. */
static IlvTaskRun *
pop (Pool *pool, IlvWorker *worker)
{
  IlvTaskRun *task = ilv_waiters_take_first (&pool->queue);

  if (task)
    ilv_recorder_count (&worker->recorder, ILV_COUNTER_QUEUE_DEPTH, -1);
  return task;
}

/* Waits for a task without the GIL; NULL: there will be no more. */
static IlvTaskRun *
wait_for_task (Pool *pool, IlvWorker *worker)
{
  IlvTaskRun *task;

  ilv_record_state (&worker->recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (worker);
  pthread_mutex_lock (&pool->mutex);
  while (!(task = pop (pool, worker)) && !pool->closed)
    pthread_cond_wait (&pool->filled, &pool->mutex);
  pthread_mutex_unlock (&pool->mutex);
  ilv_worker_take (worker, task ? task->id : 0);
  return task;
}

static IlvTaskRun *
take_task (Pool *pool, IlvWorker *worker)
{
  IlvTaskRun *task;
  gboolean closed;

  pthread_mutex_lock (&pool->mutex);
  task = pop (pool, worker);
  closed = pool->closed;
  pthread_mutex_unlock (&pool->mutex);
  return task || closed ? task : wait_for_task (pool, worker);
}

/* What one interpreter made, as another gets it: a copy of its bytes. (transfer full) */
static GVariant *
copy_message (IlvWorker *worker, GVariant *message, const GVariantType *type)
{
  g_autoptr (GVariant) sent = g_variant_ref_sink (message);
  gsize n = g_variant_get_size (sent);
  gpointer bytes = g_memdup2 (g_variant_get_data (sent), n);

  atomic_fetch_add (&worker->execution->ipc_bytes, n);
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IPC_BYTES, (int64_t) n);
  return g_variant_ref_sink (g_variant_new_from_data (type, bytes, n, FALSE, g_free, bytes));
}

static void
receive_task (IlvWorker *worker, IlvTaskRun *task)
{
  g_autoptr (GVariant) message = NULL;
  gboolean step;

  ilv_record_state (&worker->recorder, ILV_STATE_SERIALISING, task->id, 0);
  message = copy_message (worker, ilv_task_message_new (worker->execution, task->id - 1),
                          ILV_TASK_MESSAGE);
  ilv_task_message_read (message, worker->execution, &step);
}

static void
send_result (IlvWorker *worker, IlvTaskRun *task, IlvState state)
{
  g_autoptr (GVariant) message = NULL;

  ilv_record_state (&worker->recorder, ILV_STATE_SERIALISING, task->id, 0);
  message = copy_message (worker, ilv_result_message_new (task, state, task->body),
                          ILV_RESULT_MESSAGE);
  ilv_result_message_apply (message, task);
}

static void
run_task (Pool *pool, IlvWorker *worker, IlvTaskRun *task)
{
  IlvState state;

  if (pool->sharing != SHARING_GIL_EACH)
    {
      ilv_worker_run_task (worker, task);
      return;
    }
  receive_task (worker, task);
  state = ilv_worker_do_task (worker, task);
  send_result (worker, task, state);
  ilv_task_run_end (task, worker, state);
}

static void
tell_started (Pool *pool)
{
  pthread_mutex_lock (&pool->mutex);
  pool->n_started++;
  pthread_cond_signal (&pool->started);
  pthread_mutex_unlock (&pool->mutex);
}

static void
tell_ended (Pool *pool)
{
  uint64_t one = 1;
  ssize_t written = 0;

  pthread_mutex_lock (&pool->mutex);
  /* Threads end when nothing more is submitted, and so none is started any more. */
  if (++pool->n_ended == pool->n_started)
    written = write (pool->ended_fd, &one, sizeof one);
  (void) written;
  pthread_mutex_unlock (&pool->mutex);
}

static void *
run_thread (void *data)
{
  PoolThread *thread = data;
  Pool *pool = thread->pool;
  IlvWorker worker = { 0 };
  IlvTaskRun *task;
  char name[24];

  ilv_worker_cost_add_creation (pool->execution->cost, ilv_worker_cost_now () - thread->asked);
  g_snprintf (name, sizeof name, pool->sharing == SHARING_GIL_EACH ? "I%u" : "T%u",
              thread->number);
  ilv_worker_begin_thread (&worker, pool->execution,
                           pool->sharing == SHARING_ONE_GIL ? pool->gil : NULL, name,
                           thread->asked_ticks);
  if (pool->sharing == SHARING_GIL_EACH)
    {
      ilv_worker_isolate (&worker, name);
      g_snprintf (name, sizeof name, "GIL %u", thread->number);
      worker.gil = ilv_gil_new (ilv_workload_get_switch_interval (pool->execution->workload),
                                &worker.recorder, name);
    }
  ilv_worker_take (&worker, 0);
  tell_started (pool);
  while ((task = take_task (pool, &worker)))
    run_task (pool, &worker, task);
  ilv_record_state (&worker.recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (&worker);
  ilv_worker_cost_add_memory (pool->execution->cost, ilv_worker_cost_read_stack ());
  ilv_worker_end (&worker, ILV_STATE_DONE);
  if (pool->sharing == SHARING_GIL_EACH)
    ilv_gil_free (worker.gil);
  tell_ended (pool);
  return NULL;
}

/* As threading.Thread.start(): returns when the new thread has run its first instruction, which
   under one GIL means that the starter lets it go and gets it back. */
static gboolean
start_thread (Pool *pool, GError **error)
{
  PoolThread *thread = &pool->threads[pool->n_threads];
  int code;

  thread->pool = pool;
  thread->number = pool->n_threads + 1;
  thread->asked = ilv_worker_cost_now ();
  thread->asked_ticks = ilv_worker_ask (pool->execution);
  code = pthread_create (&thread->thread, NULL, run_thread, thread);
  if (code != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The system refused thread %u of the pool: %s. Choose fewer workers."),
                   thread->number, g_strerror (code));
      return FALSE;
    }
  pool->n_threads++;

  ilv_record_state (&pool->main.recorder, ILV_STATE_WAITING_LOCK, 0, 0);
  ilv_worker_release (&pool->main);
  pthread_mutex_lock (&pool->mutex);
  while (pool->n_started < pool->n_threads)
    pthread_cond_wait (&pool->started, &pool->mutex);
  pthread_mutex_unlock (&pool->mutex);
  ilv_worker_take (&pool->main, 0);
  return TRUE;
}

static gboolean
submit_all (Pool *pool, GError **error)
{
  IlvExecution *execution = pool->execution;
  guint n_tasks = execution->n_tasks - execution->n_background;
  guint size = MIN (ilv_workload_get_workers (execution->workload), n_tasks);

  pool->threads = g_new0 (PoolThread, size);
  execution->n_workers = MAX (size, 1);
  for (guint i = 0; i < execution->n_tasks; i++)
    {
      if (ilv_execution_is_stopping (execution))
        return TRUE;
      if (execution->tasks[i].background)
        continue;
      submit (pool, &execution->tasks[i]);
      if (pool->n_threads < size && !start_thread (pool, error))
        return FALSE;
      if (pool->main.gil)
        ilv_gil_check (pool->main.gil, &pool->main.recorder, 0);
    }
  return TRUE;
}

/* As shutdown (cancel_futures=True): what no thread has taken is taken out of the queue. */
static void
cancel_queued (Pool *pool)
{
  IlvTaskRun *task;

  ilv_execution_mark_stop (pool->execution, &pool->main.recorder);
  pthread_mutex_lock (&pool->mutex);
  while ((task = pop (pool, &pool->main)))
    ilv_task_run_end (task, &pool->main, ILV_STATE_CANCELLED);
  pthread_mutex_unlock (&pool->mutex);
}

/* Until all threads are at their end, or nothing more is to begin. */
static void
wait_for_drain (Pool *pool)
{
  struct pollfd fds[] = { { .fd = pool->execution->drain_fd, .events = POLLIN },
                          { .fd = pool->ended_fd, .events = POLLIN } };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno == EINTR)
    continue;
  if (fds[0].revents)
    cancel_queued (pool);
}

static void
close_and_join (Pool *pool)
{
  pthread_mutex_lock (&pool->mutex);
  pool->closed = TRUE;
  pthread_cond_broadcast (&pool->filled);
  pthread_mutex_unlock (&pool->mutex);
  if (pool->n_threads > 0 && pool->ended_fd >= 0)
    wait_for_drain (pool);
  for (guint i = 0; i < pool->n_threads; i++)
    pthread_join (pool->threads[i].thread, NULL);
}

static Sharing
choose_sharing (IlvModel model)
{
  if (model == ILV_MODEL_FREE_THREADING)
    return SHARING_NO_GIL;
  return model == ILV_MODEL_SUBINTERPRETERS ? SHARING_GIL_EACH : SHARING_ONE_GIL;
}

static void
init_pool (Pool *pool, IlvExecution *execution)
{
  pool->execution = execution;
  pool->sharing = choose_sharing (ilv_workload_get_model (execution->workload));
  pthread_mutex_init (&pool->mutex, NULL);
  pthread_cond_init (&pool->filled, NULL);
  pthread_cond_init (&pool->started, NULL);
  pool->ended_fd = eventfd (0, EFD_CLOEXEC);
  ilv_worker_begin (&pool->main, execution, NULL, ILV_LANE_MAIN, _ ("Main"));
  ilv_execution_announce (execution, &pool->main.recorder);
  if (pool->sharing != SHARING_NO_GIL)
    pool->gil = ilv_gil_new (ilv_workload_get_switch_interval (execution->workload),
                             &pool->main.recorder, "GIL");
  pool->main.gil = pool->gil;
}

static void
clear_pool (Pool *pool)
{
  ilv_worker_end (&pool->main, ILV_STATE_DONE);
  ilv_gil_free (pool->gil);
  if (pool->ended_fd >= 0)
    close (pool->ended_fd);
  pthread_cond_destroy (&pool->started);
  pthread_cond_destroy (&pool->filled);
  pthread_mutex_destroy (&pool->mutex);
  g_free (pool->threads);
}

gboolean
ilv_driver_run_threads (IlvExecution *execution, GError **error)
{
  Pool pool = { 0 };
  IlvBackground *background = NULL;
  gboolean submitted;

  init_pool (&pool, execution);
  ilv_worker_take (&pool.main, 0);
  submitted
      = ilv_background_start (&pool.main, &background, error) && submit_all (&pool, error);
  /* Half a pool would give figures that compare with nothing. */
  if (!submitted)
    ilv_execution_stop (execution);
  ilv_record_state (&pool.main.recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (&pool.main);
  close_and_join (&pool);
  ilv_background_end (background);
  ilv_execution_cancel_rest (execution, &pool.main);
  clear_pool (&pool);
  return submitted;
}
