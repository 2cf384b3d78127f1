/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/watchdog.h"

#include "runtime/worker.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define LOOK_MS 25

struct _IlvWatchdog
{
  IlvExecution *execution; /* borrowed */
  IlvWatchdogExpired expired;
  gpointer user_data;
  gint64 began; /* us */
  int ended_fd; /* readable once the run has ended; owned */
  GThread *thread;
};

/* TRUE when the run ended in time. */
static gboolean
wait_for_end (IlvWatchdog *watchdog)
{
  struct pollfd ended = { .fd = watchdog->ended_fd, .events = POLLIN };
  IlvExecution *execution = watchdog->execution;

  for (;;)
    {
      /* Read anew each time: a second stop may leave less time than the first. */
      gint64 left = atomic_load (&execution->close_deadline) / 1000 - g_get_monotonic_time ();

      if (left <= 0)
        atomic_store (&execution->close_over, true);
      if (poll (&ended, 1, (int) CLAMP (left / 1000 + 1, 1, LOOK_MS)) > 0)
        return TRUE;
      if (left <= -ILV_WATCHDOG_GRACE_MS * 1000)
        return FALSE;
    }
}

/* The stop that the scenario asks for by itself: first nothing more begins, and when the grace is
   over what still runs is stopped. Returns the milliseconds to the next of the two, -1 for none. */
static int
look_at_plan (IlvWatchdog *watchdog)
{
  IlvExecution *execution = watchdog->execution;
  double stop_after = ilv_workload_get_stop_after (execution->workload);
  double grace = ilv_workload_get_grace (execution->workload);
  double left;

  if (!(stop_after > 0))
    return -1;
  left = stop_after - (double) (g_get_monotonic_time () - watchdog->began) / 1000;
  if (left > 0)
    return (int) ceil (left);
  if (!ilv_execution_is_draining (execution))
    ilv_execution_drain (execution);
  left += grace;
  if (left > 0)
    return (int) ceil (left);
  ilv_execution_stop_for (execution, ILV_STOP_GRACE, ILV_CLOSE_GRACE_MS);
  return -1;
}

/* FALSE: the run has ended. */
static gboolean
wait_for_stop (IlvWatchdog *watchdog)
{
  struct pollfd fds[] = { { .fd = watchdog->ended_fd, .events = POLLIN },
                          { .fd = watchdog->execution->stop_fd, .events = POLLIN } };

  while (poll (fds, G_N_ELEMENTS (fds), look_at_plan (watchdog)) <= 0)
    continue;
  return fds[0].revents == 0;
}

static gpointer
watch (gpointer data)
{
  IlvWatchdog *watchdog = data;
  IlvWorker worker = { 0 };

  if (!wait_for_stop (watchdog) || wait_for_end (watchdog))
    return NULL;

  ilv_worker_begin (&worker, watchdog->execution, NULL, ILV_LANE_MAIN, _ ("Stop"));
  for (guint i = 0; i < watchdog->execution->n_tasks; i++)
    {
      IlvTaskRun *task = &watchdog->execution->tasks[i];

      /* Only the record: the task itself is still its worker's. */
      if (ilv_task_run_get_state (task) == ILV_STATE_NONE)
        ilv_record_task (&worker.recorder, task->id, ILV_STATE_CANCELLED, 0);
    }
  ilv_worker_end (&worker, ILV_STATE_DONE);
  watchdog->expired (watchdog->execution, watchdog->user_data);
  return NULL;
}

IlvWatchdog *
ilv_watchdog_new (IlvExecution *execution, IlvWatchdogExpired expired, gpointer user_data,
                  GError **error)
{
  IlvWatchdog *watchdog;
  int fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The run cannot be prepared: %s."), g_strerror (code));
      return NULL;
    }
  watchdog = g_new0 (IlvWatchdog, 1);
  watchdog->execution = execution;
  watchdog->expired = expired;
  watchdog->user_data = user_data;
  watchdog->ended_fd = fd;
  watchdog->began = g_get_monotonic_time ();
  watchdog->thread = g_thread_try_new ("watchdog", watch, watchdog, error);
  if (!watchdog->thread)
    {
      close (fd);
      g_free (watchdog);
      return NULL;
    }
  return watchdog;
}

void
ilv_watchdog_free (IlvWatchdog *watchdog)
{
  uint64_t one = 1;

  while (write (watchdog->ended_fd, &one, sizeof one) < 0 && errno == EINTR)
    continue;
  g_thread_join (watchdog->thread);
  close (watchdog->ended_fd);
  g_free (watchdog);
}
