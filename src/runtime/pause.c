/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/pause.h"

#include "runtime/loop.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <time.h>

/* How long who is not woken at a stop, as by a lock of other processes, waits before a look. */
#define STOP_CHECK_NS (50 * 1000 * 1000)

gint64
ilv_pause_get_duration (double ms)
{
  if (!(ms > 0))
    return 0;
  return (gint64) (fmin (ms, 24.0 * 3600 * 1000) * 1e6);
}

gboolean
ilv_pause (const IlvTaskRun *task, IlvExecution *execution, gint64 duration)
{
  gint64 deadline = ilv_loop_now () + duration;
  struct pollfd stop = { .fd = ilv_task_run_get_stop_fd (task, execution), .events = POLLIN };

  for (;;)
    {
      gint64 left = MAX (0, deadline - ilv_loop_now ());
      struct timespec time = { left / 1000000000, left % 1000000000 };
      int n = ppoll (&stop, 1, &time, NULL);

      if (n == 0 || n > 0 || errno != EINTR)
        return n <= 0;
    }
}

struct timespec
ilv_pause_get_next_check (void)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += STOP_CHECK_NS;
  if (until.tv_nsec >= 1000000000)
    {
      until.tv_nsec -= 1000000000;
      until.tv_sec++;
    }
  return until;
}
