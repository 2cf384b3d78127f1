/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/gil.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define NS_PER_S 1000000000

static void
init_condition (pthread_cond_t *condition)
{
  pthread_condattr_t attributes;

  /* Not the wall clock: setting it must not lengthen or cut an interval. */
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (condition, &attributes);
  pthread_condattr_destroy (&attributes);
}

IlvGil *
ilv_gil_new (double interval, IlvRecorder *recorder, const char *name)
{
  IlvGil *gil = calloc (1, sizeof *gil);

  if (!gil)
    abort ();
  if (!(interval >= 0.000001))
    interval = 0.000001;
  if (interval > 10)
    interval = 10;
  gil->interval = (int64_t) (interval * NS_PER_S);
  pthread_mutex_init (&gil->mutex, NULL);
  pthread_mutex_init (&gil->switch_mutex, NULL);
  init_condition (&gil->freed);
  init_condition (&gil->switched);
  gil->id = ilv_area_new_lock_id (recorder->area);
  ilv_record (recorder, ILV_RECORD_LOCK, gil->id, ILV_LOCK_GIL, 0);
  ilv_recorder_name (recorder, ILV_RECORD_NAME_LOCK, gil->id, name);
  return gil;
}

void
ilv_gil_free (IlvGil *gil)
{
  if (!gil)
    return;
  pthread_cond_destroy (&gil->switched);
  pthread_cond_destroy (&gil->freed);
  pthread_mutex_destroy (&gil->switch_mutex);
  pthread_mutex_destroy (&gil->mutex);
  free (gil);
}

/* Waits for the lock to be freed, at most one interval. TRUE when that time passed. */
static bool
wait_an_interval (IlvGil *gil)
{
  struct timespec deadline;
  int64_t ns;

  clock_gettime (CLOCK_MONOTONIC, &deadline);
  ns = deadline.tv_nsec + gil->interval;
  deadline.tv_sec += (time_t) (ns / NS_PER_S);
  deadline.tv_nsec = (long) (ns % NS_PER_S);
  return pthread_cond_timedwait (&gil->freed, &gil->mutex, &deadline) == ETIMEDOUT;
}

static void
request_drop (IlvGil *gil, IlvRecorder *recorder)
{
  atomic_store_explicit (&gil->drop_request, true, memory_order_relaxed);
  ilv_record (recorder, ILV_RECORD_DROP_REQUEST, gil->id, 0, gil->last_lane);
}

/* The mutex is held. */
static void
wait_until_free (IlvGil *gil, IlvRecorder *recorder)
{
  uint64_t asked_at = UINT64_MAX;

  while (gil->locked)
    {
      uint64_t switches = gil->switches;

      if (!wait_an_interval (gil) || !gil->locked || gil->switches != switches)
        continue;
      /* Asking the same holder twice changes nothing: during a long C call that keeps the lock it
         would only fill the trace. */
      if (asked_at == switches
          && atomic_load_explicit (&gil->drop_request, memory_order_relaxed))
        continue;
      request_drop (gil, recorder);
      asked_at = switches;
    }
}

/* The mutex is held and the lock is free. */
static void
become_holder (IlvGil *gil, IlvRecorder *recorder, uint32_t task)
{
  uint32_t previous_lane;

  pthread_mutex_lock (&gil->switch_mutex);
  gil->locked = true;
  previous_lane = gil->last_lane;
  if (gil->last_holder != recorder)
    {
      gil->last_holder = recorder;
      gil->last_lane = recorder->lane;
      gil->switches++;
    }
  /* All of them: the last dropper may not have got around to leaving its wait yet. */
  pthread_cond_broadcast (&gil->switched);
  pthread_mutex_unlock (&gil->switch_mutex);
  atomic_store_explicit (&gil->drop_request, false, memory_order_relaxed);
  ilv_record (recorder, ILV_RECORD_LOCK_TAKE, gil->id, 0,
              (uint64_t) task << 32 | previous_lane);
  ilv_record_state (recorder, ILV_STATE_RUNNING, task, 0);
}

void
ilv_gil_take (IlvGil *gil, IlvRecorder *recorder, uint32_t task)
{
  pthread_mutex_lock (&gil->mutex);
  if (gil->locked)
    {
      ilv_record_state (recorder, ILV_STATE_WAITING_GIL, task, gil->id);
      wait_until_free (gil, recorder);
    }
  become_holder (gil, recorder, task);
  pthread_mutex_unlock (&gil->mutex);
}

/* The mutex is held. Which waiter wakes is the kernel's choice, so no WAKE is recorded: the taker
   names the lane it has the lock from. */
static void
set_free (IlvGil *gil, IlvRecorder *recorder, bool forced)
{
  ilv_record (recorder, ILV_RECORD_LOCK_DROP, gil->id, 0, forced);
  gil->locked = false;
  pthread_cond_signal (&gil->freed);
}

void
ilv_gil_release (IlvGil *gil, IlvRecorder *recorder)
{
  pthread_mutex_lock (&gil->mutex);
  set_free (gil, recorder, false);
  pthread_mutex_unlock (&gil->mutex);
}

void
ilv_gil_yield (IlvGil *gil, IlvRecorder *recorder, uint32_t task)
{
  pthread_mutex_lock (&gil->mutex);
  set_free (gil, recorder, true);
  ilv_record_state (recorder, ILV_STATE_WAITING_GIL, task, gil->id);
  pthread_mutex_unlock (&gil->mutex);

  /* Forced switching: not before another thread has it. There is one, because a request is only
     made by a thread that then waits for the lock until it gets it. */
  pthread_mutex_lock (&gil->switch_mutex);
  while (gil->last_holder == recorder)
    pthread_cond_wait (&gil->switched, &gil->switch_mutex);
  pthread_mutex_unlock (&gil->switch_mutex);

  pthread_mutex_lock (&gil->mutex);
  wait_until_free (gil, recorder);
  become_holder (gil, recorder, task);
  pthread_mutex_unlock (&gil->mutex);
}
