/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting items into a queue and getting them out of it. */
#include "runtime/deadlock.h"
#include "runtime/process-queue.h"
#include "runtime/worker.h"

#include <string.h>

static IlvSharedQueue *
get_queue (IlvWorker *worker, const IlvStep *step)
{
  G_STATIC_ASSERT ((int)ILV_PUT_QUEUE == (int)ILV_GET_QUEUE);
  return &worker->execution->queues[ilv_step_get_reference (step, ILV_PUT_QUEUE)];
}

/* --- put ---------------------------------------------------------------------------------- */

static IlvQueueItem *
make_item (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  IlvQueueItem *item = g_new0 (IlvQueueItem, 1);

  item->sentinel = ilv_step_get_choice (step, ILV_PUT_SENTINEL) == 1;
  if (item->sentinel)
    return item;
  item->value = ilv_step_get_number (step, ILV_PUT_VALUE, scope);
  item->kernel = (uint8_t) ilv_step_get_choice (step, ILV_PUT_KERNEL);
  item->body = ilv_step_get_text (step, ILV_PUT_TEXT, scope);
  item->length = strlen (item->body);
  if (item->length > 0)
    return item;
  g_clear_pointer (&item->body, g_free);
  item->length = (size_t) ilv_step_get_number (step, ILV_PUT_BYTES, scope);
  /* Not zeros: memory that was never written to costs nothing. */
  if (item->length > 0)
    item->body = memset (g_malloc (item->length), 'x', item->length);
  return item;
}

static IlvOutcome
put_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvProcessQueues *queues = worker->execution->process_queues;
  IlvQueueItem *item = make_item (worker, task, step);

  if (queues)
    return ilv_process_queues_put (queues, ilv_step_get_reference (step, ILV_PUT_QUEUE), worker,
                                   task, item);
  return ilv_shared_queue_put (get_queue (worker, step), worker, task, item);
}

/* An item that finds no room is made anew when there is some: it depends on its task alone. */
static IlvOutcome
put_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvQueueItem *item = make_item (worker, task, step);
  IlvOutcome outcome
    = ilv_shared_queue_put_or_suspend (get_queue (worker, step), worker, task, item);

  if (outcome == ILV_OUTCOME_SUSPENDED)
    ilv_queue_item_free (item);
  return outcome;
}

static IlvOutcome
put_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return ilv_deadlock_take_error (worker, task) ? ILV_OUTCOME_FAILED
                                                : put_suspending (worker, task, step);
}

static void
put_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  ilv_shared_queue_cancel_put (get_queue (worker, step), worker, task);
}

/* --- get ---------------------------------------------------------------------------------- */

static IlvOutcome
receive (IlvTaskRun *task, IlvQueueItem *item)
{
  bool sentinel = item->sentinel;

  if (!sentinel)
    {
      task->variable = item->value;
      task->loaded = 0; /* it is no counter's */
      task->received = item->kernel;
      g_free (task->body);
      task->body = g_steal_pointer (&item->body);
      task->body_length = item->length;
    }
  ilv_queue_item_free (item);
  return sentinel ? ILV_OUTCOME_BREAK : ILV_OUTCOME_NEXT;
}

static IlvOutcome
get_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvProcessQueues *queues = worker->execution->process_queues;
  IlvQueueItem *item = NULL;
  IlvOutcome outcome;

  if (queues)
    outcome = ilv_process_queues_get (queues, ilv_step_get_reference (step, ILV_GET_QUEUE), worker,
                                      task, &item);
  else
    outcome = ilv_shared_queue_get (get_queue (worker, step), worker, task, &item);
  return item ? receive (task, item) : outcome;
}

static IlvOutcome
get_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvQueueItem *item = NULL;
  IlvOutcome outcome
    = ilv_shared_queue_get_or_suspend (get_queue (worker, step), worker, task, &item);

  return item ? receive (task, item) : outcome;
}

static IlvOutcome
get_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return ilv_deadlock_take_error (worker, task) ? ILV_OUTCOME_FAILED
                                                : get_suspending (worker, task, step);
}

static void
get_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  ilv_shared_queue_cancel_get (get_queue (worker, step), worker, task);
}

const IlvStepOperations ilv_step_put = {
  .blocking = put_blocking,
  .suspending = put_suspending,
  .resumed = put_resumed,
  .cancel = put_cancel,
  .is_call = true,
};
const IlvStepOperations ilv_step_get = {
  .blocking = get_blocking,
  .suspending = get_suspending,
  .resumed = get_resumed,
  .cancel = get_cancel,
  .is_call = true,
};
