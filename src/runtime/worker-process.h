/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A worker process of a pool: takes tasks from the task queue, runs each to its end under an
 * interpreter lock of its own and puts the results into the result queue, until there are no more
 * tasks or a stop comes (SIGTERM).
 */
#pragma once

#include "runtime/execution.h"
#include "runtime/pool-memory.h"

G_BEGIN_DECLS

/* What tells one worker from the others. */
typedef struct
{
  guint32 number; /* from 1; a replacement gets a new one */
  guint32 seat;   /* 0 … workers - 1; taken over from the worker replaced */
  guint32 lane;
  guint64 asked_ticks; /* when its start was asked for, on the area's clock; 0: not recorded */
} IlvWorkerIdentity;

/* What all of them share. Borrowed. */
typedef struct
{
  IlvExecution *execution;
  IlvPoolMemory *memory;
  int tasks_fd;   /* read end */
  int results_fd; /* write end */
} IlvWorkerChannels;

/* Works until the end; the process then exits with the status returned. For a process of its own:
   the execution is made its own, with nothing shared but the trace. */
int ilv_worker_process_run (const IlvWorkerChannels *channels, const IlvWorkerIdentity *identity);

G_END_DECLS
