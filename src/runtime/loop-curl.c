/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/loop-curl.h"

struct _IlvLoopCurl
{
  IlvLoop *loop; /* borrowed */
  CURLM *multi;  /* owned */
  uv_timer_t *timeout; /* owned by libuv until it is closed */
};

/* One socket of libcurl's. */
typedef struct
{
  uv_poll_t poll;
  IlvLoopCurl *curl; /* borrowed */
  curl_socket_t fd;
} Watch;

static void
free_handle (uv_handle_t *handle)
{
  g_free (handle);
}

static void
wake_finished (IlvLoopCurl *curl)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (curl->multi, &left)))
    {
      IlvTransfer *transfer;
      CURL *easy = message->easy_handle;

      if (message->msg != CURLMSG_DONE)
        continue;
      curl_easy_getinfo (easy, CURLINFO_PRIVATE, (char **) &transfer);
      transfer->code = message->data.result;
      curl_multi_remove_handle (curl->multi, easy);
      ilv_loop_count_io (curl->loop, -1);
      ilv_loop_wake (curl->loop, g_steal_pointer (&transfer->task));
    }
}

static void
on_socket (uv_poll_t *handle, int status, int events)
{
  Watch *watch = (Watch *) handle;
  IlvLoopCurl *curl = watch->curl;
  int flags = 0, running;

  ilv_loop_enter (curl->loop);
  if (status < 0)
    flags = CURL_CSELECT_ERR;
  if (events & UV_READABLE)
    flags |= CURL_CSELECT_IN;
  if (events & UV_WRITABLE)
    flags |= CURL_CSELECT_OUT;
  /* May close the watch. */
  curl_multi_socket_action (curl->multi, watch->fd, flags, &running);
  wake_finished (curl);
}

static void
on_timeout (uv_timer_t *timer)
{
  IlvLoopCurl *curl = timer->data;
  int running;

  ilv_loop_enter (curl->loop);
  curl_multi_socket_action (curl->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  wake_finished (curl);
}

static int
set_timeout (CURLM *multi, long ms, void *user_data)
{
  IlvLoopCurl *curl = user_data;

  if (ms < 0)
    return uv_timer_stop (curl->timeout);
  uv_update_time (ilv_loop_get_uv (curl->loop));
  return uv_timer_start (curl->timeout, on_timeout, (guint64) ms, 0);
}

static void
close_watch (Watch *watch)
{
  uv_poll_stop (&watch->poll);
  uv_close ((uv_handle_t *) &watch->poll, free_handle);
}

static Watch *
watch_new (IlvLoopCurl *curl, curl_socket_t fd)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->curl = curl;
  watch->fd = fd;
  if (uv_poll_init_socket (ilv_loop_get_uv (curl->loop), &watch->poll, fd) < 0)
    {
      g_free (watch);
      return NULL;
    }
  curl_multi_assign (curl->multi, fd, watch);
  return watch;
}

static int
watch_socket (CURL *easy, curl_socket_t fd, int what, void *user_data, void *socket_data)
{
  IlvLoopCurl *curl = user_data;
  Watch *watch = socket_data;
  int events = 0;

  if (what == CURL_POLL_REMOVE)
    {
      if (watch)
        close_watch (watch);
      curl_multi_assign (curl->multi, fd, NULL);
      return 0;
    }
  if (!watch && !(watch = watch_new (curl, fd)))
    return -1;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
    events |= UV_READABLE;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
    events |= UV_WRITABLE;
  return uv_poll_start (&watch->poll, events, on_socket);
}

IlvLoopCurl *
ilv_loop_curl_new (IlvLoop *loop)
{
  IlvLoopCurl *curl = g_new0 (IlvLoopCurl, 1);

  curl->loop = loop;
  curl->timeout = g_new0 (uv_timer_t, 1);
  curl->timeout->data = curl;
  uv_timer_init (ilv_loop_get_uv (loop), curl->timeout);
  curl->multi = curl_multi_init ();
  curl_multi_setopt (curl->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
  curl_multi_setopt (curl->multi, CURLMOPT_SOCKETDATA, curl);
  curl_multi_setopt (curl->multi, CURLMOPT_TIMERFUNCTION, set_timeout);
  curl_multi_setopt (curl->multi, CURLMOPT_TIMERDATA, curl);
  return curl;
}

void
ilv_loop_curl_free (IlvLoopCurl *curl)
{
  if (!curl)
    return;
  curl_multi_cleanup (curl->multi);
  uv_timer_stop (curl->timeout);
  uv_close ((uv_handle_t *) curl->timeout, free_handle);
  g_free (curl);
}

gboolean
ilv_loop_curl_start (IlvLoopCurl *curl, IlvTransfer *transfer, IlvTaskRun *task)
{
  transfer->task = task;
  if (curl_multi_add_handle (curl->multi, transfer->easy) != CURLM_OK)
    return FALSE;
  ilv_loop_count_io (curl->loop, 1);
  return TRUE;
}

void
ilv_loop_curl_cancel (IlvLoopCurl *curl, IlvTransfer *transfer)
{
  if (!transfer->task)
    return;
  transfer->task = NULL;
  curl_multi_remove_handle (curl->multi, transfer->easy);
  ilv_loop_count_io (curl->loop, -1);
}
