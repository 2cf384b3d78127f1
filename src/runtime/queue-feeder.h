/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The thread of a process that writes what it puts into queues between processes, in order, each
 * as soon as its pipe has room. The others of the process are never kept waiting by a full pipe.
 */
#pragma once

#include <gio/gio.h>
#include <pthread.h>

G_BEGIN_DECLS

typedef struct _IlvQueueFeeder IlvQueueFeeder;

/* NULL with errno set: the system refused a thread. */
IlvQueueFeeder *ilv_queue_feeder_new (void);
/* Ends the thread; what is not yet written is lost. */
void ilv_queue_feeder_free (IlvQueueFeeder *feeder);
/* To be written to `fd` (non-blocking) while holding the robust mutex `writing`. Takes the
   message. From one thread. */
void ilv_queue_feeder_push (IlvQueueFeeder *feeder, int fd, pthread_mutex_t *writing,
                            GVariant *message);

G_END_DECLS
