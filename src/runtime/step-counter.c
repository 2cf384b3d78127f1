/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a shared counter into the task's variable and writing it back: the two halves of
   `counter += 1`, between which others may come. */
#include "runtime/operation.h"

static IlvOutcome
load (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  guint index = ilv_step_get_reference (step, ILV_LOAD_COUNTER);
  IlvSharedCounter *counter = &worker->counters[index];

  pthread_mutex_lock (&counter->mutex);
  task->variable = counter->value;
  task->version = counter->version;
  pthread_mutex_unlock (&counter->mutex);
  task->loaded = (uint16_t) (index + 1);
  return ILV_OUTCOME_NEXT;
}

static IlvOutcome
store (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  guint index = ilv_step_get_reference (step, ILV_STORE_COUNTER);
  double add = ilv_step_get_number (step, ILV_STORE_ADD, scope);
  IlvSharedCounter *counter = &worker->counters[index];
  bool lost;

  pthread_mutex_lock (&counter->mutex);
  /* Somebody wrote since this task read, and what they wrote goes with this write. */
  lost = task->loaded == index + 1 && task->version != counter->version;
  counter->value = task->variable + add;
  counter->version++;
  counter->lost += lost;
  task->version = counter->version;
  /* Inside, so that the trace has the values in the order they were written. */
  if (!worker->isolated)
    {
      ilv_recorder_set_counter (&worker->recorder, ILV_COUNTER_FIRST_OWN + index,
                                (int64_t) counter->value);
      if (lost)
        ilv_record (&worker->recorder, ILV_RECORD_MARK, task->id, ILV_MARK_LOST_UPDATE,
                    ILV_COUNTER_FIRST_OWN + index);
    }
  pthread_mutex_unlock (&counter->mutex);
  return ILV_OUTCOME_NEXT;
}

const IlvStepOperations ilv_step_load = { .blocking = load, .suspending = load };
const IlvStepOperations ilv_step_store = { .blocking = store, .suspending = store };
