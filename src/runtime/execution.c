/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/execution.h"

#include "runtime/deadlock.h"
#include "runtime/payload.h"
#include "runtime/program.h"
#include "runtime/shared-queue.h"
#include "runtime/stop-alarm.h"
#include "runtime/shared-semaphore.h"
#include "runtime/worker-cost.h"
#include "workload/run-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static gboolean
make_programs (IlvExecution *execution, GError **error)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);
  guint n = ilv_scenario_get_n_groups (scenario);

  execution->programs = g_new0 (IlvProgram *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      execution->programs[i] = ilv_program_new (ilv_scenario_get_group (scenario, i), error);
      if (!execution->programs[i])
        return FALSE;
    }
  return TRUE;
}

static const IlvProgram *
find_program (const IlvExecution *execution, const IlvTaskGroup *group)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);

  for (guint i = 0; i < ilv_scenario_get_n_groups (scenario); i++)
    if (ilv_scenario_get_group (scenario, i) == group)
      return execution->programs[i];
  g_assert_not_reached ();
}

static void
make_tasks (IlvExecution *execution)
{
  gint64 began = ilv_worker_cost_now ();

  execution->n_tasks = ilv_workload_get_n_tasks (execution->workload);
  execution->tasks = g_new0 (IlvTaskRun, execution->n_tasks);
  for (guint i = 0; i < execution->n_tasks; i++)
    {
      const IlvTaskSpec *spec = ilv_workload_get_task (execution->workload, i);

      execution->tasks[i].id = i + 1;
      execution->tasks[i].program = find_program (execution, spec->group);
      execution->tasks[i].background = spec->group->background;
      execution->n_background += spec->group->background;
    }
  execution->tasks_made_in = ilv_worker_cost_now () - began;
}

static void
make_shared_objects (IlvExecution *execution)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);

  execution->n_locks = ilv_scenario_get_n_locks (scenario);
  execution->locks = g_new0 (IlvSharedLock, execution->n_locks);
  for (guint i = 0; i < execution->n_locks; i++)
    {
      pthread_mutex_init (&execution->locks[i].mutex, NULL);
      execution->locks[i].id = ilv_area_new_lock_id (execution->area);
    }
  execution->n_counters = ilv_scenario_get_n_counters (scenario);
  execution->counters = g_new0 (IlvSharedCounter, execution->n_counters);
  for (guint i = 0; i < execution->n_counters; i++)
    pthread_mutex_init (&execution->counters[i].mutex, NULL);
  execution->semaphores = ilv_semaphores_new (execution);
  execution->queues = ilv_shared_queues_new (execution);
}

IlvExecution *
ilv_execution_new (IlvWorkload *workload, IlvArea *area, const char *server_url, GError **error)
{
  IlvExecution *execution = g_new0 (IlvExecution, 1);

  execution->workload = ilv_workload_ref (workload);
  execution->area = area;
  execution->area_fd = execution->stop_fd = -1;
  execution->close_fd = execution->drain_fd = -1;
  execution->cost = ilv_worker_cost_new ();
  execution->server_url = g_strdup (server_url);
  execution->folder = ilv_run_folder_choose ();
  execution->folder_owner = getpid ();
  execution->n_workers = 1;
  execution->stop_alarm = ilv_stop_alarm_new (execution);
  execution->deadlocks = ilv_deadlocks_new ();
  if (!ilv_execution_own_stop (execution))
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The run cannot be prepared: %s."), g_strerror (code));
      ilv_execution_free (execution);
      return NULL;
    }
  if (!make_programs (execution, error))
    {
      ilv_execution_free (execution);
      return NULL;
    }
  make_shared_objects (execution);
  make_tasks (execution);
  execution->queue_users = ilv_queue_users_new (execution);
  return execution;
}

static void
free_shared_objects (IlvExecution *execution)
{
  for (guint i = 0; i < execution->n_locks; i++)
    {
      pthread_mutex_destroy (&execution->locks[i].mutex);
    }
  g_free (execution->locks);
  for (guint i = 0; i < execution->n_counters; i++)
    pthread_mutex_destroy (&execution->counters[i].mutex);
  g_free (execution->counters);
  ilv_semaphores_free (execution->semaphores, execution);
  ilv_shared_queues_free (execution->queues, execution);
  ilv_queue_users_free (execution->queue_users);
}

void
ilv_execution_free (IlvExecution *execution)
{
  if (!execution)
    return;
  ilv_stop_alarm_free (execution->stop_alarm);
  for (guint i = 0; i < execution->n_tasks; i++)
    {
      g_free (execution->tasks[i].text);
      g_free (execution->tasks[i].error);
      g_free (execution->tasks[i].list);
      g_free (execution->tasks[i].body);
      ilv_payload_free (execution->tasks[i].payload);
    }
  g_free (execution->tasks);
  free_shared_objects (execution);
  for (guint i = 0; execution->programs && execution->programs[i]; i++)
    ilv_program_free (execution->programs[i]);
  g_free (execution->programs);
  ilv_deadlocks_free (execution->deadlocks);
  if (execution->stop_fd >= 0)
    close (execution->stop_fd);
  if (execution->close_fd >= 0)
    close (execution->close_fd);
  if (execution->drain_fd >= 0)
    close (execution->drain_fd);
  ilv_worker_cost_free (execution->cost);
  ilv_payloads_free (execution->payloads);
  g_free (execution->payload_address);
  g_free (execution->server_url);
  g_free (execution->echo_address);
  if (execution->folder_owner == getpid ())
    ilv_run_folder_remove (execution->folder);
  g_free (execution->folder);
  ilv_workload_unref (execution->workload);
  g_free (execution);
}

void
ilv_execution_set_folder (IlvExecution *execution, const char *folder)
{
  g_free (execution->folder);
  execution->folder = g_strdup (folder);
  execution->folder_owner = 0;
}

const char *
ilv_execution_make_folder (IlvExecution *execution, GError **error)
{
  return ilv_run_folder_make (execution->folder, error) ? execution->folder : NULL;
}

void
ilv_execution_announce (IlvExecution *execution, IlvRecorder *recorder)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);

  if (!execution->area)
    return;
  for (guint i = 0; i < execution->n_locks; i++)
    {
      uint32_t id = execution->locks[i].id;

      ilv_record (recorder, ILV_RECORD_LOCK, id, ILV_LOCK_MUTEX, 0);
      ilv_recorder_name (recorder, ILV_RECORD_NAME_LOCK, id,
                         ilv_scenario_get_lock_name (scenario, i));
    }
  ilv_semaphores_announce (execution->semaphores, execution, recorder, NULL);
  ilv_shared_queues_announce (execution->queues, execution, recorder);
  for (guint i = 0; i < execution->n_counters; i++)
    {
      ilv_recorder_name (recorder, ILV_RECORD_NAME_COUNTER, ILV_COUNTER_FIRST_OWN + i,
                         ilv_scenario_get_counter_name (scenario, i));
      ilv_recorder_set_counter (recorder, ILV_COUNTER_FIRST_OWN + i, 0);
    }
  for (guint i = 0; i < execution->n_tasks; i++)
    {
      ilv_recorder_name (recorder, ILV_RECORD_NAME_TASK, i + 1,
                         ilv_workload_get_task (execution->workload, i)->name);
      ilv_record_task (recorder, i + 1, ILV_STATE_READY, 0);
    }
}

gboolean
ilv_execution_own_stop (IlvExecution *execution)
{
  int stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  int close_fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

  if (execution->stop_fd >= 0)
    close (execution->stop_fd);
  if (execution->close_fd >= 0)
    close (execution->close_fd);
  if (execution->drain_fd >= 0)
    close (execution->drain_fd);
  execution->stop_fd = stop_fd;
  execution->close_fd = close_fd;
  execution->drain_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (execution->stop_alarm)
    ilv_stop_alarm_forget (execution->stop_alarm);
  return stop_fd >= 0 && close_fd >= 0 && execution->drain_fd >= 0;
}

/* Only ever sooner than before. */
static void
set_close_deadline (IlvExecution *execution, guint ms)
{
  struct itimerspec until = { 0 };
  int64_t deadline, set = atomic_load (&execution->close_deadline);

  clock_gettime (CLOCK_MONOTONIC, &until.it_value);
  deadline = (int64_t) until.it_value.tv_sec * 1000000000 + until.it_value.tv_nsec
             + (int64_t) ms * 1000000;
  do
    if (set != 0 && set <= deadline)
      return;
  while (!atomic_compare_exchange_weak (&execution->close_deadline, &set, deadline));
  until.it_value = (struct timespec){ deadline / 1000000000, deadline % 1000000000 };
  timerfd_settime (execution->close_fd, TFD_TIMER_ABSTIME, &until, NULL);
}

void
ilv_execution_stop (IlvExecution *execution)
{
  ilv_execution_stop_for (execution, ILV_STOP_REQUESTED, ILV_CLOSE_GRACE_MS);
}

void
ilv_execution_stop_for (IlvExecution *execution, IlvStopReason reason, guint close_ms)
{
  int code = errno; /* a signal handler leaves it as it was */
  unsigned char known = atomic_load (&execution->stop_reason);
  uint64_t one = 1;
  ssize_t written;

  while (known < reason
         && !atomic_compare_exchange_weak (&execution->stop_reason, &known,
                                           (unsigned char) reason))
    continue;
  set_close_deadline (execution, close_ms);
  atomic_store_explicit (&execution->stop, true, memory_order_release);
  /* It can only fail when the descriptor is readable already, which is what is wanted. */
  written = write (execution->stop_fd, &one, sizeof one);
  (void) written;
  errno = code;
}

void
ilv_execution_drain (IlvExecution *execution)
{
  uint64_t one = 1;
  ssize_t written;

  atomic_store_explicit (&execution->draining, true, memory_order_release);
  written = write (execution->drain_fd, &one, sizeof one);
  (void) written;
}

void
ilv_execution_mark_stop (IlvExecution *execution, IlvRecorder *recorder)
{
  if (!atomic_exchange_explicit (&execution->stop_marked, true, memory_order_relaxed))
    ilv_record (recorder, ILV_RECORD_MARK, 0, ILV_MARK_STOP_REQUESTED, 0);
}

char *
ilv_execution_explain_cancel (IlvExecution *execution)
{
  guint failed = atomic_load (&execution->failed_task);

  switch ((IlvStopReason) atomic_load (&execution->stop_reason))
    {
    case ILV_STOP_REQUESTED:
      return NULL;
    case ILV_STOP_FAILURE:
      return failed > 0 && failed <= execution->n_tasks
               ? g_strdup_printf (_ ("Cancelled because %s failed."),
                                  ilv_workload_get_task (execution->workload, failed - 1)->name)
               : NULL;
    case ILV_STOP_GRACE:
    case ILV_STOP_NONE:
      break;
    }
  return g_strdup (_ ("Cancelled because the run was asked to stop."));
}

void
ilv_execution_cancel_rest (IlvExecution *execution, IlvWorker *worker)
{
  for (guint i = 0; i < execution->n_tasks; i++)
    if (ilv_task_run_get_state (&execution->tasks[i]) == ILV_STATE_NONE)
      ilv_task_run_end (&execution->tasks[i], worker, ILV_STATE_CANCELLED);
}
