/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/payload-server.h"

#include "runtime/payload-protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/un.h>
#include <unistd.h>

struct _IlvPayloadServer
{
  IlvExecution *execution; /* borrowed */
  GThread *thread;
  IlvRecorder recorder;
  int quit;        /* readable: the thread is to end */
  GArray *sockets; /* of struct pollfd: the quit descriptor, the listening one, connections */
};

enum { QUIT, LISTENER, FIRST_CONNECTION };

static gboolean
fail (GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("What tasks are to be sent cannot be offered to the workers: %s."),
               g_strerror (code));
  return FALSE;
}

static void
watch (IlvPayloadServer *server, int fd)
{
  struct pollfd entry = { .fd = fd, .events = POLLIN };

  g_array_append_val (server->sockets, entry);
}

static struct pollfd *
get_socket (IlvPayloadServer *server, guint index)
{
  return &g_array_index (server->sockets, struct pollfd, index);
}

/* The kernel chooses a name that is in no folder and goes with the socket. */
static gboolean
listen_to_workers (IlvPayloadServer *server, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  socklen_t length = sizeof address;
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return fail (error);
  watch (server, fd);
  if (bind (fd, (struct sockaddr *) &address, sizeof (sa_family_t)) != 0
      || listen (fd, SOMAXCONN) != 0
      || getsockname (fd, (struct sockaddr *) &address, &length) != 0)
    return fail (error);
  length -= (socklen_t) G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + 1;
  server->execution->payload_address = g_strndup (address.sun_path + 1, length);
  return TRUE;
}

IlvPayloadServer *
ilv_payload_server_new (IlvExecution *execution, GError **error)
{
  g_autoptr (IlvPayloadServer) server = g_new0 (IlvPayloadServer, 1);

  server->execution = execution;
  server->sockets = g_array_new (FALSE, FALSE, sizeof (struct pollfd));
  server->quit = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (server->quit < 0)
    return fail (error), NULL;
  watch (server, server->quit);
  return listen_to_workers (server, error) ? g_steal_pointer (&server) : NULL;
}

/* Other users of the machine can see the name. */
static gboolean
is_own (int fd)
{
  struct ucred peer = { 0 };
  socklen_t length = sizeof peer;

  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == getuid ();
}

static void
accept_worker (IlvPayloadServer *server)
{
  int fd = accept4 (get_socket (server, LISTENER)->fd, NULL, NULL, SOCK_CLOEXEC);

  if (fd >= 0 && is_own (fd))
    watch (server, fd);
  else if (fd >= 0)
    close (fd);
}

static void
count (IlvPayloadServer *server, gsize bytes)
{
  atomic_fetch_add (&server->execution->ipc_bytes, bytes);
  ilv_recorder_count (&server->recorder, ILV_COUNTER_IPC_BYTES, (int64_t) bytes);
}

/* FALSE: nobody reads any more, or the thread is to end. */
static gboolean
write_all (IlvPayloadServer *server, int pipe, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      struct pollfd fds[] = { { .fd = pipe, .events = POLLOUT },
                              { .fd = server->quit, .events = POLLIN } };
      gssize n = write (pipe, data, size);

      if (n > 0)
        {
          data += n;
          size -= (gsize) n;
          count (server, (gsize) n);
        }
      else if (n < 0 && errno != EAGAIN && errno != EINTR)
        return FALSE;
      else if (poll (fds, G_N_ELEMENTS (fds), -1) > 0 && fds[1].revents)
        return FALSE;
    }
  return TRUE;
}

static gboolean
send_copy (IlvPayloadServer *server, const IlvPayloadRequest *request, int pipe)
{
  const double *values = ilv_payloads_get_values (server->execution->payloads, request->index);
  g_autoptr (GVariant) serialised = g_variant_ref_sink (g_variant_new_fixed_array (
      G_VARIANT_TYPE_DOUBLE, values, request->size / sizeof (double), sizeof (double)));
  IlvPayloadAnswer answer = { 0, g_variant_get_size (serialised) };

  fcntl (pipe, F_SETFL, O_WRONLY | O_NONBLOCK);
  return write_all (server, pipe, (const guint8 *) &answer, sizeof answer)
         && write_all (server, pipe, g_variant_get_data (serialised), answer.size);
}

static gboolean
send_memory (IlvPayloadServer *server, const IlvPayloadRequest *request, int socket)
{
  IlvPayloads *payloads = server->execution->payloads;
  IlvPayloadAnswer answer = { ilv_payloads_get_offset (payloads, request->index), request->size };

  count (server, sizeof answer);
  return ilv_payload_send_packet (socket, &answer, sizeof answer, ilv_payloads_get_fd (payloads));
}

/* FALSE: the connection is of no more use. */
static gboolean
serve (IlvPayloadServer *server, int socket)
{
  IlvPayloadRequest request;
  gboolean sent = FALSE;
  int pipe = -1;

  if (!ilv_payload_receive_packet (socket, &request, sizeof request, &pipe))
    return FALSE;
  count (server, sizeof request);
  if (request.index < server->execution->n_tasks
      && request.size <= ilv_payloads_get_size (server->execution->payloads, request.index))
    {
      ilv_record_state (&server->recorder, ILV_STATE_SERIALISING, request.index + 1, 0);
      if (request.shared)
        sent = send_memory (server, &request, socket);
      else if (pipe >= 0)
        sent = send_copy (server, &request, pipe);
      ilv_record_state (&server->recorder, ILV_STATE_NONE, 0, 0);
    }
  if (pipe >= 0)
    close (pipe);
  return sent;
}

static void
serve_ready (IlvPayloadServer *server)
{
  for (guint i = server->sockets->len; i-- > FIRST_CONNECTION;)
    {
      struct pollfd *entry = get_socket (server, i);

      if (!entry->revents || serve (server, entry->fd))
        continue;
      close (entry->fd);
      g_array_remove_index_fast (server->sockets, i);
    }
}

static gpointer
run (gpointer data)
{
  IlvPayloadServer *server = data;
  sigset_t all;

  /* They are for the main thread. A broken pipe, too, is told by an error. */
  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, NULL);
  ilv_recorder_begin (&server->recorder, server->execution->area, ILV_LANE_MAIN, _ ("Feeder"));
  for (;;)
    {
      if (poll ((struct pollfd *) (void *) server->sockets->data, server->sockets->len, -1) < 0)
        continue;
      if (get_socket (server, QUIT)->revents)
        break;
      serve_ready (server);
      if (get_socket (server, LISTENER)->revents)
        accept_worker (server);
    }
  ilv_recorder_end (&server->recorder, ILV_STATE_DONE);
  return NULL;
}

gboolean
ilv_payload_server_start (IlvPayloadServer *server, GError **error)
{
  server->thread = g_thread_try_new ("feeder", run, server, error);
  return server->thread != NULL;
}

void
ilv_payload_server_free (IlvPayloadServer *server)
{
  guint64 one = 1;

  if (!server)
    return;
  if (server->thread)
    {
      while (write (server->quit, &one, sizeof one) < 0 && errno == EINTR)
        continue;
      g_thread_join (server->thread);
    }
  for (guint i = 0; i < server->sockets->len; i++)
    close (get_socket (server, i)->fd);
  g_array_unref (server->sockets);
  g_clear_pointer (&server->execution->payload_address, g_free);
  g_free (server);
}
