/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A program of our own in a process group of its own: when its leader ends, or when it is told
 * to stop, nothing of the group is left.
 *
 * Watched through a pidfd rather than GSubprocess, because a group may only be killed safely as
 * long as its leader has not been reaped: afterwards the number may belong to somebody else. Uses
 * the thread-default main context of the caller of spawn.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _IlvChildProcess IlvChildProcess;

/* `status` as of waitpid(). The child is reaped, its group killed. Called at most once, never
   after ilv_child_process_free(); may free the child. */
typedef void (*IlvChildEnded) (int status, gpointer user_data);

/* Starts `argv` (argv[0]: the program's path) with the descriptors `source_fds` as `target_fds`;
   they stay the caller's to close. Should the calling thread end, the child gets a SIGTERM.
   Errors: G_SPAWN_ERROR. */
IlvChildProcess *ilv_child_process_spawn (const char *const *argv, const int *source_fds,
                                          const int *target_fds, gsize n_fds, IlvChildEnded ended,
                                          gpointer user_data, GError **error);

/* 0 when it has ended. */
GPid ilv_child_process_get_pid (const IlvChildProcess *self);

/* Calls back at once when it has ended and the main loop has not got round to it. */
void ilv_child_process_check (IlvChildProcess *self);

/* Asks the group to end now, and kills it after `grace_ms`. A second call changes nothing. */
void ilv_child_process_stop (IlvChildProcess *self, guint grace_ms);

/* Kills and reaps what still runs, at once. NULL is fine. */
void ilv_child_process_free (IlvChildProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvChildProcess, ilv_child_process_free)

G_END_DECLS
