/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failing, always or by chance. */
#include "runtime/operation.h"

static IlvOutcome
fail (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  double percent = ilv_step_get_number (step, ILV_RAISE_PERCENT, scope);

  if (percent < 100 && ilv_task_run_draw (task, worker->execution) * 100 >= percent)
    return ILV_OUTCOME_NEXT;
  ilv_task_run_fail (task, ilv_step_get_text (step, ILV_RAISE_MESSAGE, scope));
  task->lasting = ilv_step_get_choice (step, ILV_RAISE_TRANSIENT) == 0;
  return ILV_OUTCOME_FAILED;
}

const IlvStepOperations ilv_step_raise = { .blocking = fail, .suspending = fail };
