/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Doing steps again after they failed: the wait before each attempt is twice the one before it,
 * made longer or shorter by chance so that those who failed together do not come back together.
 *
 * The step's number (see `rounds`) is the attempts made after the first. Beginning anew is
 * entering the step once more, which waits first.
 */
#include "runtime/loop.h"
#include "runtime/pause.h"
#include "runtime/sleep.h"
#include "runtime/worker.h"

#include <math.h>

/* ns. */
static gint64
draw_wait (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  double ms = ilv_step_get_number (step, ILV_RETRY_BACKOFF_MS, scope);
  double jitter = ilv_step_get_number (step, ILV_RETRY_JITTER, scope);
  double chance = ilv_task_run_draw (task, worker->execution) * 2 - 1;

  return ilv_pause_get_duration (ldexp (ms, (int) *ilv_task_run_get_round (task) - 1)
                          * (1 + jitter * chance));
}

static IlvOutcome
retry_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  if (*ilv_task_run_get_round (task) == 0)
    return ILV_OUTCOME_NEXT;
  return ilv_sleep_blocking (worker, task, draw_wait (worker, task, step));
}

static IlvOutcome
retry_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  if (*ilv_task_run_get_round (task) == 0)
    return ILV_OUTCOME_NEXT;
  return ilv_sleep_suspending (worker, task, draw_wait (worker, task, step));
}

static void
retry_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  ilv_loop_forget_deadline (worker->loop, task);
}

static IlvCatch
retry_caught (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step, IlvOutcome outcome)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  uint32_t *attempts = ilv_task_run_get_round (task);

  if (outcome != ILV_OUTCOME_FAILED || task->lasting
      || *attempts >= ilv_step_get_number (step, ILV_RETRY_TIMES, scope))
    return ILV_CATCH_GO_ON;
  ++*attempts;
  task->retries++;
  atomic_fetch_add_explicit (&worker->execution->retried, 1, memory_order_relaxed);
  ilv_record (&worker->recorder, ILV_RECORD_MARK, task->id, ILV_MARK_RETRY, *attempts);
  return ILV_CATCH_AGAIN;
}

const IlvStepOperations ilv_step_retry = {
  .blocking = retry_blocking,
  .suspending = retry_suspending,
  .cancel = retry_cancel,
  .caught = retry_caught,
  .is_call = true,
};
