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
#include "runtime/stop-alarm.h"
#include "runtime/waiters.h"
#include "runtime/worker.h"

static IlvSharedLock *
get_lock (IlvWorker *worker, const IlvStep *step)
{
  return &worker->locks[ilv_step_get_reference (step, ILV_LOCK_LOCK)];
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

  if (!next)
    return;
  ilv_deadlock_end_wait (worker, next);
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

/* What a thread waits for: the lock to be free, or the circle it waits in to be broken. */
typedef struct
{
  IlvSharedLock *lock;
  IlvWorker *worker;
  IlvTaskRun *task;
  int64_t since;
  bool broken;
} Wait;

static bool
is_over (void *data)
{
  Wait *wait = data;

  wait->broken = ilv_deadlock_look (wait->worker, wait->task, &wait->since);
  return wait->broken || wait->lock->holder_task == 0;
}

/* With the lock's mutex. Whether the lock was got before a stop came or a deadlock was found. */
static bool
wait_for_lock (IlvSharedLock *lock, IlvWorker *worker, IlvTaskRun *task)
{
  Wait wait = { .lock = lock, .worker = worker, .task = task };
  bool taken;

  ilv_deadlock_begin_wait (worker, task, (guint) (lock - worker->locks));
  /* Only who closes a circle has to see whether it lasts. */
  taken = ilv_waiters_wait_and_look (&lock->waiting, &lock->mutex, worker, task, is_over, &wait,
                                     ilv_deadlock_is_in_circle (worker, task))
          && !wait.broken;
  ilv_deadlock_end_wait (worker, task);
  if (taken)
    take (lock, worker, task);
  else if (lock->holder_task == 0)
    ilv_waiters_wake_thread (&lock->waiting, worker, lock->id); /* woken, but it leaves */
  return taken;
}

/* The others of a circle that was broken are to know, too. */
static IlvOutcome
give_up (IlvWorker *worker, IlvTaskRun *task)
{
  if (!ilv_deadlock_take_error (worker, task))
    return ILV_OUTCOME_CANCELLED;
  ilv_stop_alarm_ring (worker->execution->stop_alarm);
  return ILV_OUTCOME_FAILED;
}

static IlvOutcome
lock_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);
  bool taken = true;

  if (!is_wanted (worker, task, step))
    return ILV_OUTCOME_NEXT;
  pthread_mutex_lock (&lock->mutex);
  if (lock->holder_task == 0)
    take (lock, worker, task);
  else
    {
      /* The GIL is given back before the wait and taken again without the mutex: others hold
         the GIL while they want the mutex. */
      pthread_mutex_unlock (&lock->mutex);
      ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_LOCK, lock->id);
      pthread_mutex_lock (&lock->mutex);
      taken = wait_for_lock (lock, worker, task);
      pthread_mutex_unlock (&lock->mutex);
      ilv_worker_end_wait (worker, task);
      return taken ? ILV_OUTCOME_NEXT : give_up (worker, task);
    }
  pthread_mutex_unlock (&lock->mutex);
  return ILV_OUTCOME_NEXT;
}

/* --- suspending --------------------------------------------------------------------------- */

static void
release_from_deadlock (IlvWorker *worker, IlvTaskRun *task, guint lock)
{
  ilv_waiters_take_out (&worker->locks[lock].waiting, task);
  ilv_loop_wake (worker->loop, task);
}

static void
break_deadlocks (IlvLoop *loop)
{
  ilv_deadlock_break_all (ilv_loop_get_worker (loop), release_from_deadlock);
}

static IlvOutcome
lock_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);

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
  ilv_deadlock_begin_wait (worker, task, (guint) (lock - worker->locks));
  if (ilv_deadlock_is_in_circle (worker, task))
    ilv_loop_call_later (worker->loop, ILV_DEADLOCK_MS, break_deadlocks);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
lock_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  if (ilv_deadlock_take_error (worker, task))
    {
      task->pending = NULL;
      return ILV_OUTCOME_FAILED;
    }
  take (get_lock (worker, step), worker, task);
  return ILV_OUTCOME_NEXT;
}

static void
lock_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);

  ilv_deadlock_end_wait (worker, task);
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
