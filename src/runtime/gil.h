/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The global interpreter lock, as CPython has had it since 3.2 (Python/ceval_gil.c; the algorithm
 * is Antoine Pitrou's "new GIL").
 *
 * Taking: while it is locked, wait at most the switch interval; when the wait timed out, it is
 * still locked and nobody switched meanwhile, ask the holder to drop it. Dropping on request:
 * release, then wait until another thread has taken it (forced switching). A voluntary release
 * does not wait. All hand-overs, requests and waits are recorded with the caller's recorder.
 */
#pragma once

#include "trace/recorder.h"

#include <pthread.h>

typedef struct _IlvGil IlvGil;

/* `interval` in seconds, 0.000001 … 10. Records the lock's existence with `recorder`. */
IlvGil *ilv_gil_new (double interval, IlvRecorder *recorder, const char *name);
void ilv_gil_free (IlvGil *gil);

/* Takes the lock; the lane is then ILV_STATE_RUNNING on behalf of `task`. Records WAITING_GIL
   before only when it has to wait. */
void ilv_gil_take (IlvGil *gil, IlvRecorder *recorder, uint32_t task);

/* Gives it back before a blocking call; records no state: the caller has said what it does next
   already, so that in the trace nobody seems to run beside it. */
void ilv_gil_release (IlvGil *gil, IlvRecorder *recorder);

/* What interpreted code does at every backward jump: when a drop request is there, hands the lock
   over and takes it again. One relaxed load when there is none. */
static inline void ilv_gil_check (IlvGil *gil, IlvRecorder *recorder, uint32_t task);

void ilv_gil_yield (IlvGil *gil, IlvRecorder *recorder, uint32_t task); /* slow path of check */

#include "runtime/gil-inline.h"
