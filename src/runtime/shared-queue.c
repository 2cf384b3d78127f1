/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/shared-queue.h"

#include "runtime/deadlock.h"
#include "runtime/loop.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

/* --- all of a scenario -------------------------------------------------------------------- */

static guint
count (const IlvExecution *execution)
{
  return ilv_scenario_get_n_queues (ilv_workload_get_scenario (execution->workload));
}

IlvSharedQueue *
ilv_shared_queues_new (const IlvExecution *execution)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);
  guint n = count (execution);
  IlvSharedQueue *queues = g_new0 (IlvSharedQueue, n);

  for (guint i = 0; i < n; i++)
    {
      pthread_mutex_init (&queues[i].mutex, NULL);
      queues[i].capacity = ilv_workload_get_capacity (execution->workload, i);
      queues[i].name = ilv_scenario_get_queue_name (scenario, i);
      queues[i].id = ilv_area_new_lock_id (execution->area);
      queues[i].counter = ILV_COUNTER_FIRST_OWN + ilv_scenario_get_n_counters (scenario) + i;
    }
  return queues;
}

void
ilv_queue_item_free (IlvQueueItem *item)
{
  if (!item)
    return;
  g_free (item->body);
  g_free (item);
}

void
ilv_shared_queues_free (IlvSharedQueue *queues, const IlvExecution *execution)
{
  for (guint i = 0; queues && i < count (execution); i++)
    {
      while (queues[i].head)
        {
          IlvQueueItem *next = queues[i].head->next;

          ilv_queue_item_free (queues[i].head);
          queues[i].head = next;
        }
      pthread_mutex_destroy (&queues[i].mutex);
    }
  g_free (queues);
}

void
ilv_shared_queues_announce (const IlvSharedQueue *queues,
                            const IlvExecution *execution,
                            IlvRecorder *recorder)
{
  for (guint i = 0; execution->area && i < count (execution); i++)
    {
      ilv_record (recorder, ILV_RECORD_LOCK, queues[i].id, ILV_LOCK_QUEUE,
                  queues[i].capacity);
      ilv_recorder_name (recorder, ILV_RECORD_NAME_LOCK, queues[i].id, queues[i].name);
      ilv_recorder_name (recorder, ILV_RECORD_NAME_COUNTER, queues[i].counter, queues[i].name);
      ilv_recorder_set_counter (recorder, queues[i].counter, 0);
    }
}

/* --- with the mutex ----------------------------------------------------------------------- */

static bool
has_room (void *data)
{
  const IlvSharedQueue *queue = data;

  return queue->capacity == 0 || queue->length < queue->capacity;
}

static bool
has_item (void *data)
{
  return ((const IlvSharedQueue *) data)->head != NULL;
}

/* A coroutine in line has the queue in `pending`, a thread what it waits on. */
static void
wake_first (IlvSharedQueue *queue, IlvWaiters *waiters, IlvWorker *worker)
{
  if (!waiters->head)
    return;
  if (waiters->head->pending != queue)
    ilv_waiters_wake_thread (waiters, worker, queue->id);
  else
    ilv_waiters_wake_coroutine (waiters, worker, queue->id);
}

static void
push (IlvSharedQueue *queue, IlvWorker *worker, IlvQueueItem *item)
{
  item->next = NULL;
  if (queue->tail)
    queue->tail->next = item;
  else
    queue->head = item;
  queue->tail = item;
  queue->length++;
  ilv_recorder_count (&worker->recorder, queue->counter, 1);
  wake_first (queue, &queue->getters, worker);
}

static IlvQueueItem *
pop (IlvSharedQueue *queue, IlvWorker *worker)
{
  IlvQueueItem *item = queue->head;

  queue->head = item->next;
  if (!queue->head)
    queue->tail = NULL;
  queue->length--;
  ilv_recorder_count (&worker->recorder, queue->counter, -1);
  wake_first (queue, &queue->putters, worker);
  return item;
}

/* --- blocking ----------------------------------------------------------------------------- */

/* One task after the other: what it would wait for can never come. */
static bool
is_alone (const IlvWorker *worker)
{
  return ilv_workload_get_model (worker->execution->workload) == ILV_MODEL_SEQUENTIAL;
}

static IlvWanted
get_wanted (IlvSharedQueue *queue, IlvWorker *worker, IlvWantedKind kind)
{
  return ilv_wanted_get (worker, kind, (guint) (queue - worker->execution->queues));
}

/* Waits without the GIL and returns with the mutex. */
static bool
wait_blocking (IlvSharedQueue *queue, IlvWantedKind kind, IlvWorker *worker, IlvTaskRun *task)
{
  IlvWanted wanted = get_wanted (queue, worker, kind);

  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_LOCK, queue->id);
  pthread_mutex_lock (&queue->mutex);
  /* Interpreters that share nothing are not looked at for deadlocks. */
  if (!worker->isolated)
    return ilv_deadlock_wait (worker, task, &wanted);
  return ilv_waiters_wait (wanted.waiters, &queue->mutex, worker, task, wanted.is_there, queue);
}

IlvOutcome
ilv_shared_queue_put (IlvSharedQueue *queue,
                      IlvWorker *worker,
                      IlvTaskRun *task,
                      IlvQueueItem *item)
{
  bool room;

  pthread_mutex_lock (&queue->mutex);
  if (has_room (queue))
    {
      push (queue, worker, item);
      pthread_mutex_unlock (&queue->mutex);
      return ILV_OUTCOME_NEXT;
    }
  /* The GIL is given back before the wait and taken again without the mutex: others hold the GIL
     while they want the mutex. */
  pthread_mutex_unlock (&queue->mutex);
  if (is_alone (worker))
    {
      ilv_queue_item_free (item);
      ilv_task_run_fail (
        task, g_strdup_printf (_ ("The queue “%s” is full, and nobody else runs who could take "
                                  "something out."),
                               queue->name));
      return ILV_OUTCOME_FAILED;
    }
  room = wait_blocking (queue, ILV_WANTED_ROOM, worker, task);
  if (room)
    push (queue, worker, item);
  pthread_mutex_unlock (&queue->mutex);
  ilv_worker_end_wait (worker, task);
  if (!room)
    ilv_queue_item_free (item);
  return room ? ILV_OUTCOME_NEXT : ilv_deadlock_give_up (worker, task);
}

IlvOutcome
ilv_shared_queue_get (IlvSharedQueue *queue,
                      IlvWorker *worker,
                      IlvTaskRun *task,
                      IlvQueueItem **item)
{
  bool there;

  pthread_mutex_lock (&queue->mutex);
  if (has_item (queue))
    {
      *item = pop (queue, worker);
      pthread_mutex_unlock (&queue->mutex);
      return ILV_OUTCOME_NEXT;
    }
  pthread_mutex_unlock (&queue->mutex);
  if (is_alone (worker))
    {
      ilv_task_run_fail (
        task, g_strdup_printf (_ ("The queue “%s” is empty, and nobody else runs who could put "
                                  "something in."),
                               queue->name));
      return ILV_OUTCOME_FAILED;
    }
  there = wait_blocking (queue, ILV_WANTED_ITEM, worker, task);
  if (there)
    *item = pop (queue, worker);
  pthread_mutex_unlock (&queue->mutex);
  ilv_worker_end_wait (worker, task);
  return there ? ILV_OUTCOME_NEXT : ilv_deadlock_give_up (worker, task);
}

bool
ilv_shared_queue_look_again (IlvSharedQueue *queue, IlvWantedKind kind)
{
  bool has_coroutine;

  pthread_mutex_lock (&queue->mutex);
  has_coroutine
    = ilv_waiters_nudge (kind == ILV_WANTED_ITEM ? &queue->getters : &queue->putters, queue);
  pthread_mutex_unlock (&queue->mutex);
  return has_coroutine;
}

void
ilv_shared_queue_close (IlvSharedQueue *queue, IlvWorker *worker)
{
  IlvQueueItem *item = g_new0 (IlvQueueItem, 1);

  item->sentinel = true;
  pthread_mutex_lock (&queue->mutex);
  push (queue, worker, item);
  pthread_mutex_unlock (&queue->mutex);
}

/* --- suspending --------------------------------------------------------------------------- */

static IlvOutcome
suspend (IlvSharedQueue *queue, IlvWantedKind kind, IlvWorker *worker, IlvTaskRun *task)
{
  IlvWanted wanted = get_wanted (queue, worker, kind);

  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_LOCK, queue->id);
  task->pending = queue;
  ilv_waiters_append (wanted.waiters, task);
  ilv_deadlock_suspend (worker, task, &wanted);
  return ILV_OUTCOME_SUSPENDED;
}

IlvOutcome
ilv_shared_queue_put_or_suspend (IlvSharedQueue *queue,
                                 IlvWorker *worker,
                                 IlvTaskRun *task,
                                 IlvQueueItem *item)
{
  IlvOutcome outcome = ILV_OUTCOME_NEXT;

  pthread_mutex_lock (&queue->mutex);
  if (has_room (queue))
    push (queue, worker, item);
  else
    outcome = suspend (queue, ILV_WANTED_ROOM, worker, task);
  pthread_mutex_unlock (&queue->mutex);
  return outcome;
}

IlvOutcome
ilv_shared_queue_get_or_suspend (IlvSharedQueue *queue,
                                 IlvWorker *worker,
                                 IlvTaskRun *task,
                                 IlvQueueItem **item)
{
  IlvOutcome outcome = ILV_OUTCOME_NEXT;

  pthread_mutex_lock (&queue->mutex);
  if (has_item (queue))
    *item = pop (queue, worker);
  else
    outcome = suspend (queue, ILV_WANTED_ITEM, worker, task);
  pthread_mutex_unlock (&queue->mutex);
  return outcome;
}

static void
leave_line (IlvSharedQueue *queue,
            IlvWaiters *waiters,
            IlvWorker *worker,
            IlvTaskRun *task,
            IlvCondition is_there)
{
  ilv_deadlock_end_wait (worker->execution, task);
  pthread_mutex_lock (&queue->mutex);
  if (task->pending)
    ilv_waiters_take_out (waiters, task);
  else
    {
      /* It may be a thread that woke it, and the loop has not heard of it. */
      ilv_loop_forget_wake (worker->loop, task);
      if (is_there (queue))
        wake_first (queue, waiters, worker);
    }
  task->pending = NULL;
  pthread_mutex_unlock (&queue->mutex);
}

void
ilv_shared_queue_cancel_put (IlvSharedQueue *queue, IlvWorker *worker, IlvTaskRun *task)
{
  leave_line (queue, &queue->putters, worker, task, has_room);
}

void
ilv_shared_queue_cancel_get (IlvSharedQueue *queue, IlvWorker *worker, IlvTaskRun *task)
{
  leave_line (queue, &queue->getters, worker, task, has_item);
}
