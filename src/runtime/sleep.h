/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeping, for steps that do. */
#pragma once

#include "runtime/operation.h"

/* Sleeps `duration` ns without the GIL. NEXT, or CANCELLED when a stop came first. */
IlvOutcome ilv_sleep_blocking (IlvWorker *worker, IlvTaskRun *task, int64_t duration);
/* Suspends until the time is over, as asyncio.sleep(); ilv_loop_forget_deadline() takes it back. */
IlvOutcome ilv_sleep_suspending (IlvWorker *worker, IlvTaskRun *task, int64_t duration);
