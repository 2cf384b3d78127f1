/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting in the kernel for a time, or for a stop of the run if that comes first. */
#pragma once

#include "runtime/execution.h"

#include <time.h>

/* Milliseconds of a scenario in ns, 0 … one day: a longer wait would be a mistake, not a plan. */
gint64 ilv_pause_get_duration (double ms);
/* Waits for `duration` ns; FALSE: a stop that ends the task came before they were over. Without
   the GIL. */
gboolean ilv_pause (const IlvTaskRun *task, IlvExecution *execution, gint64 duration);
/* When whoever waits for something else, which no stop wakes, looks for one again: of
   CLOCK_MONOTONIC. */
struct timespec ilv_pause_get_next_check (void);
