/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/process-pool.h"

#include "runtime/message.h"
#include "runtime/task-message.h"
#include "runtime/worker-cost.h"
#include "runtime/worker-starter.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long workers may take to end by themselves. */
#define GRACE_US ((ILV_CLOSE_GRACE_MS + 50) * 1000)
/* So many workers in a row that end before they are ready are no accident. */
#define MAX_FAILED_STARTS 3

typedef struct
{
  IlvWorkerIdentity identity;
  pid_t pid;     /* 0: not known yet */
  gboolean lives; /* from the request to the end */
} Seat;

struct _IlvProcessPool
{
  IlvWorker *main; /* borrowed */
  IlvExecution *execution;
  IlvWorkerChannels channels;
  IlvPoolMemory *memory; /* owned, and so are the descriptors */
  int memory_fd;
  int tasks[2];
  int results[2];
  IlvWorkerStarter *starter;
  Seat *seats;
  guint n_seats;
  guint last_number;
  guint n_living;
  guint n_failed_starts;

  guint n_sent; /* tasks put into the queue */
  gboolean drained; /* what had not begun was cancelled */
  guint n_open; /* tasks that have not ended */
  IlvMessageOut outgoing; /* value NULL: none */
  IlvMessageIn incoming;

  /* Workers that died while busy with a task nobody has written down: it shows when the queue is
     empty and nobody is busy. */
  guint n_suspects;
  guint32 suspect_number;
  int suspect_status;
};

static IlvRecorder *
get_recorder (IlvProcessPool *pool)
{
  return &pool->main->recorder;
}

static void
count_bytes (IlvProcessPool *pool, gsize n)
{
  atomic_fetch_add (&pool->execution->ipc_bytes, n);
  ilv_recorder_count (get_recorder (pool), ILV_COUNTER_IPC_BYTES, (int64_t) n);
}

static void
end_task (IlvProcessPool *pool, IlvTaskRun *task, IlvState state)
{
  ilv_task_run_end (task, pool->main, state);
  pool->n_open--;
}

/* --- workers ------------------------------------------------------------------------------ */

static gboolean
start_worker (IlvProcessPool *pool, Seat *seat, GError **error)
{
  IlvPoolSeat *shared = ilv_pool_memory_get_seat (pool->memory, (guint) (seat - pool->seats));
  IlvArea *area = pool->execution->area;

  atomic_store (&shared->ready, 0);
  atomic_store (&shared->busy, 0);
  atomic_store (&shared->creation, -1);
  atomic_store (&shared->memory, -1);
  atomic_store (&shared->run_queue, -1);
  seat->identity = (IlvWorkerIdentity){ .number = ++pool->last_number,
                                        .seat = (guint32) (seat - pool->seats) };
  if (area)
    {
      seat->identity.lane = ilv_area_new_lane_id (area);
      seat->identity.asked_ticks = ilv_area_ticks (area);
    }
  seat->pid = 0;
  if (!ilv_worker_starter_start (pool->starter, &seat->identity, error))
    return FALSE;
  seat->lives = TRUE;
  pool->n_living++;
  return TRUE;
}

static Seat *
find_seat (IlvProcessPool *pool, guint32 number)
{
  for (guint i = 0; i < pool->n_seats; i++)
    if (pool->seats[i].lives && pool->seats[i].identity.number == number)
      return &pool->seats[i];
  return NULL;
}

static void
signal_workers (IlvProcessPool *pool, int number)
{
  for (guint i = 0; i < pool->n_seats; i++)
    if (pool->seats[i].lives && pool->seats[i].pid > 0)
      kill (pool->seats[i].pid, number);
}

/* --- tasks of dead workers ---------------------------------------------------------------- */

static void
fail_task (IlvProcessPool *pool, guint index, guint32 number, int status)
{
  IlvTaskRun *task = &pool->execution->tasks[index];
  const char *name = ilv_workload_get_task (pool->execution->workload, index)->name;

  if (WIFSIGNALED (status))
    ilv_task_run_fail (task,
                       g_strdup_printf (_ ("Process P%u was killed by signal %d while it ran %s."),
                                        number, WTERMSIG (status), name));
  else
    ilv_task_run_fail (task,
                       g_strdup_printf (_ ("Process P%u ended with status %d while it ran %s."),
                                        number, WEXITSTATUS (status), name));
  end_task (pool, task, ILV_STATE_FAILED);
}

/* The task in the hands of that worker, or (0) one that was sent and that nobody has; n_tasks:
   none. */
static guint
find_taken (IlvProcessPool *pool, guint32 number)
{
  for (guint i = 0; i < pool->n_sent; i++)
    if (atomic_load (ilv_pool_memory_get_taker (pool->memory, i)) == number
        && ilv_task_run_get_state (&pool->execution->tasks[i]) == ILV_STATE_NONE)
      return i;
  return pool->execution->n_tasks;
}

/* In this order: who has emptied the queue was busy before it did. */
static gboolean
is_idle (IlvProcessPool *pool)
{
  int n_bytes = 0;

  if (pool->outgoing.value || ioctl (pool->channels.tasks_fd, FIONREAD, &n_bytes) != 0
      || n_bytes > 0)
    return FALSE;
  for (guint i = 0; i < pool->n_seats; i++)
    if (pool->seats[i].lives && atomic_load (&ilv_pool_memory_get_seat (pool->memory, i)->busy))
      return FALSE;
  return TRUE;
}

static void
settle_suspects (IlvProcessPool *pool)
{
  guint index;

  if (pool->n_suspects == 0 || !is_idle (pool))
    return;
  while ((index = find_taken (pool, 0)) < pool->execution->n_tasks)
    fail_task (pool, index, pool->suspect_number, pool->suspect_status);
  pool->n_suspects = 0;
}

/* --- results ------------------------------------------------------------------------------ */

static void
take_result (IlvProcessPool *pool, GVariant *result)
{
  guint state;
  IlvTaskRun *task = ilv_result_message_find (result, pool->execution, &state);

  if (!task || state < ILV_STATE_DONE || state >= ILV_N_STATES)
    return;
  if (ilv_task_run_get_state (task) != ILV_STATE_NONE)
    return;
  ilv_record_state (get_recorder (pool), ILV_STATE_SERIALISING, task->id, 0);
  ilv_result_message_apply (result, task);
  atomic_fetch_add (&pool->execution->retried, task->retries);
  end_task (pool, task, (IlvState) state);
}

static gboolean
collect (IlvProcessPool *pool, GError **error)
{
  for (;;)
    {
      g_autoptr (GVariant) result = NULL;
      gsize before = pool->incoming.n_read;
      IlvMessageResult outcome = ilv_message_in_read (&pool->incoming, pool->results[0],
                                                      ILV_RESULT_MESSAGE, &result, error);

      count_bytes (pool, pool->incoming.n_read - before);
      if (outcome != ILV_MESSAGE_DONE)
        return outcome != ILV_MESSAGE_FAILED;
      take_result (pool, result);
    }
}

/* --- feeding ------------------------------------------------------------------------------ */

static gboolean
may_send (IlvProcessPool *pool)
{
  guint limit = ilv_workload_get_limit (pool->execution->workload);
  guint n_ended = pool->execution->n_tasks - pool->n_open;

  if (pool->outgoing.value)
    return TRUE;
  return pool->n_sent < pool->execution->n_tasks && (limit == 0 || pool->n_sent - n_ended < limit);
}

static void
serialise_task (IlvProcessPool *pool)
{
  guint index = pool->n_sent++;

  ilv_record_state (get_recorder (pool), ILV_STATE_SERIALISING, index + 1, 0);
  ilv_message_out_init (&pool->outgoing, ilv_task_message_new (pool->execution, index));
  count_bytes (pool, ilv_message_out_get_size (&pool->outgoing));
  /* Before it is written: a worker may have it before this process does anything else. */
  ilv_record_task (get_recorder (pool), index + 1, ILV_STATE_READY, 0);
  ilv_record_state (get_recorder (pool), ILV_STATE_SERIALISING, 0, 0);
}

static gboolean
feed (IlvProcessPool *pool, GError **error)
{
  while (may_send (pool))
    {
      IlvMessageResult outcome;

      if (!pool->outgoing.value)
        serialise_task (pool);
      outcome = ilv_message_out_write (&pool->outgoing, pool->tasks[1], error);
      if (outcome == ILV_MESSAGE_AGAIN)
        return TRUE;
      ilv_message_out_clear (&pool->outgoing);
      if (outcome == ILV_MESSAGE_FAILED)
        return FALSE;
    }
  return TRUE;
}

/* --- events of workers -------------------------------------------------------------------- */

static gboolean
see_start_failed (int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("A worker process could not be started: %s."), g_strerror (code));
  return FALSE;
}

static gboolean
replace_worker (IlvProcessPool *pool, Seat *seat, int status, GError **error)
{
  if (atomic_load (&ilv_pool_memory_get_seat (pool->memory, seat->identity.seat)->ready))
    pool->n_failed_starts = 0;
  else if (++pool->n_failed_starts == MAX_FAILED_STARTS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("Worker processes end before they are ready, the last with status %d."),
                   WIFEXITED (status) ? WEXITSTATUS (status) : WTERMSIG (status));
      return FALSE;
    }
  return start_worker (pool, seat, error);
}

static void
take_cost (IlvProcessPool *pool, const Seat *seat)
{
  IlvWorkerCost *cost = pool->execution->cost;
  IlvPoolSeat *shared = ilv_pool_memory_get_seat (pool->memory, seat->identity.seat);

  ilv_worker_cost_add_creation (cost, atomic_load (&shared->creation));
  ilv_worker_cost_add_memory (cost, atomic_load (&shared->memory));
  ilv_worker_cost_add_run_queue (cost, atomic_load (&shared->run_queue));
}

static gboolean
see_end (IlvProcessPool *pool, const IlvWorkerEvent *event, gboolean closing, GError **error)
{
  Seat *seat = find_seat (pool, event->number);
  IlvPoolSeat *shared;
  guint index;

  if (!seat)
    return TRUE;
  seat->lives = FALSE;
  pool->n_living--;
  take_cost (pool, seat);
  /* What it sent before it died counts. */
  if (!collect (pool, error))
    return FALSE;
  if (closing)
    return TRUE;
  index = find_taken (pool, event->number);
  shared = ilv_pool_memory_get_seat (pool->memory, seat->identity.seat);
  ilv_record (get_recorder (pool), ILV_RECORD_MARK,
              index < pool->execution->n_tasks ? index + 1 : 0, ILV_MARK_WORKER_DIED,
              seat->identity.lane);
  if (index < pool->execution->n_tasks)
    fail_task (pool, index, event->number, event->status);
  else if (atomic_load (&shared->busy))
    {
      pool->n_suspects++;
      pool->suspect_number = event->number;
      pool->suspect_status = event->status;
    }
  return pool->n_open == 0 || replace_worker (pool, seat, event->status, error);
}

static gboolean
see_events (IlvProcessPool *pool, gboolean closing, GError **error)
{
  IlvWorkerEvent event;
  Seat *seat;

  while (ilv_worker_starter_read (pool->starter, &event))
    switch (event.kind)
      {
      case ILV_WORKER_STARTED:
        seat = find_seat (pool, event.number);
        if (seat)
          seat->pid = event.pid;
        break;
      case ILV_WORKER_REFUSED:
        seat = find_seat (pool, event.number);
        if (seat)
          {
            seat->lives = FALSE;
            pool->n_living--;
          }
        if (!closing)
          return see_start_failed (event.status, error);
        break;
      case ILV_WORKER_ENDED:
        if (!see_end (pool, &event, closing, error))
          return FALSE;
        break;
      }
  return TRUE;
}

/* --- the stop with grace ------------------------------------------------------------------ */

static void
cancel_task (IlvProcessPool *pool, guint index)
{
  if (ilv_task_run_get_state (&pool->execution->tasks[index]) != ILV_STATE_NONE)
    return;
  ilv_recorder_count (get_recorder (pool), ILV_COUNTER_QUEUE_DEPTH, -1);
  end_task (pool, &pool->execution->tasks[index], ILV_STATE_CANCELLED);
}

/* Takes out of the task queue what no worker has taken. When a worker has the queue's lock it waits
   for a task, and there is none. */
static void
withdraw_sent (IlvProcessPool *pool)
{
  struct pollfd queue = { .fd = pool->tasks[0], .events = POLLIN };
  IlvMessageIn in = { 0 };
  int code = pthread_mutex_trylock (&pool->memory->reading);

  if (code == EOWNERDEAD)
    pthread_mutex_consistent (&pool->memory->reading);
  else if (code != 0)
    return;
  while (poll (&queue, 1, 0) > 0 && (queue.revents & POLLIN))
    {
      g_autoptr (GVariant) message = NULL;
      guint32 index;

      if (ilv_message_in_read (&in, pool->tasks[0], ILV_TASK_MESSAGE, &message, NULL)
          != ILV_MESSAGE_DONE)
        break;
      g_variant_get_child (message, 0, "u", &index);
      if (index < pool->execution->n_tasks)
        cancel_task (pool, index);
    }
  pthread_mutex_unlock (&pool->memory->reading);
  ilv_message_in_clear (&in);
}

/* Tasks that workers have go on; no other begins. */
static void
drain (IlvProcessPool *pool)
{
  guint n_sent = pool->n_sent;

  pool->drained = TRUE;
  ilv_execution_mark_stop (pool->execution, get_recorder (pool));
  atomic_store (&pool->memory->draining, 1);
  if (pool->outgoing.value && pool->outgoing.sent == 0)
    {
      ilv_message_out_clear (&pool->outgoing);
      n_sent--;
    }
  for (pool->n_sent = pool->execution->n_tasks; n_sent < pool->n_sent; n_sent++)
    cancel_task (pool, n_sent);
  /* Half a message in the queue would be waited for; the workers send such a task back. */
  if (!pool->outgoing.value)
    withdraw_sent (pool);
}

/* --- running ------------------------------------------------------------------------------ */

/* Waits for something to do; at most `ms` (-1: for ever). */
static void
wait_for_events (IlvProcessPool *pool, gboolean closing, int ms)
{
  struct pollfd fds[] = {
    { .fd = ilv_worker_starter_get_fd (pool->starter), .events = POLLIN },
    { .fd = pool->results[0], .events = POLLIN },
    { .fd = closing ? -1 : pool->execution->stop_fd, .events = POLLIN },
    { .fd = pool->outgoing.value && !closing ? pool->tasks[1] : -1, .events = POLLOUT },
    { .fd = pool->drained ? -1 : pool->execution->drain_fd, .events = POLLIN },
  };

  ilv_record_state (get_recorder (pool), ILV_STATE_WAITING_IO, 0, 0);
  /* An interrupted wait is one that is over. */
  poll (fds, G_N_ELEMENTS (fds), ms);
  ilv_record_state (get_recorder (pool), ILV_STATE_RUNNING, 0, 0);
}

static gboolean
work (IlvProcessPool *pool, GError **error)
{
  for (;;)
    {
      if (!feed (pool, error) || !see_events (pool, FALSE, error) || !collect (pool, error))
        return FALSE;
      settle_suspects (pool);
      if (!pool->drained && ilv_execution_is_draining (pool->execution))
        drain (pool);
      if (pool->n_open == 0 || ilv_execution_is_stopping (pool->execution))
        return TRUE;
      wait_for_events (pool, FALSE, pool->n_suspects > 0 ? 20 : -1);
    }
}

static void
close_end (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* The closed queue tells workers that no more will come, the signal that what they do is not
   wanted any more. Those that do not listen are killed with the starter. */
static void
close_down (IlvProcessPool *pool, gboolean unwanted)
{
  gint64 deadline = g_get_monotonic_time () + GRACE_US;
  gint64 left = GRACE_US;

  close_end (&pool->tasks[1]);
  if (unwanted)
    signal_workers (pool, SIGTERM);
  while (pool->n_living > 0 && left > 0)
    {
      if (!see_events (pool, TRUE, NULL) || !collect (pool, NULL))
        return;
      left = deadline - g_get_monotonic_time ();
      if (pool->n_living > 0 && left > 0)
        wait_for_events (pool, TRUE, (int) (left / 1000 + 1));
    }
}

gboolean
ilv_process_pool_run (IlvProcessPool *pool, GError **error)
{
  gboolean worked;

  ilv_recorder_count (get_recorder (pool), ILV_COUNTER_QUEUE_DEPTH, pool->n_open);
  worked = work (pool, error);
  close_down (pool, !worked || ilv_execution_is_stopping (pool->execution));
  return worked;
}

/* --- making and freeing ------------------------------------------------------------------- */

static gboolean
make_channels (IlvProcessPool *pool, GError **error)
{
  if (!ilv_message_pipe (pool->tasks, error) || !ilv_message_pipe (pool->results, error))
    return FALSE;
  fcntl (pool->tasks[1], F_SETFL, O_WRONLY | O_DIRECT | O_NONBLOCK);
  fcntl (pool->results[0], F_SETFL, O_RDONLY | O_NONBLOCK);
  pool->memory = ilv_pool_memory_new (pool->n_seats, pool->execution->n_tasks, &pool->memory_fd);
  if (!pool->memory)
    return see_start_failed (errno, error);
  pool->channels = (IlvWorkerChannels){ pool->execution, pool->memory, pool->tasks[0],
                                        pool->results[1] };
  return TRUE;
}

static gboolean
start_workers (IlvProcessPool *pool, GError **error)
{
  const int parent_fds[] = { pool->tasks[1], pool->results[0], -1 };

  pool->starter
    = ilv_worker_starter_new (&pool->channels, pool->memory_fd, parent_fds, error);
  if (!pool->starter)
    return FALSE;
  for (guint i = 0; i < pool->n_seats; i++)
    if (!start_worker (pool, &pool->seats[i], error))
      return FALSE;
  return TRUE;
}

IlvProcessPool *
ilv_process_pool_new (IlvWorker *main, GError **error)
{
  g_autoptr (IlvProcessPool) pool = g_new0 (IlvProcessPool, 1);

  pool->main = main;
  pool->execution = main->execution;
  pool->memory_fd = -1;
  pool->tasks[0] = pool->tasks[1] = pool->results[0] = pool->results[1] = -1;
  pool->n_open = pool->execution->n_tasks;
  pool->n_seats = MAX (1, ilv_workload_get_workers (pool->execution->workload));
  pool->seats = g_new0 (Seat, pool->n_seats);
  if (!make_channels (pool, error) || !start_workers (pool, error))
    return NULL;
  return g_steal_pointer (&pool);
}

void
ilv_process_pool_free (IlvProcessPool *pool)
{
  if (!pool)
    return;
  g_clear_pointer (&pool->starter, ilv_worker_starter_free);
  for (guint i = 0; i < 2; i++)
    {
      close_end (&pool->tasks[i]);
      close_end (&pool->results[i]);
    }
  close_end (&pool->memory_fd);
  ilv_pool_memory_free (pool->memory);
  ilv_message_out_clear (&pool->outgoing);
  ilv_message_in_clear (&pool->incoming);
  g_free (pool->seats);
  g_free (pool);
}
