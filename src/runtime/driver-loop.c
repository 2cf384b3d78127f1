/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every task as a coroutine on one event loop, on the main thread. */
#include "runtime/loop.h"

#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

static gboolean
run_tasks (IlvWorker *worker, GError **error)
{
  IlvExecution *execution = worker->execution;

  worker->loop = ilv_loop_new (worker, ilv_workload_get_limit (execution->workload), error);
  if (!worker->loop)
    return FALSE;
  for (guint i = 0; i < execution->n_tasks; i++)
    ilv_loop_add (worker->loop, &execution->tasks[i]);
  ilv_worker_take (worker, 0);
  ilv_loop_run (worker->loop);
  ilv_worker_release (worker);
  g_clear_pointer (&worker->loop, ilv_loop_free);
  return TRUE;
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
