/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeping: a thread sleeps in the kernel, a coroutine on the loop's timers. */
#include "runtime/loop.h"
#include "runtime/worker.h"

#include <errno.h>
#include <math.h>
#include <poll.h>

/* ns, 0 … one day: a longer one would be a mistake in the scenario, not a plan. */
static gint64
get_duration (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  double ms = ilv_step_get_number (step, ILV_SLEEP_MS, scope);

  if (!(ms > 0))
    return 0;
  return (gint64) (fmin (ms, 24.0 * 3600 * 1000) * 1e6);
}

/* Whether a stop came before the time was over. */
static bool
sleep_or_stop (IlvExecution *execution, gint64 duration)
{
  gint64 deadline = ilv_loop_now () + duration;
  struct pollfd stop = { .fd = execution->stop_fd, .events = POLLIN };

  for (;;)
    {
      gint64 left = MAX (0, deadline - ilv_loop_now ());
      struct timespec time = { left / 1000000000, left % 1000000000 };
      int n = ppoll (&stop, 1, &time, NULL);

      if (n == 0 || n > 0 || errno != EINTR)
        return n > 0;
    }
}

static IlvOutcome
sleep_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  gint64 duration = get_duration (worker, task, step);
  bool stopped;

  ilv_worker_begin_wait (worker, task, ILV_STATE_SLEEPING, 0);
  stopped = sleep_or_stop (worker->execution, duration);
  ilv_worker_end_wait (worker, task);
  return stopped ? ILV_OUTCOME_CANCELLED : ILV_OUTCOME_NEXT;
}

static IlvOutcome
sleep_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  gint64 duration = get_duration (worker, task, step);

  /* As asyncio.sleep (0): only a turn for the others. */
  if (duration == 0)
    {
      ilv_loop_wake (worker->loop, task);
      return ILV_OUTCOME_SUSPENDED;
    }
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_SLEEPING, 0);
  ilv_loop_wake_at (worker->loop, task, ilv_loop_now () + duration);
  return ILV_OUTCOME_SUSPENDED;
}

static void
sleep_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  ilv_loop_forget_deadline (worker->loop, task);
}

const IlvStepOperations ilv_step_sleep = {
  .blocking = sleep_blocking,
  .suspending = sleep_suspending,
  .cancel = sleep_cancel,
  .is_call = true,
};
