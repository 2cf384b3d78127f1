/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/loop-watch.h"

#include <errno.h>

struct _IlvLoopWatch
{
  uv_poll_t poll;
  uv_timer_t timer;
  IlvLoop *loop; /* borrowed */
  IlvLoopWatchReady ready;
  gpointer user_data;
  guint n_handles; /* not yet closed */
};

static void
on_socket (uv_poll_t *handle, int status, int events)
{
  IlvLoopWatch *watch = handle->data;

  ilv_loop_enter (watch->loop);
  watch->ready (watch, FALSE, watch->user_data);
}

static void
on_timer (uv_timer_t *handle)
{
  IlvLoopWatch *watch = handle->data;

  ilv_loop_enter (watch->loop);
  watch->ready (watch, TRUE, watch->user_data);
}

IlvLoopWatch *
ilv_loop_watch_new (IlvLoop *loop, int fd, IlvLoopWatchReady ready, gpointer user_data)
{
  IlvLoopWatch *watch = g_new0 (IlvLoopWatch, 1);
  int result = uv_poll_init (ilv_loop_get_uv (loop), &watch->poll, fd);

  if (result < 0)
    {
      g_free (watch);
      errno = -result;
      return NULL;
    }
  uv_timer_init (ilv_loop_get_uv (loop), &watch->timer);
  watch->poll.data = watch->timer.data = watch;
  watch->loop = loop;
  watch->ready = ready;
  watch->user_data = user_data;
  watch->n_handles = 2;
  return watch;
}

static void
on_closed (uv_handle_t *handle)
{
  IlvLoopWatch *watch = handle->data;

  if (--watch->n_handles == 0)
    g_free (watch);
}

void
ilv_loop_watch_free (IlvLoopWatch *watch)
{
  if (!watch)
    return;
  uv_close ((uv_handle_t *) &watch->poll, on_closed);
  uv_close ((uv_handle_t *) &watch->timer, on_closed);
}

void
ilv_loop_watch_start (IlvLoopWatch *watch, int events, gint64 deadline)
{
  gint64 left = MAX (0, deadline - ilv_loop_now ());

  if (events != 0)
    uv_poll_start (&watch->poll, events, on_socket);
  else
    uv_poll_stop (&watch->poll);
  uv_update_time (ilv_loop_get_uv (watch->loop));
  uv_timer_start (&watch->timer, on_timer, ((guint64) left + 999999) / 1000000, 0);
}

void
ilv_loop_watch_stop (IlvLoopWatch *watch)
{
  uv_poll_stop (&watch->poll);
  uv_timer_stop (&watch->timer);
}
