/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeping: a thread sleeps in the kernel, a coroutine on the loop's timers. */
#include "runtime/loop.h"
#include "runtime/pause.h"
#include "runtime/sleep.h"
#include "runtime/worker.h"

IlvOutcome
ilv_sleep_blocking (IlvWorker *worker, IlvTaskRun *task, int64_t duration)
{
  gboolean waited;

  ilv_worker_begin_wait (worker, task, ILV_STATE_SLEEPING, 0);
  waited = ilv_pause (task, worker->execution, duration);
  ilv_worker_end_wait (worker, task);
  return waited ? ILV_OUTCOME_NEXT : ILV_OUTCOME_CANCELLED;
}

IlvOutcome
ilv_sleep_suspending (IlvWorker *worker, IlvTaskRun *task, int64_t duration)
{
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

static int64_t
get_duration (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  double ms = ilv_step_get_number (step, ILV_SLEEP_MS, scope);
  double jitter = ilv_step_get_number (step, ILV_SLEEP_JITTER, scope);

  if (jitter > 0)
    ms *= 1 + jitter * (2 * ilv_task_run_draw (task, worker->execution) - 1);
  return ilv_pause_get_duration (ms);
}

static IlvOutcome
sleep_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return ilv_sleep_blocking (worker, task, get_duration (worker, task, step));
}

static IlvOutcome
sleep_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return ilv_sleep_suspending (worker, task, get_duration (worker, task, step));
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
