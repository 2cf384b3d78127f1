/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending a task what it is to work on. A worker process is sent a serialised copy through a pipe,
   or memory it shares; in the process that has the numbers a reference is enough. */
#include "runtime/operation.h"
#include "runtime/payload-server.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static IlvOutcome
keep (IlvTaskRun *task, IlvPayload *payload)
{
  g_clear_pointer (&task->payload, ilv_payload_free);
  task->payload = payload;
  return ILV_OUTCOME_NEXT;
}

static IlvOutcome
fail (IlvTaskRun *task, GError *error)
{
  ilv_task_run_fail (task, g_strdup (error->message));
  return ILV_OUTCOME_FAILED;
}

/* Interpreters that share nothing copy all the same, under the lock. */
static IlvOutcome
copy (IlvWorker *worker, IlvTaskRun *task, const double *values, guint64 n)
{
  double *own = g_new (double, n + 1);

  ilv_record_state (&worker->recorder, ILV_STATE_SERIALISING, task->id, 0);
  memcpy (own, values, n * sizeof (double));
  ilv_worker_set_running (worker, task);
  return keep (task, ilv_payload_new (own, n, ILV_PAYLOAD_COPIED));
}

static IlvOutcome
pass (IlvWorker *worker, IlvTaskRun *task, guint64 size, gboolean shared)
{
  IlvExecution *execution = worker->execution;
  g_autoptr (GError) error = NULL;
  IlvPayloads *payloads = ilv_payloads_get (execution, &error);
  const double *values;

  if (!payloads)
    return fail (task, error);
  values = ilv_payloads_get_values (payloads, task->id - 1);
  if (worker->isolated && !shared)
    return copy (worker, task, values, size / sizeof (double));
  return keep (task, ilv_payload_new (values, size / sizeof (double), ILV_PAYLOAD_BORROWED));
}

static IlvOutcome
receive (IlvWorker *worker, IlvTaskRun *task, guint64 size, gboolean shared)
{
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  g_autofree char *copied = g_format_size (shared ? 0 : size);
  IlvPayload *payload;

  ilv_worker_begin_wait (worker, task, ILV_STATE_SERIALISING, 0);
  payload = ilv_payload_receive (worker->execution, &worker->payload_socket,
                                 ilv_task_run_get_stop_fd (task, worker->execution), task->id - 1,
                                 size, shared, &error);
  ilv_worker_end_wait (worker, task);
  if (error)
    return fail (task, error);
  if (!payload)
    return ILV_OUTCOME_CANCELLED;
  ilv_task_run_set_text (task,
                         g_strdup_printf (_ ("%.2f ms (%s copied)"),
                                          (double) (g_get_monotonic_time () - began) / 1e3,
                                          copied));
  return keep (task, payload);
}

static IlvOutcome
send_task (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  guint64 size = ilv_payload_round_size (ilv_step_get_number (step, ILV_SEND_BYTES, scope));
  gboolean shared = ilv_step_get_choice (step, ILV_SEND_BY) == ILV_SEND_BY_SHARED_MEMORY;

  if (worker->execution->payload_address)
    return receive (worker, task, size, shared);
  return pass (worker, task, size, shared);
}

const IlvStepOperations ilv_step_send
  = { .blocking = send_task, .suspending = send_task, .is_call = true };
