/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hot path of recorder.h, which includes this. */
#pragma once

#include "trace/clock.h"

/* Takes the next block; false when there is none, which counts one dropped record. */
bool ilv_recorder_take_block (IlvRecorder *recorder);

/* The processor the caller runs on, where the kernel does not keep it for us. */
uint16_t ilv_recorder_ask_core (void);

static inline void
ilv_record (IlvRecorder *recorder, IlvRecordKind kind, uint32_t subject, unsigned state,
            uint64_t argument)
{
  IlvRecord *record;

  if (__builtin_expect (recorder->next == recorder->end, 0))
    {
      /* Both are NULL where nothing is recorded, so that this costs the same single test. */
      if (recorder->area == NULL || !ilv_recorder_take_block (recorder))
        return;
    }
  record = recorder->next++;
  record->ticks = __builtin_expect (recorder->counter, 1) ? ilv_clock_counter ()
                                                          : (uint64_t) ilv_clock_monotonic ();
  record->subject = subject;
  record->kind = (uint8_t) kind;
  record->state = (uint8_t) state;
  record->core = __builtin_expect (recorder->core != NULL, 1) ? (uint16_t) *recorder->core
                                                              : ilv_recorder_ask_core ();
  record->argument = argument;
  recorder->written++;
  atomic_store_explicit (recorder->published, recorder->written, memory_order_release);
}

static inline bool
ilv_recorder_has_moved (const IlvRecorder *recorder)
{
  return recorder->core != NULL && recorder->written > 0
         && (uint16_t) *recorder->core != recorder->next[-1].core;
}
