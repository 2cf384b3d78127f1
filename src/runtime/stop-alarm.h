/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wakes threads that wait on a condition when a stop comes.
 *
 * A stop comes from a signal handler, which can make a descriptor readable but signal no
 * condition. A thread that is made when the first has to wait watches the descriptors instead and
 * signals the conditions, so that nobody wakes up to look.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

/* A thread that waits. */
typedef struct _IlvStopWaiter
{
  pthread_mutex_t *mutex;
  pthread_cond_t *condition;
  struct _IlvStopWaiter *previous, *next;
} IlvStopWaiter;

/* `execution` is borrowed. */
IlvStopAlarm *ilv_stop_alarm_new (IlvExecution *execution);
void ilv_stop_alarm_free (IlvStopAlarm *alarm);
/* After a fork, in the new process, which has none of its threads. */
void ilv_stop_alarm_forget (IlvStopAlarm *alarm);

/* Until it is removed, the condition is broadcast with its mutex held whenever a task may have to
   end now. The caller may hold the mutex. FALSE: no thread can be had to do that; the waiter is
   added all the same, and has to look by itself. */
gboolean ilv_stop_alarm_add (IlvStopAlarm *alarm, IlvStopWaiter *waiter);
/* Broadcasts all of them now. The caller holds no mutex of a waiter. */
void ilv_stop_alarm_ring (IlvStopAlarm *alarm);
void ilv_stop_alarm_remove (IlvStopAlarm *alarm, IlvStopWaiter *waiter);

G_END_DECLS
