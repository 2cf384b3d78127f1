/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A connection of the task's own, held open for a time, with a message now and then.
 *
 * Messages are spread evenly: the first at once, the connection staying open as long after the
 * last as between two of them.
 */
#include "runtime/link.h"
#include "runtime/worker.h"

#define MESSAGE_BYTES 16

typedef struct
{
  IlvLink *link; /* owned */
  gint64 began;  /* ns */
  gint64 end;    /* ns */
  guint n_messages;
  guint n_begun;
  double timeout; /* ms */
} Hold;

static Hold *
hold_new (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  Hold *hold = g_new0 (Hold, 1);

  hold->link = ilv_link_open (worker);
  hold->began = ilv_loop_now ();
  hold->end = hold->began
              + (gint64) (ilv_step_get_number (step, ILV_HOLD_SECONDS, scope) * 1e9);
  hold->n_messages = (guint) ilv_step_get_number (step, ILV_HOLD_MESSAGES, scope);
  hold->timeout = ilv_step_get_number (step, ILV_HOLD_TIMEOUT_MS, scope);
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, 1);
  return hold;
}

static void
hold_free (Hold *hold)
{
  ilv_recorder_count (&hold->link->worker->recorder, ILV_COUNTER_IN_FLIGHT, -1);
  ilv_link_free (hold->link);
  g_free (hold);
}

static bool
has_failed (const Hold *hold)
{
  return ilv_connection_get_phase (hold->link->connection) == ILV_CONNECTION_FAILED;
}

static IlvOutcome
finish (IlvTaskRun *task, Hold *hold)
{
  if (!has_failed (hold))
    return ILV_OUTCOME_NEXT;
  ilv_task_run_fail (task, ilv_connection_dup_error (hold->link->connection));
  return ILV_OUTCOME_FAILED;
}

/* When the next message is due, or the end. */
static gint64
get_next_time (const Hold *hold)
{
  if (hold->n_begun >= hold->n_messages)
    return hold->end;
  return hold->began
         + (gint64) ((double) (hold->end - hold->began) / hold->n_messages * hold->n_begun);
}

static bool
is_message_due (const Hold *hold)
{
  return hold->n_begun < hold->n_messages && get_next_time (hold) <= ilv_loop_now ();
}

static bool
is_over (const Hold *hold)
{
  return has_failed (hold)
         || (hold->n_begun >= hold->n_messages && hold->end <= ilv_loop_now ());
}

/* Begins what comes next: a message, or the time until it is due. Gives the state of the wait. */
static IlvState
begin_next (Hold *hold)
{
  if (is_message_due (hold))
    {
      hold->n_begun++;
      ilv_link_begin (hold->link, MESSAGE_BYTES, 0, hold->timeout);
      return ILV_STATE_WAITING_IO;
    }
  hold->link->deadline = get_next_time (hold);
  return ILV_STATE_SLEEPING;
}

/* --- blocking ----------------------------------------------------------------------------- */

static IlvOutcome
hold_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  Hold *hold = hold_new (worker, task, step);
  IlvOutcome outcome;
  bool goes_on = true;

  while (goes_on && !is_over (hold))
    {
      IlvState state = begin_next (hold);

      ilv_worker_begin_wait (worker, task, state, 0);
      do
        goes_on = ilv_link_wait (hold->link, task);
      while (goes_on && ilv_connection_get_phase (hold->link->connection)
                          == ILV_CONNECTION_RECEIVING);
      ilv_worker_end_wait (worker, task);
      if (goes_on && state == ILV_STATE_WAITING_IO && !has_failed (hold))
        ilv_link_record_latency (hold->link);
    }
  outcome = goes_on ? finish (task, hold) : ILV_OUTCOME_CANCELLED;
  hold_free (hold);
  return outcome;
}

/* --- suspending --------------------------------------------------------------------------- */

static IlvOutcome
wait_for_next (IlvWorker *worker, IlvTaskRun *task, Hold *hold)
{
  IlvState state = begin_next (hold);

  ilv_record_task (&worker->recorder, task->id, state, 0);
  ilv_link_suspend (hold->link, task);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
go_on (IlvWorker *worker, IlvTaskRun *task)
{
  Hold *hold = task->pending;
  IlvOutcome outcome;

  if (!is_over (hold))
    return wait_for_next (worker, task, hold);
  task->pending = NULL;
  outcome = finish (task, hold);
  hold_free (hold);
  return outcome;
}

static IlvOutcome
hold_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  task->pending = hold_new (worker, task, step);
  return go_on (worker, task);
}

static IlvOutcome
hold_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  Hold *hold = task->pending;

  if (hold->link->began > 0 && !has_failed (hold))
    {
      ilv_link_record_latency (hold->link);
      hold->link->began = 0; /* until the next message */
    }
  return go_on (worker, task);
}

static void
hold_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  Hold *hold = g_steal_pointer (&task->pending);

  ilv_link_cancel (hold->link);
  hold_free (hold);
}

const IlvStepOperations ilv_step_hold = {
  .blocking = hold_blocking,
  .suspending = hold_suspending,
  .resumed = hold_resumed,
  .cancel = hold_cancel,
  .is_call = true,
};
