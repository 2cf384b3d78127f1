/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker process that is killed in the middle of a task: by the system when memory is short, or
   by a fault of its own. */
#include "runtime/operation.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static IlvOutcome
crash (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  static const int signals[ILV_N_CRASHES]
    = { [ILV_CRASH_KILL] = SIGKILL, [ILV_CRASH_SEGV] = SIGSEGV, [ILV_CRASH_ABRT] = SIGABRT };
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  double percent = ilv_step_get_number (step, ILV_CRASH_PERCENT, scope);
  int number = signals[ilv_step_get_choice (step, ILV_CRASH_SIGNAL)];

  if (percent < 100 && ilv_task_run_draw (task, worker->execution) * 100 >= percent)
    return ILV_OUTCOME_NEXT;
  if (!worker->execution->is_worker_process)
    {
      ilv_task_run_fail (task, g_strdup (_ ("Only a worker process can be killed; here it would "
                                            "be the whole run.")));
      return ILV_OUTCOME_FAILED;
    }
  /* No core file is to be left behind. */
  prctl (PR_SET_DUMPABLE, 0);
  signal (number, SIG_DFL);
  kill (getpid (), number);
  for (;;)
    pause ();
}

const IlvStepOperations ilv_step_crash = { .blocking = crash, .is_call = true, .blocks = true };
