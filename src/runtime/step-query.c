/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the run's database through a driver that blocks: a thread waits without the GIL, an event
   loop stands still unless it has an executor to hand the query to. */
#include "runtime/database.h"
#include "runtime/pause.h"
#include "runtime/worker.h"

#include <gio/gio.h>

typedef struct
{
  guint kind; /* IlvQueryKind */
  guint rows;
  gint64 delay; /* ns */
  gint64 sum;
} Query;

static Query
read_query (const IlvStep *step, const IlvScope *scope)
{
  return (Query){
    .kind = ilv_step_get_choice (step, ILV_QUERY_KIND),
    .rows = (guint) ilv_step_get_number (step, ILV_QUERY_ROWS, scope),
    .delay = ilv_pause_get_duration (ilv_step_get_number (step, ILV_QUERY_DELAY_MS, scope)),
  };
}

static gboolean
ask (IlvWorker *worker, IlvTaskRun *task, Query *query, GError **error)
{
  if (!worker->database)
    worker->database = ilv_database_open (worker->execution, error);
  if (!worker->database)
    return FALSE;
  if (query->kind == ILV_QUERY_INSERT)
    return ilv_database_insert (worker->database, task, query->rows, query->delay, error);
  return ilv_database_select (worker->database, task, query->rows, query->delay, &query->sum,
                              error);
}

static IlvOutcome
finish (IlvTaskRun *task, const Query *query, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return ILV_OUTCOME_CANCELLED;
  if (error)
    {
      ilv_task_run_fail (task, g_strdup (error->message));
      return ILV_OUTCOME_FAILED;
    }
  if (query->kind == ILV_QUERY_SELECT)
    ilv_task_run_set_value (task, (double) query->sum);
  return ILV_OUTCOME_NEXT;
}

static IlvOutcome
query_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  Query query = read_query (step, ilv_task_run_get_scope (task, worker->execution));
  g_autoptr (GError) error = NULL;

  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, 1);
  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_IO, 0);
  ask (worker, task, &query, &error);
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, -1);
  ilv_worker_end_wait (worker, task);
  return finish (task, &query, error);
}

const IlvStepOperations ilv_step_query
    = { .blocking = query_blocking, .is_call = true, .blocks = true };
