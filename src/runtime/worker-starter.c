/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/worker-starter.h"

#include "runtime/fork-server.h"
#include "runtime/worker-spawn.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A spawned worker, which this process reaps itself. */
typedef struct
{
  guint32 number;
  pid_t pid;
  int fd; /* of the process: readable when it has ended */
} Spawned;

struct _IlvWorkerStarter
{
  const IlvWorkerChannels *channels;
  int memory_fd;
  int fd;            /* fork server: its socket; spawn: an epoll of the processes; owned */
  pid_t server;      /* 0: spawn */
  gboolean gone;     /* the server has ended */
  int setup_fd;      /* spawn; owned */
  GPtrArray *spawned; /* of Spawned */
  GQueue events;     /* of IlvWorkerEvent, those that are not read from fd */
};

static void
spawned_free (Spawned *spawned)
{
  if (spawned->pid > 0)
    {
      kill (spawned->pid, SIGKILL);
      while (waitpid (spawned->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    }
  close (spawned->fd);
  g_free (spawned);
}

static gboolean
prepare_spawn (IlvWorkerStarter *starter, GError **error)
{
  starter->setup_fd = ilv_worker_spawn_prepare (starter->channels->execution, error);
  if (starter->setup_fd < 0)
    return FALSE;
  starter->fd = epoll_create1 (EPOLL_CLOEXEC);
  if (starter->fd >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _ ("The worker processes cannot be watched: %s."), g_strerror (errno));
  return FALSE;
}

IlvWorkerStarter *
ilv_worker_starter_new (const IlvWorkerChannels *channels, int memory_fd, const int *parent_fds,
                        GError **error)
{
  g_autoptr (IlvWorkerStarter) starter = g_new0 (IlvWorkerStarter, 1);
  IlvWorkload *workload = channels->execution->workload;

  starter->channels = channels;
  starter->memory_fd = memory_fd;
  starter->fd = starter->setup_fd = -1;
  starter->spawned = g_ptr_array_new_with_free_func ((GDestroyNotify) spawned_free);
  g_queue_init (&starter->events);
  if (ilv_workload_get_start_method (workload) == ILV_START_SPAWN)
    return prepare_spawn (starter, error) ? g_steal_pointer (&starter) : NULL;
  starter->server = ilv_fork_server_start (channels, parent_fds, &starter->fd, error);
  return starter->server > 0 ? g_steal_pointer (&starter) : NULL;
}

void
ilv_worker_starter_free (IlvWorkerStarter *starter)
{
  if (!starter)
    return;
  g_ptr_array_unref (starter->spawned);
  /* The server ends, and with it its workers, when nobody can ask it any more. */
  if (starter->fd >= 0)
    close (starter->fd);
  while (starter->server > 0 && waitpid (starter->server, NULL, 0) < 0 && errno == EINTR)
    continue;
  if (starter->setup_fd >= 0)
    close (starter->setup_fd);
  g_queue_clear_full (&starter->events, g_free);
  g_free (starter);
}

static void
add_event (IlvWorkerStarter *starter, IlvWorkerEvent event)
{
  g_queue_push_tail (&starter->events, g_memdup2 (&event, sizeof event));
}

static void
spawn (IlvWorkerStarter *starter, const IlvWorkerIdentity *identity)
{
  struct epoll_event interest = { .events = EPOLLIN };
  Spawned *spawned;
  pid_t pid = ilv_worker_spawn (starter->channels, starter->setup_fd, starter->memory_fd, identity);

  if (pid < 0)
    {
      add_event (starter, (IlvWorkerEvent){ ILV_WORKER_REFUSED, identity->number, 0, errno });
      return;
    }
  spawned = g_new0 (Spawned, 1);
  spawned->number = identity->number;
  spawned->pid = pid;
  spawned->fd = (int) syscall (SYS_pidfd_open, pid, 0);
  interest.data.ptr = spawned;
  g_ptr_array_add (starter->spawned, spawned);
  if (spawned->fd < 0 || epoll_ctl (starter->fd, EPOLL_CTL_ADD, spawned->fd, &interest) != 0)
    {
      add_event (starter, (IlvWorkerEvent){ ILV_WORKER_REFUSED, identity->number, 0, errno });
      g_ptr_array_remove_fast (starter->spawned, spawned);
      return;
    }
  add_event (starter, (IlvWorkerEvent){ ILV_WORKER_STARTED, identity->number, pid, 0 });
}

gboolean
ilv_worker_starter_start (IlvWorkerStarter *starter, const IlvWorkerIdentity *identity,
                          GError **error)
{
  if (starter->server == 0)
    {
      spawn (starter, identity);
      return TRUE;
    }
  if (send (starter->fd, identity, sizeof *identity, MSG_NOSIGNAL) == sizeof *identity)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _ ("The process that starts the workers is gone: %s."), g_strerror (errno));
  return FALSE;
}

int
ilv_worker_starter_get_fd (IlvWorkerStarter *starter)
{
  return starter->fd;
}

static gboolean
read_spawned (IlvWorkerStarter *starter, IlvWorkerEvent *event)
{
  struct epoll_event ready;
  Spawned *spawned;

  if (epoll_wait (starter->fd, &ready, 1, 0) != 1)
    return FALSE;
  spawned = ready.data.ptr;
  *event = (IlvWorkerEvent){ ILV_WORKER_ENDED, spawned->number, spawned->pid, 0 };
  waitpid (spawned->pid, &event->status, 0);
  /* Closing is not enough: another worker that is just being executed may still have a copy of
     the descriptor, and the epoll would go on telling of it. */
  epoll_ctl (starter->fd, EPOLL_CTL_DEL, spawned->fd, NULL);
  spawned->pid = 0;
  g_ptr_array_remove_fast (starter->spawned, spawned);
  return TRUE;
}

gboolean
ilv_worker_starter_read (IlvWorkerStarter *starter, IlvWorkerEvent *event)
{
  g_autofree IlvWorkerEvent *waiting = g_queue_pop_head (&starter->events);
  gssize n;

  if (waiting)
    {
      *event = *waiting;
      return TRUE;
    }
  if (starter->server == 0)
    return read_spawned (starter, event);
  n = recv (starter->fd, event, sizeof *event, MSG_DONTWAIT);
  starter->gone = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
  return n == sizeof *event;
}

gboolean
ilv_worker_starter_is_gone (const IlvWorkerStarter *starter)
{
  return starter->gone;
}
