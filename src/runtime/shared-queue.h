/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The queues of a scenario within one process.
 *
 * Between threads as queue.Queue: whoever puts an item in wakes the longest waiter, but does not
 * keep the item for it; who comes first gets it. Between coroutines as asyncio.Queue: a woken one
 * looks again, and stands at the end of the line when it was too late. A thread may stand in the
 * same line as coroutines, as the one that works in the background of a loop does.
 *
 * Worker processes share queues of another kind: process-queue.h.
 */
#pragma once

#include "runtime/wanted.h"

typedef struct _IlvQueueItem
{
  struct _IlvQueueItem *next; /* the queue's own */
  double value;
  char *body; /* owned; NULL */
  size_t length;
  uint8_t kernel; /* IlvSentKernel */
  bool sentinel;
} IlvQueueItem;

struct _IlvSharedQueue
{
  pthread_mutex_t mutex; /* guards all that changes */
  IlvWaiters getters;
  IlvWaiters putters;
  IlvQueueItem *head;
  IlvQueueItem *tail;
  _Atomic guint length;
  guint capacity; /* 0: unbounded */
  const char *name;
  uint32_t id;      /* in the trace */
  uint32_t counter; /* in the trace: how many items it holds */
};

IlvSharedQueue *
ilv_shared_queues_new (const IlvExecution *execution);
void
ilv_shared_queues_free (IlvSharedQueue *queues, const IlvExecution *execution);
void
ilv_shared_queues_announce (const IlvSharedQueue *queues,
                            const IlvExecution *execution,
                            IlvRecorder *recorder);

void
ilv_queue_item_free (IlvQueueItem *item);

/* Where waiting is allowed. Put takes the item, whatever comes of it; get gives it, and the caller
   frees it. Both fail where nobody else runs who could make room or bring an item. */
IlvOutcome
ilv_shared_queue_put (IlvSharedQueue *queue,
                      IlvWorker *worker,
                      IlvTaskRun *task,
                      IlvQueueItem *item);
IlvOutcome
ilv_shared_queue_get (IlvSharedQueue *queue,
                      IlvWorker *worker,
                      IlvTaskRun *task,
                      IlvQueueItem **item);

/* A sentinel as the last item, in spite of the capacity: whoever empties the queue comes to an
   end. */
void
ilv_shared_queue_close (IlvSharedQueue *queue, IlvWorker *worker);

/* Somebody has ended who will not give what is waited for: lets the threads that wait for an item,
   or for room, look whether anybody is left. Whether coroutines wait there. */
bool
ilv_shared_queue_look_again (IlvSharedQueue *queue, IlvWantedKind kind);

/* On the event loop. NEXT, or SUSPENDED with the task in line: then the same again once it was
   woken. A put that suspends leaves the item with the caller. */
IlvOutcome
ilv_shared_queue_put_or_suspend (IlvSharedQueue *queue,
                                 IlvWorker *worker,
                                 IlvTaskRun *task,
                                 IlvQueueItem *item);
IlvOutcome
ilv_shared_queue_get_or_suspend (IlvSharedQueue *queue,
                                 IlvWorker *worker,
                                 IlvTaskRun *task,
                                 IlvQueueItem **item);
/* Leaves the line. Who was woken and does not come any more has the next woken in its place. */
void
ilv_shared_queue_cancel_put (IlvSharedQueue *queue, IlvWorker *worker, IlvTaskRun *task);
void
ilv_shared_queue_cancel_get (IlvSharedQueue *queue, IlvWorker *worker, IlvTaskRun *task);
