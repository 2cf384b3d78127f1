/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipe a child process answers through: collects what it writes, up to a limit, without ever
 * blocking.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _IlvMessagePipe IlvMessagePipe;

/* Called when there is something new and when the writers are gone. May free the pipe. */
typedef void (*IlvMessageCallback) (gpointer user_data);

/* `write_fd_out`: the child's end; the caller's to close. Errors: G_UNIX_ERROR. */
IlvMessagePipe *ilv_message_pipe_new (gsize limit, int *write_fd_out, IlvMessageCallback callback,
                                      gpointer user_data, GError **error);
void ilv_message_pipe_free (IlvMessagePipe *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvMessagePipe, ilv_message_pipe_free)

/* Takes in what is there now without waiting for the main loop. */
void ilv_message_pipe_drain (IlvMessagePipe *self);

/* What came so far. (transfer none), until the next call of anything here. */
const char *ilv_message_pipe_get_data (IlvMessagePipe *self, gsize *length);
gboolean ilv_message_pipe_is_over_limit (IlvMessagePipe *self);
gboolean ilv_message_pipe_is_closed (IlvMessagePipe *self); /* all writers are gone */

/* The last line that is not empty, or NULL. (transfer full) */
char *ilv_message_pipe_get_last_line (IlvMessagePipe *self);

G_END_DECLS
