/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holding a lock around other steps.
 *
 * Between threads as threading.Lock: whoever drops it wakes the longest waiter, but does not keep
 * the lock for it; who comes first takes it. Between coroutines as asyncio.Lock: it is kept for
 * the longest waiter, first come first served.
 */
#include "runtime/deadlock.h"
#include "runtime/loop.h"
#include "runtime/waiters.h"
#include "runtime/worker.h"

static IlvSharedLock *
get_lock (IlvWorker *worker, const IlvStep *step)
{
  return &worker->locks[ilv_step_get_reference (step, ILV_LOCK_LOCK)];
}

static IlvWanted
get_wanted (IlvWorker *worker, const IlvStep *step)
{
  return ilv_wanted_get (worker, ILV_WANTED_LOCK, ilv_step_get_reference (step, ILV_LOCK_LOCK));
}

static bool
is_wanted (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);

  return ilv_step_get_number (step, ILV_LOCK_WHEN, scope) != 0;
}

/* --- taking and dropping ------------------------------------------------------------------ */

/* The lock is free, or kept for this task. */
static void
take (IlvSharedLock *lock, IlvWorker *worker, IlvTaskRun *task)
{
  ilv_record (&worker->recorder, ILV_RECORD_LOCK_TAKE, lock->id, 0,
              (uint64_t) task->id << 32 | lock->last_lane);
  lock->holder_task = task->id;
  lock->holder_lane = lock->last_lane = worker->recorder.lane;
}

static void
keep_for_next (IlvSharedLock *lock, IlvWorker *worker)
{
  IlvTaskRun *next = ilv_waiters_wake_coroutine (&lock->waiting, worker, lock->id);

  if (next)
    lock->holder_task = next->id; /* it has the lock when it goes on */
}

static void
drop (IlvSharedLock *lock, IlvWorker *worker)
{
  lock->holder_task = 0;
  lock->holder_lane = 0;
  if (worker->loop)
    keep_for_next (lock, worker);
  else
    ilv_waiters_wake_thread (&lock->waiting, worker, lock->id);
}

/* --- blocking ----------------------------------------------------------------------------- */

static IlvOutcome
lock_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);
  IlvWanted wanted = get_wanted (worker, step);
  bool taken = true;

  if (!is_wanted (worker, task, step))
    return ILV_OUTCOME_NEXT;
  pthread_mutex_lock (&lock->mutex);
  if (lock->holder_task == 0)
    {
      take (lock, worker, task);
      pthread_mutex_unlock (&lock->mutex);
      return ILV_OUTCOME_NEXT;
    }
  /* The GIL is given back before the wait and taken again without the mutex: others hold the GIL
     while they want the mutex. */
  pthread_mutex_unlock (&lock->mutex);
  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_LOCK, lock->id);
  pthread_mutex_lock (&lock->mutex);
  taken = ilv_deadlock_wait (worker, task, &wanted);
  if (taken)
    take (lock, worker, task);
  pthread_mutex_unlock (&lock->mutex);
  ilv_worker_end_wait (worker, task);
  return taken ? ILV_OUTCOME_NEXT : ilv_deadlock_give_up (worker, task);
}

/* --- suspending --------------------------------------------------------------------------- */

static IlvOutcome
lock_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);
  IlvWanted wanted = get_wanted (worker, step);

  if (!is_wanted (worker, task, step))
    return ILV_OUTCOME_NEXT;
  /* Awaiting a free lock does not suspend. */
  if (lock->holder_task == 0)
    {
      take (lock, worker, task);
      return ILV_OUTCOME_NEXT;
    }
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_LOCK, lock->id);
  task->pending = lock;
  ilv_waiters_append (&lock->waiting, task);
  ilv_deadlock_suspend (worker, task, &wanted);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
lock_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  if (ilv_deadlock_take_error (worker, task))
    return ILV_OUTCOME_FAILED;
  take (get_lock (worker, step), worker, task);
  return ILV_OUTCOME_NEXT;
}

static void
lock_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);

  ilv_deadlock_end_wait (worker->execution, task);
  if (task->pending)
    ilv_waiters_take_out (&lock->waiting, task);
  else
    drop (lock, worker); /* it was kept for this one */
  task->pending = NULL;
}

/* --- both --------------------------------------------------------------------------------- */

static IlvOutcome
lock_leave (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);

  if (!is_wanted (worker, task, step))
    return ILV_OUTCOME_NEXT;
  pthread_mutex_lock (&lock->mutex);
  ilv_record (&worker->recorder, ILV_RECORD_LOCK_DROP, lock->id, 0, 0);
  drop (lock, worker);
  pthread_mutex_unlock (&lock->mutex);
  return ILV_OUTCOME_NEXT;
}

const IlvStepOperations ilv_step_lock = {
  .blocking = lock_blocking,
  .suspending = lock_suspending,
  .resumed = lock_resumed,
  .leave = lock_leave,
  .cancel = lock_cancel,
  .is_call = true,
};
