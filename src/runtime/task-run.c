/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/deadlock.h"
#include "runtime/operation.h"
#include "runtime/program.h"
#include "runtime/payload.h"

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

static void
cancel_siblings (IlvTaskRun *task, IlvExecution *execution)
{
  guint none = 0;

  atomic_compare_exchange_strong (&execution->failed_task, &none, task->id);
  ilv_execution_stop_for (execution, ILV_STOP_FAILURE,
                          (guint) ilv_workload_get_grace (execution->workload));
}

void
ilv_task_run_end (IlvTaskRun *task, IlvWorker *worker, IlvState state)
{
  IlvExecution *execution = worker->execution;

  /* Nobody asks for the page again, and ten thousand of them would add up. */
  g_clear_pointer (&task->body, g_free);
  task->body_length = 0;
  g_clear_pointer (&task->payload, ilv_payload_free);
  ilv_record_task (&worker->recorder, task->id, state, 0);
  /* What works in the background is none of the work. */
  if (state == ILV_STATE_DONE && !task->background)
    ilv_recorder_count (&worker->recorder, ILV_COUNTER_COMPLETED, 1);
  /* The signal that asked has no lane of its own; who first acts on it says so. */
  if (state == ILV_STATE_CANCELLED
      && atomic_load (&execution->stop_reason) != ILV_STOP_FAILURE
      && (ilv_execution_is_stopping (execution) || ilv_execution_is_draining (execution)))
    ilv_execution_mark_stop (execution, &worker->recorder);
  ilv_task_run_set_ended (task, execution, state);
  ilv_deadlock_note_end (worker, task);
  if (state == ILV_STATE_FAILED && ilv_workload_cancels_siblings (execution->workload))
    cancel_siblings (task, execution);
}

void
ilv_task_run_set_error (IlvTaskRun *task, char *sentence)
{
  g_free (task->error);
  task->error = sentence;
}

void
ilv_task_run_fail (IlvTaskRun *task, char *sentence)
{
  ilv_task_run_set_error (task, sentence);
  task->lasting = false;
}

bool
ilv_task_run_is_closing (const IlvTaskRun *task)
{
  return task->program->instructions[task->pc].closing;
}

int
ilv_task_run_get_stop_fd (const IlvTaskRun *task, const IlvExecution *execution)
{
  return ilv_task_run_is_closing (task) ? execution->close_fd : execution->stop_fd;
}

bool
ilv_task_run_is_stopping (const IlvTaskRun *task, IlvExecution *execution)
{
  if (!ilv_execution_is_stopping (execution))
    return false;
  return !ilv_task_run_is_closing (task) || ilv_execution_is_close_over (execution);
}

const atomic_bool *
ilv_task_run_get_stop (const IlvTaskRun *task, const IlvExecution *execution)
{
  return ilv_task_run_is_closing (task) ? &execution->close_over : &execution->stop;
}

bool
ilv_execution_is_close_over (IlvExecution *execution)
{
  int64_t deadline = atomic_load_explicit (&execution->close_deadline, memory_order_relaxed);

  return deadline != 0 && get_monotonic_ns () >= deadline;
}

uint32_t *
ilv_task_run_get_round (IlvTaskRun *task)
{
  return &task->rounds[task->program->instructions[task->pc].depth];
}

/* SplitMix64 (Steele, Lea and Flood, 2014) as a function of seed, task and number: it needs no
   state beyond a count, and one task's numbers do not depend on when others take theirs. */
double
ilv_task_run_draw (IlvTaskRun *task, const IlvExecution *execution)
{
  uint64_t place = (uint64_t) task->id << 32 | ++task->draws;
  uint64_t z = ilv_workload_get_seed (execution->workload) * UINT64_C (0xD1342543DE82EF95)
               + place * UINT64_C (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * UINT64_C (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94D049BB133111EB);
  z ^= z >> 31;
  return (double) (z >> 11) / (double) (UINT64_C (1) << 53);
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
  if (ilv_task_run_get_state (task) >= ILV_STATE_FAILED)
    return g_strdup (task->error);
  if (task->list || task->text)
    return g_strdup (task->list ? task->list : task->text);
  return task->has_value ? ilv_task_run_write_number (task->value) : NULL;
}

char *
ilv_task_run_write_number (double number)
{
  if (number == floor (number) && fabs (number) < 1e15)
    return g_strdup_printf ("%.0f", number);
  return g_strdup_printf ("%.12g", number);
}

const IlvScope *
ilv_task_run_get_scope (const IlvTaskRun *task, const IlvExecution *execution)
{
  static _Thread_local IlvScope scope;

  scope = ilv_workload_get_task (execution->workload, task->id - 1)->scope;
  scope.variable = task->variable;
  scope.result = task->has_value ? task->value : 0;
  return &scope;
}
