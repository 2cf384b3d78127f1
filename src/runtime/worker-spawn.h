/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workers by the start method "spawn": this program is executed again as
 * `interleave-runner worker NUMBER SEAT LANE TICKS`, with what it needs in descriptors.
 */
#pragma once

#include "runtime/worker-process.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* Writes what a fresh worker reads first (the scenario and its settings) into a file in memory.
   Returns its descriptor, or -1 with `error`. */
int ilv_worker_spawn_prepare (IlvExecution *execution, GError **error);

/* Returns the process id, or -1 with errno set. */
pid_t ilv_worker_spawn (const IlvWorkerChannels *channels, int setup_fd, int memory_fd,
                        const IlvWorkerIdentity *identity);

G_END_DECLS
