/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/modelled.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MODEL(name) (1u << ILV_MODEL_##name)
#define POOL_OF_THREADS (MODEL (THREADING) | MODEL (ASYNCIO_THREADS))
#define POOL_OF_PROCESSES (MODEL (MULTIPROCESSING) | MODEL (ASYNCIO_PROCESSES))
#define LOOPS (MODEL (ASYNCIO) | MODEL (ASYNCIO_THREADS) | MODEL (ASYNCIO_PROCESSES))
#define KIB 1024.0
#define MIB (1024.0 * KIB)
#define UPDATES 100
#define PAUSE_MS 0.1

typedef enum
{
  STARTED_ANYHOW,
  FORKED,
  SPAWNED,
} Start;

typedef gboolean (*Condition) (IlvRun *run);

struct _IlvModelled
{
  const char *measure;
  guint models;
  Start start; /* of processes */
  double low;
  double high;
  Condition holds; /* the figure is of such runs alone; NULL: of all */
};

static gboolean
is_step (const IlvStep *step, IlvStepKind kind, guint attribute, double value,
         const IlvScope *scope)
{
  return ilv_step_get_kind (step) == kind
         && fabs (ilv_step_get_number (step, attribute, scope) - value) < 1e-9;
}

/* Reading a counter, a pause, and writing it back with one added, in a lock that is not held. */
static gboolean
is_unsafe_update (const IlvStep *lock, const IlvScope *scope)
{
  const IlvStep *pause;

  if (!is_step (lock, ILV_STEP_LOCK, ILV_LOCK_WHEN, 0, scope)
      || ilv_step_get_n_children (lock) != 3)
    return FALSE;
  pause = ilv_step_get_child (lock, 1);
  return ilv_step_get_kind (ilv_step_get_child (lock, 0)) == ILV_STEP_LOAD
         && is_step (pause, ILV_STEP_SLEEP, ILV_SLEEP_MS, PAUSE_MS, scope)
         && is_step (ilv_step_get_child (lock, 2), ILV_STEP_STORE, ILV_STORE_ADD, 1, scope);
}

/* What was measured: a hundred threads that do so once each. */
static gboolean
has_unsafe_threads (IlvRun *run)
{
  IlvWorkload *workload = ilv_run_get_workload (run);
  IlvScenario *scenario = ilv_workload_get_scenario (workload);
  const IlvTaskGroup *group = ilv_scenario_get_group (scenario, 0);

  return ilv_scenario_get_n_groups (scenario) == 1 && group->n_steps == 1
         && ilv_workload_get_n_tasks (workload) == UPDATES
         && ilv_workload_get_workers (workload) >= UPDATES
         && is_unsafe_update (group->steps[0], &ilv_workload_get_task (workload, 0)->scope);
}

/* Measured with CPython 3.11 and 3.13 on Debian 12 with two cores. A coroutine: created and run,
   its memory while it is suspended, and a suspend and resume through the loop; a thread: started
   and joined; a process: started and joined, and the pages it has to itself while it is idle.
   What a hundred threads leave of a hundred updates depends on how soon the machine starts one
   after another, with Python as here: where threads start slowly, Python leaves 50. Of lost updates
   no figure stands here: they are writes over values that the writer had not read, and more than
   what is missing in the end. */
static const IlvModelled figures[] = {
  { "creation_us", MODEL (ASYNCIO), STARTED_ANYHOW, 3.6, 3.6, NULL },
  { "creation_us", POOL_OF_THREADS, STARTED_ANYHOW, 67, 97, NULL },
  { "creation_us", POOL_OF_PROCESSES, FORKED, 800, 800, NULL },
  { "creation_us", POOL_OF_PROCESSES, SPAWNED, 19000, 22000, NULL },
  { "switch_us", LOOPS, STARTED_ANYHOW, 0.87, 1.4, NULL },
  { "counter_last", MODEL (THREADING), STARTED_ANYHOW, 23, 35, has_unsafe_threads },
  { "worker_memory_bytes", MODEL (ASYNCIO), STARTED_ANYHOW, 1.1 * KIB, 1.5 * KIB, NULL },
  { "worker_memory_bytes", POOL_OF_THREADS, STARTED_ANYHOW, 32 * KIB, 32 * KIB, NULL },
  { "worker_memory_bytes", POOL_OF_PROCESSES, FORKED, 1.2 * MIB, 1.4 * MIB, NULL },
  { "worker_memory_bytes", POOL_OF_PROCESSES, SPAWNED, 7.4 * MIB, 7.8 * MIB, NULL },
};

static gboolean
is_about (const IlvModelled *modelled, IlvRun *run, const char *measure)
{
  IlvStartMethod method = ilv_workload_get_start_method (ilv_run_get_workload (run));

  return strcmp (modelled->measure, measure) == 0
         && (modelled->models & (1u << ilv_run_get_model (run))) != 0
         && (modelled->start == STARTED_ANYHOW
             || modelled->start == (method == ILV_START_SPAWN ? SPAWNED : FORKED))
         && (!modelled->holds || modelled->holds (run));
}

const IlvModelled *
ilv_modelled_find (IlvRun *run, const char *measure, double ours)
{
  /* Nothing is lost where nothing is at stake, with Python as well. */
  if (!(ours > 0))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (is_about (&figures[i], run, measure))
      return ours < figures[i].low || ours > figures[i].high ? &figures[i] : NULL;
  return NULL;
}

void
ilv_modelled_get_range (const IlvModelled *modelled, double *low, double *high)
{
  *low = modelled->low;
  *high = modelled->high;
}

const char *
ilv_modelled_get_machine (void)
{
  return _ ("CPython 3.11 and 3.13, two cores, Debian 12");
}

char *
ilv_modelled_describe (const IlvModelled *modelled, char *(*format) (double value))
{
  g_autofree char *from = format (modelled->low);
  g_autofree char *to = format (modelled->high);

  if (strcmp (from, to) == 0)
    return g_strdup_printf (_ ("%s with Python"), from);
  return g_strdup_printf (_ ("%s to %s with Python"), from, to);
}
