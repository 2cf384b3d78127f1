/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a workload is kept: workload.c makes it, workload-read.c answers questions about it. */
#pragma once

#include "workload/scenario-private.h"
#include "workload/workload.h"

G_BEGIN_DECLS

typedef struct _IlvTaskBlock IlvTaskBlock;

struct _IlvWorkload
{
  gatomicrefcount references;
  IlvScenario *scenario; /* owned */
  IlvModel model;
  double *numbers; /* per setting */
  char **texts;    /* per setting */
  guint n_tasks;
  guint counts[ILV_MAX_GROUPS]; /* of them */
  IlvTaskBlock *_Atomic *blocks; /* owned; each NULL until one of its tasks is asked for */
  guint *permits;    /* per semaphore */
  guint *capacities; /* per queue */
  guint cores;
  guint workers;
  guint limit;
  IlvStartMethod start_method;
  gboolean cancels_siblings;
  guint replacements;
  double stop_after; /* ms */
  double grace;
};

/* The number a setting has, or `fallback` where the scenario has no such setting. */
double ilv_workload_get_number (const IlvWorkload *workload, const char *name, double fallback);

/* Of a task that is the index-th of its group. */
IlvScope ilv_workload_make_scope (const IlvWorkload *workload, double index);

/* --- workload-tasks.c ------------------------------------------------------------------------ */

gboolean ilv_workload_count_groups (IlvWorkload *workload, GError **error);
gboolean ilv_workload_check_tasks (IlvWorkload *workload, GError **error);
void ilv_workload_make_tasks (IlvWorkload *workload); /* all of them, now */
void ilv_workload_clear_tasks (IlvWorkload *workload);

G_END_DECLS
