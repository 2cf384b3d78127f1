/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/operation.h"

#include <math.h>
#include <time.h>

static int64_t
get_monotonic_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

void
ilv_task_run_set_ended (IlvTaskRun *task, IlvExecution *execution, IlvState state)
{
  atomic_store_explicit (&execution->last_end, get_monotonic_ns (), memory_order_relaxed);
  atomic_store_explicit (&task->state, (unsigned char) state, memory_order_release);
}

void
ilv_task_run_end (IlvTaskRun *task, IlvWorker *worker, IlvState state)
{
  IlvExecution *execution = worker->execution;

  /* Nobody asks for the page again, and ten thousand of them would add up. */
  g_clear_pointer (&task->body, g_free);
  task->body_length = 0;
  ilv_record_task (&worker->recorder, task->id, state, 0);
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_COMPLETED, 1);
  /* The signal that asked has no lane of its own; who first acts on it says so. */
  if (state == ILV_STATE_CANCELLED && ilv_execution_is_stopping (execution)
      && !atomic_exchange_explicit (&execution->stop_marked, true, memory_order_relaxed))
    ilv_record (&worker->recorder, ILV_RECORD_MARK, 0, ILV_MARK_STOP_REQUESTED, 0);
  ilv_task_run_set_ended (task, execution, state);
}

void
ilv_task_run_fail (IlvTaskRun *task, char *sentence)
{
  ilv_task_run_set_text (task, sentence);
}

void
ilv_task_run_set_value (IlvTaskRun *task, double value)
{
  g_clear_pointer (&task->text, g_free);
  task->value = value;
  task->has_value = true;
}

void
ilv_task_run_set_text (IlvTaskRun *task, char *text)
{
  g_free (task->text);
  task->text = text;
  task->has_value = false;
}

char *
ilv_task_run_dup_result (const IlvTaskRun *task)
{
  if (task->text)
    return g_strdup (task->text);
  if (!task->has_value)
    return NULL;
  if (task->value == floor (task->value) && fabs (task->value) < 1e15)
    return g_strdup_printf ("%.0f", task->value);
  return g_strdup_printf ("%.12g", task->value);
}

const IlvScope *
ilv_task_run_get_scope (const IlvTaskRun *task, const IlvExecution *execution)
{
  return &ilv_workload_get_task (execution->workload, task->id - 1)->scope;
}
