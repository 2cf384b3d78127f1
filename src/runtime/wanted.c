/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/wanted.h"

#include "runtime/program.h"
#include "runtime/shared-queue.h"
#include "runtime/shared-semaphore.h"

/* Ids of tasks; too many to be kept when there are more than ILV_MAX_GIVERS. */
typedef struct
{
  guint n;
  uint32_t tasks[ILV_MAX_GIVERS];
} Users;

struct _IlvQueueUsers
{
  Users users[ILV_MAX_OBJECTS][2]; /* who puts, who gets */
};

/* --- who uses a queue --------------------------------------------------------------------- */

/* Bit sets of the queues the program puts into and takes out of. */
static void
note_queues (const IlvProgram *program, guint32 *queues)
{
  G_STATIC_ASSERT (ILV_MAX_OBJECTS <= 32);

  for (guint i = 0; i < program->n_instructions; i++)
    {
      const IlvStep *step = program->instructions[i].step;

      if (step && ilv_step_get_kind (step) == ILV_STEP_PUT)
        queues[0] |= 1u << ilv_step_get_reference (step, ILV_PUT_QUEUE);
      else if (step && ilv_step_get_kind (step) == ILV_STEP_GET)
        queues[1] |= 1u << ilv_step_get_reference (step, ILV_GET_QUEUE);
    }
}

static void
add_user (Users *users, uint32_t task)
{
  if (users->n < ILV_MAX_GIVERS)
    users->tasks[users->n] = task;
  users->n = MIN (users->n + 1, ILV_MAX_GIVERS + 1);
}

IlvQueueUsers *
ilv_queue_users_new (const IlvExecution *execution)
{
  guint n = ilv_scenario_get_n_queues (ilv_workload_get_scenario (execution->workload));
  IlvQueueUsers *users = NULL;
  const IlvProgram *program = NULL;
  guint32 queues[2] = { 0 };

  if (n == 0)
    return NULL;
  users = g_new0 (IlvQueueUsers, 1);
  for (guint i = 0; i < execution->n_tasks; i++)
    {
      /* Those of a group stand together. */
      if (execution->tasks[i].program != program)
        {
          program = execution->tasks[i].program;
          queues[0] = queues[1] = 0;
          note_queues (program, queues);
        }
      for (guint queue = 0; queue < n; queue++)
        for (guint way = 0; way < 2; way++)
          if (queues[way] & 1u << queue)
            add_user (&users->users[queue][way], i + 1);
    }
  return users;
}

void
ilv_queue_users_free (IlvQueueUsers *users)
{
  g_free (users);
}

/* --- what is wanted ----------------------------------------------------------------------- */

static bool
is_free (void *lock)
{
  return atomic_load (&((IlvSharedLock *) lock)->holder_task) == 0;
}

static bool
has_permit (void *semaphore)
{
  return atomic_load (&((IlvSharedSemaphore *) semaphore)->permits) > 0;
}

static bool
has_item (void *queue)
{
  return atomic_load (&((IlvSharedQueue *) queue)->length) > 0;
}

static bool
has_room (void *data)
{
  IlvSharedQueue *queue = data;

  return queue->capacity == 0 || atomic_load (&queue->length) < queue->capacity;
}

static IlvWanted
get_lock (IlvWorker *worker, const IlvScenario *scenario, guint index)
{
  IlvSharedLock *lock = &worker->locks[index];

  return (IlvWanted){ .waiters = &lock->waiting,
                      .mutex = &lock->mutex,
                      .is_there = is_free,
                      .object = lock,
                      .id = lock->id,
                      .name = ilv_scenario_get_lock_name (scenario, index) };
}

static IlvWanted
get_permit (IlvWorker *worker, const IlvScenario *scenario, guint index)
{
  IlvSharedSemaphore *semaphore = &worker->semaphores[index];

  return (IlvWanted){ .waiters = &semaphore->waiting,
                      .mutex = &semaphore->mutex,
                      .is_there = has_permit,
                      .object = semaphore,
                      .id = semaphore->id,
                      .name = ilv_scenario_get_semaphore_name (scenario, index) };
}

static IlvWanted
get_place (IlvWorker *worker, IlvWantedKind kind, guint index)
{
  IlvSharedQueue *queue = &worker->execution->queues[index];

  return (IlvWanted){ .waiters = kind == ILV_WANTED_ITEM ? &queue->getters : &queue->putters,
                      .mutex = &queue->mutex,
                      .is_there = kind == ILV_WANTED_ITEM ? has_item : has_room,
                      .object = queue,
                      .id = queue->id,
                      .name = queue->name };
}

IlvWanted
ilv_wanted_get (IlvWorker *worker, IlvWantedKind kind, guint index)
{
  const IlvScenario *scenario = ilv_workload_get_scenario (worker->execution->workload);
  IlvWanted wanted;

  if (kind == ILV_WANTED_LOCK)
    wanted = get_lock (worker, scenario, index);
  else if (kind == ILV_WANTED_PERMIT)
    wanted = get_permit (worker, scenario, index);
  else
    wanted = get_place (worker, kind, index);
  wanted.kind = kind;
  wanted.index = index;
  return wanted;
}

/* --- who could give it -------------------------------------------------------------------- */

static int
get_permit_holders (const IlvSharedSemaphore *semaphore, uint32_t *givers)
{
  guint n = 0;

  if (semaphore->n_permits > ILV_MAX_GIVERS)
    return -1;
  for (guint i = 0; i < semaphore->n_permits; i++)
    if ((givers[n] = atomic_load (&semaphore->holders[i])) != 0)
      n++;
  /* Otherwise one is on its way from hand to hand. */
  return n > 0 && n == semaphore->n_permits ? (int) n : -1;
}

static const Users *
find_users (const IlvExecution *execution, IlvWantedKind kind, guint queue)
{
  return &execution->queue_users->users[queue][kind == ILV_WANTED_ITEM ? 0 : 1];
}

int
ilv_wanted_get_users (const IlvWanted *wanted, const IlvExecution *execution, uint32_t *users)
{
  const Users *all = find_users (execution, wanted->kind, wanted->index);

  if (all->n > ILV_MAX_GIVERS)
    return -1;
  for (guint i = 0; i < all->n; i++)
    users[i] = all->tasks[i];
  return (int) all->n;
}

bool
ilv_queue_is_used (const IlvExecution *execution, guint queue, IlvWantedKind kind, uint32_t task)
{
  const Users *all = find_users (execution, kind, queue);

  for (guint i = 0; all->n <= ILV_MAX_GIVERS && i < all->n; i++)
    if (all->tasks[i] == task)
      return true;
  return false;
}

static int
get_users_left (const IlvWanted *wanted, const IlvExecution *execution, uint32_t *givers)
{
  int n_users = ilv_wanted_get_users (wanted, execution, givers);
  int n = 0;

  for (int i = 0; i < n_users; i++)
    if (ilv_task_run_get_state (&execution->tasks[givers[i] - 1]) == ILV_STATE_NONE)
      givers[n++] = givers[i];
  return n_users < 0 ? -1 : n;
}

int
ilv_wanted_get_givers (const IlvWanted *wanted, const IlvExecution *execution, uint32_t *givers)
{
  switch (wanted->kind)
    {
    case ILV_WANTED_LOCK:
      givers[0] = atomic_load (&((IlvSharedLock *) wanted->object)->holder_task);
      return givers[0] != 0 ? 1 : -1;
    case ILV_WANTED_PERMIT:
      return get_permit_holders (wanted->object, givers);
    case ILV_WANTED_ITEM:
    case ILV_WANTED_ROOM:
      return get_users_left (wanted, execution, givers);
    case ILV_N_WANTED:
      break;
    }
  g_assert_not_reached ();
}
