/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The queues of a scenario between processes, as multiprocessing.Queue: for each a pipe, a lock on
 * either side of it, and a semaphore that counts the room left.
 *
 * Who puts an item in serialises it and leaves it to a thread of its own process, which writes it
 * into the pipe as soon as there is room: a put waits for the capacity, never for the pipe. What
 * that thread has not written when its process ends is lost, as it is in Python when the process
 * does not wait for it; by then nobody reads any more.
 */
#pragma once

#include "runtime/shared-queue.h"

G_BEGIN_DECLS

typedef struct _IlvProcessQueues IlvProcessQueues;

/* For the process that starts the others: makes them and gives them to the queues of `execution`.
   NULL with `error` (G_IO_ERROR), also without one when the scenario has no queues. */
IlvProcessQueues *ilv_process_queues_new (IlvExecution *execution, GError **error);
/* In a fresh process: the same from the descriptors that ilv_process_queues_list_fds() gives,
   which are found from `first_fd` on. FALSE with errno set. */
gboolean ilv_process_queues_attach (IlvExecution *execution, int first_fd);
/* Ends the thread of this process; whatever it still had to write is lost. */
void ilv_process_queues_free (IlvProcessQueues *queues);

/* At most so many descriptors. */
#define ILV_PROCESS_QUEUES_MAX_FDS (1 + 2 * ILV_MAX_OBJECTS)
/* Returns how many there are; they are borrowed. 0 for NULL. */
guint ilv_process_queues_list_fds (const IlvProcessQueues *queues, int *fds);

/* Bytes of all items that all processes have put in so far. */
guint64 ilv_process_queues_get_bytes (const IlvProcessQueues *queues);

/* As ilv_shared_queue_put() and _get(). `index`: which queue. */
IlvOutcome ilv_process_queues_put (IlvProcessQueues *queues, guint index, IlvWorker *worker,
                                   IlvTaskRun *task, IlvQueueItem *item);
IlvOutcome ilv_process_queues_get (IlvProcessQueues *queues, guint index, IlvWorker *worker,
                                   IlvTaskRun *task, IlvQueueItem **item);

G_END_DECLS
