/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/runner-process.h"

#include "session/message-pipe.h"
#include "workload/run-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A run stops within a second: most of it for ending well, the rest for dying. */
#define GRACE_MS 700
/* Between the last word of a runner and its end. */
#define LINGER_MS 1000
#define MAX_REPORT ((gsize) 64 << 20) /* bytes: a million tasks with results of 60 */

#define SCENARIO_FD 3
#define AREA_FD 4
#define REPORT_FD 5

struct _IlvRunnerProcess
{
  IlvChildProcess *child;
  IlvMessagePipe *pipe;
  char *folder; /* for the run's files: who was killed leaves them */
  GSource *linger_source;
  gboolean lingered;
  IlvRunnerEnded ended;
  gpointer user_data;
};

static gboolean
on_linger (gpointer user_data)
{
  IlvRunnerProcess *self = user_data;

  self->lingered = TRUE;
  ilv_child_process_stop (self->child, GRACE_MS);
  return G_SOURCE_REMOVE;
}

static void
on_message (gpointer user_data)
{
  IlvRunnerProcess *self = user_data;

  if (ilv_message_pipe_is_over_limit (self->pipe))
    ilv_child_process_stop (self->child, GRACE_MS);
  else if (ilv_message_pipe_is_closed (self->pipe) && !self->linger_source)
    {
      self->linger_source = g_timeout_source_new (LINGER_MS);
      g_source_set_callback (self->linger_source, on_linger, self, NULL);
      g_source_attach (self->linger_source, g_main_context_get_thread_default ());
    }
}

static void
on_child_ended (int status, gpointer user_data)
{
  IlvRunnerProcess *self = user_data;
  g_autofree char *line = NULL;

  ilv_message_pipe_drain (self->pipe);
  if (!ilv_message_pipe_is_over_limit (self->pipe))
    line = ilv_message_pipe_get_last_line (self->pipe);
  self->ended (status, line, self->user_data);
}

/* The scenario's text as a sealed memfd: a pipe would have to be fed while the runner reads. */
static int
open_scenario (IlvScenario *scenario, GError **error)
{
  const char *xml = ilv_scenario_get_xml (scenario);
  gsize left = ilv_scenario_get_xml_length (scenario);
  int fd = memfd_create ("interleave-scenario", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  while (fd >= 0 && left > 0)
    {
      gssize n = write (fd, xml, left);

      if (n <= 0)
        break;
      xml += n;
      left -= (gsize) n;
    }
  if (fd < 0 || left > 0 || lseek (fd, 0, SEEK_SET) != 0
      || fcntl (fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _ ("The scenario cannot be handed to the runner: %s"), g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}

static GStrv
make_arguments (const char *program, IlvWorkload *workload, IlvSettings *settings,
                const IlvRunnerPlaces *places, const char *folder)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name, value;

  g_strv_builder_add_many (builder, program, "run", "--scenario-fd", G_STRINGIFY (SCENARIO_FD),
                           "--area-fd", G_STRINGIFY (AREA_FD), "--report-fd",
                           G_STRINGIFY (REPORT_FD), "--model",
                           ilv_model_get_name (ilv_workload_get_model (workload)), "--folder",
                           folder, NULL);
  if (settings)
    {
      g_hash_table_iter_init (&iter, settings);
      while (g_hash_table_iter_next (&iter, &name, &value))
        {
          g_autofree char *pair = g_strdup_printf ("%s=%s", (char *) name, (char *) value);

          g_strv_builder_add_many (builder, "--set", pair, NULL);
        }
    }
  if (places->server_url)
    g_strv_builder_add_many (builder, "--server", places->server_url, NULL);
  if (places->echo_address)
    g_strv_builder_add_many (builder, "--echo", places->echo_address, NULL);
  return g_strv_builder_end (builder);
}

IlvRunnerProcess *
ilv_runner_process_start (const char *program, IlvWorkload *workload, IlvSettings *settings,
                          int area_fd, const IlvRunnerPlaces *places, IlvRunnerEnded ended,
                          gpointer user_data, GError **error)
{
  static const int target_fds[] = { SCENARIO_FD, AREA_FD, REPORT_FD };
  g_autoptr (IlvRunnerProcess) self = g_new0 (IlvRunnerProcess, 1);
  g_auto (GStrv) argv = NULL;
  int source_fds[] = { -1, area_fd, -1 };

  self->ended = ended;
  self->user_data = user_data;
  self->folder = ilv_run_folder_choose ();
  argv = make_arguments (program, workload, settings, places, self->folder);
  source_fds[0] = open_scenario (ilv_workload_get_scenario (workload), error);
  if (source_fds[0] < 0)
    return NULL;
  self->pipe = ilv_message_pipe_new (MAX_REPORT, &source_fds[2], on_message, self, error);
  if (self->pipe)
    {
      self->child = ilv_child_process_spawn ((const char *const *) argv, source_fds, target_fds,
                                             G_N_ELEMENTS (target_fds), on_child_ended, self,
                                             error);
      close (source_fds[2]);
    }
  close (source_fds[0]);
  return self->child ? g_steal_pointer (&self) : NULL;
}

void
ilv_runner_process_stop (IlvRunnerProcess *self)
{
  ilv_child_process_stop (self->child, GRACE_MS);
}

gboolean
ilv_runner_process_has_lingered (const IlvRunnerProcess *self)
{
  return self->lingered;
}

GPid
ilv_runner_process_get_pid (const IlvRunnerProcess *self)
{
  return ilv_child_process_get_pid (self->child);
}

void
ilv_runner_process_free (IlvRunnerProcess *self)
{
  if (!self)
    return;
  if (self->linger_source)
    g_source_destroy (self->linger_source);
  g_clear_pointer (&self->linger_source, g_source_unref);
  ilv_child_process_free (self->child);
  ilv_message_pipe_free (self->pipe);
  ilv_run_folder_remove (self->folder);
  g_free (self->folder);
  g_free (self);
}
