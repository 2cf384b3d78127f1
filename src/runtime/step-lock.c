/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holding a lock around other steps.
 *
 * Between threads as threading.Lock: whoever drops it wakes the longest waiter, but does not keep
 * the lock for it; who comes first takes it. Between coroutines as asyncio.Lock: it is kept for
 * the longest waiter, first come first served. Either way waiting tasks stand in lock->waiting_*
 * in the order they came.
 */
#include "runtime/loop.h"
#include "runtime/worker.h"

#include <time.h>

/* How long a thread waits before it looks whether a stop came: nobody can signal a condition from
   a signal handler. */
#define STOP_CHECK_NS (50 * 1000 * 1000)

/* A thread that waits; task->pending while it does. */
typedef struct
{
  pthread_cond_t woken_up;
  bool woken;
  uint32_t lane;
} Waiter;

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

/* --- the queue ---------------------------------------------------------------------------- */

static void
append (IlvSharedLock *lock, IlvTaskRun *task)
{
  task->next = NULL;
  if (lock->waiting_tail)
    lock->waiting_tail->next = task;
  else
    lock->waiting_head = task;
  lock->waiting_tail = task;
}

static void
prepend (IlvSharedLock *lock, IlvTaskRun *task)
{
  task->next = lock->waiting_head;
  lock->waiting_head = task;
  if (!lock->waiting_tail)
    lock->waiting_tail = task;
}

static IlvTaskRun *
take_first (IlvSharedLock *lock)
{
  IlvTaskRun *task = lock->waiting_head;

  if (!task)
    return NULL;
  lock->waiting_head = task->next;
  if (!lock->waiting_head)
    lock->waiting_tail = NULL;
  task->next = NULL;
  return task;
}

static void
take_out (IlvSharedLock *lock, IlvTaskRun *task)
{
  IlvTaskRun *before = NULL;

  for (IlvTaskRun *at = lock->waiting_head; at && at != task; at = at->next)
    before = at;
  if (before)
    before->next = task->next;
  else
    lock->waiting_head = task->next;
  if (lock->waiting_tail == task)
    lock->waiting_tail = before;
  task->next = NULL;
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
record_wake (IlvSharedLock *lock, IlvWorker *worker, IlvTaskRun *task, uint32_t lane)
{
  ilv_record (&worker->recorder, ILV_RECORD_WAKE, task->id, 0, (uint64_t) lock->id << 32 | lane);
}

static void
wake_thread (IlvSharedLock *lock, IlvWorker *worker)
{
  IlvTaskRun *next = take_first (lock);
  Waiter *waiter;

  if (!next)
    return;
  waiter = next->pending;
  waiter->woken = true;
  record_wake (lock, worker, next, waiter->lane);
  pthread_cond_signal (&waiter->woken_up);
}

static void
keep_for_next (IlvSharedLock *lock, IlvWorker *worker)
{
  IlvTaskRun *next = take_first (lock);

  if (!next)
    return;
  lock->holder_task = next->id;
  next->pending = NULL; /* it has the lock when it goes on */
  record_wake (lock, worker, next, 0);
  ilv_loop_wake (worker->loop, next);
}

static void
drop (IlvSharedLock *lock, IlvWorker *worker)
{
  lock->holder_task = 0;
  lock->holder_lane = 0;
  if (worker->loop)
    keep_for_next (lock, worker);
  else
    wake_thread (lock, worker);
}

/* --- blocking ----------------------------------------------------------------------------- */

static void
wait_a_little (IlvSharedLock *lock, Waiter *waiter)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += STOP_CHECK_NS;
  if (until.tv_nsec >= 1000000000)
    {
      until.tv_nsec -= 1000000000;
      until.tv_sec++;
    }
  pthread_cond_clockwait (&waiter->woken_up, &lock->mutex, CLOCK_MONOTONIC, &until);
}

/* With the lock's mutex. Whether the lock was got before a stop came. */
static bool
wait_for_lock (IlvSharedLock *lock, IlvWorker *worker, IlvTaskRun *task)
{
  Waiter waiter = { .woken_up = PTHREAD_COND_INITIALIZER, .lane = worker->recorder.lane };

  task->pending = &waiter;
  append (lock, task);
  while (lock->holder_task != 0 && !ilv_task_run_is_stopping (task, worker->execution))
    {
      /* Woken, and somebody else was faster: it is still the one that waits longest. */
      if (waiter.woken)
        prepend (lock, task);
      waiter.woken = false;
      wait_a_little (lock, &waiter);
    }
  if (!waiter.woken)
    take_out (lock, task);
  task->pending = NULL;
  pthread_cond_destroy (&waiter.woken_up);
  if (lock->holder_task != 0)
    return false;
  take (lock, worker, task);
  return true;
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
      return taken ? ILV_OUTCOME_NEXT : ILV_OUTCOME_CANCELLED;
    }
  pthread_mutex_unlock (&lock->mutex);
  return ILV_OUTCOME_NEXT;
}

/* --- suspending --------------------------------------------------------------------------- */

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
  append (lock, task);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
lock_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  take (get_lock (worker, step), worker, task);
  return ILV_OUTCOME_NEXT;
}

static void
lock_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvSharedLock *lock = get_lock (worker, step);

  if (task->pending)
    take_out (lock, task);
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
