/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the processes of a pool share besides the pipes: the locks of the two queues and, for the
 * parent to tell what a dead worker had in hand, who took which task.
 *
 * The locks are robust: one whose holder was killed goes to the next who wants it.
 */
#pragma once

#include <glib.h>
#include <pthread.h>
#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct
{
  atomic_uint ready; /* it has begun to look for tasks */
  atomic_uint busy;  /* from before it reads a task until after its result is written */
  /* What the worker cost, as in worker-cost.h; -1: it has not said so. */
  atomic_int_least64_t creation;  /* ns */
  atomic_int_least64_t memory;    /* bytes, at its end */
  atomic_int_least64_t run_queue; /* ns, at its end */
  atomic_int_least64_t peak_rss;  /* bytes, so far */
} IlvPoolSeat;

typedef struct
{
  pthread_mutex_t reading; /* of the task queue */
  pthread_mutex_t writing; /* of the result queue */
  atomic_uint draining;    /* tasks still in the queue are not wanted any more */
  /* Until when a worker that is told to end may close what it has open, ns of CLOCK_MONOTONIC;
     0: for as long as after any stop. */
  atomic_int_least64_t close_deadline;
  guint n_seats;
  guint n_tasks;
  guint64 tail[]; /* the seats, then for each task the number of the worker that took it */
} IlvPoolMemory;

/* NULL with errno set on failure. `*fd_out` is the caller's to close; it is close-on-exec. */
IlvPoolMemory *ilv_pool_memory_new (guint n_seats, guint n_tasks, int *fd_out);
/* Maps one that another process made. NULL with errno set on failure. */
IlvPoolMemory *ilv_pool_memory_attach (int fd);
void ilv_pool_memory_free (IlvPoolMemory *memory);

/* Of the worker of that number, from 0. (transfer none) */
IlvPoolSeat *ilv_pool_memory_get_seat (IlvPoolMemory *memory, guint seat);
/* 0: nobody took it yet. */
atomic_uint *ilv_pool_memory_get_taker (IlvPoolMemory *memory, guint task);

void ilv_pool_memory_lock (pthread_mutex_t *mutex);

G_END_DECLS
