/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/server-process.h"

#include "session/message-pipe.h"
#include "session/report-parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define START_SECONDS 10 /* a loaded machine may take a while; then something is wrong */
#define REPORT_FD 3

struct _IlvServerProcess
{
  IlvChildProcess *child;
  IlvMessagePipe *pipe; /* NULL once it has answered */
  GSource *start_source;
  char *url;
  char *echo; /* where the echo server is */
  char *error;
  IlvServerChanged changed;
  gpointer user_data;
};

static void
stop_waiting (IlvServerProcess *self)
{
  if (self->start_source)
    g_source_destroy (self->start_source);
  g_clear_pointer (&self->start_source, g_source_unref);
  g_clear_pointer (&self->pipe, ilv_message_pipe_free);
}

/* `error`: a whole sentence (transfer full). */
static void
fail (IlvServerProcess *self, char *error)
{
  stop_waiting (self);
  g_clear_pointer (&self->child, ilv_child_process_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->echo, g_free);
  self->error = error;
  self->changed (self->user_data);
}

static void
fail_because (IlvServerProcess *self, const char *reason)
{
  fail (self, g_strdup_printf (_ ("The local HTTP server is not there: %s."), reason));
}

static gboolean
on_too_late (gpointer user_data)
{
  fail_because (user_data, _ ("it did not start in time"));
  return G_SOURCE_REMOVE;
}

static void
on_message (gpointer user_data)
{
  IlvServerProcess *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = ilv_message_pipe_get_last_line (self->pipe);
  gsize length = 0;
  const char *data = ilv_message_pipe_get_data (self->pipe, &length);
  gboolean whole = length > 0 && memchr (data, '\n', length);
  guint16 port, echo = 0;

  if (!whole && !ilv_message_pipe_is_closed (self->pipe)
      && !ilv_message_pipe_is_over_limit (self->pipe))
    return;
  port = ilv_server_report_parse (line ? line : "", &echo, &error);
  if (port == 0)
    {
      /* What the server says of itself is a sentence already. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED))
        fail (self, g_strdup (error->message));
      else
        fail_because (self, error->message);
      return;
    }
  self->url = g_strdup_printf ("http://127.0.0.1:%u", port);
  self->echo = g_strdup_printf ("127.0.0.1:%u", echo);
  stop_waiting (self);
  self->changed (self->user_data);
}

static void
on_child_ended (int status, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Even with status 0: it was not asked to end. */
  if (g_spawn_check_wait_status (status, &error))
    fail_because (user_data, _ ("it ended by itself"));
  else
    fail_because (user_data, error->message);
}

IlvServerProcess *
ilv_server_process_start (const char *program, IlvServerChanged changed, gpointer user_data,
                          GError **error)
{
  static const int target_fds[] = { REPORT_FD };
  const char *argv[] = { program, "serve", "--report-fd", G_STRINGIFY (REPORT_FD), NULL };
  g_autoptr (IlvServerProcess) self = g_new0 (IlvServerProcess, 1);
  int write_fd = -1;

  self->changed = changed;
  self->user_data = user_data;
  self->pipe = ilv_message_pipe_new (4096, &write_fd, on_message, self, error);
  if (!self->pipe)
    return NULL;
  self->child = ilv_child_process_spawn (argv, &write_fd, target_fds, 1, on_child_ended, self,
                                         error);
  close (write_fd);
  if (!self->child)
    return NULL;
  self->start_source = g_timeout_source_new_seconds (START_SECONDS);
  g_source_set_callback (self->start_source, on_too_late, self, NULL);
  g_source_attach (self->start_source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}

const char *
ilv_server_process_get_url (const IlvServerProcess *self)
{
  return self->url;
}

const char *
ilv_server_process_get_echo (const IlvServerProcess *self)
{
  return self->echo;
}

GPid
ilv_server_process_get_pid (const IlvServerProcess *self)
{
  return self->child ? ilv_child_process_get_pid (self->child) : 0;
}

void
ilv_server_process_check (IlvServerProcess *self)
{
  if (self->child)
    ilv_child_process_check (self->child);
}

const char *
ilv_server_process_get_error (const IlvServerProcess *self)
{
  return self->error;
}

void
ilv_server_process_free (IlvServerProcess *self)
{
  if (!self)
    return;
  stop_waiting (self);
  ilv_child_process_free (self->child);
  g_free (self->url);
  g_free (self->echo);
  g_free (self->error);
  g_free (self);
}
