/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/link.h"

#include <errno.h>
#include <math.h>
#include <poll.h>

static void on_ready (IlvLoopWatch *watch, gboolean due, gpointer user_data);

IlvLink *
ilv_link_open (IlvWorker *worker)
{
  IlvLink *link = g_new0 (IlvLink, 1);
  int fd;

  link->worker = worker;
  link->connection = ilv_connection_open (worker->execution->echo_address);
  fd = ilv_connection_get_fd (link->connection);
  if (worker->loop && fd >= 0)
    link->watch = ilv_loop_watch_new (worker->loop, fd, on_ready, link);
  if (worker->loop && fd >= 0 && !link->watch)
    ilv_connection_fail (link->connection, errno);
  return link;
}

void
ilv_link_free (IlvLink *link)
{
  if (!link)
    return;
  ilv_loop_watch_free (link->watch);
  ilv_connection_free (link->connection);
  g_free (link);
}

static void
free_link (gpointer link)
{
  ilv_link_free (link);
}

IlvLink *
ilv_link_take (IlvWorker *worker)
{
  if (worker->links && worker->links->len > 0)
    return g_ptr_array_steal_index (worker->links, worker->links->len - 1);
  return ilv_link_open (worker);
}

void
ilv_link_give_back (IlvLink *link)
{
  IlvWorker *worker = link->worker;

  if (ilv_connection_get_phase (link->connection) != ILV_CONNECTION_IDLE)
    {
      ilv_link_free (link);
      return;
    }
  if (!worker->links)
    worker->links = g_ptr_array_new_with_free_func (free_link);
  g_ptr_array_add (worker->links, link);
}

void
ilv_links_close (IlvWorker *worker)
{
  g_clear_pointer (&worker->links, g_ptr_array_unref);
}

void
ilv_link_begin (IlvLink *link, guint bytes, double delay_ms, double timeout_ms)
{
  link->began = ilv_loop_now ();
  link->timeout = timeout_ms / 1000;
  link->deadline = link->began + (gint64) (timeout_ms * 1e6);
  ilv_connection_begin (link->connection, bytes, (guint) lround (delay_ms * 1000));
}

static void
come_due (IlvLink *link)
{
  if (ilv_connection_get_phase (link->connection) != ILV_CONNECTION_IDLE)
    ilv_connection_time_out (link->connection, link->timeout);
}

/* --- in poll() ---------------------------------------------------------------------------- */

typedef enum { POLL_READY, POLL_DUE, POLL_STOPPED } PollEnd;

static PollEnd
poll_once (IlvLink *link, const IlvTaskRun *task)
{
  bool sends = ilv_connection_get_phase (link->connection) == ILV_CONNECTION_SENDING;
  gint64 left = MAX (0, link->deadline - ilv_loop_now ());
  struct timespec time = { left / 1000000000, left % 1000000000 };
  struct pollfd fds[] = {
    { .fd = ilv_connection_get_fd (link->connection), .events = sends ? POLLOUT : POLLIN },
    { .fd = ilv_task_run_get_stop_fd (task, link->worker->execution), .events = POLLIN },
  };
  int n = ppoll (fds, G_N_ELEMENTS (fds), &time, NULL);

  if (n < 0 && errno == EINTR)
    return POLL_READY; /* to look again does no harm */
  if (n > 0 && fds[1].revents != 0)
    return POLL_STOPPED;
  return n == 0 ? POLL_DUE : POLL_READY;
}

bool
ilv_link_wait (IlvLink *link, const IlvTaskRun *task)
{
  IlvConnectionPhase phase = ilv_connection_get_phase (link->connection);
  PollEnd end = POLL_READY;

  while (phase != ILV_CONNECTION_FAILED && ilv_connection_advance (link->connection) == phase
         && end == POLL_READY)
    end = poll_once (link, task);
  if (end == POLL_DUE && ilv_connection_get_phase (link->connection) == phase)
    come_due (link);
  return end != POLL_STOPPED;
}

/* --- on a loop ---------------------------------------------------------------------------- */

static bool
is_over (const IlvLink *link, IlvConnectionPhase before)
{
  IlvConnectionPhase phase = ilv_connection_get_phase (link->connection);

  return phase == ILV_CONNECTION_FAILED
         || (phase == ILV_CONNECTION_IDLE && before != ILV_CONNECTION_IDLE);
}

static void
watch_socket (IlvLink *link)
{
  bool sends = ilv_connection_get_phase (link->connection) == ILV_CONNECTION_SENDING;

  ilv_loop_watch_start (link->watch, sends ? UV_WRITABLE : UV_READABLE, link->deadline);
}

static void
wake (IlvLink *link)
{
  IlvTaskRun *task = link->task;

  ilv_link_cancel (link);
  ilv_loop_wake (link->worker->loop, task);
}

static void
on_ready (IlvLoopWatch *watch, gboolean due, gpointer user_data)
{
  IlvLink *link = user_data;
  IlvConnectionPhase before = ilv_connection_get_phase (link->connection);
  IlvConnectionPhase phase = ilv_connection_advance (link->connection);

  if (due && phase == before)
    come_due (link);
  if (due || is_over (link, before))
    wake (link);
  else if (phase != before)
    watch_socket (link);
}

void
ilv_link_suspend (IlvLink *link, IlvTaskRun *task)
{
  IlvLoop *loop = link->worker->loop;
  IlvConnectionPhase before = ilv_connection_get_phase (link->connection);

  /* What can be sent is sent at once, as asyncio's transports do. */
  ilv_connection_advance (link->connection);
  if (is_over (link, before))
    {
      ilv_loop_wake (loop, task);
      return;
    }
  link->task = task;
  ilv_loop_count_io (loop, 1);
  watch_socket (link);
}

void
ilv_link_cancel (IlvLink *link)
{
  if (!link->task)
    return;
  link->task = NULL;
  ilv_loop_watch_stop (link->watch);
  ilv_loop_count_io (link->worker->loop, -1);
}

void
ilv_link_record_latency (const IlvLink *link)
{
  ilv_recorder_set_counter (&link->worker->recorder, ILV_COUNTER_REQUEST_LATENCY,
                            ilv_loop_now () - link->began);
}
