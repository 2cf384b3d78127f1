/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/executor.h"

#include "runtime/payload.h"
#include "runtime/worker.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* --- jobs --------------------------------------------------------------------------------- */

void
ilv_job_queue_push (IlvJobQueue *queue, IlvJob *job)
{
  job->next = NULL;
  if (queue->tail)
    queue->tail->next = job;
  else
    queue->head = job;
  queue->tail = job;
  queue->length++;
}

IlvJob *
ilv_job_queue_pop (IlvJobQueue *queue)
{
  IlvJob *job = queue->head;

  if (job)
    ilv_job_queue_remove (queue, job);
  return job;
}

gboolean
ilv_job_queue_remove (IlvJobQueue *queue, IlvJob *job)
{
  IlvJob *before = NULL;

  for (IlvJob *at = queue->head; at != job; at = at->next)
    {
      if (!at)
        return FALSE;
      before = at;
    }
  if (before)
    before->next = job->next;
  else
    queue->head = job->next;
  if (queue->tail == job)
    queue->tail = before;
  job->next = NULL;
  queue->length--;
  return TRUE;
}

static IlvJob *
job_new (IlvTaskRun *task, const IlvStep *step)
{
  IlvJob *job = g_new0 (IlvJob, 1);

  job->step = step;
  job->awaiting = task;
  job->task.program = task->program;
  job->task.id = task->id;
  job->task.pc = task->pc;
  job->task.variable = task->variable;
  job->task.received = task->received;
  job->task.has_value = task->has_value;
  job->task.value = task->value;
  job->task.version = task->version;
  job->task.loaded = task->loaded;
  job->task.draws = task->draws;
  job->task.body = g_steal_pointer (&task->body);
  job->task.body_length = task->body_length;
  job->task.payload = g_steal_pointer (&task->payload);
  memcpy (job->task.rounds, task->rounds, sizeof task->rounds);
  return job;
}

void
ilv_job_free (IlvJob *job)
{
  g_free (job->task.text);
  g_free (job->task.error);
  g_free (job->task.body);
  g_clear_pointer (&job->task.payload, ilv_payload_free);
  g_free (job);
}

/* What the step changed goes to the task; a result it did not touch stays. */
static IlvOutcome
job_give_back (IlvJob *job, IlvTaskRun *task)
{
  IlvTaskRun *done = &job->task;
  IlvOutcome outcome = job->outcome;

  task->variable = done->variable;
  task->version = done->version;
  task->loaded = done->loaded;
  task->draws = done->draws;
  g_free (task->body);
  task->body = g_steal_pointer (&done->body);
  task->body_length = done->body_length;
  g_clear_pointer (&task->payload, ilv_payload_free);
  task->payload = g_steal_pointer (&done->payload);
  if (outcome == ILV_OUTCOME_FAILED)
    {
      ilv_task_run_fail (task, g_steal_pointer (&done->error));
      task->lasting = done->lasting;
    }
  if (done->text)
    ilv_task_run_set_text (task, g_steal_pointer (&done->text));
  else if (done->has_value)
    ilv_task_run_set_value (task, done->value);
  ilv_job_free (job);
  return outcome;
}

/* --- for the interpreter ------------------------------------------------------------------ */

IlvOutcome
ilv_executor_hand_over (IlvExecutor *executor, IlvTaskRun *task, const IlvStep *step)
{
  IlvJob *job = job_new (task, step);

  task->pending = job;
  ilv_record_task (&executor->worker->recorder, task->id, ILV_STATE_READY, 0);
  ilv_recorder_count (&executor->worker->recorder, ILV_COUNTER_QUEUE_DEPTH, 1);
  ilv_loop_count_io (executor->loop, 1);
  executor->operations->submit (executor, job);
  return ILV_OUTCOME_SUSPENDED;
}

IlvOutcome
ilv_executor_take_back (IlvExecutor *executor, IlvTaskRun *task)
{
  return job_give_back (g_steal_pointer (&task->pending), task);
}

void
ilv_executor_cancel (IlvExecutor *executor, IlvTaskRun *task)
{
  IlvJob *job = g_steal_pointer (&task->pending);

  job->awaiting = NULL;
  if (job->done)
    {
      ilv_job_free (job);
      return;
    }
  if (!executor->operations->withdraw (executor, job))
    return;
  ilv_recorder_count (&executor->worker->recorder, ILV_COUNTER_QUEUE_DEPTH, -1);
  ilv_loop_count_io (executor->loop, -1);
  ilv_job_free (job);
}

/* --- the way back ------------------------------------------------------------------------- */

static IlvJob *
take_finished (IlvExecutor *executor)
{
  IlvJob *job;

  pthread_mutex_lock (&executor->mutex);
  job = ilv_job_queue_pop (&executor->finished);
  pthread_mutex_unlock (&executor->mutex);
  return job;
}

static void
on_wake (uv_async_t *handle)
{
  IlvExecutor *executor = handle->data;
  IlvJob *job;

  ilv_loop_enter (executor->loop);
  while ((job = take_finished (executor)))
    {
      ilv_loop_count_io (executor->loop, -1);
      job->done = true;
      if (job->awaiting)
        ilv_loop_wake (executor->loop, job->awaiting);
      else
        ilv_job_free (job);
    }
}

void
ilv_executor_finish (IlvExecutor *executor, IlvJob *job)
{
  pthread_mutex_lock (&executor->mutex);
  ilv_job_queue_push (&executor->finished, job);
  pthread_mutex_unlock (&executor->mutex);
  uv_async_send (&executor->wake);
}

/* --- making and freeing ------------------------------------------------------------------- */

gboolean
ilv_executor_init (IlvExecutor *executor, IlvLoop *loop, const IlvExecutorOperations *operations,
                   GError **error)
{
  int result;

  executor->operations = operations;
  executor->loop = loop;
  executor->worker = ilv_loop_get_worker (loop);
  pthread_mutex_init (&executor->mutex, NULL);
  result = uv_async_init (ilv_loop_get_uv (loop), &executor->wake, on_wake);
  executor->wake.data = executor;
  if (result == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _ ("The event loop cannot have an executor: %s."), uv_strerror (result));
  pthread_mutex_destroy (&executor->mutex);
  return FALSE;
}

static void
on_discarded (uv_handle_t *handle)
{
  ilv_executor_free (handle->data);
}

void
ilv_executor_discard (IlvExecutor *executor)
{
  uv_close ((uv_handle_t *) &executor->wake, on_discarded);
}

void
ilv_executor_close (IlvExecutor *executor)
{
  executor->operations->close (executor);
}

void
ilv_executor_free (IlvExecutor *executor)
{
  IlvJob *job;

  while ((job = ilv_job_queue_pop (&executor->finished)))
    ilv_job_free (job);
  pthread_mutex_destroy (&executor->mutex);
  executor->operations->free (executor);
}
