/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool of processes, fed and collected from by the main thread. */
#include "runtime/process-pool.h"

#include "runtime/payload-server.h"
#include "runtime/worker.h"

#include <glib/gi18n-lib.h>

/* Where tasks are sent something. FALSE with `error`: it cannot be offered. */
static gboolean
offer_payloads (IlvExecution *execution, IlvPayloadServer **server, GError **error)
{
  *server = NULL;
  if (!ilv_payloads_are_wanted (execution->workload))
    return TRUE;
  if (ilv_payloads_get (execution, error))
    *server = ilv_payload_server_new (execution, error);
  return *server != NULL;
}

gboolean
ilv_driver_run_processes (IlvExecution *execution, GError **error)
{
  IlvWorker main = { 0 };
  g_autoptr (IlvPayloadServer) server = NULL;
  IlvProcessPool *pool = NULL;
  gboolean ran;

  ilv_worker_begin (&main, execution, NULL, ILV_LANE_MAIN, _ ("Main"));
  ilv_execution_announce (execution, &main.recorder);
  if (offer_payloads (execution, &server, error))
    pool = ilv_process_pool_new (&main, error);
  ran = pool && (!server || ilv_payload_server_start (server, error))
        && ilv_process_pool_run (pool, error);
  /* Before the tasks are ended: a worker that is still there could record one as running. */
  ilv_process_pool_free (pool);
  ilv_execution_cancel_rest (execution, &main);
  ilv_worker_end (&main, ran ? ILV_STATE_DONE : ILV_STATE_FAILED);
  return ran;
}
