/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One task after the other on the main thread, which holds the interpreter lock: without a second
   thread nobody ever asks for it. */
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

gboolean
ilv_driver_run_sequential (IlvExecution *execution, GError **error)
{
  IlvWorker worker = { 0 };

  ilv_worker_begin (&worker, execution, NULL, ILV_LANE_THREAD, _ ("Main"));
  ilv_execution_announce (execution, &worker.recorder);
  worker.gil = ilv_gil_new (ilv_workload_get_switch_interval (execution->workload),
                            &worker.recorder, "GIL");
  ilv_worker_take (&worker, 0);
  for (guint i = 0; i < execution->n_tasks; i++)
    ilv_worker_run_task (&worker, &execution->tasks[i]);
  ilv_worker_release (&worker);
  ilv_worker_end (&worker, ILV_STATE_DONE);
  ilv_gil_free (worker.gil);
  return TRUE;
}
