/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/message-pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

struct _IlvMessagePipe
{
  int fd;
  GSource *source; /* NULL once nothing more is wanted */
  GByteArray *data;
  gsize limit;
  gboolean over_limit;
  gboolean closed;
  IlvMessageCallback callback;
  gpointer user_data;
};

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
  IlvMessagePipe *self = user_data;

  ilv_message_pipe_drain (self);
  self->callback (self->user_data);
  return G_SOURCE_CONTINUE;
}

IlvMessagePipe *
ilv_message_pipe_new (gsize limit, int *write_fd_out, IlvMessageCallback callback,
                      gpointer user_data, GError **error)
{
  g_autoptr (IlvMessagePipe) self = NULL;
  int fds[2];

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return NULL;
  self = g_new0 (IlvMessagePipe, 1);
  self->fd = fds[0];
  *write_fd_out = fds[1];
  g_unix_set_fd_nonblocking (self->fd, TRUE, NULL);
  self->data = g_byte_array_new ();
  self->limit = limit;
  self->callback = callback;
  self->user_data = user_data;
  self->source = g_unix_fd_source_new (self->fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}

static void
stop_watching (IlvMessagePipe *self)
{
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

void
ilv_message_pipe_free (IlvMessagePipe *self)
{
  if (!self)
    return;
  stop_watching (self);
  close (self->fd);
  g_clear_pointer (&self->data, g_byte_array_unref);
  g_free (self);
}

void
ilv_message_pipe_drain (IlvMessagePipe *self)
{
  guint8 buffer[16384];

  while (!self->closed && !self->over_limit)
    {
      gssize n = read (self->fd, buffer, sizeof buffer);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN)
        break;
      if (n <= 0)
        self->closed = TRUE;
      else if (self->data->len + (gsize) n > self->limit)
        self->over_limit = TRUE;
      else
        g_byte_array_append (self->data, buffer, (guint) n);
    }
  if (self->closed || self->over_limit)
    stop_watching (self);
}

const char *
ilv_message_pipe_get_data (IlvMessagePipe *self, gsize *length)
{
  *length = self->data->len;
  return (const char *) self->data->data;
}

gboolean
ilv_message_pipe_is_over_limit (IlvMessagePipe *self)
{
  return self->over_limit;
}

gboolean
ilv_message_pipe_is_closed (IlvMessagePipe *self)
{
  return self->closed;
}

char *
ilv_message_pipe_get_last_line (IlvMessagePipe *self)
{
  const char *data = (const char *) self->data->data;
  gsize end = self->data->len;
  gsize begin;

  while (end > 0 && g_ascii_isspace (data[end - 1]))
    end--;
  if (end == 0)
    return NULL;
  begin = end;
  while (begin > 0 && data[begin - 1] != '\n')
    begin--;
  return g_strndup (data + begin, end - begin);
}
