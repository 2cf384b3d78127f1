/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/wait-graph.h"

/* What a task waits for, in task->waits_for: a number of its own for each wait, so that two looks
   can tell whether it is still the same, and in the low bits its kind and index + 1; 0 there: it
   does not wait. */
#define WANTED_BITS 8
#define WANTED_MASK ((1u << WANTED_BITS) - 1)
G_STATIC_ASSERT (ILV_N_WANTED * ILV_MAX_OBJECTS < WANTED_MASK);

void
ilv_wait_graph_enter (IlvTaskRun *task, const IlvWanted *wanted)
{
  task->waits_for = ((task->waits_for >> WANTED_BITS) + 1) << WANTED_BITS
                    | (wanted->kind * ILV_MAX_OBJECTS + wanted->index + 1);
}

void
ilv_wait_graph_leave (IlvTaskRun *task)
{
  task->waits_for &= ~WANTED_MASK;
}

bool
ilv_wait_graph_is_waiting (const IlvTaskRun *task)
{
  return (task->waits_for & WANTED_MASK) != 0;
}

IlvWanted
ilv_wait_graph_get_wanted (IlvWorker *worker, const IlvTaskRun *task)
{
  guint place = (task->waits_for & WANTED_MASK) - 1;

  return ilv_wanted_get (worker, place / ILV_MAX_OBJECTS, place % ILV_MAX_OBJECTS);
}

/* --- who could let it go on --------------------------------------------------------------- */

static bool
is_under_way (const IlvTaskRun *task)
{
  return !task->background && atomic_load (&task->begun)
         && ilv_task_run_get_state (task) == ILV_STATE_NONE;
}

static bool
is_to_end (const IlvTaskRun *task)
{
  return !task->background && ilv_task_run_get_state (task) == ILV_STATE_NONE;
}

/* Adds the ids of such tasks; -1: too many. */
static int
add_tasks (const IlvExecution *execution, bool (*is_one) (const IlvTaskRun *task), int n,
           uint32_t *givers)
{
  for (guint i = 0; i < execution->n_tasks; i++)
    if (is_one (&execution->tasks[i]))
      {
        if (n == ILV_MAX_GIVERS)
          return -1;
        givers[n++] = i + 1;
      }
  return n;
}

/* Of the tasks that may be under way at a time. */
static guint
get_n_places (const IlvExecution *execution)
{
  guint limit = ilv_workload_get_limit (execution->workload);

  if (!execution->loop)
    return ilv_workload_get_workers (execution->workload);
  return limit > 0 ? limit : G_MAXUINT;
}

/* Whoever ends makes room for one that has not begun. */
static int
get_occupants (const IlvExecution *execution, uint32_t *givers)
{
  int n = add_tasks (execution, is_under_way, 0, givers);

  return n < 0 || (guint) n < get_n_places (execution) ? -1 : n;
}

/* The thread's own queue is closed when all tasks have ended. */
static bool
waits_for_sentinel (const IlvWorker *worker, const IlvTaskRun *task, const IlvWanted *wanted)
{
  const IlvTaskSpec *spec = ilv_workload_get_task (worker->execution->workload, task->id - 1);

  return task->background && wanted->kind == ILV_WANTED_ITEM
         && spec->group->queue == (int) wanted->index;
}

/* To the threads in the background that put something in. */
static int
add_closers (const IlvExecution *execution, int n_givers, uint32_t *givers)
{
  int n = 0, with_tasks;

  for (int i = 0; i < n_givers; i++)
    if (execution->tasks[givers[i] - 1].background)
      givers[n++] = givers[i];
  with_tasks = n_givers < 0 ? -1 : add_tasks (execution, is_to_end, n, givers);
  /* When none is left, the queue is being closed. */
  return with_tasks == n ? -1 : with_tasks;
}

int
ilv_wait_graph_get_givers (IlvWorker *worker, const IlvTaskRun *task, uint32_t *givers)
{
  const IlvExecution *execution = worker->execution;
  IlvWanted wanted;
  int n;

  if (!ilv_wait_graph_is_waiting (task))
    return task->background || atomic_load (&task->begun) ? -1 : get_occupants (execution, givers);
  wanted = ilv_wait_graph_get_wanted (worker, task);
  if (wanted.is_there (wanted.object))
    return -1;
  n = ilv_wanted_get_givers (&wanted, execution, givers);
  return waits_for_sentinel (worker, task, &wanted) ? add_closers (execution, n, givers) : n;
}

/* --- circles ------------------------------------------------------------------------------ */

static bool
add_task (IlvCircle *circle, IlvTaskRun *task)
{
  for (guint i = 0; i < circle->n; i++)
    if (circle->tasks[i] == task)
      return true;
  if (circle->n == ILV_MAX_GIVERS)
    return false;
  circle->has_thread = circle->has_thread || task->background;
  circle->tasks[circle->n++] = task;
  return true;
}

/* Tasks that never began while the run comes to its end are no reason to blame those that wait for
   them. */
static bool
is_hopeless (const IlvWorker *worker, IlvCircle *circle)
{
  circle->hopeless = circle->n == 1 && !ilv_execution_is_draining (worker->execution)
                     && !ilv_execution_is_stopping (worker->execution);
  return circle->hopeless;
}

bool
ilv_wait_graph_find_circle (IlvWorker *worker, IlvTaskRun *task, IlvCircle *circle)
{
  bool comes_back = false;

  *circle = (IlvCircle){ .tasks = { task }, .n = 1, .has_thread = task->background };
  for (guint i = 0; i < circle->n; i++)
    {
      uint32_t givers[ILV_MAX_GIVERS];
      int n = ilv_wait_graph_get_givers (worker, circle->tasks[i], givers);

      if (n < 0)
        return false;
      circle->waits += ((uint64_t) circle->tasks[i]->id << 32 | circle->tasks[i]->waits_for)
                       * UINT64_C (0x9E3779B97F4A7C15);
      if (n == 0)
        return is_hopeless (worker, circle);
      for (int j = 0; j < n; j++)
        {
          IlvTaskRun *giver = &worker->execution->tasks[givers[j] - 1];

          comes_back = comes_back || giver == task;
          if (!add_task (circle, giver))
            return false;
        }
    }
  return comes_back;
}
