/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the interpreter lock that the hot path sees. Include gil.h, not this. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

struct _IlvGil
{
  atomic_bool drop_request; /* someone waited a whole interval; the holder is to drop it */
  uint32_t id;              /* in the trace */
  int64_t interval;         /* ns */

  pthread_mutex_t mutex; /* guards everything below */
  pthread_cond_t freed;
  bool locked;
  uint64_t switches;                /* times the lock went to another than its last holder */
  const IlvRecorder *last_holder;   /* who a thread is: its recorder, which it has even when
                                       recording is off; NULL: nobody had it yet */
  uint32_t last_lane;               /* the lane of last_holder */
  pthread_mutex_t switch_mutex;     /* guards changes of last_holder, inside of mutex */
  pthread_cond_t switched;
};

static inline void
ilv_gil_check (IlvGil *gil, IlvRecorder *recorder, uint32_t task)
{
  if (__builtin_expect (atomic_load_explicit (&gil->drop_request, memory_order_relaxed), 0))
    ilv_gil_yield (gil, recorder, task);
}
