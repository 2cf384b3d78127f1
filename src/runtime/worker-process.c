/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/worker-process.h"

#include "runtime/message.h"
#include "runtime/process-queue.h"
#include "runtime/payload.h"
#include "runtime/program.h"
#include "runtime/task-message.h"
#include "runtime/usage.h"
#include "runtime/worker-cost.h"
#include "runtime/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A few files of /proc are read for it: not after each of many short tasks. */
#define PEAK_PERIOD_NS (G_GINT64_CONSTANT (50) * 1000 * 1000)

typedef struct
{
  const IlvWorkerChannels *channels;
  const IlvWorkerIdentity *identity;
  IlvPoolSeat *seat;
  IlvWorker worker;
  IlvMessageIn incoming;
  GPtrArray *tasks; /* in hand; of IlvTaskRun, borrowed; owned */
  gint64 told_peak; /* when, ilv_worker_cost_now(); 0: not yet */
  gboolean steps;   /* of those only the step each stands at is wanted */
} Process;

/* The signal handler's: a process has one execution. */
static const IlvWorkerChannels *stopped_by_signal;

static void
on_terminate (int signal_number)
{
  gint64 deadline = atomic_load (&stopped_by_signal->memory->close_deadline);
  gint64 left = (deadline - ilv_worker_cost_now ()) / (1000 * 1000);

  if (deadline == 0)
    ilv_execution_stop (stopped_by_signal->execution);
  else
    ilv_execution_stop_for (stopped_by_signal->execution, ILV_STOP_REQUESTED,
                            (guint) CLAMP (left, 0, G_MAXINT));
}

/* --- making the execution one's own ------------------------------------------------------- */

/* A stop of one worker must not be one of all: the descriptor came from the parent. */
static gboolean
own_stop (const IlvWorkerChannels *channels)
{
  struct sigaction action = { .sa_handler = on_terminate };

  if (!ilv_execution_own_stop (channels->execution))
    return FALSE;
  stopped_by_signal = channels;
  sigaction (SIGTERM, &action, NULL);
  return TRUE;
}

static void
begin (Process *process)
{
  IlvExecution *execution = process->channels->execution;
  IlvWorker *worker = &process->worker;
  guint32 number = process->identity->number;
  g_autofree char *name = g_strdup_printf ("P%u", number);
  g_autofree char *gil_name = g_strdup_printf ("GIL %u", number);

  worker->execution = execution;
  ilv_recorder_begin_starting (&worker->recorder, execution->area, process->identity->lane,
                               ILV_LANE_PROCESS, name, process->identity->asked_ticks);
  ilv_worker_isolate (worker, name);
  worker->gil = ilv_gil_new (ilv_workload_get_switch_interval (execution->workload),
                             &worker->recorder, gil_name);
}

/* --- queues ------------------------------------------------------------------------------- */

/* With the queue's lock. FALSE: no task will come, or a stop did. */
static gboolean
wait_for_message (Process *process)
{
  struct pollfd fds[] = {
    { .fd = process->channels->tasks_fd, .events = POLLIN },
    { .fd = process->channels->execution->stop_fd, .events = POLLIN },
  };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    if (errno != EINTR)
      return FALSE;
  return fds[1].revents == 0 && (fds[0].revents & POLLIN) != 0;
}

/* Whose tasks they are, is written down inside the lock and while this seat counts as busy. */
static gboolean
read_tasks (Process *process)
{
  IlvExecution *execution = process->channels->execution;
  g_autoptr (GVariant) message = NULL;

  atomic_store (&process->seat->busy, 1);
  ilv_record_state (&process->worker.recorder, ILV_STATE_SERIALISING, 0, 0);
  if (ilv_message_in_read (&process->incoming, process->channels->tasks_fd, ILV_TASKS_MESSAGE,
                           &message, NULL)
      != ILV_MESSAGE_DONE)
    return FALSE;
  for (gsize i = 0; i < g_variant_n_children (message); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (message, i);
      IlvTaskRun *task = ilv_task_message_read (child, execution, &process->steps);

      if (!task)
        return FALSE;
      atomic_store (ilv_pool_memory_get_taker (process->channels->memory, task->id - 1),
                    process->identity->number);
      g_ptr_array_add (process->tasks, task);
    }
  return TRUE;
}

/* Without the GIL. FALSE: there is nothing more to do. */
static gboolean
take_tasks (Process *process)
{
  IlvPoolMemory *memory = process->channels->memory;
  gboolean taken;

  g_ptr_array_set_size (process->tasks, 0);
  ilv_record_state (&process->worker.recorder, ILV_STATE_NONE, 0, 0);
  ilv_pool_memory_lock (&memory->reading);
  taken = wait_for_message (process) && read_tasks (process);
  pthread_mutex_unlock (&memory->reading);
  if (taken)
    ilv_recorder_count (&process->worker.recorder, ILV_COUNTER_QUEUE_DEPTH,
                        -(int64_t) process->tasks->len);
  return taken;
}

static gboolean
send_results (Process *process, GVariant *results)
{
  IlvPoolMemory *memory = process->channels->memory;
  IlvMessageOut out;
  IlvMessageResult result;

  ilv_message_out_init (&out, results);
  ilv_pool_memory_lock (&memory->writing);
  result = ilv_message_out_write (&out, process->channels->results_fd, NULL);
  pthread_mutex_unlock (&memory->writing);
  ilv_message_out_clear (&out);
  atomic_store (&process->seat->busy, 0);
  return result == ILV_MESSAGE_DONE;
}

/* --- working ------------------------------------------------------------------------------ */

static guint
run_task (Process *process, IlvTaskRun *task)
{
  IlvWorker *worker = &process->worker;
  guint how;

  ilv_worker_take (worker, task->id);
  if (atomic_load (&process->channels->memory->draining))
    atomic_store (&worker->execution->draining, true);
  if (process->steps)
    how = ilv_interpreter_do_blocking (worker, task, ilv_task_run_get_step (task));
  else
    how = ilv_worker_do_task (worker, task);
  ilv_worker_release (worker);
  return how;
}

/* One after the other; all of them are answered at once. */
static GVariant *
run_tasks (Process *process)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, ILV_RESULTS_MESSAGE);
  for (guint i = 0; i < process->tasks->len; i++)
    {
      IlvTaskRun *task = process->tasks->pdata[i];
      const char *body = task->body;
      guint how = run_task (process, task);

      ilv_record_state (&process->worker.recorder, ILV_STATE_SERIALISING, task->id, 0);
      /* What a whole task has fetched stays here. */
      g_variant_builder_add_value (
          &results, ilv_result_message_new (task, how, process->steps ? body : task->body));
      g_clear_pointer (&task->body, g_free);
      g_clear_pointer (&task->payload, ilv_payload_free);
      if (i + 1 < process->tasks->len)
        ilv_record_task (&process->worker.recorder, task->id, ILV_STATE_NONE, 0);
    }
  return g_variant_builder_end (&results);
}

/* For the pool, which learns nothing from one that is killed. */
static void
tell_creation (Process *process)
{
  IlvArea *area = process->worker.recorder.area;
  guint64 asked = process->identity->asked_ticks;

  if (area && asked > 0)
    atomic_store (&process->seat->creation,
                  ilv_area_ticks_to_ns (area, ilv_area_ticks (area))
                      - ilv_area_ticks_to_ns (area, asked));
}

/* Now and then, so that something is known of one that is killed. */
static void
tell_peak (Process *process)
{
  gint64 now = ilv_worker_cost_now ();

  if (process->told_peak != 0 && now - process->told_peak < PEAK_PERIOD_NS)
    return;
  atomic_store (&process->seat->peak_rss, (gint64) ilv_usage_read_peak ());
  process->told_peak = now;
}

static void
tell_cost (Process *process)
{
  atomic_store (&process->seat->memory, ilv_worker_cost_read_private ());
  atomic_store (&process->seat->run_queue, ilv_worker_cost_read_run_queue ());
  atomic_store (&process->seat->peak_rss, (gint64) ilv_usage_read_peak ());
}

int
ilv_worker_process_run (const IlvWorkerChannels *channels, const IlvWorkerIdentity *identity)
{
  Process process = { .channels = channels, .identity = identity };

  if (!own_stop (channels))
    return EXIT_FAILURE;
  channels->execution->is_worker_process = true;
  process.seat = ilv_pool_memory_get_seat (channels->memory, identity->seat);
  process.tasks = g_ptr_array_new ();
  begin (&process);
  tell_creation (&process);
  atomic_store (&process.seat->ready, 1);
  tell_peak (&process);
  while (!ilv_execution_is_stopping (channels->execution) && take_tasks (&process))
    {
      if (!send_results (&process, run_tasks (&process)))
        break;
      tell_peak (&process);
    }
  g_ptr_array_unref (process.tasks);
  ilv_message_in_clear (&process.incoming);
  tell_cost (&process);
  ilv_process_queues_free (channels->execution->process_queues);
  ilv_worker_end (&process.worker, ILV_STATE_DONE);
  ilv_gil_free (process.worker.gil);
  return EXIT_SUCCESS;
}
