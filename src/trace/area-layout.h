/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where everything is in a trace area. Writers and the reader may be different programs, built at
 * different times: every offset is held by an assertion, and a change of any needs a new version.
 *
 * An area is a header followed by blocks of equal size. Words that several writers change have
 * cache lines of their own, because a line that two cores write travels between them at each
 * write.
 */
#pragma once

#include "trace/area.h"

#define ILV_AREA_MAGIC UINT64_C (0x3165636172544c49) /* "ILTrace1" in memory */
#define ILV_AREA_VERSION 1u
#define ILV_AREA_CACHE_LINE 64
#define ILV_AREA_HEADER_SIZE 8192u
#define ILV_AREA_BLOCK_SIZE 16384u
#define ILV_AREA_BLOCK_HEADER_SIZE 64u
#define ILV_AREA_BLOCK_RECORDS 680u
#define ILV_AREA_MAX_SIZE ((size_t) 1 << 40)

typedef enum
{
  ILV_CLOCK_MONOTONIC = 1, /* ticks are nanoseconds of CLOCK_MONOTONIC */
  ILV_CLOCK_COUNTER,       /* ticks of the processor's time-stamp counter */
} IlvClock;

typedef struct
{
  _Alignas (ILV_AREA_CACHE_LINE) _Atomic int64_t value;
} IlvAreaCounter;

typedef struct
{
  /* Written once, before anybody else sees the area. */
  uint64_t magic;
  uint32_t version;
  uint32_t header_size;
  uint32_t block_size;
  uint32_t record_size;
  uint32_t n_blocks;
  uint32_t clock; /* IlvClock */
  uint64_t size;
  uint64_t base_ticks; /* the same moment in ticks … */
  int64_t base_ns;     /* … and in ns of CLOCK_MONOTONIC */
  uint64_t ns_per_tick; /* fixed point, 32 bits of fraction */

  _Alignas (ILV_AREA_CACHE_LINE) _Atomic uint64_t origin; /* ticks; 0: the run has not begun */
  /* May grow beyond n_blocks by one for each writer that found the area full. */
  _Alignas (ILV_AREA_CACHE_LINE) _Atomic uint64_t next_block;
  _Alignas (ILV_AREA_CACHE_LINE) _Atomic uint64_t dropped;
  _Alignas (ILV_AREA_CACHE_LINE) _Atomic uint32_t last_lane;
  _Alignas (ILV_AREA_CACHE_LINE) _Atomic uint32_t last_lock;
  _Alignas (4096) IlvAreaCounter counters[ILV_MAX_COUNTERS];
} IlvAreaHeader;

/* One writer's, from the moment it is taken to the end of the area's life. `lane` and `serial` are
   written before the first record is published. */
typedef struct
{
  uint32_t lane;
  uint32_t serial;            /* of this block among its lane's, from 0 */
  _Atomic uint32_t published; /* records that may be read; the release store of the writer */
  uint32_t reserved[13];
  IlvRecord records[ILV_AREA_BLOCK_RECORDS];
} IlvAreaBlock;

/* What a process knows of an area it has mapped. */
struct _IlvArea
{
  IlvAreaHeader *header;
  IlvAreaBlock *blocks;
  size_t size;
  uint32_t n_blocks; /* copies, which another process cannot change under us */
  uint32_t clock;
  uint64_t base_ticks;
  int64_t base_ns;
  uint64_t ns_per_tick;
};

/* More than 256 ns a tick is no clock. */
#define ILV_AREA_MAX_NS_PER_TICK (UINT64_C (1) << 40)

/* Ticks as ns of CLOCK_MONOTONIC, for any values of the first three (an area may have been written
   by anybody); `ns_per_tick` is at most the above. Results beyond 2^62 either way are cut off. */
static inline int64_t
ilv_area_convert (uint64_t ticks, uint64_t base_ticks, int64_t base_ns, uint64_t ns_per_tick)
{
  const __int128 limit = (__int128) 1 << 62;
  __int128 ns = ((__int128) ticks - (__int128) base_ticks) * (__int128) ns_per_tick;

  ns = (ns >> 32) + base_ns;
  return (int64_t) (ns > limit ? limit : ns < -limit ? -limit : ns);
}

#define ILV_AREA_HOLDS(type, field, offset) \
  _Static_assert (offsetof (type, field) == (offset), #type "." #field " is where it must be")

ILV_AREA_HOLDS (IlvAreaHeader, magic, 0);
ILV_AREA_HOLDS (IlvAreaHeader, version, 8);
ILV_AREA_HOLDS (IlvAreaHeader, header_size, 12);
ILV_AREA_HOLDS (IlvAreaHeader, block_size, 16);
ILV_AREA_HOLDS (IlvAreaHeader, record_size, 20);
ILV_AREA_HOLDS (IlvAreaHeader, n_blocks, 24);
ILV_AREA_HOLDS (IlvAreaHeader, clock, 28);
ILV_AREA_HOLDS (IlvAreaHeader, size, 32);
ILV_AREA_HOLDS (IlvAreaHeader, base_ticks, 40);
ILV_AREA_HOLDS (IlvAreaHeader, base_ns, 48);
ILV_AREA_HOLDS (IlvAreaHeader, ns_per_tick, 56);
ILV_AREA_HOLDS (IlvAreaHeader, origin, 64);
ILV_AREA_HOLDS (IlvAreaHeader, next_block, 128);
ILV_AREA_HOLDS (IlvAreaHeader, dropped, 192);
ILV_AREA_HOLDS (IlvAreaHeader, last_lane, 256);
ILV_AREA_HOLDS (IlvAreaHeader, last_lock, 320);
ILV_AREA_HOLDS (IlvAreaHeader, counters, 4096);
_Static_assert (sizeof (IlvAreaCounter) == ILV_AREA_CACHE_LINE, "a counter has its own line");
_Static_assert (sizeof (IlvAreaHeader) == ILV_AREA_HEADER_SIZE, "the header has two pages");

ILV_AREA_HOLDS (IlvAreaBlock, lane, 0);
ILV_AREA_HOLDS (IlvAreaBlock, serial, 4);
ILV_AREA_HOLDS (IlvAreaBlock, published, 8);
ILV_AREA_HOLDS (IlvAreaBlock, records, ILV_AREA_BLOCK_HEADER_SIZE);
_Static_assert (sizeof (IlvAreaBlock) == ILV_AREA_BLOCK_SIZE, "records fill a block exactly");
_Static_assert (sizeof (_Atomic uint32_t) == 4 && sizeof (_Atomic uint64_t) == 8
                  && ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2,
                "atomics shared between processes must not need a lock");
