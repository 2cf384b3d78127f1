/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Something that is opened, used and closed, whatever happens while it is used.
 *
 * As with a context manager: when opening fails there is nothing to close, and a failure while
 * closing takes the place of the one that led to it. The resource's number (see `rounds`) is the
 * outcome that waits for the close to be done.
 */
#include "runtime/operation.h"

static IlvOutcome
enter (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return ILV_OUTCOME_NEXT;
}

static IlvCatch
caught (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step, IlvOutcome outcome)
{
  if (outcome == ILV_OUTCOME_CANCELLED && ilv_execution_is_close_over (worker->execution))
    return ILV_CATCH_GO_ON;
  return ILV_CATCH_RUN_CLOSE;
}

static IlvOutcome
leave (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvOutcome waiting = (IlvOutcome) *ilv_task_run_get_round (task);

  if (waiting != ILV_OUTCOME_NEXT)
    return waiting;
  /* The stop that the close was done in spite of. */
  return ilv_task_run_is_stopping (task, worker->execution) ? ILV_OUTCOME_CANCELLED
                                                            : ILV_OUTCOME_NEXT;
}

const IlvStepOperations ilv_step_resource
    = { .blocking = enter, .suspending = enter, .leave = leave };
const IlvStepOperations ilv_step_open = { .blocking = enter, .suspending = enter };
const IlvStepOperations ilv_step_use
    = { .blocking = enter, .suspending = enter, .caught = caught };
const IlvStepOperations ilv_step_close = { .blocking = enter, .suspending = enter };
