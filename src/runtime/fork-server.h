/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fork server's side: a process that forks workers, reaps them and says so. */
#pragma once

#include "runtime/worker-starter.h"

G_BEGIN_DECLS

/* Forks the server. `fd_out` (the caller's to close): a socket on which an IlvWorkerIdentity asks
   for a worker and IlvWorkerEvents come back; closing it ends the server and its workers. Returns
   the server's process id, or -1 with `error`. */
pid_t ilv_fork_server_start (const IlvWorkerChannels *channels, const int *parent_fds,
                             int *fd_out, GError **error);

G_END_DECLS
