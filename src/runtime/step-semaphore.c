/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holding a permit of a semaphore around other steps.
 *
 * Between threads as threading.Semaphore: whoever gives a permit back wakes the longest waiter, but
 * does not keep it for that one. Between coroutines as asyncio.Semaphore: a permit goes from hand
 * to hand, first come first served, and nobody who comes later overtakes.
 */
#include "runtime/shared-semaphore.h"
#include "runtime/worker.h"

static IlvSharedSemaphore *
get_semaphore (IlvWorker *worker, const IlvStep *step)
{
  return &worker->semaphores[ilv_step_get_reference (step, ILV_SEMAPHORE_SEMAPHORE)];
}

static void
take (IlvSharedSemaphore *semaphore, IlvWorker *worker, IlvTaskRun *task)
{
  semaphore->permits--;
  ilv_record (&worker->recorder, ILV_RECORD_LOCK_TAKE, semaphore->id, 0, (uint64_t) task->id << 32);
}

static bool
has_permit (void *semaphore)
{
  return ((IlvSharedSemaphore *) semaphore)->permits > 0;
}

static IlvOutcome
semaphore_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);
  bool taken = true;

  pthread_mutex_lock (&semaphore->mutex);
  if (semaphore->permits > 0)
    {
      take (semaphore, worker, task);
      pthread_mutex_unlock (&semaphore->mutex);
      return ILV_OUTCOME_NEXT;
    }
  /* The GIL is given back before the wait and taken again without the mutex: others hold the GIL
     while they want the mutex. */
  pthread_mutex_unlock (&semaphore->mutex);
  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_LOCK, semaphore->id);
  pthread_mutex_lock (&semaphore->mutex);
  taken = ilv_waiters_wait (&semaphore->waiting, &semaphore->mutex, worker, task, has_permit,
                            semaphore);
  if (taken)
    take (semaphore, worker, task);
  pthread_mutex_unlock (&semaphore->mutex);
  ilv_worker_end_wait (worker, task);
  return taken ? ILV_OUTCOME_NEXT : ILV_OUTCOME_CANCELLED;
}

static IlvOutcome
semaphore_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);

  /* Awaiting a free one does not suspend; nobody can be waiting for it then. */
  if (semaphore->permits > 0)
    {
      take (semaphore, worker, task);
      return ILV_OUTCOME_NEXT;
    }
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_LOCK, semaphore->id);
  task->pending = semaphore;
  ilv_waiters_append (&semaphore->waiting, task);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
semaphore_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);

  semaphore->permits++; /* it was kept for this one */
  take (semaphore, worker, task);
  return ILV_OUTCOME_NEXT;
}

static void
give_back (IlvSharedSemaphore *semaphore, IlvWorker *worker)
{
  if (worker->loop && ilv_waiters_wake_coroutine (&semaphore->waiting, worker, semaphore->id))
    return; /* from hand to hand */
  semaphore->permits++;
  if (!worker->loop)
    ilv_waiters_wake_thread (&semaphore->waiting, worker, semaphore->id);
}

static void
semaphore_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);

  if (task->pending)
    ilv_waiters_take_out (&semaphore->waiting, task);
  else
    give_back (semaphore, worker); /* a permit was kept for this one */
  task->pending = NULL;
}

static IlvOutcome
semaphore_leave (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);

  pthread_mutex_lock (&semaphore->mutex);
  ilv_record (&worker->recorder, ILV_RECORD_LOCK_DROP, semaphore->id, 0, (uint64_t) task->id << 32);
  give_back (semaphore, worker);
  pthread_mutex_unlock (&semaphore->mutex);
  return ILV_OUTCOME_NEXT;
}

const IlvStepOperations ilv_step_semaphore = {
  .blocking = semaphore_blocking,
  .suspending = semaphore_suspending,
  .resumed = semaphore_resumed,
  .leave = semaphore_leave,
  .cancel = semaphore_cancel,
  .is_call = true,
};
