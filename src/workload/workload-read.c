/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/workload-private.h"

#define DEFAULT_SWITCH_INTERVAL_MS 5.0
#define DEFAULT_SEED 1.0

double
ilv_workload_get_number (const IlvWorkload *workload, const char *name, double fallback)
{
  int index = ilv_scenario_find_setting (workload->scenario, name);

  return index >= 0 ? workload->numbers[index] : fallback;
}

IlvScenario *
ilv_workload_get_scenario (const IlvWorkload *workload)
{
  return workload->scenario;
}

IlvModel
ilv_workload_get_model (const IlvWorkload *workload)
{
  return workload->model;
}

guint
ilv_workload_get_n_tasks (const IlvWorkload *workload)
{
  return workload->n_tasks;
}

guint
ilv_workload_get_n_background (const IlvWorkload *workload)
{
  guint n = 0;

  for (guint i = 0; i < ilv_scenario_get_n_groups (workload->scenario); i++)
    n += ilv_scenario_get_group (workload->scenario, i)->background;
  return n;
}

guint
ilv_workload_get_workers (const IlvWorkload *workload)
{
  return workload->workers;
}

guint
ilv_workload_get_limit (const IlvWorkload *workload)
{
  return workload->limit;
}

guint
ilv_workload_get_chunk_size (const IlvWorkload *workload)
{
  return (guint) CLAMP (ilv_workload_get_number (workload, "chunk-size", 1), 1, ILV_MAX_TASKS);
}

IlvStartMethod
ilv_workload_get_start_method (const IlvWorkload *workload)
{
  return workload->start_method;
}

guint
ilv_workload_get_permits (const IlvWorkload *workload, guint semaphore)
{
  g_return_val_if_fail (semaphore < ilv_scenario_get_n_semaphores (workload->scenario), 1);
  return workload->permits[semaphore];
}

guint
ilv_workload_get_capacity (const IlvWorkload *workload, guint queue)
{
  g_return_val_if_fail (queue < ilv_scenario_get_n_queues (workload->scenario), 0);
  return workload->capacities[queue];
}

double
ilv_workload_get_switch_interval (const IlvWorkload *workload)
{
  return ilv_workload_get_number (workload, "switch-interval-ms", DEFAULT_SWITCH_INTERVAL_MS)
         / 1000;
}

gboolean
ilv_workload_cancels_siblings (const IlvWorkload *workload)
{
  return workload->cancels_siblings;
}

guint
ilv_workload_get_replacements (const IlvWorkload *workload)
{
  return workload->replacements;
}

double
ilv_workload_get_stop_after (const IlvWorkload *workload)
{
  return workload->stop_after;
}

double
ilv_workload_get_grace (const IlvWorkload *workload)
{
  return workload->grace;
}

guint64
ilv_workload_get_seed (const IlvWorkload *workload)
{
  return (guint64) MAX (0, ilv_workload_get_number (workload, "seed", DEFAULT_SEED));
}

const char *
ilv_workload_get_url (const IlvWorkload *workload)
{
  int index = ilv_scenario_find_setting (workload->scenario, "url");

  return index >= 0 ? workload->texts[index] : "";
}

const char *
ilv_workload_get_setting (const IlvWorkload *workload, guint index)
{
  g_return_val_if_fail (index < ilv_scenario_get_n_settings (workload->scenario), NULL);
  return workload->texts[index];
}
