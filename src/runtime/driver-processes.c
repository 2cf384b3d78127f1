/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool of processes, fed and collected from by the main thread. */
#include "runtime/process-pool.h"

#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

gboolean
ilv_driver_run_processes (IlvExecution *execution, GError **error)
{
  IlvWorker main = { 0 };
  IlvProcessPool *pool;
  gboolean ran;

  ilv_worker_begin (&main, execution, NULL, ILV_LANE_MAIN, _ ("Main"));
  ilv_execution_announce (execution, &main.recorder);
  pool = ilv_process_pool_new (&main, error);
  ran = pool && ilv_process_pool_run (pool, error);
  /* Before the tasks are ended: a worker that is still there could record one as running. */
  ilv_process_pool_free (pool);
  ilv_execution_cancel_rest (execution, &main);
  ilv_worker_end (&main, ran ? ILV_STATE_DONE : ILV_STATE_FAILED);
  return ran;
}
