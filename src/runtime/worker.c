/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/worker.h"

#include "runtime/fetch.h"

void
ilv_worker_begin (IlvWorker *worker, IlvExecution *execution, IlvGil *gil, IlvLaneKind kind,
                  const char *name)
{
  worker->execution = execution;
  worker->gil = gil;
  /* A lane id even when nothing is recorded: locks tell their holders apart by it. */
  ilv_recorder_begin_lane (&worker->recorder, execution->area,
                           ilv_area_new_lane_id (execution->area), kind, name);
}

void
ilv_worker_end (IlvWorker *worker, IlvState how)
{
  ilv_fetch_close (worker);
  ilv_recorder_end (&worker->recorder, how);
}

void
ilv_worker_set_running (IlvWorker *worker, IlvTaskRun *task)
{
  gboolean locked = worker->gil || worker->loop;

  ilv_record_state (&worker->recorder, locked ? ILV_STATE_RUNNING : ILV_STATE_RUNNING_FREE,
                    task->id, 0);
}

void
ilv_worker_take (IlvWorker *worker, uint32_t task)
{
  if (worker->gil)
    ilv_gil_take (worker->gil, &worker->recorder, task);
}

void
ilv_worker_release (IlvWorker *worker)
{
  if (worker->gil)
    ilv_gil_release (worker->gil, &worker->recorder);
}

void
ilv_worker_begin_wait (IlvWorker *worker, IlvTaskRun *task, IlvState state, uint32_t object)
{
  /* Before the release: in the trace, too, the next to run begins after this one. */
  if (worker->loop)
    ilv_record_state (&worker->recorder, ILV_STATE_BLOCKING_LOOP, task->id, 0);
  else
    ilv_record_state (&worker->recorder, state, task->id, object);
  ilv_worker_release (worker);
}

void
ilv_worker_end_wait (IlvWorker *worker, IlvTaskRun *task)
{
  if (worker->gil)
    ilv_gil_take (worker->gil, &worker->recorder, task->id);
  else
    ilv_worker_set_running (worker, task);
}

void
ilv_worker_run_task (IlvWorker *worker, IlvTaskRun *task)
{
  IlvOutcome outcome = ILV_OUTCOME_CANCELLED;

  if (!ilv_execution_is_stopping (worker->execution))
    {
      ilv_worker_set_running (worker, task);
      outcome = ilv_interpreter_run (worker, task);
    }
  ilv_task_run_end (task, worker, ilv_outcome_get_end_state (outcome));
}
