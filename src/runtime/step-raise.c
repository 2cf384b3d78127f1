/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/operation.h"

static IlvOutcome
fail (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);

  ilv_task_run_fail (task, ilv_step_get_text (step, ILV_RAISE_MESSAGE, scope));
  return ILV_OUTCOME_FAILED;
}

const IlvStepOperations ilv_step_raise = { .blocking = fail, .suspending = fail };
