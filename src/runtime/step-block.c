/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call that blocks for a time, as time.sleep() or a driver without an asynchronous form does: a
   thread waits without the GIL, an event loop stands still. */
#include "runtime/pause.h"
#include "runtime/worker.h"

static IlvOutcome
block (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  gint64 duration = ilv_pause_get_duration (ilv_step_get_number (step, ILV_BLOCK_MS, scope));
  gboolean waited;

  ilv_worker_begin_wait (worker, task, ILV_STATE_SLEEPING, 0);
  waited = ilv_pause (task, worker->execution, duration);
  ilv_worker_end_wait (worker, task);
  return waited ? ILV_OUTCOME_NEXT : ILV_OUTCOME_CANCELLED;
}

const IlvStepOperations ilv_step_block = { .blocking = block, .is_call = true, .blocks = true };
