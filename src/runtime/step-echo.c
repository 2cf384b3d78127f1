/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request of the echo server, over a connection that is kept. */
#include "runtime/link.h"
#include "runtime/worker.h"

static IlvLink *
begin (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  IlvLink *link = ilv_link_take (worker);

  ilv_link_begin (link, (guint) ilv_step_get_number (step, ILV_ECHO_BYTES, scope),
                  ilv_step_get_number (step, ILV_ECHO_DELAY_MS, scope),
                  ilv_step_get_number (step, ILV_ECHO_TIMEOUT_MS, scope));
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, 1);
  return link;
}

static IlvOutcome
finish (IlvWorker *worker, IlvTaskRun *task, IlvLink *link)
{
  IlvOutcome outcome = ILV_OUTCOME_NEXT;

  if (ilv_connection_get_phase (link->connection) == ILV_CONNECTION_FAILED)
    {
      ilv_task_run_fail (task, ilv_connection_dup_error (link->connection));
      outcome = ILV_OUTCOME_FAILED;
    }
  else
    ilv_link_record_latency (link);
  ilv_link_give_back (link);
  return outcome;
}

/* Sending and receiving are calls of their own: each releases the GIL and takes it again. */
static IlvOutcome
echo_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvLink *link = begin (worker, task, step);
  bool goes_on = true;

  for (guint i = 0; i < 2 && goes_on; i++)
    {
      ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_IO, 0);
      goes_on = ilv_link_wait (link, task);
      if (i == 1 || !goes_on)
        ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, -1);
      ilv_worker_end_wait (worker, task);
    }
  if (goes_on)
    return finish (worker, task, link);
  ilv_link_free (link);
  return ILV_OUTCOME_CANCELLED;
}

static IlvOutcome
echo_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvLink *link = begin (worker, task, step);

  task->pending = link;
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_IO, 0);
  ilv_link_suspend (link, task);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
echo_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvLink *link = g_steal_pointer (&task->pending);

  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, -1);
  return finish (worker, task, link);
}

static void
echo_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvLink *link = g_steal_pointer (&task->pending);

  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, -1);
  ilv_link_cancel (link);
  ilv_link_free (link);
}

const IlvStepOperations ilv_step_echo = {
  .blocking = echo_blocking,
  .suspending = echo_suspending,
  .resumed = echo_resumed,
  .cancel = echo_cancel,
  .is_call = true,
};
