/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The write side: one recorder per lane, used by that lane's thread only.
 *
 * ilv_record() takes no lock, makes no system call and allocates nothing: it writes 24 bytes and
 * publishes them with one release store. A recorder whose area is NULL records nothing, at the
 * cost of one test, so that a run can be measured with recording off. After a fork the child
 * starts recorders of its own.
 */
#pragma once

#include "trace/area.h"

#define ILV_RECORDER_MAX_NAME 255 /* bytes */

typedef struct
{
  IlvArea *area; /* NULL: recording is off */
  IlvRecord *next;
  IlvRecord *end;
  _Atomic uint32_t *published; /* of the current block */
  const volatile uint32_t *core; /* where the kernel keeps it for this thread; NULL: ask */
  uint32_t lane;
  uint32_t written; /* records in the current block */
  uint32_t n_blocks; /* taken so far */
  bool counter;      /* the area's clock is the time-stamp counter */
  /* Recorders of several threads may lie side by side: no two may share a cache line. */
  char apart[64];
} IlvRecorder;

/* Starts a lane of the given kind and name (UTF-8, up to 255 bytes; NULL for none) for the
   calling thread, and records its beginning. `area` may be NULL: recording off. */
void ilv_recorder_begin (IlvRecorder *recorder, IlvArea *area, IlvLaneKind kind, const char *name);

/* The same for a lane id taken before by ilv_area_new_lane_id(). */
void ilv_recorder_begin_lane (IlvRecorder *recorder, IlvArea *area, uint32_t lane, IlvLaneKind kind,
                              const char *name);

/* The same for a worker whose start was asked for at `ticks` of the area's clock by somebody else:
   the lane begins then, and is STARTING since. `ticks` 0: now. */
void ilv_recorder_begin_starting (IlvRecorder *recorder, IlvArea *area, uint32_t lane,
                                  IlvLaneKind kind, const char *name, uint64_t ticks);

/* Ends the lane; the recorder may be begun again. */
void ilv_recorder_end (IlvRecorder *recorder, IlvState how);

/* Names a task, a lock or a counter; `kind` is ILV_RECORD_NAME_TASK, …_LOCK or …_COUNTER. */
void ilv_recorder_name (IlvRecorder *recorder, IlvRecordKind kind, uint32_t id, const char *name);

/* Adds `delta` to a counter shared by all processes of the run, records the new value and
   returns it. With recording off the value is not kept and 0 is returned. */
int64_t ilv_recorder_count (IlvRecorder *recorder, uint32_t counter, int64_t delta);

/* Sets a counter and records it. */
void ilv_recorder_set_counter (IlvRecorder *recorder, uint32_t counter, int64_t value);

/* Whether the thread runs on another core than its last record says. FALSE where the kernel does
   not tell for nothing, where nothing is recorded, and before a block's first record. */
static inline bool ilv_recorder_has_moved (const IlvRecorder *recorder);

/* The one hot call. See IlvRecordKind for what `subject`, `state` and `argument` say. */
static inline void ilv_record (IlvRecorder *recorder, IlvRecordKind kind, uint32_t subject,
                               unsigned state, uint64_t argument);

/* --- the same in the words of the runtime ------------------------------------------------- */

/* The lane, and `task` on it, is in `state` from now on. `object`: the lock waited for, or 0. */
static inline void
ilv_record_state (IlvRecorder *recorder, IlvState state, uint32_t task, uint32_t object)
{
  ilv_record (recorder, ILV_RECORD_STATE, task, state, object);
}

/* `task` is in `state` from now on, on no lane. */
static inline void
ilv_record_task (IlvRecorder *recorder, uint32_t task, IlvState state, uint32_t object)
{
  ilv_record (recorder, ILV_RECORD_TASK, task, state, object);
}

#include "trace/recorder-inline.h"
