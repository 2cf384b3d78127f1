/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/echo-server.h"

#include "server/echo-peer.h"
#include "server/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define MAX_EVENTS 256
/* The kernel cuts this to what it allows. Thousands of clients may come in one moment. */
#define BACKLOG 16384

struct _IlvEchoServer
{
  int listener;
  int epoll;
  int timer;   /* of the first of those that wait */
  int ended;   /* readable when the thread is to end */
  int reserve; /* given up for a moment to turn away who comes when there are no more files */
  guint16 port;
  gboolean running;
  pthread_t thread;

  /* Only touched by the thread. */
  GHashTable *peers;  /* owned (element-type IlvEchoPeer) */
  GSequence *waiting; /* of peers, the first due first */
};

static int
compare_due (gconstpointer a, gconstpointer b, gpointer data)
{
  const IlvEchoPeer *left = a;
  const IlvEchoPeer *right = b;

  return (left->due > right->due) - (left->due < right->due);
}

static void
set_timer (IlvEchoServer *server)
{
  GSequenceIter *first = g_sequence_get_begin_iter (server->waiting);
  struct itimerspec time = { 0 };

  if (!g_sequence_iter_is_end (first))
    {
      gint64 due = ((IlvEchoPeer *) g_sequence_get (first))->due;

      time.it_value.tv_sec = due / G_USEC_PER_SEC;
      time.it_value.tv_nsec = due % G_USEC_PER_SEC * 1000;
    }
  timerfd_settime (server->timer, TFD_TIMER_ABSTIME, &time, NULL);
}

/* After it went on: what it waits for now. */
static void
settle (IlvEchoServer *server, IlvEchoPeer *peer)
{
  if (peer->state == ILV_PEER_OVER)
    {
      g_clear_pointer (&peer->place, g_sequence_remove);
      g_hash_table_remove (server->peers, peer);
    }
  else if (peer->state == ILV_PEER_WAITING && !peer->place)
    {
      peer->place = g_sequence_insert_sorted (server->waiting, peer, compare_due, NULL);
      if (g_sequence_iter_is_begin (peer->place))
        set_timer (server);
    }
}

static void
on_peer (IlvEchoServer *server, IlvEchoPeer *peer, guint32 events)
{
  gboolean gone = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;

  if (peer->state != ILV_PEER_WAITING)
    ilv_echo_peer_advance (peer);
  /* Its end may come together with its question, and is told only once. */
  if (gone && peer->state == ILV_PEER_WAITING)
    peer->state = ILV_PEER_OVER;
  settle (server, peer);
}

static void
on_timer (IlvEchoServer *server)
{
  gint64 now = g_get_monotonic_time ();
  GSequenceIter *first;
  guint64 n;

  if (read (server->timer, &n, sizeof n) < 0)
    return;
  while (!g_sequence_iter_is_end (first = g_sequence_get_begin_iter (server->waiting)))
    {
      IlvEchoPeer *peer = g_sequence_get (first);

      if (peer->due > now)
        break;
      g_clear_pointer (&peer->place, g_sequence_remove);
      ilv_echo_peer_answer (peer);
      settle (server, peer);
    }
  set_timer (server);
}

static void
add_peer (IlvEchoServer *server, int fd)
{
  IlvEchoPeer *peer = ilv_echo_peer_new (fd);
  /* Told once of each change: a peer that waits has nothing to be told of but its end. */
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                               .data.ptr = peer };
  int yes = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  g_hash_table_add (server->peers, peer);
  if (epoll_ctl (server->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
    g_hash_table_remove (server->peers, peer);
}

/* Without this the listener would stay readable, and the thread would turn for nothing. */
static void
turn_away (IlvEchoServer *server)
{
  int fd;

  close (server->reserve);
  fd = accept4 (server->listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd >= 0)
    close (fd);
  server->reserve = open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void
on_listener (IlvEchoServer *server)
{
  for (;;)
    {
      int fd = accept4 (server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

      if (fd >= 0)
        add_peer (server, fd);
      else if (errno == EMFILE || errno == ENFILE)
        {
          turn_away (server);
          return;
        }
      else if (errno != EINTR && errno != ECONNABORTED)
        return;
    }
}

static void *
run (void *data)
{
  IlvEchoServer *server = data;
  struct epoll_event events[MAX_EVENTS];

  for (;;)
    {
      int n = epoll_wait (server->epoll, events, MAX_EVENTS, -1);

      for (int i = 0; i < n; i++)
        {
          void *what = events[i].data.ptr;

          if (what == &server->ended)
            return NULL;
          if (what == &server->listener)
            on_listener (server);
          else if (what == &server->timer)
            on_timer (server);
          else if (g_hash_table_contains (server->peers, what))
            on_peer (server, what, events[i].events);
        }
    }
}

/* --- starting and ending ------------------------------------------------------------------ */

static gboolean
listen_somewhere (IlvEchoServer *server)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  server->listener = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (server->listener < 0 || bind (server->listener, (struct sockaddr *) &address, length) != 0
      || listen (server->listener, BACKLOG) != 0
      || getsockname (server->listener, (struct sockaddr *) &address, &length) != 0)
    return FALSE;
  server->port = ntohs (address.sin_port);
  return TRUE;
}

static gboolean
watch (IlvEchoServer *server, int *fd)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = fd };

  return *fd >= 0 && epoll_ctl (server->epoll, EPOLL_CTL_ADD, *fd, &event) == 0;
}

static gboolean
start (IlvEchoServer *server)
{
  int code;

  server->reserve = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  server->epoll = epoll_create1 (EPOLL_CLOEXEC);
  server->timer = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  server->ended = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (server->reserve < 0 || server->epoll < 0 || !listen_somewhere (server)
      || !watch (server, &server->listener) || !watch (server, &server->timer)
      || !watch (server, &server->ended))
    return FALSE;
  code = pthread_create (&server->thread, NULL, run, server);
  errno = code;
  server->running = code == 0;
  return server->running;
}

static void
free_peer (gpointer peer)
{
  ilv_echo_peer_free (peer);
}

IlvEchoServer *
ilv_echo_server_new (GError **error)
{
  g_autoptr (IlvEchoServer) server = g_new0 (IlvEchoServer, 1);

  server->listener = server->epoll = server->timer = server->ended = server->reserve = -1;
  server->peers = g_hash_table_new_full (NULL, NULL, free_peer, NULL);
  server->waiting = g_sequence_new (NULL);
  if (start (server))
    return g_steal_pointer (&server);
  g_set_error (error, ILV_SERVER_ERROR, ILV_SERVER_ERROR_FAILED,
               _ ("The echo server could not be started on 127.0.0.1: %s"), g_strerror (errno));
  return NULL;
}

static void
end_thread (IlvEchoServer *server)
{
  guint64 one = 1;

  while (write (server->ended, &one, sizeof one) < 0 && errno == EINTR)
    continue;
  pthread_join (server->thread, NULL);
}

static void
close_file (int fd)
{
  if (fd >= 0)
    close (fd);
}

void
ilv_echo_server_free (IlvEchoServer *server)
{
  if (server->running)
    end_thread (server);
  g_sequence_free (server->waiting);
  g_hash_table_unref (server->peers);
  close_file (server->listener);
  close_file (server->epoll);
  close_file (server->timer);
  close_file (server->ended);
  close_file (server->reserve); /* another one each time somebody was turned away */
  g_free (server);
}

guint16
ilv_echo_server_get_port (const IlvEchoServer *server)
{
  g_return_val_if_fail (server != NULL, 0);
  return server->port;
}
