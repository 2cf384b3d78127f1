/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holding a permit of a semaphore around other steps.
 *
 * Between threads as threading.Semaphore: whoever gives a permit back wakes the longest waiter, but
 * does not keep it for that one. Between coroutines as asyncio.Semaphore: a permit goes from hand
 * to hand, first come first served, and nobody who comes later overtakes.
 */
#include "runtime/deadlock.h"
#include "runtime/shared-semaphore.h"
#include "runtime/worker.h"

static IlvSharedSemaphore *
get_semaphore (IlvWorker *worker, const IlvStep *step)
{
  return &worker->semaphores[ilv_step_get_reference (step, ILV_SEMAPHORE_SEMAPHORE)];
}

static IlvWanted
get_wanted (IlvWorker *worker, const IlvStep *step)
{
  return ilv_wanted_get (worker, ILV_WANTED_PERMIT,
                         ilv_step_get_reference (step, ILV_SEMAPHORE_SEMAPHORE));
}

/* Writes a task's id in the place of another's, 0 being nobody's. */
static void
change_holder (IlvSharedSemaphore *semaphore, uint32_t from, uint32_t to)
{
  guint i = 0;

  if (semaphore->n_permits > ILV_MAX_GIVERS)
    return;
  while (i < semaphore->n_permits && semaphore->holders[i] != from)
    i++;
  g_assert (i < semaphore->n_permits);
  semaphore->holders[i] = to;
}

static void
take (IlvSharedSemaphore *semaphore, IlvWorker *worker, IlvTaskRun *task)
{
  semaphore->permits--;
  change_holder (semaphore, 0, task->id);
  ilv_record (&worker->recorder, ILV_RECORD_LOCK_TAKE, semaphore->id, 0, (uint64_t) task->id << 32);
}

static IlvOutcome
semaphore_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);
  IlvWanted wanted = get_wanted (worker, step);
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
  taken = ilv_deadlock_wait (worker, task, &wanted);
  if (taken)
    take (semaphore, worker, task);
  pthread_mutex_unlock (&semaphore->mutex);
  ilv_worker_end_wait (worker, task);
  return taken ? ILV_OUTCOME_NEXT : ilv_deadlock_give_up (worker, task);
}

static IlvOutcome
semaphore_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);
  IlvWanted wanted = get_wanted (worker, step);

  /* Awaiting a free one does not suspend; nobody can be waiting for it then. */
  if (semaphore->permits > 0)
    {
      take (semaphore, worker, task);
      return ILV_OUTCOME_NEXT;
    }
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_LOCK, semaphore->id);
  task->pending = semaphore;
  ilv_waiters_append (&semaphore->waiting, task);
  ilv_deadlock_suspend (worker, task, &wanted);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
semaphore_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedSemaphore *semaphore = get_semaphore (worker, step);

  if (ilv_deadlock_take_error (worker, task))
    return ILV_OUTCOME_FAILED;
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

  ilv_deadlock_end_wait (worker->execution, task);
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
  change_holder (semaphore, task->id, 0);
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
