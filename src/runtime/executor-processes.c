/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An executor of processes, as a ProcessPoolExecutor: a thread of its own beside the loop's feeds
   them and collects from them, under the interpreter lock of the loop. A process is started when
   there are more jobs than processes; when one dies the pool is broken. */
#include "runtime/executor.h"
#include "runtime/process-pool.h"
#include "runtime/task-message.h"
#include "runtime/worker.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* So many more jobs in the queue than processes, so that none of them waits for the next. */
#define EXTRA_JOBS 1

typedef struct
{
  IlvExecutor executor;
  IlvPoolUse use;
  IlvProcessPool *pool; /* owned */
  IlvWorker manager;
  pthread_t thread;
  int wake_fd; /* owned */

  /* With the executor's mutex. */
  IlvJobQueue inbox;
  bool closed;
} Processes;

static void
wake_manager (Processes *processes)
{
  uint64_t one = 1;

  while (write (processes->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
    continue;
}

/* --- the manager's thread ----------------------------------------------------------------- */

static gboolean
turn (IlvProcessPool *pool, gpointer user_data)
{
  Processes *processes = user_data;
  IlvJobQueue jobs;
  uint64_t wakes;
  IlvJob *job;
  bool closed;

  /* Whether there was one does not matter. */
  while (read (processes->wake_fd, &wakes, sizeof wakes) < 0 && errno == EINTR)
    continue;
  pthread_mutex_lock (&processes->executor.mutex);
  jobs = processes->inbox;
  processes->inbox = (IlvJobQueue){ 0 };
  closed = processes->closed;
  pthread_mutex_unlock (&processes->executor.mutex);
  while ((job = ilv_job_queue_pop (&jobs)))
    ilv_process_pool_add (pool, &job->task);
  return !closed;
}

static void
finish (Processes *processes, IlvTaskRun *task, IlvOutcome outcome)
{
  IlvJob *job = (IlvJob *) task; /* its first member */

  job->outcome = outcome;
  ilv_record_task (&processes->manager.recorder, task->id, ILV_STATE_READY, 0);
  ilv_record_state (&processes->manager.recorder, ILV_STATE_RUNNING, 0, 0);
  ilv_executor_finish (&processes->executor, job);
}

static void
take_result (IlvTaskRun *task, guint how, GVariant *message, gpointer user_data)
{
  ilv_result_message_apply (message, task);
  finish (user_data, task, how <= ILV_OUTCOME_CANCELLED ? (IlvOutcome) how : ILV_OUTCOME_FAILED);
}

static void
lose (IlvTaskRun *task, char *sentence, gpointer user_data)
{
  ilv_task_run_fail (task, sentence);
  finish (user_data, task, ILV_OUTCOME_FAILED);
}

static void *
run_manager (void *data)
{
  Processes *processes = data;
  IlvWorker *loop_worker = processes->executor.worker;
  IlvWorker *manager = &processes->manager;

  ilv_worker_begin (manager, loop_worker->execution, loop_worker->gil, ILV_LANE_MAIN,
                    _ ("Executor"));
  ilv_worker_take (manager, 0);
  /* Such a pool does not fail: what goes wrong breaks it, and its jobs say why. */
  ilv_process_pool_run (processes->pool, NULL);
  ilv_record_state (&manager->recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (manager);
  return NULL;
}

/* --- the loop's thread -------------------------------------------------------------------- */

static void
submit (IlvExecutor *executor, IlvJob *job)
{
  Processes *processes = (Processes *) executor;

  pthread_mutex_lock (&executor->mutex);
  ilv_job_queue_push (&processes->inbox, job);
  pthread_mutex_unlock (&executor->mutex);
  wake_manager (processes);
}

static gboolean
withdraw (IlvExecutor *executor, IlvJob *job)
{
  Processes *processes = (Processes *) executor;
  gboolean found;

  pthread_mutex_lock (&executor->mutex);
  found = ilv_job_queue_remove (&processes->inbox, job);
  pthread_mutex_unlock (&executor->mutex);
  return found;
}

static void
close_processes (IlvExecutor *executor)
{
  Processes *processes = (Processes *) executor;

  pthread_mutex_lock (&executor->mutex);
  processes->closed = true;
  pthread_mutex_unlock (&executor->mutex);
  wake_manager (processes);
  pthread_join (processes->thread, NULL);
  g_clear_pointer (&processes->pool, ilv_process_pool_free);
  /* After the workers, which may still have recorded something of its tasks. */
  ilv_worker_end (&processes->manager, ILV_STATE_DONE);
}

static void
free_processes (IlvExecutor *executor)
{
  Processes *processes = (Processes *) executor;
  IlvJob *job;

  while ((job = ilv_job_queue_pop (&processes->inbox)))
    ilv_job_free (job);
  if (processes->wake_fd >= 0)
    close (processes->wake_fd);
  g_free (processes);
}

static const IlvExecutorOperations operations
    = { submit, withdraw, close_processes, free_processes };

static gboolean
start (Processes *processes, GError **error)
{
  IlvExecution *execution = processes->executor.worker->execution;
  int code;

  processes->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  code = processes->wake_fd < 0 ? errno : 0;
  processes->manager.execution = execution;
  processes->use = (IlvPoolUse){
    .steps = TRUE,
    .lazy = TRUE,
    .limit = ilv_workload_get_workers (execution->workload) + EXTRA_JOBS,
    .chunk = 1,
    .wake_fd = processes->wake_fd,
    .turn = turn,
    .result = take_result,
    .lost = lose,
  };
  if (code == 0)
    {
      processes->pool
          = ilv_process_pool_new (&processes->manager, &processes->use, processes, error);
      if (!processes->pool)
        return FALSE;
      code = pthread_create (&processes->thread, NULL, run_manager, processes);
    }
  if (code != 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 _ ("The executor of processes cannot be made: %s."), g_strerror (code));
  return code == 0;
}

IlvExecutor *
ilv_executor_processes_new (IlvLoop *loop, GError **error)
{
  Processes *processes = g_new0 (Processes, 1);

  if (!ilv_executor_init (&processes->executor, loop, &operations, error))
    {
      g_free (processes);
      return NULL;
    }
  if (start (processes, error))
    return &processes->executor;
  g_clear_pointer (&processes->pool, ilv_process_pool_free);
  ilv_executor_discard (&processes->executor);
  return NULL;
}
