/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/waiters.h"

#include "runtime/deadlock.h"
#include "runtime/loop.h"
#include "runtime/pause.h"
#include "runtime/stop-alarm.h"

#include <time.h>

/* A thread that waits; task->pending while it does. */
typedef struct
{
  pthread_cond_t woken_up;
  bool woken;
  uint32_t lane;
} Waiter;

void
ilv_waiters_append (IlvWaiters *waiters, IlvTaskRun *task)
{
  task->next = NULL;
  if (waiters->tail)
    waiters->tail->next = task;
  else
    waiters->head = task;
  waiters->tail = task;
}

static void
prepend (IlvWaiters *waiters, IlvTaskRun *task)
{
  task->next = waiters->head;
  waiters->head = task;
  if (!waiters->tail)
    waiters->tail = task;
}

IlvTaskRun *
ilv_waiters_take_first (IlvWaiters *waiters)
{
  IlvTaskRun *task = waiters->head;

  if (!task)
    return NULL;
  waiters->head = task->next;
  if (!waiters->head)
    waiters->tail = NULL;
  task->next = NULL;
  return task;
}

void
ilv_waiters_take_out (IlvWaiters *waiters, IlvTaskRun *task)
{
  IlvTaskRun *before = NULL;
  IlvTaskRun *at = waiters->head;

  for (; at && at != task; at = at->next)
    before = at;
  if (!at)
    return;
  if (before)
    before->next = task->next;
  else
    waiters->head = task->next;
  if (waiters->tail == task)
    waiters->tail = before;
  task->next = NULL;
}

static void
record_wake (IlvWorker *worker, IlvTaskRun *task, uint32_t object, uint32_t lane)
{
  ilv_record (&worker->recorder, ILV_RECORD_WAKE, task->id, 0, (uint64_t) object << 32 | lane);
}

void
ilv_waiters_wake_thread (IlvWaiters *waiters, IlvWorker *worker, uint32_t object)
{
  IlvTaskRun *next = ilv_waiters_take_first (waiters);
  Waiter *waiter;

  if (!next)
    return;
  waiter = next->pending;
  waiter->woken = true;
  record_wake (worker, next, object, waiter->lane);
  pthread_cond_signal (&waiter->woken_up);
}

bool
ilv_waiters_nudge (IlvWaiters *waiters, const void *coroutines_have)
{
  bool has_coroutine = false;

  for (IlvTaskRun *task = waiters->head; task; task = task->next)
    if (task->pending == coroutines_have)
      has_coroutine = true;
    else
      pthread_cond_signal (&((Waiter *) task->pending)->woken_up);
  return has_coroutine;
}

IlvTaskRun *
ilv_waiters_wake_coroutine (IlvWaiters *waiters, IlvWorker *worker, uint32_t object)
{
  IlvTaskRun *next = ilv_waiters_take_first (waiters);

  if (!next)
    return NULL;
  next->pending = NULL;
  ilv_deadlock_end_wait (worker->execution, next);
  record_wake (worker, next, object, 0);
  if (worker->loop)
    ilv_loop_wake (worker->loop, next);
  else
    ilv_loop_wake_from_thread (worker->execution->loop, next);
  return next;
}

/* For when there is nobody to wake it, at a stop or for a look. */
static void
wait_a_little (Waiter *waiter, pthread_mutex_t *mutex)
{
  struct timespec until = ilv_pause_get_next_check ();

  pthread_cond_clockwait (&waiter->woken_up, mutex, CLOCK_MONOTONIC, &until);
}

bool
ilv_waiters_wait (IlvWaiters *waiters, pthread_mutex_t *mutex, IlvWorker *worker,
                  IlvTaskRun *task, IlvCondition is_there, void *object)
{
  const bool looks = false;

  return ilv_waiters_wait_and_look (waiters, mutex, worker, task, is_there, object, &looks);
}

bool
ilv_waiters_wait_and_look (IlvWaiters *waiters, pthread_mutex_t *mutex, IlvWorker *worker,
                           IlvTaskRun *task, IlvCondition is_there, void *object,
                           const bool *looks)
{
  IlvStopAlarm *alarm = worker->execution->stop_alarm;
  Waiter waiter = { .woken_up = PTHREAD_COND_INITIALIZER, .lane = worker->recorder.lane };
  IlvStopWaiter stop = { .mutex = mutex, .condition = &waiter.woken_up };
  gboolean is_watched = ilv_stop_alarm_add (alarm, &stop);

  task->pending = &waiter;
  ilv_waiters_append (waiters, task);
  while (!is_there (object) && !ilv_task_run_is_stopping (task, worker->execution))
    {
      /* Woken, and somebody else was faster: it is still the one that waits longest. */
      if (waiter.woken)
        prepend (waiters, task);
      waiter.woken = false;
      if (is_watched && !*looks)
        pthread_cond_wait (&waiter.woken_up, mutex);
      else
        wait_a_little (&waiter, mutex);
    }
  ilv_waiters_take_out (waiters, task);
  task->pending = NULL;
  ilv_stop_alarm_remove (alarm, &stop);
  pthread_cond_destroy (&waiter.woken_up);
  return is_there (object);
}
