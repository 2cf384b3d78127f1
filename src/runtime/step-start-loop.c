/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting an event loop inside a running one, and using one from a thread that has none: what
 * happens when synchronous and asynchronous code are mixed. The rule is asyncio's: a thread runs
 * one loop at a time. The sentences are those a Python programmer gets.
 */
#include "runtime/loop.h"

/* Where there is no loop a new one is made, run and freed. */
static IlvOutcome
run_loop (IlvWorker *worker, IlvTaskRun *task, const char *refusal)
{
  g_autoptr (GError) error = NULL;
  IlvLoop *loop;

  if (ilv_loop_is_running ())
    {
      ilv_task_run_fail (task, g_strdup (refusal));
      return ILV_OUTCOME_FAILED;
    }
  loop = ilv_loop_new (worker, 0, &error);
  if (!loop)
    {
      ilv_task_run_fail (task, g_strdup (error->message));
      return ILV_OUTCOME_FAILED;
    }
  ilv_loop_run (loop);
  ilv_loop_free (loop);
  return ILV_OUTCOME_NEXT;
}

/* TRUE when the thread has a loop that could take a task. */
static gpointer
look_for_loop (gpointer unused)
{
  return GINT_TO_POINTER (ilv_loop_is_running ());
}

static IlvOutcome
use_loop_from_thread (IlvTaskRun *task)
{
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_try_new ("plain", look_for_loop, NULL, &error);

  if (!thread)
    ilv_task_run_fail (task, g_strdup (error->message));
  else if (GPOINTER_TO_INT (g_thread_join (thread)))
    return ILV_OUTCOME_NEXT;
  else
    ilv_task_run_fail (task, g_strdup ("RuntimeError: no running event loop"));
  return ILV_OUTCOME_FAILED;
}

static IlvOutcome
start_loop (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvOutcome outcome = ILV_OUTCOME_NEXT;

  switch ((IlvLoopStart) ilv_step_get_choice (step, ILV_START_LOOP_CALL))
    {
    case ILV_LOOP_RUN:
      outcome = run_loop (worker, task,
                          "RuntimeError: asyncio.run() cannot be called from a running event "
                          "loop");
      break;
    case ILV_LOOP_UNTIL_COMPLETE:
      outcome = run_loop (worker, task,
                          "RuntimeError: Cannot run the event loop while another loop is "
                          "running");
      break;
    case ILV_LOOP_CREATE_TASK:
      outcome = use_loop_from_thread (task);
      break;
    case ILV_N_LOOP_CALLS:
      g_assert_not_reached ();
    }
  /* Trying again in the same place ends the same way. */
  task->lasting = outcome == ILV_OUTCOME_FAILED;
  return outcome;
}

const IlvStepOperations ilv_step_start_loop
    = { .blocking = start_loop, .suspending = start_loop, .is_call = true };
