/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/process-pool-private.h"
#include "runtime/worker-cost.h"
#include "runtime/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#define NS_A_MS (G_GINT64_CONSTANT (1000) * 1000)
/* How long workers may take to end by themselves, once they have closed what they had open. */
#define LEAVING_NS (50 * NS_A_MS)
/* How soon to look again what a dead worker had in hand. */
#define SETTLE_MS 20

static void
close_end (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* --- running ------------------------------------------------------------------------------ */

/* One that is gone would be readable for ever. */
static int
get_starter_fd (IlvProcessPool *pool)
{
  return ilv_worker_starter_is_gone (pool->starter) ? -1
                                                    : ilv_worker_starter_get_fd (pool->starter);
}

/* Readable for ever once it is, too. */
static int
get_drain_fd (IlvProcessPool *pool)
{
  return pool->use->withdrawn && !pool->has_withdrawn ? pool->execution->drain_fd : -1;
}

/* Readable when no more may be closed: a second stop, the user's, makes that sooner. */
static int
get_close_fd (IlvProcessPool *pool)
{
  return ilv_execution_is_stopping (pool->execution)
                 && !ilv_execution_is_close_over (pool->execution)
             ? pool->execution->close_fd : -1;
}

/* Waits for something to do; at most `ms` (-1: for ever). */
static void
wait_for_events (IlvProcessPool *pool, gboolean closing, int ms)
{
  IlvRecorder *recorder = &pool->main->recorder;
  struct pollfd fds[] = {
    { .fd = get_starter_fd (pool), .events = POLLIN },
    { .fd = pool->results[0], .events = POLLIN },
    { .fd = closing ? -1 : pool->use->wake_fd, .events = POLLIN },
    { .fd = pool->outgoing.value && !closing ? pool->tasks[1] : -1, .events = POLLOUT },
    { .fd = get_drain_fd (pool), .events = POLLIN },
    { .fd = closing ? get_close_fd (pool) : -1, .events = POLLIN },
  };

  ilv_record_state (recorder, ILV_STATE_WAITING_IO, 0, 0);
  ilv_worker_release (pool->main);
  /* An interrupted wait is one that is over. */
  poll (fds, G_N_ELEMENTS (fds), ms);
  if (pool->main->gil)
    ilv_worker_take (pool->main, 0);
  else
    ilv_record_state (recorder, ILV_STATE_RUNNING, 0, 0);
}

static gboolean
exchange (IlvProcessPool *pool, GError **error)
{
  return ilv_process_pool_start_workers (pool, error) && ilv_process_pool_feed (pool, error)
         && ilv_process_pool_see_workers (pool, FALSE, error)
         && ilv_process_pool_collect (pool, error);
}

static gboolean
work (IlvProcessPool *pool, GError **error)
{
  while (pool->use->turn (pool, pool->user_data))
    {
      g_autoptr (GError) problem = NULL;

      if (pool->broken)
        ilv_process_pool_lose_all (pool, pool->broken);
      else if (!exchange (pool, &problem))
        {
          if (pool->use->replaces)
            {
              g_propagate_error (error, g_steal_pointer (&problem));
              return FALSE;
            }
          ilv_process_pool_break (pool, g_strdup (problem->message));
          continue;
        }
      ilv_process_pool_settle (pool);
      if (!pool->use->turn (pool, pool->user_data))
        return TRUE;
      if (!ilv_process_pool_may_send (pool) || pool->outgoing.value)
        wait_for_events (pool, FALSE, pool->n_suspects > 0 ? SETTLE_MS : -1);
    }
  return TRUE;
}

/* Until when workers may close what they have open: as long as threads could. */
static gint64
find_close_deadline (const IlvProcessPool *pool)
{
  gint64 deadline = atomic_load (&pool->execution->close_deadline);

  return deadline != 0 ? deadline : ilv_worker_cost_now () + ILV_CLOSE_GRACE_MS * NS_A_MS;
}

/* The signal says that what they do is not wanted any more. */
static void
tell_to_close (IlvProcessPool *pool, gint64 deadline)
{
  atomic_store (&pool->memory->close_deadline, deadline);
  ilv_process_pool_signal (pool, SIGTERM);
}

/* The closed queue tells workers that no more will come. Those that do not listen are killed with
   the starter. */
static void
close_down (IlvProcessPool *pool, gboolean unwanted)
{
  gint64 deadline = find_close_deadline (pool);
  gint64 left = G_MAXINT64;

  close_end (&pool->tasks[1]);
  if (unwanted)
    tell_to_close (pool, deadline);
  while (pool->n_living > 0 && left > 0)
    {
      if (!ilv_process_pool_see_workers (pool, TRUE, NULL)
          || !ilv_process_pool_collect (pool, NULL))
        return;
      if (unwanted && find_close_deadline (pool) < deadline)
        tell_to_close (pool, deadline = find_close_deadline (pool));
      left = deadline + LEAVING_NS - ilv_worker_cost_now ();
      if (pool->n_living > 0 && left > 0)
        wait_for_events (pool, TRUE, (int) MIN (left / NS_A_MS + 1, G_MAXINT));
    }
}

gboolean
ilv_process_pool_run (IlvProcessPool *pool, GError **error)
{
  gboolean worked = work (pool, error);

  close_down (pool, !worked || pool->n_out > 0 || ilv_execution_is_stopping (pool->execution));
  if (pool->use->steps)
    ilv_process_pool_lose_all (pool, _ ("The executor was closed."));
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
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The pool of processes cannot be made: %s."), g_strerror (code));
      return FALSE;
    }
  pool->channels = (IlvWorkerChannels){ pool->execution, pool->memory, pool->tasks[0],
                                        pool->results[1] };
  return TRUE;
}

static gboolean
make_workers (IlvProcessPool *pool, GError **error)
{
  const int parent_fds[] = { pool->tasks[1], pool->results[0], -1 };

  pool->starter
    = ilv_worker_starter_new (&pool->channels, pool->memory_fd, parent_fds, error);
  return pool->starter && (pool->use->lazy || ilv_process_pool_start_workers (pool, error));
}

IlvProcessPool *
ilv_process_pool_new (IlvWorker *main, const IlvPoolUse *use, gpointer user_data, GError **error)
{
  g_autoptr (IlvProcessPool) pool = g_new0 (IlvProcessPool, 1);

  pool->main = main;
  pool->execution = main->execution;
  pool->use = use;
  pool->user_data = user_data;
  pool->memory_fd = -1;
  pool->tasks[0] = pool->tasks[1] = pool->results[0] = pool->results[1] = -1;
  pool->out = g_new0 (IlvTaskRun *, pool->execution->n_tasks);
  pool->n_seats = MAX (1, ilv_workload_get_workers (pool->execution->workload));
  pool->workers = g_new0 (IlvPoolWorker, pool->n_seats);
  if (!make_channels (pool, error) || !make_workers (pool, error))
    return NULL;
  return g_steal_pointer (&pool);
}

void
ilv_process_pool_free (IlvProcessPool *pool)
{
  if (!pool)
    return;
  g_clear_pointer (&pool->starter, ilv_worker_starter_free);
  /* Those that had to be killed, too. */
  for (guint i = 0; pool->memory && i < pool->n_seats; i++)
    ilv_process_pool_note_peak (pool, i);
  for (guint i = 0; i < 2; i++)
    {
      close_end (&pool->tasks[i]);
      close_end (&pool->results[i]);
    }
  close_end (&pool->memory_fd);
  ilv_pool_memory_free (pool->memory);
  ilv_message_out_clear (&pool->outgoing);
  ilv_message_in_clear (&pool->incoming);
  g_free (pool->broken);
  g_free (pool->out);
  g_free (pool->workers);
  g_free (pool);
}
