/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/fork-server.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  const IlvWorkerChannels *channels;
  int socket;
  int signals;       /* tells of ended children */
  sigset_t old_mask; /* for the workers */
  GHashTable *numbers; /* worker's number by pid */
} Server;

static void
answer (Server *server, IlvWorkerEventKind kind, guint32 number, pid_t pid, int status)
{
  IlvWorkerEvent event = { kind, number, pid, status };

  if (send (server->socket, &event, sizeof event, MSG_NOSIGNAL) < 0)
    _exit (EXIT_FAILURE); /* the parent is gone, and the workers go with their parent */
}

static void
become_worker (Server *server, const IlvWorkerIdentity *identity, pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (EXIT_FAILURE);
  prctl (PR_SET_NAME, "ilv-worker");
  close (server->socket);
  close (server->signals);
  sigprocmask (SIG_SETMASK, &server->old_mask, NULL);
  _exit (ilv_worker_process_run (server->channels, identity));
}

/* FALSE: nobody will ask any more. */
static gboolean
serve_request (Server *server)
{
  IlvWorkerIdentity identity;
  ssize_t n = recv (server->socket, &identity, sizeof identity, 0);
  pid_t parent = getpid (), pid;

  if (n < 0 && errno == EINTR)
    return TRUE;
  if (n != sizeof identity)
    return FALSE;
  pid = fork ();
  if (pid == 0)
    become_worker (server, &identity, parent);
  if (pid < 0)
    {
      answer (server, ILV_WORKER_REFUSED, identity.number, 0, errno);
      return TRUE;
    }
  g_hash_table_insert (server->numbers, GINT_TO_POINTER (pid), GUINT_TO_POINTER (identity.number));
  answer (server, ILV_WORKER_STARTED, identity.number, pid, 0);
  return TRUE;
}

static void
reap_children (Server *server)
{
  struct signalfd_siginfo info;
  int status;
  pid_t pid;

  if (read (server->signals, &info, sizeof info) < 0 && errno != EAGAIN)
    return;
  while ((pid = waitpid (-1, &status, WNOHANG)) > 0)
    {
      gpointer number = g_hash_table_lookup (server->numbers, GINT_TO_POINTER (pid));

      g_hash_table_remove (server->numbers, GINT_TO_POINTER (pid));
      answer (server, ILV_WORKER_ENDED, GPOINTER_TO_UINT (number), pid, status);
    }
}

static void
kill_children (Server *server)
{
  GHashTableIter iter;
  gpointer pid;

  g_hash_table_iter_init (&iter, server->numbers);
  while (g_hash_table_iter_next (&iter, &pid, NULL))
    kill (GPOINTER_TO_INT (pid), SIGKILL);
  while (waitpid (-1, NULL, 0) > 0 || errno == EINTR)
    continue;
}

static void
take_signals (Server *server)
{
  sigset_t mask;

  /* A stop is the parent's to deal with. */
  signal (SIGTERM, SIG_DFL);
  signal (SIGINT, SIG_IGN);
  sigemptyset (&mask);
  sigaddset (&mask, SIGCHLD);
  sigprocmask (SIG_BLOCK, &mask, &server->old_mask);
  server->signals = signalfd (-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
serve (const IlvWorkerChannels *channels, int socket, pid_t parent)
{
  Server server = { .channels = channels, .socket = socket };
  gboolean open = TRUE;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (EXIT_FAILURE);
  prctl (PR_SET_NAME, "ilv-fork-server");
  take_signals (&server);
  server.numbers = g_hash_table_new (NULL, NULL);
  while (open)
    {
      struct pollfd fds[] = { { .fd = socket, .events = POLLIN },
                              { .fd = server.signals, .events = POLLIN } };

      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno != EINTR)
        break;
      if (fds[1].revents)
        reap_children (&server);
      if (fds[0].revents)
        open = serve_request (&server);
    }
  kill_children (&server);
  _exit (EXIT_SUCCESS);
}

pid_t
ilv_fork_server_start (const IlvWorkerChannels *channels, const int *parent_fds, int *fd_out,
                       GError **error)
{
  int ends[2];
  pid_t parent = getpid (), pid = -1;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0)
    {
      pid = fork ();
      if (pid == 0)
        {
          close (ends[0]);
          for (guint i = 0; parent_fds[i] >= 0; i++)
            close (parent_fds[i]);
          serve (channels, ends[1], parent);
        }
      if (pid < 0)
        close (ends[0]);
      close (ends[1]);
    }
  if (pid < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The process that starts the workers could not be made: %s."),
                   g_strerror (code));
      return -1;
    }
  *fd_out = ends[0];
  return pid;
}
