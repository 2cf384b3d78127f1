/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/kernel.h"
#include "runtime/payload.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The numbers the task was sent; NULL: too few, or none. */
static const double *
get_values (const IlvTaskRun *task, guint64 n)
{
  return task->payload && task->payload->n >= n ? task->payload->values : NULL;
}

/* Those that give a double instead of a count. */
static gboolean
is_number_of_its_own (IlvKernel kernel)
{
  return kernel == ILV_KERNEL_ARRAY || ilv_kernel_is_arithmetic (kernel);
}

/* One call of the kernel, with its result in the task. */
static IlvOutcome
call_kernel (IlvExecution *execution, const IlvKernelTurn *turn, const IlvStep *step,
             IlvKernel kernel, guint64 size, IlvTaskRun *task)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, execution);
  guint exponent = (guint) ilv_step_get_number (step, ILV_COMPUTE_EXPONENT, scope);
  guint64 number = 0;
  double sum = 0;
  char *digest = NULL;
  bool finished = false;

  switch (kernel)
    {
    case ILV_KERNEL_PRIMES:
      finished = ilv_kernel_primes (turn, size, &number);
      break;
    case ILV_KERNEL_FACTORIAL:
      finished = ilv_kernel_factorial (turn, size, &number);
      break;
    case ILV_KERNEL_SHA256:
      finished = ilv_kernel_sha256 (turn, size, &digest);
      break;
    case ILV_KERNEL_WORDS:
      finished = ilv_kernel_words (turn, task->body, task->body_length, &number);
      break;
    case ILV_KERNEL_ARRAY:
      finished = ilv_kernel_array (turn, get_values (task, size), (guint64) scope->index * size,
                                   size, &sum);
      break;
    case ILV_KERNEL_IMAGE:
      finished = ilv_kernel_image (turn, MAX (size, 1), (guint32) scope->index + 1, &digest);
      break;
    case ILV_KERNEL_SQUARE:
    case ILV_KERNEL_DOUBLE:
    case ILV_KERNEL_NEGATE:
    case ILV_KERNEL_POWER:
      finished = ilv_kernel_arithmetic (turn, kernel, (double) size, exponent, &sum);
      break;
    case ILV_KERNEL_RECEIVED:
    case ILV_N_KERNELS:
      g_assert_not_reached ();
    }
  if (!finished)
    return ILV_OUTCOME_CANCELLED;
  if (digest)
    {
      digest[12] = '\0'; /* enough to compare by eye */
      ilv_task_run_set_text (task, digest);
    }
  else
    ilv_task_run_set_value (task, is_number_of_its_own (kernel) ? sum : (double) number);
  return ILV_OUTCOME_NEXT;
}

/* Once, in the way the step says. */
static IlvOutcome
call_once (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step, IlvKernel kernel,
           guint64 size)
{
  IlvGilUse use = ilv_step_get_choice (step, ILV_COMPUTE_GIL);
  IlvKernelTurn turn = {
    .gil = use == ILV_GIL_INTERPRETED ? worker->gil : NULL,
    .recorder = &worker->recorder,
    .task = task->id,
    .stop = ilv_task_run_get_stop (task, worker->execution),
  };
  IlvOutcome outcome;

  if (use != ILV_GIL_RELEASED || !worker->gil)
    return call_kernel (worker->execution, &turn, step, kernel, size, task);

  ilv_record_state (&worker->recorder, ILV_STATE_RUNNING_FREE, task->id, 0);
  ilv_worker_release (worker);
  outcome = call_kernel (worker->execution, &turn, step, kernel, size, task);
  ilv_worker_take (worker, task->id);
  return outcome;
}

/* What the step says, or what came through the queue. FALSE: it lacks what it works on. */
static gboolean
find_kernel (IlvTaskRun *task, const IlvStep *step, IlvKernel *kernel)
{
  static const IlvKernel sent[ILV_N_SENT_KERNELS] = {
    [ILV_SENT_SQUARE] = ILV_KERNEL_SQUARE,
    [ILV_SENT_DOUBLE] = ILV_KERNEL_DOUBLE,
    [ILV_SENT_NEGATE] = ILV_KERNEL_NEGATE,
  };

  *kernel = ilv_step_get_choice (step, ILV_COMPUTE_KERNEL);
  if (*kernel == ILV_KERNEL_WORDS && !task->body)
    {
      ilv_task_run_fail (
          task, g_strdup (_ ("There is no page to count the words of: none was fetched.")));
      return FALSE;
    }
  if (*kernel != ILV_KERNEL_RECEIVED)
    return TRUE;
  if (task->received == ILV_SENT_NONE || task->received >= ILV_N_SENT_KERNELS)
    {
      ilv_task_run_fail (
        task, g_strdup (_ ("Nothing that came through a queue says what is to be computed.")));
      return FALSE;
    }
  *kernel = sent[task->received];
  return TRUE;
}

static IlvOutcome
compute (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  IlvKernel kernel;
  double size = ilv_step_get_number (step, ILV_COMPUTE_SIZE, scope);
  double times = ilv_step_get_number (step, ILV_COMPUTE_REPEAT, scope);

  if (!find_kernel (task, step, &kernel))
    return ILV_OUTCOME_FAILED;
  for (double done = 0; done < times; done++)
    {
      IlvOutcome outcome = call_once (worker, task, step, kernel,
                                      size > 0 ? (guint64) floor (size) : 0);

      if (outcome != ILV_OUTCOME_NEXT)
        return outcome;
      if (worker->gil)
        ilv_gil_check (worker->gil, &worker->recorder, task->id);
      ilv_worker_note_core (worker, task);
      /* After the look, during which a stop may have come. */
      if (ilv_task_run_is_stopping (task, worker->execution))
        return ILV_OUTCOME_CANCELLED;
    }
  return ILV_OUTCOME_NEXT;
}

/* On the event loop it holds the loop until it is done: both forms are the same. */
const IlvStepOperations ilv_step_compute
    = { .blocking = compute, .suspending = compute, .is_call = true, .blocks = true };
