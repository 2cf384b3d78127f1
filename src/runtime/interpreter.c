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

/* Leaves every step around the current one, innermost first, as an exception does. */
static void
unwind (IlvWorker *worker, IlvTaskRun *task)
{
  uint16_t at = current (task)->enclosing;

  while (at != ILV_NO_INSTRUCTION)
    {
      const IlvInstruction *around = &task->program->instructions[at];

      if (around->kind == ILV_INSTRUCTION_ENTER)
        {
          const IlvStepOperations *operations
              = ilv_step_operations (ilv_step_get_kind (around->step));

          if (operations->leave)
            operations->leave (worker, task, around->step);
        }
      at = around->enclosing;
    }
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

static IlvOutcome
do_step (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvStepOperations *operations = ilv_step_operations (ilv_step_get_kind (step));
  IlvOutcome outcome;

  if (task->suspended)
    outcome = resume_step (worker, task, step);
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
  if (ilv_execution_is_stopping (worker->execution))
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
  look_at_request (worker, task);
  while (current (task)->kind != ILV_INSTRUCTION_END)
    {
      IlvOutcome outcome = do_instruction (worker, task, current (task));

      if (outcome == ILV_OUTCOME_SUSPENDED)
        return outcome;
      if (outcome == ILV_OUTCOME_NEXT)
        continue;
      unwind (worker, task);
      return outcome;
    }
  return ILV_OUTCOME_NEXT;
}

void
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
  unwind (worker, task);
}
