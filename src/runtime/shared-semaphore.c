/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/shared-semaphore.h"

static guint
count (const IlvExecution *execution)
{
  return ilv_scenario_get_n_semaphores (ilv_workload_get_scenario (execution->workload));
}

IlvSharedSemaphore *
ilv_semaphores_new (const IlvExecution *execution)
{
  guint n = count (execution);
  IlvSharedSemaphore *semaphores = g_new0 (IlvSharedSemaphore, n);

  for (guint i = 0; i < n; i++)
    {
      pthread_mutex_init (&semaphores[i].mutex, NULL);
      semaphores[i].id = ilv_area_new_lock_id (execution->area);
      semaphores[i].n_permits = ilv_workload_get_permits (execution->workload, i);
      semaphores[i].permits = semaphores[i].n_permits;
    }
  return semaphores;
}

void
ilv_semaphores_free (IlvSharedSemaphore *semaphores, const IlvExecution *execution)
{
  for (guint i = 0; semaphores && i < count (execution); i++)
    pthread_mutex_destroy (&semaphores[i].mutex);
  g_free (semaphores);
}

void
ilv_semaphores_announce (const IlvSharedSemaphore *semaphores, const IlvExecution *execution,
                         IlvRecorder *recorder, const char *owner)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);

  for (guint i = 0; execution->area && i < count (execution); i++)
    {
      const char *name = ilv_scenario_get_semaphore_name (scenario, i);
      g_autofree char *own_name = owner ? g_strdup_printf ("%s (%s)", name, owner) : NULL;

      ilv_record (recorder, ILV_RECORD_LOCK, semaphores[i].id, ILV_LOCK_SEMAPHORE,
                  semaphores[i].n_permits);
      ilv_recorder_name (recorder, ILV_RECORD_NAME_LOCK, semaphores[i].id,
                         own_name ? own_name : name);
    }
}
