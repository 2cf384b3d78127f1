/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tasks of a workload, made a block at a time. */
#include "workload/workload-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#define BLOCK 1024

struct _IlvTaskBlock
{
  IlvTaskSpec tasks[BLOCK];
  GStringChunk *strings; /* names and labels: many small ones */
};

/* Whoever shows a run asks from several threads. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

gboolean
ilv_workload_count_groups (IlvWorkload *workload, GError **error)
{
  IlvScope scope = ilv_workload_make_scope (workload, 0);
  double sum = 0;
  double background = 0;

  for (guint i = 0; i < ilv_scenario_get_n_groups (workload->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (workload->scenario, i);
      double count = floor (ilv_expression_evaluate (group->count, &scope));

      sum += count;
      background += group->background ? count : 0;
      if (!(count >= 0) || !(sum <= ILV_MAX_TASKS))
        {
          g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                       _ ("These settings give the scenario “%s” %g tasks; at most %d can run."),
                       ilv_scenario_get_id (workload->scenario), count < 0 ? count : sum,
                       ILV_MAX_TASKS);
          return FALSE;
        }
      workload->counts[i] = (guint) count;
    }
  if (sum - background >= 1)
    {
      workload->n_tasks = (guint) sum;
      return TRUE;
    }
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
               _ ("With these settings the scenario “%s” has no tasks to run."),
               ilv_scenario_get_id (workload->scenario));
  return FALSE;
}

static gboolean
check_steps (const IlvTaskGroup *group, const IlvScope *scope, GError **error)
{
  for (guint i = 0; i < group->n_steps; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (ilv_step_check (group->steps[i], scope, &local_error))
        continue;
      g_set_error_literal (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                           local_error->message);
      return FALSE;
    }
  return TRUE;
}

static gboolean
uses_index (const IlvTaskGroup *group)
{
  for (guint i = 0; i < group->n_steps; i++)
    if (ilv_step_uses_index (group->steps[i]))
      return TRUE;
  return FALSE;
}

gboolean
ilv_workload_check_tasks (IlvWorkload *workload, GError **error)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (workload->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (workload->scenario, i);
      guint n = uses_index (group) ? workload->counts[i] : MIN (workload->counts[i], 1);

      for (guint t = 0; t < n; t++)
        {
          IlvScope scope = ilv_workload_make_scope (workload, t);

          if (!check_steps (group, &scope, error))
            return FALSE;
        }
    }
  workload->blocks = g_new0 (IlvTaskBlock *_Atomic, (workload->n_tasks + BLOCK - 1) / BLOCK);
  return TRUE;
}

static char *
expand (IlvTaskBlock *block, const IlvTemplate *template, const IlvScope *scope, gboolean grouped,
        GString *scratch)
{
  g_string_truncate (scratch, 0);
  ilv_template_append (template, scope, grouped, scratch);
  return g_string_chunk_insert (block->strings, scratch->str);
}

static IlvTaskBlock *
make_block (const IlvWorkload *workload, guint first)
{
  IlvTaskBlock *block = g_new (IlvTaskBlock, 1);
  g_autoptr (GString) scratch = g_string_new (NULL);
  guint group = 0;
  guint index = first; /* in its group */

  block->strings = g_string_chunk_new (4096);
  for (guint i = 0; i < BLOCK && first + i < workload->n_tasks; i++, index++)
    {
      IlvTaskSpec *task = &block->tasks[i];
      const IlvTaskGroupData *data;

      for (; index >= workload->counts[group]; group++)
        index -= workload->counts[group];
      data = workload->scenario->groups->pdata[group];
      task->group = &data->group;
      task->scope = ilv_workload_make_scope (workload, index);
      task->name = expand (block, data->name, &task->scope, FALSE, scratch);
      task->label = expand (block, data->label, &task->scope, TRUE, scratch);
    }
  return block;
}

static IlvTaskBlock *
ensure_block (const IlvWorkload *workload, guint number)
{
  IlvTaskBlock *_Atomic *place = &workload->blocks[number];
  IlvTaskBlock *block = atomic_load_explicit (place, memory_order_acquire);

  if (block != NULL)
    return block;
  pthread_mutex_lock (&making);
  block = atomic_load_explicit (place, memory_order_relaxed);
  if (block == NULL)
    {
      block = make_block (workload, number * BLOCK);
      atomic_store_explicit (place, block, memory_order_release);
    }
  pthread_mutex_unlock (&making);
  return block;
}

const IlvTaskSpec *
ilv_workload_get_task (const IlvWorkload *workload, guint index)
{
  g_return_val_if_fail (index < workload->n_tasks, NULL);
  return &ensure_block (workload, index / BLOCK)->tasks[index % BLOCK];
}

void
ilv_workload_make_tasks (IlvWorkload *workload)
{
  for (guint first = 0; first < workload->n_tasks; first += BLOCK)
    ensure_block (workload, first / BLOCK);
}

void
ilv_workload_clear_tasks (IlvWorkload *workload)
{
  for (guint i = 0; workload->blocks != NULL && i * BLOCK < workload->n_tasks; i++)
    {
      IlvTaskBlock *block = atomic_load_explicit (&workload->blocks[i], memory_order_relaxed);

      if (block == NULL)
        continue;
      g_string_chunk_free (block->strings);
      g_free (block);
    }
  g_free (workload->blocks);
}
