/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every task as a coroutine on one event loop, on the main thread; with an executor, what blocks
   goes to it. */
#include "runtime/background.h"
#include "runtime/executor.h"
#include "runtime/worker-cost.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

static gboolean
make_executor (IlvWorker *worker, GError **error)
{
  IlvWorkload *workload = worker->execution->workload;
  IlvModel model = ilv_workload_get_model (workload);

  if (model == ILV_MODEL_ASYNCIO)
    return TRUE;
  if (model == ILV_MODEL_ASYNCIO_PROCESSES)
    worker->executor = ilv_executor_processes_new (worker->loop, error);
  else
    worker->executor
        = ilv_executor_threads_new (worker->loop, ilv_workload_get_workers (workload), error);
  return worker->executor != NULL;
}

/* The executor's threads want the GIL to come to their end. */
static void
free_loop (IlvWorker *worker)
{
  if (worker->executor)
    ilv_executor_close (worker->executor);
  g_clear_pointer (&worker->loop, ilv_loop_free);
  g_clear_pointer (&worker->executor, ilv_executor_free);
}

/* One is made too quickly to be timed by itself: all of them together. Next to an executor they are
   not what costs. */
static void
note_creation (IlvExecution *execution, gint64 added_in)
{
  if (ilv_workload_get_model (execution->workload) == ILV_MODEL_ASYNCIO && execution->n_tasks > 0)
    ilv_worker_cost_add_creation (execution->cost,
                                  (execution->tasks_made_in + added_in) / execution->n_tasks);
}

static gboolean
run_tasks (IlvWorker *worker, GError **error)
{
  IlvExecution *execution = worker->execution;
  IlvBackground *background = NULL;
  gint64 began;
  gboolean made;

  worker->loop = ilv_loop_new (worker, ilv_workload_get_limit (execution->workload), error);
  if (!worker->loop)
    return FALSE;
  execution->loop = worker->loop;
  made = make_executor (worker, error);
  began = ilv_worker_cost_now ();
  for (guint i = 0; made && i < execution->n_tasks; i++)
    if (!execution->tasks[i].background)
      ilv_loop_add (worker->loop, &execution->tasks[i]);
  note_creation (execution, ilv_worker_cost_now () - began);
  ilv_worker_take (worker, 0);
  made = made && ilv_background_start (worker, &background, error);
  if (made)
    ilv_loop_run (worker->loop);
  else
    ilv_execution_stop (execution);
  ilv_record_state (&worker->recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (worker);
  ilv_background_end (background);
  execution->loop = NULL;
  free_loop (worker);
  return made;
}

gboolean
ilv_driver_run_loop (IlvExecution *execution, GError **error)
{
  IlvWorker worker = { 0 };
  gboolean ran;

  ilv_worker_begin (&worker, execution, NULL, ILV_LANE_LOOP, _ ("Loop"));
  ilv_execution_announce (execution, &worker.recorder);
  worker.gil = ilv_gil_new (ilv_workload_get_switch_interval (execution->workload),
                            &worker.recorder, "GIL");
  ran = run_tasks (&worker, error);
  if (!ran)
    ilv_execution_cancel_rest (execution, &worker);
  ilv_worker_end (&worker, ran ? ILV_STATE_DONE : ILV_STATE_FAILED);
  ilv_gil_free (worker.gil);
  return ran;
}
