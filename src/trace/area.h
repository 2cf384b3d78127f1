/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shared memory a run is recorded into: a sealed memfd of small blocks.
 *
 * Whoever starts a run creates the area and passes its file descriptor on; every process of the
 * run attaches it. A writer takes a fresh block whenever its last is full, with one atomic
 * addition; a block is never taken back. When there are no more blocks the writer counts what it
 * drops. Plain C11, no GLib.
 */
#pragma once

#include "trace/record.h"

#include <stdatomic.h>
#include <stdbool.h>

#define ILV_AREA_DEFAULT_SIZE ((size_t) 256 << 20) /* bytes; pages are only taken when written */

/* Made ready in memory before a run begins: some 700 000 records, 10 ms. */
#define ILV_AREA_PREPARED_SIZE ((size_t) 16 << 20)

typedef struct _IlvArea IlvArea;

/* Creates an area of `size` bytes (rounded to whole blocks) as a memfd sealed against resizing,
   calibrates its clock and maps it. NULL with errno set on failure. `*fd_out` is the caller's to
   close; it is close-on-exec. */
IlvArea *ilv_area_create (size_t size, int *fd_out);

/* Maps an area somebody else created, for writing. Checks its header. The descriptor is not kept.
   NULL with errno set (EINVAL: not an area) on failure. */
IlvArea *ilv_area_attach (int fd);

void ilv_area_detach (IlvArea *area);

/* The clock all records are stamped with, and its relation to CLOCK_MONOTONIC, in ns. Without an
   area (NULL) the ticks are those nanoseconds. */
uint64_t ilv_area_ticks (const IlvArea *area);
int64_t ilv_area_ticks_to_ns (const IlvArea *area, uint64_t ticks);

/* Has the pages of the next blocks, `size` bytes of them, in memory and mapped in this process, so
   that writers need not stop for them: a fresh page costs more than the 170 records it holds.
   They count as shared memory of this process (RssShmem in /proc/PID/status). */
void ilv_area_prepare (IlvArea *area, size_t size);

/* Prepares ILV_AREA_PREPARED_SIZE bytes and then says that the run starts now: time 0 of its trace.
   The first call wins, later ones do nothing. NULL: does nothing. */
void ilv_area_set_origin (IlvArea *area);

/* Ids unique in the area, across all processes of the run; from 1. Without an area (NULL) unique in
   this process. */
uint32_t ilv_area_new_lane_id (IlvArea *area);
uint32_t ilv_area_new_lock_id (IlvArea *area);

/* Records dropped so far because the area was full. */
uint64_t ilv_area_dropped (const IlvArea *area);
