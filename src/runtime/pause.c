/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/pause.h"

#include "runtime/loop.h"

#include <errno.h>
#include <math.h>
#include <poll.h>

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
