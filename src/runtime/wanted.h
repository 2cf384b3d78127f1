/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a task waits for until another one gives it, and who that could be: a lock, a permit of a
 * semaphore, an item of a queue, or room in one.
 */
#pragma once

#include "runtime/waiters.h"

typedef enum
{
  ILV_WANTED_LOCK,
  ILV_WANTED_PERMIT,
  ILV_WANTED_ITEM,
  ILV_WANTED_ROOM,
  ILV_N_WANTED
} IlvWantedKind;

typedef struct
{
  IlvWantedKind kind;
  guint index; /* among the scenario's of its kind */
  IlvWaiters *waiters;
  pthread_mutex_t *mutex;
  IlvCondition is_there; /* also without the mutex */
  void *object;
  uint32_t id; /* in the trace */
  const char *name;
} IlvWanted;

/* More of them than this are not kept or looked through. */
#define ILV_MAX_GIVERS 64

/* As the worker has it. */
IlvWanted ilv_wanted_get (IlvWorker *worker, IlvWantedKind kind, guint index);
/* The ids of all tasks that could give it: who has the lock or a permit; of a queue, whoever has a
   step that puts something in (takes something out) and has not ended. Never too few. -1: not
   known. */
int ilv_wanted_get_givers (const IlvWanted *wanted, const IlvExecution *execution,
                           uint32_t *givers);
/* The same of an item or room, with those that have ended. */
int ilv_wanted_get_users (const IlvWanted *wanted, const IlvExecution *execution,
                          uint32_t *users);
/* Whether the task at `index` is one of those, and they are known. */
bool ilv_queue_is_used (const IlvExecution *execution, guint queue, IlvWantedKind kind,
                        uint32_t task);

/* Those that put into and take out of each queue. */
IlvQueueUsers *ilv_queue_users_new (const IlvExecution *execution);
void ilv_queue_users_free (IlvQueueUsers *users);
