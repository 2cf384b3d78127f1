/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starts worker processes, by either start method, and tells when they end.
 *
 * Fork server: a process with a single thread, forked from this one when the starter is made,
 * forks a worker whenever asked to. Spawn: a fresh program, which reads the scenario again.
 */
#pragma once

#include "runtime/worker-process.h"

#include <sys/types.h>

G_BEGIN_DECLS

typedef struct _IlvWorkerStarter IlvWorkerStarter;

typedef enum
{
  ILV_WORKER_STARTED, /* pid */
  ILV_WORKER_REFUSED, /* status: errno */
  ILV_WORKER_ENDED,   /* status: as of waitpid(); it has been reaped */
} IlvWorkerEventKind;

typedef struct
{
  IlvWorkerEventKind kind;
  guint32 number; /* of the worker's identity */
  pid_t pid;
  int status;
} IlvWorkerEvent;

/* `memory_fd`: of channels->memory. `parent_fds`: ends of the pipes that only the parent may have
   open, -1 at the end. All borrowed; `channels` must outlive the starter. Errors: G_IO_ERROR. */
IlvWorkerStarter *ilv_worker_starter_new (const IlvWorkerChannels *channels, int memory_fd,
                                          const int *parent_fds, GError **error);
/* Kills the workers that are left, and the fork server, and reaps them. */
void ilv_worker_starter_free (IlvWorkerStarter *starter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvWorkerStarter, ilv_worker_starter_free)

/* Asks for a worker; an event tells what came of it. Errors: G_IO_ERROR. */
gboolean ilv_worker_starter_start (IlvWorkerStarter *starter, const IlvWorkerIdentity *identity,
                                   GError **error);

/* Readable when there is an event. */
int ilv_worker_starter_get_fd (IlvWorkerStarter *starter);
/* FALSE: there is none now, or there never will be again: see below. */
gboolean ilv_worker_starter_read (IlvWorkerStarter *starter, IlvWorkerEvent *event);
/* Whether the fork server has ended, and with it all workers, without anybody wanting it. */
gboolean ilv_worker_starter_is_gone (const IlvWorkerStarter *starter);

G_END_DECLS
