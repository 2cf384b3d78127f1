/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock of an area: the processor's time-stamp counter where the kernel itself trusts it as
 * clock source, CLOCK_MONOTONIC elsewhere. Plain C11, no GLib.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t ilv_clock_monotonic (void);

/* Whether the time-stamp counter may be used: the kernel uses it. */
bool ilv_clock_counter_is_trusted (void);

/* Nanoseconds a tick of the time-stamp counter takes, fixed point with 32 bits of fraction.
   Measured against CLOCK_MONOTONIC at the first call, which takes 10 ms. 0: cannot be said. */
uint64_t ilv_clock_counter_ns_per_tick (void);

/* The same moment on both clocks, as well as it can be told. */
void ilv_clock_read_both (uint64_t *ticks, int64_t *ns);

#if defined(__x86_64__)
static inline uint64_t
ilv_clock_counter (void)
{
  return __builtin_ia32_rdtsc ();
}
#else
static inline uint64_t
ilv_clock_counter (void)
{
  return 0;
}
#endif
