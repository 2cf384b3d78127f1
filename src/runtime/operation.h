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
  ILV_OUTCOME_BREAK,     /* leave the innermost repeat; without one the task is done */
} IlvOutcome;

/* What a step that holds others answers to a failure, cancellation or break inside of it. */
typedef enum
{
  ILV_CATCH_GO_ON,     /* it goes further out, after `leave` */
  ILV_CATCH_AGAIN,     /* the step is begun anew, without `leave` */
  ILV_CATCH_RUN_CLOSE, /* what follows this step in the one around it is done first (also when a
                          stop came); then it goes further out from there */
} IlvCatch;

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
  /* For steps that hold others: called when the last of them is done, or left by a failure. It
     does not suspend. When it answers FAILED, CANCELLED or BREAK, that goes on outside. */
  IlvOperation leave;
  /* For steps that hold others: asked, innermost first, while a failure (also CANCELLED and BREAK)
     leaves them; the task's position is then this step's. NULL: GO_ON. What takes time is not
     done here but where the task goes on, which can suspend. */
  IlvCatch (*caught) (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step,
                      IlvOutcome outcome);
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
extern const IlvStepOperations ilv_step_close;
extern const IlvStepOperations ilv_step_compute;
extern const IlvStepOperations ilv_step_crash;
extern const IlvStepOperations ilv_step_echo;
extern const IlvStepOperations ilv_step_fetch;
extern const IlvStepOperations ilv_step_file;
extern const IlvStepOperations ilv_step_get;
extern const IlvStepOperations ilv_step_hold;
extern const IlvStepOperations ilv_step_load;
extern const IlvStepOperations ilv_step_lock;
extern const IlvStepOperations ilv_step_open;
extern const IlvStepOperations ilv_step_query;
extern const IlvStepOperations ilv_step_put;
extern const IlvStepOperations ilv_step_raise;
extern const IlvStepOperations ilv_step_resource;
extern const IlvStepOperations ilv_step_retry;
extern const IlvStepOperations ilv_step_result;
extern const IlvStepOperations ilv_step_semaphore;
extern const IlvStepOperations ilv_step_send;
extern const IlvStepOperations ilv_step_sleep;
extern const IlvStepOperations ilv_step_start_loop;
extern const IlvStepOperations ilv_step_store;
extern const IlvStepOperations ilv_step_use;

/* Runs the task from where it stands until it ends (NEXT: done; FAILED; CANCELLED) or suspends.
   The worker holds its GIL (if it has one) when this is called and when it returns. A suspended
   task is gone on with by calling it again: `resumed` of the step it waits in comes first. */
IlvOutcome ilv_interpreter_run (IlvWorker *worker, IlvTaskRun *task);
/* Does one step in its blocking form, which must not hold others: what an executor does for a
   loop. As above, but for the task's position, which stays. */
IlvOutcome ilv_interpreter_do_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step);
/* Leaves the wait the task is suspended in (`cancel` of its step) and the steps around it. TRUE: it
   is not over, there is something it must do first (a close): run it on. */
bool ilv_interpreter_cancel (IlvWorker *worker, IlvTaskRun *task);
/* The end mark of a task whose last outcome was this; not for SUSPENDED. */
IlvState ilv_outcome_get_end_state (IlvOutcome outcome);
/* The scope expressions of the task's steps are worked out in, as the task is now; good until the
   thread asks for another. */
const IlvScope *ilv_task_run_get_scope (const IlvTaskRun *task, const IlvExecution *execution);
