/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool of processes, fed and collected from by the main thread, as multiprocessing.Pool: every
   task goes to a worker as a whole, and a worker that dies is replaced. */
#include "runtime/process-pool.h"

#include "runtime/payload-server.h"
#include "runtime/process-queue.h"
#include "runtime/task-message.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

/* A task that is begun anew takes other random numbers than before. */
#define DRAWS_A_TRY (1u << 16)

typedef struct
{
  IlvWorker main;
  IlvProcessPool *pool; /* borrowed */
  guint n_open; /* tasks that have not ended */
  gboolean drained; /* what had not begun was cancelled */
} Whole;

static void
end_task (Whole *whole, IlvTaskRun *task, IlvState state)
{
  ilv_task_run_end (task, &whole->main, state);
  whole->n_open--;
}

static gboolean
turn (IlvProcessPool *pool, gpointer user_data)
{
  Whole *whole = user_data;

  if (!whole->drained && ilv_execution_is_draining (whole->main.execution))
    {
      whole->drained = TRUE;
      ilv_execution_mark_stop (whole->main.execution, &whole->main.recorder);
      ilv_process_pool_withdraw (pool);
    }
  return whole->n_open > 0 && !ilv_execution_is_stopping (whole->main.execution);
}

static void
take_result (IlvTaskRun *task, guint how, GVariant *message, gpointer user_data)
{
  guint known = task->retries;

  ilv_result_message_apply (message, task);
  atomic_fetch_add (&((Whole *) user_data)->main.execution->retried, task->retries - known);
  end_task (user_data, task,
            how >= ILV_STATE_DONE && how < ILV_N_STATES ? (IlvState) how : ILV_STATE_FAILED);
}

/* For another worker, which begins anew, and with other luck. */
static gboolean
try_again (Whole *whole, IlvTaskRun *task)
{
  IlvExecution *execution = whole->main.execution;

  if (task->retries >= ilv_workload_get_replacements (execution->workload)
      || ilv_execution_is_stopping (execution) || ilv_execution_is_draining (execution))
    return FALSE;
  task->retries++;
  task->draws += DRAWS_A_TRY;
  atomic_fetch_add (&execution->retried, 1);
  ilv_record (&whole->main.recorder, ILV_RECORD_MARK, task->id, ILV_MARK_RETRY, task->retries);
  ilv_recorder_count (&whole->main.recorder, ILV_COUNTER_QUEUE_DEPTH, 1);
  ilv_process_pool_add (whole->pool, task);
  return TRUE;
}

static void
lose (IlvTaskRun *task, char *sentence, gpointer user_data)
{
  if (try_again (user_data, task))
    {
      g_free (sentence);
      return;
    }
  ilv_task_run_fail (task, sentence);
  end_task (user_data, task, ILV_STATE_FAILED);
}

static void
cancel (IlvTaskRun *task, gpointer user_data)
{
  end_task (user_data, task, ILV_STATE_CANCELLED);
}

/* Where tasks are sent something. FALSE with `error`: it cannot be offered. */
static gboolean
offer_payloads (IlvExecution *execution, IlvPayloadServer **server, GError **error)
{
  *server = NULL;
  if (!ilv_payloads_are_wanted (execution->workload))
    return TRUE;
  if (ilv_payloads_get (execution, error))
    *server = ilv_payload_server_new (execution, error);
  return *server != NULL;
}

static gboolean
run_pool (Whole *whole, GError **error)
{
  IlvExecution *execution = whole->main.execution;
  IlvPoolUse use = {
    .replaces = TRUE,
    .limit = ilv_workload_get_limit (execution->workload),
    .chunk = ilv_workload_get_chunk_size (execution->workload),
    .wake_fd = execution->stop_fd,
    .turn = turn,
    .result = take_result,
    .lost = lose,
    .withdrawn = cancel,
  };
  g_autoptr (IlvPayloadServer) server = NULL;
  g_autoptr (IlvProcessPool) pool = NULL;

  /* A hundred megabytes are made before anybody works on them. */
  if (ilv_payloads_are_wanted (execution->workload))
    ilv_record_state (&whole->main.recorder, ILV_STATE_STARTING, 0, 0);
  if (!offer_payloads (execution, &server, error))
    return FALSE;
  pool = ilv_process_pool_new (&whole->main, &use, whole, error);
  if (!pool || (server && !ilv_payload_server_start (server, error)))
    return FALSE;
  whole->pool = pool;
  for (guint i = 0; i < execution->n_tasks; i++)
    ilv_process_pool_add (pool, &execution->tasks[i]);
  ilv_recorder_count (&whole->main.recorder, ILV_COUNTER_QUEUE_DEPTH, execution->n_tasks);
  return ilv_process_pool_run (pool, error);
}

gboolean
ilv_driver_run_processes (IlvExecution *execution, GError **error)
{
  Whole whole = { .n_open = execution->n_tasks };
  g_autoptr (GError) local_error = NULL;
  IlvProcessQueues *queues;
  gboolean ran;

  ilv_worker_begin (&whole.main, execution, NULL, ILV_LANE_MAIN, _ ("Main"));
  ilv_execution_announce (execution, &whole.main.recorder);
  /* The pool is gone before the rest is ended: a worker could record a task as running. */
  queues = ilv_process_queues_new (execution, &local_error);
  if (local_error)
    g_propagate_error (error, g_error_copy (local_error));
  ran = !local_error && run_pool (&whole, error);
  atomic_fetch_add (&execution->ipc_bytes, ilv_process_queues_get_bytes (queues));
  ilv_process_queues_free (queues);
  ilv_execution_cancel_rest (execution, &whole.main);
  ilv_worker_end (&whole.main, ran ? ILV_STATE_DONE : ILV_STATE_FAILED);
  return ran;
}
