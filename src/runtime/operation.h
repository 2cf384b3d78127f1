/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a step does: one file per kind of step (step-*.c) gives both its forms.
 */
#pragma once

#include "runtime/execution.h"

typedef enum
{
  ILV_OUTCOME_NEXT,      /* go on with the next instruction */
  ILV_OUTCOME_SUSPENDED, /* the loop resumes the task: see ilv_loop_wake() */
  ILV_OUTCOME_FAILED,    /* ilv_task_run_fail() was called; the enclosing steps are left */
  ILV_OUTCOME_CANCELLED, /* a stop came while it waited */
} IlvOutcome;

typedef IlvOutcome (*IlvOperation) (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step);

typedef struct
{
  /* Where waiting is allowed: releases the GIL, waits, takes it again. */
  IlvOperation blocking;
  /* On the event loop: starts the wait and returns SUSPENDED. NULL: the blocking form holds the
     loop (and is recorded as such). */
  IlvOperation suspending;
  /* For suspending forms: called when the task is resumed, with the result in task->pending;
     NULL: nothing to do. */
  IlvOperation resumed;
  /* For steps that hold others: called when the last of them is done, or left by a failure. */
  IlvOperation leave;
  /* Cancels a wait under way in the suspending form: the task was cancelled. NULL: nothing. */
  void (*cancel) (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step);
  /* In Python it is a call, after which the interpreter looks at the drop request. Loading and
     storing a name are not: nobody comes between them and their neighbours. */
  bool is_call;
  /* It blocks or computes: a loop that has an executor hands it there. */
  bool blocks;
} IlvStepOperations;

const IlvStepOperations *ilv_step_operations (IlvStepKind kind); /* table in operation.c */

extern const IlvStepOperations ilv_step_block;
extern const IlvStepOperations ilv_step_compute;
extern const IlvStepOperations ilv_step_fetch;
extern const IlvStepOperations ilv_step_load;
extern const IlvStepOperations ilv_step_lock;
extern const IlvStepOperations ilv_step_raise;
extern const IlvStepOperations ilv_step_semaphore;
extern const IlvStepOperations ilv_step_sleep;
extern const IlvStepOperations ilv_step_store;

/* Runs the task from where it stands until it ends (NEXT: done; FAILED; CANCELLED) or suspends.
   The worker holds its GIL (if it has one) when this is called and when it returns. A suspended
   task is gone on with by calling it again: `resumed` of the step it waits in comes first. */
IlvOutcome ilv_interpreter_run (IlvWorker *worker, IlvTaskRun *task);
/* Does one step in its blocking form, which must not hold others: what an executor does for a
   loop. As above, but for the task's position, which stays. */
IlvOutcome ilv_interpreter_do_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step);
/* Leaves the wait the task is suspended in (`cancel` of its step) and the steps around it. */
void ilv_interpreter_cancel (IlvWorker *worker, IlvTaskRun *task);
/* The end mark of a task whose last outcome was this; not for SUSPENDED. */
IlvState ilv_outcome_get_end_state (IlvOutcome outcome);
/* The scope expressions of the task's steps are worked out in. */
const IlvScope *ilv_task_run_get_scope (const IlvTaskRun *task, const IlvExecution *execution);
