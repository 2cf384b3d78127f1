/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a workload is kept: workload.c makes it, workload-read.c answers questions about it. */
#pragma once

#include "workload/scenario-private.h"
#include "workload/workload.h"

G_BEGIN_DECLS

struct _IlvWorkload
{
  gatomicrefcount references;
  IlvScenario *scenario; /* owned */
  IlvModel model;
  double *numbers; /* per setting */
  char **texts;    /* per setting */
  IlvTaskSpec *tasks;
  guint n_tasks;
  GStringChunk *strings; /* names and labels of the tasks: a million small ones */
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

G_END_DECLS
