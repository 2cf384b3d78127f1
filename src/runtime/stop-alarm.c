/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/stop-alarm.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Between two tries to get a mutex whose owner is just adding itself. */
#define AGAIN_US 100

struct _IlvStopAlarm
{
  IlvExecution *execution; /* borrowed */
  pthread_mutex_t mutex;   /* guards the rest */
  IlvStopWaiter *first;
  gboolean has_thread;
  pthread_t thread;
  int end_fd; /* readable: the thread is to end; owned; -1: there was none yet */
};

/* Waiters add themselves with their mutex held, so here it can only be tried for. */
static gboolean
try_all (IlvStopAlarm *alarm)
{
  gboolean all = TRUE;

  pthread_mutex_lock (&alarm->mutex);
  for (IlvStopWaiter *waiter = alarm->first; waiter; waiter = waiter->next)
    {
      if (pthread_mutex_trylock (waiter->mutex) != 0)
        {
          all = FALSE;
          continue;
        }
      pthread_cond_broadcast (waiter->condition);
      pthread_mutex_unlock (waiter->mutex);
    }
  pthread_mutex_unlock (&alarm->mutex);
  return all;
}

void
ilv_stop_alarm_ring (IlvStopAlarm *alarm)
{
  while (!try_all (alarm))
    g_usleep (AGAIN_US);
}

/* FALSE: the thread is to end. */
static gboolean
wait_for (IlvStopAlarm *alarm, int fd)
{
  struct pollfd fds[] = { { .fd = alarm->end_fd, .events = POLLIN },
                          { .fd = fd, .events = POLLIN } };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    if (errno != EINTR)
      return FALSE;
  return fds[0].revents == 0;
}

static void *
watch (void *data)
{
  IlvStopAlarm *alarm = data;

  /* First for the tasks, then for what some of them must still do. */
  if (!wait_for (alarm, alarm->execution->stop_fd))
    return NULL;
  ilv_stop_alarm_ring (alarm);
  if (wait_for (alarm, alarm->execution->close_fd))
    ilv_stop_alarm_ring (alarm);
  return NULL;
}

/* With the mutex. */
static gboolean
ensure_thread (IlvStopAlarm *alarm)
{
  if (alarm->has_thread)
    return TRUE;
  if (alarm->end_fd < 0)
    alarm->end_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (alarm->end_fd >= 0)
    alarm->has_thread = pthread_create (&alarm->thread, NULL, watch, alarm) == 0;
  return alarm->has_thread;
}

gboolean
ilv_stop_alarm_add (IlvStopAlarm *alarm, IlvStopWaiter *waiter)
{
  gboolean watched;

  pthread_mutex_lock (&alarm->mutex);
  watched = ensure_thread (alarm);
  waiter->previous = NULL;
  waiter->next = alarm->first;
  if (waiter->next)
    waiter->next->previous = waiter;
  alarm->first = waiter;
  pthread_mutex_unlock (&alarm->mutex);
  return watched;
}

void
ilv_stop_alarm_remove (IlvStopAlarm *alarm, IlvStopWaiter *waiter)
{
  pthread_mutex_lock (&alarm->mutex);
  if (waiter->previous)
    waiter->previous->next = waiter->next;
  else
    alarm->first = waiter->next;
  if (waiter->next)
    waiter->next->previous = waiter->previous;
  pthread_mutex_unlock (&alarm->mutex);
}

IlvStopAlarm *
ilv_stop_alarm_new (IlvExecution *execution)
{
  IlvStopAlarm *alarm = g_new0 (IlvStopAlarm, 1);

  alarm->execution = execution;
  alarm->end_fd = -1;
  pthread_mutex_init (&alarm->mutex, NULL);
  return alarm;
}

void
ilv_stop_alarm_forget (IlvStopAlarm *alarm)
{
  alarm->first = NULL;
  alarm->has_thread = FALSE;
  if (alarm->end_fd >= 0)
    close (alarm->end_fd);
  alarm->end_fd = -1;
  pthread_mutex_init (&alarm->mutex, NULL);
}

void
ilv_stop_alarm_free (IlvStopAlarm *alarm)
{
  uint64_t one = 1;

  if (!alarm)
    return;
  while (alarm->has_thread && write (alarm->end_fd, &one, sizeof one) < 0 && errno == EINTR)
    continue;
  if (alarm->has_thread)
    pthread_join (alarm->thread, NULL);
  if (alarm->end_fd >= 0)
    close (alarm->end_fd);
  pthread_mutex_destroy (&alarm->mutex);
  g_free (alarm);
}
