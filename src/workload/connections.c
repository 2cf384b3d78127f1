/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many connections a workload has open at a time. */
#include "workload/workload-private.h"

static guint
count_in_steps (const IlvWorkload *workload, const IlvStep *const *steps, guint n, guint tasks);

/* What so many tasks have open at the beginning of that step; `*goes_on`: nobody waits in it. */
static guint
count_in_step (const IlvWorkload *workload, const IlvStep *step, guint tasks, gboolean *goes_on)
{
  const IlvStep *const *children
    = step->children != NULL ? (const IlvStep *const *) step->children->pdata : NULL;
  guint n_children = ilv_step_get_n_children (step);

  *goes_on = FALSE;
  switch (ilv_step_get_kind (step))
    {
    case ILV_STEP_ECHO:
    case ILV_STEP_FETCH:
    case ILV_STEP_HOLD:
      return tasks;
    case ILV_STEP_OPEN:
    case ILV_STEP_REPEAT:
    case ILV_STEP_RESOURCE:
    case ILV_STEP_RETRY:
      return count_in_steps (workload, children, n_children, tasks);
    case ILV_STEP_SEMAPHORE:
      tasks = MIN (tasks, ilv_workload_get_permits (
                            workload, ilv_step_get_reference (step, ILV_SEMAPHORE_SEMAPHORE)));
      return count_in_steps (workload, children, n_children, tasks);
    case ILV_STEP_LOAD:
    case ILV_STEP_RESULT:
    case ILV_STEP_STORE:
      *goes_on = TRUE;
      return 0;
    case ILV_STEP_BLOCK:
    case ILV_STEP_CLOSE:
    case ILV_STEP_COMPUTE:
    case ILV_STEP_CRASH:
    case ILV_STEP_FILE:
    case ILV_STEP_GET:
    case ILV_STEP_LOCK:
    case ILV_STEP_PUT:
    case ILV_STEP_QUERY:
    case ILV_STEP_RAISE:
    case ILV_STEP_SEND:
    case ILV_STEP_SLEEP:
    case ILV_STEP_START_LOOP:
    case ILV_STEP_USE:
    case ILV_N_STEP_KINDS:
    default:
      return 0;
    }
}

static guint
count_in_steps (const IlvWorkload *workload, const IlvStep *const *steps, guint n, guint tasks)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean goes_on;
      guint found = count_in_step (workload, steps[i], tasks, &goes_on);

      if (!goes_on)
        return found;
    }
  return 0;
}

static guint
get_most_at_a_time (const IlvWorkload *workload)
{
  guint limit = ilv_workload_get_limit (workload);

  switch (ilv_workload_get_model (workload))
    {
    case ILV_MODEL_ASYNCIO:
    case ILV_MODEL_ASYNCIO_THREADS:
    case ILV_MODEL_ASYNCIO_PROCESSES:
      return limit > 0 ? limit : ILV_MAX_TASKS;
    case ILV_MODEL_THREADING:
    case ILV_MODEL_FREE_THREADING:
    case ILV_MODEL_SUBINTERPRETERS:
      return ilv_workload_get_workers (workload);
    case ILV_MODEL_SEQUENTIAL:
    case ILV_MODEL_MULTIPROCESSING: /* in processes of their own */
    case ILV_N_MODELS:
    default:
      return 1;
    }
}

guint
ilv_workload_count_connections (const IlvWorkload *workload)
{
  guint sum = 0;

  for (guint i = 0; i < ilv_scenario_get_n_groups (workload->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (workload->scenario, i);

      sum += count_in_steps (workload, group->steps, group->n_steps, workload->counts[i]);
    }
  return MIN (sum, get_most_at_a_time (workload));
}
