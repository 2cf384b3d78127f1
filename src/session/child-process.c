/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/child-process.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct _IlvChildProcess
{
  GPid pid; /* 0: ended and reaped */
  int pid_fd;
  GSource *ended_source;
  GSource *kill_source;
  IlvChildEnded ended;
  gpointer user_data;
};

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Between fork and exec: calls safe after a fork in a program with threads only. */
static void
become_group_leader (gpointer user_data)
{
  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* The leader has ended or is about to by SIGKILL: ends the rest of its group and reaps it. */
static int
bury (IlvChildProcess *self)
{
  int status = 0;

  kill (-self->pid, SIGKILL);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    ;
  self->pid = 0;
  clear_source (&self->ended_source);
  clear_source (&self->kill_source);
  if (self->pid_fd >= 0)
    close (self->pid_fd);
  self->pid_fd = -1;
  return status;
}

static gboolean
on_ended (int fd, GIOCondition condition, gpointer user_data)
{
  IlvChildProcess *self = user_data;
  int status = bury (self);

  self->ended (status, self->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_grace_over (gpointer user_data)
{
  IlvChildProcess *self = user_data;

  kill (-self->pid, SIGKILL);
  return G_SOURCE_REMOVE;
}

IlvChildProcess *
ilv_child_process_spawn (const char *const *argv, const int *source_fds, const int *target_fds,
                         gsize n_fds, IlvChildEnded ended, gpointer user_data, GError **error)
{
  g_autoptr (IlvChildProcess) self = g_new0 (IlvChildProcess, 1);

  g_return_val_if_fail (argv && argv[0] && ended, NULL);

  self->pid_fd = -1;
  self->ended = ended;
  self->user_data = user_data;
  if (!g_spawn_async_with_pipes_and_fds (NULL, argv, NULL,
                                         G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                         become_group_leader, NULL, -1, -1, -1, source_fds,
                                         target_fds, n_fds, &self->pid, NULL, NULL, NULL, error))
    return NULL;

  self->pid_fd = (int) syscall (SYS_pidfd_open, self->pid, 0);
  if (self->pid_fd < 0)
    {
      g_set_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED,
                   _ ("The program “%s” cannot be watched: %s"), argv[0], g_strerror (errno));
      return NULL;
    }
  self->ended_source = g_unix_fd_source_new (self->pid_fd, G_IO_IN);
  g_source_set_callback (self->ended_source, G_SOURCE_FUNC (on_ended), self, NULL);
  g_source_attach (self->ended_source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}

void
ilv_child_process_check (IlvChildProcess *self)
{
  siginfo_t info = { 0 };

  if (self->pid != 0
      && waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0
      && info.si_pid != 0)
    on_ended (self->pid_fd, G_IO_IN, self);
}

GPid
ilv_child_process_get_pid (const IlvChildProcess *self)
{
  return self->pid;
}

void
ilv_child_process_stop (IlvChildProcess *self, guint grace_ms)
{
  g_return_if_fail (self);

  if (self->pid == 0 || self->kill_source)
    return;
  kill (-self->pid, SIGTERM);
  /* A stopped process would only see the signal once somebody continues it. */
  kill (-self->pid, SIGCONT);
  self->kill_source = g_timeout_source_new (grace_ms);
  g_source_set_callback (self->kill_source, on_grace_over, self, NULL);
  g_source_attach (self->kill_source, g_main_context_get_thread_default ());
}

void
ilv_child_process_free (IlvChildProcess *self)
{
  if (!self)
    return;
  if (self->pid != 0)
    bury (self);
  g_free (self);
}
