/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks a run to stop when its scenario says so, and sees to it that a run that was asked to stop is
 * over soon, whatever it is doing.
 *
 * Everything that waits is woken by a stop and everything that computes looks for one; but a call
 * into a library that does neither (one multiplication of millions of digits) cannot be left. When
 * the run has not ended some time after the time for closing is over, the watchdog ends the tasks
 * as cancelled in the trace and calls `expired`, which is not to return.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

#define ILV_WATCHDOG_GRACE_MS 200 /* after execution->close_deadline */

typedef struct _IlvWatchdog IlvWatchdog;

/* Called on the watchdog's own thread. */
typedef void (*IlvWatchdogExpired) (IlvExecution *execution, gpointer user_data);

/* NULL with `error` set when its thread cannot be made. */
IlvWatchdog *ilv_watchdog_new (IlvExecution *execution, IlvWatchdogExpired expired,
                               gpointer user_data, GError **error);
/* The run has ended. Returns when the thread is gone; not at all when it has expired already. */
void ilv_watchdog_free (IlvWatchdog *watchdog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvWatchdog, ilv_watchdog_free)

G_END_DECLS
