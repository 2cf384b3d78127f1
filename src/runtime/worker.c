/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/worker.h"

#include "runtime/database.h"
#include "runtime/fetch.h"
#include "runtime/link.h"
#include "runtime/shared-semaphore.h"
#include "runtime/worker-cost.h"

#include <unistd.h>

static void
prepare (IlvWorker *worker, IlvExecution *execution, IlvGil *gil)
{
  worker->execution = execution;
  worker->waited_before = ilv_worker_cost_read_run_queue ();
  worker->gil = gil;
  worker->locks = execution->locks;
  worker->counters = execution->counters;
  worker->semaphores = execution->semaphores;
}

void
ilv_worker_begin (IlvWorker *worker, IlvExecution *execution, IlvGil *gil, IlvLaneKind kind,
                  const char *name)
{
  prepare (worker, execution, gil);
  /* A lane id even when nothing is recorded: locks tell their holders apart by it. */
  ilv_recorder_begin_lane (&worker->recorder, execution->area,
                           ilv_area_new_lane_id (execution->area), kind, name);
}

uint64_t
ilv_worker_ask (IlvExecution *execution)
{
  return execution->area ? ilv_area_ticks (execution->area) : 0;
}

void
ilv_worker_begin_thread (IlvWorker *worker, IlvExecution *execution, IlvGil *gil, const char *name,
                         uint64_t asked_ticks)
{
  prepare (worker, execution, gil);
  ilv_recorder_begin_starting (&worker->recorder, execution->area,
                               ilv_area_new_lane_id (execution->area), ILV_LANE_THREAD, name,
                               asked_ticks);
}

/* Locks have the same names in every interpreter and are not the same locks. */
static void
own_locks (IlvWorker *worker, const char *name)
{
  IlvExecution *execution = worker->execution;
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);

  worker->locks = g_new0 (IlvSharedLock, execution->n_locks);
  for (guint i = 0; i < execution->n_locks; i++)
    {
      IlvSharedLock *lock = &worker->locks[i];
      g_autofree char *own_name
          = g_strdup_printf ("%s (%s)", ilv_scenario_get_lock_name (scenario, i), name);

      pthread_mutex_init (&lock->mutex, NULL);
      if (!execution->area)
        continue;
      lock->id = ilv_area_new_lock_id (execution->area);
      ilv_record (&worker->recorder, ILV_RECORD_LOCK, lock->id, ILV_LOCK_MUTEX, 0);
      ilv_recorder_name (&worker->recorder, ILV_RECORD_NAME_LOCK, lock->id, own_name);
    }
}

void
ilv_worker_isolate (IlvWorker *worker, const char *name)
{
  guint n_counters = worker->execution->n_counters;

  own_locks (worker, name);
  worker->counters = g_new0 (IlvSharedCounter, n_counters);
  for (guint i = 0; i < n_counters; i++)
    pthread_mutex_init (&worker->counters[i].mutex, NULL);
  worker->semaphores = ilv_semaphores_new (worker->execution);
  ilv_semaphores_announce (worker->semaphores, worker->execution, &worker->recorder, name);
  worker->isolated = true;
}

static void
free_own_objects (IlvWorker *worker)
{
  for (guint i = 0; i < worker->execution->n_locks; i++)
    pthread_mutex_destroy (&worker->locks[i].mutex);
  g_free (worker->locks);
  for (guint i = 0; i < worker->execution->n_counters; i++)
    pthread_mutex_destroy (&worker->counters[i].mutex);
  g_free (worker->counters);
  ilv_semaphores_free (worker->semaphores, worker->execution);
}

void
ilv_worker_end (IlvWorker *worker, IlvState how)
{
  if (worker->isolated)
    free_own_objects (worker);
  ilv_worker_cost_add_run_queue (worker->execution->cost,
                                 ilv_worker_cost_read_run_queue () - worker->waited_before);
  ilv_fetch_close (worker);
  ilv_links_close (worker);
  g_clear_pointer (&worker->database, ilv_database_close);
  if (worker->payload_socket > 0)
    close (worker->payload_socket);
  ilv_recorder_end (&worker->recorder, how);
}

void
ilv_worker_set_running (IlvWorker *worker, IlvTaskRun *task)
{
  gboolean locked = worker->gil || worker->loop;

  ilv_record_state (&worker->recorder, locked ? ILV_STATE_RUNNING : ILV_STATE_RUNNING_FREE,
                    task->id, 0);
}

void
ilv_worker_note_core (IlvWorker *worker, IlvTaskRun *task)
{
  if (ilv_recorder_has_moved (&worker->recorder))
    ilv_worker_set_running (worker, task);
}

void
ilv_worker_take (IlvWorker *worker, uint32_t task)
{
  if (worker->gil)
    ilv_gil_take (worker->gil, &worker->recorder, task);
  else
    ilv_record_state (&worker->recorder, ILV_STATE_RUNNING_FREE, task, 0);
}

void
ilv_worker_release (IlvWorker *worker)
{
  if (worker->gil)
    ilv_gil_release (worker->gil, &worker->recorder);
}

void
ilv_worker_begin_wait (IlvWorker *worker, IlvTaskRun *task, IlvState state, uint32_t object)
{
  /* Before the release: in the trace, too, the next to run begins after this one. */
  if (worker->loop)
    ilv_record_state (&worker->recorder, ILV_STATE_BLOCKING_LOOP, task->id, 0);
  else
    ilv_record_state (&worker->recorder, state, task->id, object);
  ilv_worker_release (worker);
}

void
ilv_worker_end_wait (IlvWorker *worker, IlvTaskRun *task)
{
  if (worker->gil)
    ilv_gil_take (worker->gil, &worker->recorder, task->id);
  else
    ilv_worker_set_running (worker, task);
}

IlvState
ilv_worker_do_task (IlvWorker *worker, IlvTaskRun *task)
{
  IlvOutcome outcome = ILV_OUTCOME_CANCELLED;

  if (!ilv_execution_is_stopping (worker->execution)
      && !ilv_execution_is_draining (worker->execution))
    {
      ilv_worker_set_running (worker, task);
      outcome = ilv_interpreter_run (worker, task);
    }
  return ilv_outcome_get_end_state (outcome);
}

void
ilv_worker_run_task (IlvWorker *worker, IlvTaskRun *task)
{
  ilv_task_run_end (task, worker, ilv_worker_do_task (worker, task));
}
