/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scenario with all its settings filled in, for one model: what a runner runs.
 *
 * Immutable, counted by reference; any number of threads may ask it.
 */
#pragma once

#include "workload/scenario.h"

G_BEGIN_DECLS

/* Values for settings, by name, not yet checked. */
typedef GHashTable IlvSettings; /* (element-type utf8 utf8) */
IlvSettings *ilv_settings_new (void);

typedef enum { ILV_START_FORK_SERVER, ILV_START_SPAWN } IlvStartMethod;

/* A task to run. Task ids in traces are its index + 1. */
typedef struct
{
  char *name;  /* "T3" */
  char *label; /* "30 000"; may be "" */
  const IlvTaskGroup *group;
  IlvScope scope;
} IlvTaskSpec;

typedef struct _IlvWorkload IlvWorkload;

/* Errors: ILV_SCENARIO_ERROR_UNKNOWN (setting), _RANGE, _REFUSED (model). `settings` may be NULL
   (all defaults). */
IlvWorkload *ilv_workload_new (IlvScenario *scenario, IlvModel model, IlvSettings *settings,
                               GError **error);
/* The same, but that its tasks are made when they are asked for: a million of them take a while,
   and whoever shows a run looks at few. */
IlvWorkload *ilv_workload_new_lazily (IlvScenario *scenario, IlvModel model,
                                      IlvSettings *settings, GError **error);
/* How many tasks it would have, but for those in the background. 0: it cannot be made, as above. */
guint ilv_workload_count_tasks (IlvScenario *scenario, IlvModel model, IlvSettings *settings,
                                GError **error);
IlvWorkload *ilv_workload_ref (IlvWorkload *workload);
void ilv_workload_unref (IlvWorkload *workload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvWorkload, ilv_workload_unref)

IlvScenario *ilv_workload_get_scenario (const IlvWorkload *workload); /* (transfer none) */
IlvModel ilv_workload_get_model (const IlvWorkload *workload);
guint ilv_workload_get_n_tasks (const IlvWorkload *workload); /* those in the background too */
guint ilv_workload_get_n_background (const IlvWorkload *workload); /* only those */
const IlvTaskSpec *ilv_workload_get_task (const IlvWorkload *workload, guint index);

/* Threads or processes of the pool, 1 … ; 1 for sequential and asyncio. What the file's options
   say, else the setting `workers`, else Python's defaults (min (32, cores + 4) threads, a process
   for each core). */
guint ilv_workload_get_workers (const IlvWorkload *workload);
/* Most coroutines (or pool tasks) in flight; 0 for no limit. */
guint ilv_workload_get_limit (const IlvWorkload *workload);
/* Tasks handed to a process together; the setting chunk-size, otherwise 1. */
guint ilv_workload_get_chunk_size (const IlvWorkload *workload);
IlvStartMethod ilv_workload_get_start_method (const IlvWorkload *workload);
/* Of a semaphore and of a queue, by their index in the scenario. */
guint ilv_workload_get_permits (const IlvWorkload *workload, guint semaphore);
guint ilv_workload_get_capacity (const IlvWorkload *workload, guint queue); /* 0: unbounded */
double ilv_workload_get_switch_interval (const IlvWorkload *workload); /* seconds; default 0.005 */
/* Whether the first task that fails has all others cancelled, as in a task group; else they go on
   and every failure is collected. */
gboolean ilv_workload_cancels_siblings (const IlvWorkload *workload);
/* How often a task is given to another worker because its own has died. */
guint ilv_workload_get_replacements (const IlvWorkload *workload);
/* Milliseconds after which the run is asked to stop; 0: it is not. */
double ilv_workload_get_stop_after (const IlvWorkload *workload);
/* Milliseconds that tasks under way then have to come to their end. */
double ilv_workload_get_grace (const IlvWorkload *workload);
guint64 ilv_workload_get_seed (const IlvWorkload *workload);
/* A web address of the user's own, or "". Every fetch asks for it as it stands, whatever path the
   step says: the paths are those of the local server. */
const char *ilv_workload_get_url (const IlvWorkload *workload);

/* How many connections are open at the same time, in the process that has most of them: as far as
   steps say that everybody opens one before anybody can be done. */
guint ilv_workload_count_connections (const IlvWorkload *workload);

/* The value a setting has in this workload, as text. */
const char *ilv_workload_get_setting (const IlvWorkload *workload, guint index);

G_END_DECLS
