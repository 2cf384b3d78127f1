/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/operation.h"

#include <math.h>

void
ilv_task_run_end (IlvTaskRun *task, IlvWorker *worker, IlvState state)
{
  /* Nobody asks for the page again, and ten thousand of them would add up. */
  g_clear_pointer (&task->body, g_free);
  task->body_length = 0;
  ilv_record_task (&worker->recorder, task->id, state, 0);
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_COMPLETED, 1);
  atomic_store_explicit (&task->state, (unsigned char) state, memory_order_release);
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
