/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/process-pool-private.h"
#include "runtime/worker-cost.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

/* So many workers in a row that end before they are ready are no accident. */
#define MAX_FAILED_STARTS 3

/* --- starting ----------------------------------------------------------------------------- */

static gboolean
start_worker (IlvProcessPool *pool, IlvPoolWorker *worker, GError **error)
{
  guint seat = (guint) (worker - pool->workers);
  IlvPoolSeat *shared = ilv_pool_memory_get_seat (pool->memory, seat);
  IlvArea *area = pool->execution->area;

  atomic_store (&shared->ready, 0);
  atomic_store (&shared->busy, 0);
  atomic_store (&shared->creation, -1);
  atomic_store (&shared->memory, -1);
  atomic_store (&shared->run_queue, -1);
  atomic_store (&shared->peak_rss, -1);
  worker->identity = (IlvWorkerIdentity){ .number = ++pool->last_number, .seat = seat };
  if (area)
    {
      worker->identity.lane = ilv_area_new_lane_id (area);
      worker->identity.asked_ticks = ilv_area_ticks (area);
    }
  worker->pid = 0;
  if (!ilv_worker_starter_start (pool->starter, &worker->identity, error))
    return FALSE;
  worker->lives = TRUE;
  pool->n_living++;
  pool->execution->n_workers = MAX (pool->execution->n_workers, pool->n_living);
  return TRUE;
}

gboolean
ilv_process_pool_start_workers (IlvProcessPool *pool, GError **error)
{
  guint wanted = pool->n_seats;

  if (pool->broken)
    return TRUE;
  if (pool->use->lazy)
    wanted = MIN (wanted, pool->n_waiting + pool->n_out);
  for (guint i = 0; i < pool->n_seats && pool->n_living < wanted; i++)
    if (!pool->workers[i].lives && !start_worker (pool, &pool->workers[i], error))
      return FALSE;
  return TRUE;
}

static IlvPoolWorker *
find_worker (IlvProcessPool *pool, guint32 number)
{
  for (guint i = 0; i < pool->n_seats; i++)
    if (pool->workers[i].lives && pool->workers[i].identity.number == number)
      return &pool->workers[i];
  return NULL;
}

void
ilv_process_pool_signal (IlvProcessPool *pool, int signal_number)
{
  for (guint i = 0; i < pool->n_seats; i++)
    if (pool->workers[i].lives && pool->workers[i].pid > 0)
      kill (pool->workers[i].pid, signal_number);
}

void
ilv_process_pool_break (IlvProcessPool *pool, char *sentence)
{
  if (pool->broken)
    {
      g_free (sentence);
      return;
    }
  pool->broken = sentence;
  ilv_message_out_clear (&pool->outgoing);
  /* Before they could answer that they were cancelled. */
  ilv_process_pool_lose_all (pool, sentence);
  ilv_process_pool_signal (pool, SIGTERM);
}

/* --- what the dead had in hand ------------------------------------------------------------ */

static void
lose_task (IlvProcessPool *pool, IlvTaskRun *task, guint32 number, int status)
{
  const char *name = ilv_workload_get_task (pool->execution->workload, task->id - 1)->name;
  char *sentence;

  if (WIFSIGNALED (status))
    sentence = g_strdup_printf (_ ("Process P%u was killed by signal %d while it ran %s."), number,
                                WTERMSIG (status), name);
  else
    sentence = g_strdup_printf (_ ("Process P%u ended with status %d while it ran %s."), number,
                                WEXITSTATUS (status), name);
  ilv_process_pool_lose (pool, task, sentence);
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
    if (pool->workers[i].lives && atomic_load (&ilv_pool_memory_get_seat (pool->memory, i)->busy))
      return FALSE;
  return TRUE;
}

void
ilv_process_pool_settle (IlvProcessPool *pool)
{
  IlvTaskRun *task;

  if (pool->n_suspects == 0 || !is_idle (pool))
    return;
  while ((task = ilv_process_pool_find_taken (pool, 0)))
    lose_task (pool, task, pool->suspect_number, pool->suspect_status);
  pool->n_suspects = 0;
}

/* --- ends --------------------------------------------------------------------------------- */

static gboolean
see_start_failed (int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("A worker process could not be started: %s."), g_strerror (code));
  return FALSE;
}

static gboolean
check_starts (IlvProcessPool *pool, IlvPoolWorker *worker, int status, GError **error)
{
  if (atomic_load (&ilv_pool_memory_get_seat (pool->memory, worker->identity.seat)->ready))
    pool->n_failed_starts = 0;
  else if (++pool->n_failed_starts == MAX_FAILED_STARTS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("Worker processes end before they are ready, the last with status %d."),
                   WIFEXITED (status) ? WEXITSTATUS (status) : WTERMSIG (status));
      return FALSE;
    }
  return TRUE;
}

/* As concurrent.futures' BrokenProcessPool. */
static void
break_by_death (IlvProcessPool *pool, guint32 number, int status)
{
  char *sentence;

  if (WIFSIGNALED (status))
    sentence = g_strdup_printf (_ ("Process P%u was killed by signal %d, which breaks the pool: "
                                   "everything that waits for it fails."),
                                number, WTERMSIG (status));
  else
    sentence = g_strdup_printf (_ ("Process P%u ended with status %d, which breaks the pool: "
                                   "everything that waits for it fails."),
                                number, WEXITSTATUS (status));
  ilv_process_pool_break (pool, sentence);
}

/* A pool that goes on: what the worker had in hand is lost, and another takes its seat. */
static gboolean
replace_worker (IlvProcessPool *pool, IlvPoolWorker *worker, const IlvWorkerEvent *event,
                GError **error)
{
  IlvTaskRun *task = ilv_process_pool_find_taken (pool, event->number);

  if (!task
      && atomic_load (&ilv_pool_memory_get_seat (pool->memory, worker->identity.seat)->busy))
    {
      pool->n_suspects++;
      pool->suspect_number = event->number;
      pool->suspect_status = event->status;
    }
  while (task)
    {
      lose_task (pool, task, event->number, event->status);
      task = ilv_process_pool_find_taken (pool, event->number);
    }
  return check_starts (pool, worker, event->status, error)
         && (pool->n_out + pool->n_waiting == 0 || start_worker (pool, worker, error));
}

void
ilv_process_pool_note_peak (IlvProcessPool *pool, guint seat)
{
  IlvPoolWorker *worker = &pool->workers[seat];
  gint64 peak = atomic_load (&ilv_pool_memory_get_seat (pool->memory, seat)->peak_rss);

  if (peak <= worker->peak_rss)
    return;
  atomic_fetch_add (&pool->execution->children_peak_rss, (guint64) (peak - worker->peak_rss));
  worker->peak_rss = peak;
}

static void
take_cost (IlvProcessPool *pool, const IlvPoolWorker *worker)
{
  IlvWorkerCost *cost = pool->execution->cost;
  IlvPoolSeat *shared = ilv_pool_memory_get_seat (pool->memory, worker->identity.seat);

  ilv_worker_cost_add_creation (cost, atomic_load (&shared->creation));
  ilv_worker_cost_add_memory (cost, atomic_load (&shared->memory));
  ilv_worker_cost_add_run_queue (cost, atomic_load (&shared->run_queue));
  ilv_process_pool_note_peak (pool, worker->identity.seat);
}

static gboolean
see_end (IlvProcessPool *pool, const IlvWorkerEvent *event, gboolean closing, GError **error)
{
  IlvPoolWorker *worker = find_worker (pool, event->number);
  IlvTaskRun *task;

  if (!worker)
    return TRUE;
  worker->lives = FALSE;
  pool->n_living--;
  take_cost (pool, worker);
  /* What it sent before it died counts. */
  if (!ilv_process_pool_collect (pool, error))
    return FALSE;
  if (closing || pool->broken)
    return TRUE;
  task = ilv_process_pool_find_taken (pool, event->number);
  ilv_record (&pool->main->recorder, ILV_RECORD_MARK, task ? task->id : 0, ILV_MARK_WORKER_DIED,
              worker->identity.lane);
  if (pool->use->replaces)
    return replace_worker (pool, worker, event, error);
  break_by_death (pool, event->number, event->status);
  return TRUE;
}

static gboolean
see_refused (IlvProcessPool *pool, const IlvWorkerEvent *event, gboolean closing, GError **error)
{
  IlvPoolWorker *worker = find_worker (pool, event->number);

  if (worker)
    {
      worker->lives = FALSE;
      pool->n_living--;
    }
  return closing || see_start_failed (event->status, error);
}

static gboolean
check_starter (IlvProcessPool *pool, GError **error)
{
  if (!ilv_worker_starter_is_gone (pool->starter))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
               _ ("The process that starts the workers has ended, and they with it."));
  return FALSE;
}

gboolean
ilv_process_pool_see_workers (IlvProcessPool *pool, gboolean closing, GError **error)
{
  IlvWorkerEvent event;
  IlvPoolWorker *worker;

  while (ilv_worker_starter_read (pool->starter, &event))
    switch (event.kind)
      {
      case ILV_WORKER_STARTED:
        worker = find_worker (pool, event.number);
        if (worker)
          worker->pid = event.pid;
        /* It came too late to be told with the others. */
        if (worker && (pool->broken || atomic_load (&pool->memory->close_deadline) != 0))
          kill (worker->pid, SIGTERM);
        break;
      case ILV_WORKER_REFUSED:
        if (!see_refused (pool, &event, closing, error))
          return FALSE;
        break;
      case ILV_WORKER_ENDED:
        if (!see_end (pool, &event, closing, error))
          return FALSE;
        break;
      }
  return closing || pool->broken || check_starter (pool, error);
}
