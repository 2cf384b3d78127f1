/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/area.h"

#include "trace/area-layout.h"
#include "trace/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Ids where nothing is recorded: programs tell lanes and locks apart by them all the same. */
static _Atomic uint32_t last_unrecorded_lane;
static _Atomic uint32_t last_unrecorded_lock;

static int
create_sealed_memory (size_t size)
{
  int error;
  int fd = memfd_create ("interleave-trace", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (ftruncate (fd, (off_t) size) == 0
      && fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    return fd;
  error = errno;
  close (fd);
  errno = error;
  return -1;
}

static void
fill_header (IlvAreaHeader *header, size_t size, uint32_t n_blocks)
{
  header->version = ILV_AREA_VERSION;
  header->header_size = ILV_AREA_HEADER_SIZE;
  header->block_size = ILV_AREA_BLOCK_SIZE;
  header->record_size = sizeof (IlvRecord);
  header->n_blocks = n_blocks;
  header->size = size;
  header->clock = ILV_CLOCK_MONOTONIC;
  header->ns_per_tick = UINT64_C (1) << 32;
  if (ilv_clock_counter_is_trusted () && ilv_clock_counter_ns_per_tick () != 0)
    {
      header->clock = ILV_CLOCK_COUNTER;
      header->ns_per_tick = ilv_clock_counter_ns_per_tick ();
      ilv_clock_read_both (&header->base_ticks, &header->base_ns);
    }
  else
    {
      header->base_ns = ilv_clock_monotonic ();
      header->base_ticks = (uint64_t) header->base_ns;
    }
  header->magic = ILV_AREA_MAGIC;
}

static bool
header_is_valid (const IlvAreaHeader *header, size_t size)
{
  return header->magic == ILV_AREA_MAGIC && header->version == ILV_AREA_VERSION
         && header->header_size == ILV_AREA_HEADER_SIZE
         && header->block_size == ILV_AREA_BLOCK_SIZE && header->record_size == sizeof (IlvRecord)
         && header->size == size && header->n_blocks > 0 && header->ns_per_tick > 0
         && header->ns_per_tick <= ILV_AREA_MAX_NS_PER_TICK
         && header->n_blocks <= (size - ILV_AREA_HEADER_SIZE) / ILV_AREA_BLOCK_SIZE
         && (header->clock == ILV_CLOCK_MONOTONIC
             || (header->clock == ILV_CLOCK_COUNTER && ilv_clock_counter_is_trusted ()));
}

static IlvArea *
area_new (IlvAreaHeader *header, size_t size)
{
  IlvArea *area = malloc (sizeof *area);

  if (area == NULL)
    return NULL;
  *area = (IlvArea){
    .header = header,
    .blocks = (IlvAreaBlock *) (void *) ((char *) header + ILV_AREA_HEADER_SIZE),
    .size = size,
    .n_blocks = header->n_blocks,
    .clock = header->clock,
    .base_ticks = header->base_ticks,
    .base_ns = header->base_ns,
    .ns_per_tick = header->ns_per_tick,
  };
  return area;
}

static void *
map_area (int fd, size_t size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  return memory == MAP_FAILED ? NULL : memory;
}

IlvArea *
ilv_area_create (size_t size, int *fd_out)
{
  size_t for_blocks = size > ILV_AREA_HEADER_SIZE ? size - ILV_AREA_HEADER_SIZE : 1;
  size_t n_blocks = (for_blocks + ILV_AREA_BLOCK_SIZE - 1) / ILV_AREA_BLOCK_SIZE;
  size_t whole = ILV_AREA_HEADER_SIZE + n_blocks * ILV_AREA_BLOCK_SIZE;
  IlvAreaHeader *header;
  IlvArea *area = NULL;
  int error, fd;

  if (size > ILV_AREA_MAX_SIZE)
    {
      errno = EINVAL;
      return NULL;
    }
  fd = create_sealed_memory (whole);
  if (fd < 0)
    return NULL;
  header = map_area (fd, whole);
  if (header != NULL)
    {
      fill_header (header, whole, (uint32_t) n_blocks);
      area = area_new (header, whole);
    }
  if (area != NULL)
    {
      *fd_out = fd;
      return area;
    }
  error = errno;
  if (header != NULL)
    munmap (header, whole);
  close (fd);
  errno = error;
  return NULL;
}

IlvArea *
ilv_area_attach (int fd)
{
  struct stat status;
  IlvAreaHeader *header;
  IlvArea *area;
  size_t size;
  int seals;

  if (fstat (fd, &status) != 0)
    return NULL;
  /* An area that could shrink would kill its writers with SIGBUS. */
  seals = fcntl (fd, F_GET_SEALS);
  if (seals < 0 || !(seals & F_SEAL_SHRINK)
      || status.st_size < (off_t) (ILV_AREA_HEADER_SIZE + ILV_AREA_BLOCK_SIZE))
    {
      errno = EINVAL;
      return NULL;
    }
  size = (size_t) status.st_size;
  header = map_area (fd, size);
  if (header == NULL)
    return NULL;
  area = header_is_valid (header, size) ? area_new (header, size) : NULL;
  if (area == NULL)
    {
      munmap (header, size);
      errno = EINVAL;
    }
  return area;
}

void
ilv_area_detach (IlvArea *area)
{
  if (area == NULL)
    return;
  munmap (area->header, area->size);
  free (area);
}

uint64_t
ilv_area_ticks (const IlvArea *area)
{
  if (area != NULL && area->clock == ILV_CLOCK_COUNTER)
    return ilv_clock_counter ();
  return (uint64_t) ilv_clock_monotonic ();
}

int64_t
ilv_area_ticks_to_ns (const IlvArea *area, uint64_t ticks)
{
  return area == NULL ? (int64_t) ticks
                      : ilv_area_convert (ticks, area->base_ticks, area->base_ns,
                                          area->ns_per_tick);
}

void
ilv_area_prepare (IlvArea *area, size_t size)
{
#ifdef MADV_POPULATE_WRITE
  uint64_t next = atomic_load_explicit (&area->header->next_block, memory_order_relaxed);
  size_t left = next < area->n_blocks ? (area->n_blocks - next) * ILV_AREA_BLOCK_SIZE : 0;

  /* Where the kernel cannot, pages come one by one as they are written. */
  if (left > 0)
    madvise (&area->blocks[next], size < left ? size : left, MADV_POPULATE_WRITE);
#endif
}

void
ilv_area_set_origin (IlvArea *area)
{
  uint64_t unset = 0;

  if (area == NULL || atomic_load_explicit (&area->header->origin, memory_order_relaxed) != 0)
    return;
  ilv_area_prepare (area, ILV_AREA_PREPARED_SIZE);
  atomic_compare_exchange_strong_explicit (&area->header->origin, &unset, ilv_area_ticks (area),
                                           memory_order_release, memory_order_relaxed);
}

uint32_t
ilv_area_new_lane_id (IlvArea *area)
{
  _Atomic uint32_t *last = area != NULL ? &area->header->last_lane : &last_unrecorded_lane;

  return atomic_fetch_add_explicit (last, 1, memory_order_relaxed) + 1;
}

uint32_t
ilv_area_new_lock_id (IlvArea *area)
{
  _Atomic uint32_t *last = area != NULL ? &area->header->last_lock : &last_unrecorded_lock;

  return atomic_fetch_add_explicit (last, 1, memory_order_relaxed) + 1;
}

uint64_t
ilv_area_dropped (const IlvArea *area)
{
  return area != NULL ? atomic_load_explicit (&area->header->dropped, memory_order_relaxed) : 0;
}
