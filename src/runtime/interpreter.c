/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/executor.h"
#include "runtime/operation.h"
#include "runtime/program.h"

#include <math.h>

static uint32_t
count_rounds (double times)
{
  if (!(times >= 1))
    return 0;
  return times >= UINT32_MAX ? UINT32_MAX : (uint32_t) floor (times + 1e-9);
}

static const IlvInstruction *
current (const IlvTaskRun *task)
{
  return &task->program->instructions[task->pc];
}

/* Where interpreted code looks at the drop request: backward jumps and calls. */
static void
look_at_request (IlvWorker *worker, IlvTaskRun *task)
{
  if (worker->gil)
    ilv_gil_check (worker->gil, &worker->recorder, task->id);
}

static IlvCatch
ask (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step, IlvOutcome outcome)
{
  const IlvStepOperations *operations = ilv_step_operations (ilv_step_get_kind (step));

  return operations->caught ? operations->caught (worker, task, step, outcome) : ILV_CATCH_GO_ON;
}

/* The failure waits where the step around that one ends, and is raised again from there. */
static void
go_on_at_close (IlvTaskRun *task, const IlvInstruction *from, IlvOutcome outcome)
{
  const IlvInstruction *around = &task->program->instructions[from->enclosing];

  task->rounds[from->depth] = 0;
  task->rounds[around->depth] = (uint32_t) outcome;
  task->pc = from->jump;
}

static void
leave_by_failure (IlvWorker *worker, IlvTaskRun *task, const IlvInstruction *instruction)
{
  const IlvStepOperations *operations
      = ilv_step_operations (ilv_step_get_kind (instruction->step));

  if (operations->leave)
    operations->leave (worker, task, instruction->step);
  task->rounds[instruction->depth] = 0;
}

/* Leaves the steps around the current one, innermost first, as an exception does, until one of
   them catches it: then the task goes on at its position, and the outcome is NEXT. */
static IlvOutcome
unwind (IlvWorker *worker, IlvTaskRun *task, IlvOutcome outcome)
{
  uint16_t at = current (task)->enclosing;

  /* A step that suspends to begin anew is left before it was begun. */
  task->rounds[current (task)->depth] = 0;
  for (; at != ILV_NO_INSTRUCTION; at = current (task)->enclosing)
    {
      const IlvInstruction *around = &task->program->instructions[at];

      task->pc = at;
      if (around->kind == ILV_INSTRUCTION_REPEAT)
        {
          task->rounds[around->depth] = 0;
          if (outcome != ILV_OUTCOME_BREAK)
            continue;
          task->pc = around->jump;
          return ILV_OUTCOME_NEXT;
        }
      switch (ask (worker, task, around->step, outcome))
        {
        case ILV_CATCH_AGAIN:
          return ILV_OUTCOME_NEXT;
        case ILV_CATCH_RUN_CLOSE:
          go_on_at_close (task, around, outcome);
          return ILV_OUTCOME_NEXT;
        case ILV_CATCH_GO_ON:
          leave_by_failure (worker, task, around);
          break;
        }
    }
  if (outcome != ILV_OUTCOME_BREAK)
    return outcome;
  task->pc = (uint16_t) (task->program->n_instructions - 1);
  return ILV_OUTCOME_NEXT;
}

static bool
goes_to_executor (const IlvWorker *worker, const IlvStepOperations *operations)
{
  return worker->executor && operations->blocks;
}

static IlvOutcome
resume_step (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvStepOperations *operations = ilv_step_operations (ilv_step_get_kind (step));

  task->suspended = false;
  if (goes_to_executor (worker, operations))
    return ilv_executor_take_back (worker->executor, task);
  return operations->resumed ? operations->resumed (worker, task, step) : ILV_OUTCOME_NEXT;
}

/* What could not be checked before the task had read it. */
static bool
check_values (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  g_autoptr (GError) error = NULL;

  if (ilv_step_check_now (step, ilv_task_run_get_scope (task, worker->execution), &error))
    return true;
  ilv_task_run_fail (task, g_strdup (error->message));
  return false;
}

static IlvOutcome
do_step (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvStepOperations *operations = ilv_step_operations (ilv_step_get_kind (step));
  IlvOutcome outcome;

  if (task->suspended)
    outcome = resume_step (worker, task, step);
  else if (ilv_step_uses_variable (step) && !check_values (worker, task, step))
    outcome = ILV_OUTCOME_FAILED;
  else if (goes_to_executor (worker, operations))
    outcome = ilv_executor_hand_over (worker->executor, task, step);
  else if (worker->loop && operations->suspending)
    outcome = operations->suspending (worker, task, step);
  else
    outcome = operations->blocking (worker, task, step);
  task->suspended = outcome == ILV_OUTCOME_SUSPENDED;
  if (outcome == ILV_OUTCOME_NEXT && operations->is_call)
    look_at_request (worker, task);
  return outcome;
}

IlvOutcome
ilv_interpreter_do_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvStepOperations *operations = ilv_step_operations (ilv_step_get_kind (step));
  IlvOutcome outcome = operations->blocking (worker, task, step);

  if (outcome == ILV_OUTCOME_NEXT && operations->is_call)
    look_at_request (worker, task);
  return outcome;
}

static IlvOutcome
leave_step (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvStepOperations *operations = ilv_step_operations (ilv_step_get_kind (step));

  return operations->leave ? operations->leave (worker, task, step) : ILV_OUTCOME_NEXT;
}

static void
begin_rounds (IlvWorker *worker, IlvTaskRun *task, const IlvInstruction *instruction)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  uint32_t rounds
      = count_rounds (ilv_step_get_number (instruction->step, ILV_REPEAT_TIMES, scope));

  task->rounds[instruction->depth] = rounds;
  task->pc = rounds > 0 ? task->pc + 1 : instruction->jump;
}

static IlvOutcome
end_round (IlvWorker *worker, IlvTaskRun *task, const IlvInstruction *instruction)
{
  look_at_request (worker, task);
  if (ilv_task_run_is_stopping (task, worker->execution))
    return ILV_OUTCOME_CANCELLED;
  task->pc = --task->rounds[instruction->depth] > 0 ? instruction->jump : task->pc + 1;
  return ILV_OUTCOME_NEXT;
}

/* Moves pc on when the outcome is NEXT. */
static IlvOutcome
do_instruction (IlvWorker *worker, IlvTaskRun *task, const IlvInstruction *instruction)
{
  IlvOutcome outcome = ILV_OUTCOME_NEXT;

  switch ((IlvInstructionKind) instruction->kind)
    {
    case ILV_INSTRUCTION_REPEAT:
      begin_rounds (worker, task, instruction);
      return ILV_OUTCOME_NEXT;
    case ILV_INSTRUCTION_AGAIN:
      return end_round (worker, task, instruction);
    case ILV_INSTRUCTION_STEP:
    case ILV_INSTRUCTION_ENTER:
      outcome = do_step (worker, task, instruction->step);
      break;
    case ILV_INSTRUCTION_LEAVE:
      outcome = leave_step (worker, task, instruction->step);
      task->rounds[instruction->depth] = 0;
      break;
    case ILV_INSTRUCTION_END:
      break;
    }
  if (outcome == ILV_OUTCOME_NEXT)
    task->pc++;
  return outcome;
}

IlvOutcome
ilv_interpreter_run (IlvWorker *worker, IlvTaskRun *task)
{
  atomic_store_explicit (&task->begun, true, memory_order_relaxed);
  look_at_request (worker, task);
  while (current (task)->kind != ILV_INSTRUCTION_END)
    {
      IlvOutcome outcome = do_instruction (worker, task, current (task));

      if (outcome == ILV_OUTCOME_SUSPENDED)
        return outcome;
      if (outcome != ILV_OUTCOME_NEXT)
        outcome = unwind (worker, task, outcome);
      if (outcome != ILV_OUTCOME_NEXT)
        return outcome;
    }
  return ILV_OUTCOME_NEXT;
}

bool
ilv_interpreter_cancel (IlvWorker *worker, IlvTaskRun *task)
{
  const IlvInstruction *instruction = current (task);

  if (task->suspended)
    {
      const IlvStepOperations *operations
          = ilv_step_operations (ilv_step_get_kind (instruction->step));

      if (goes_to_executor (worker, operations))
        ilv_executor_cancel (worker->executor, task);
      else if (operations->cancel)
        operations->cancel (worker, task, instruction->step);
      task->suspended = false;
    }
  return unwind (worker, task, ILV_OUTCOME_CANCELLED) == ILV_OUTCOME_NEXT;
}
