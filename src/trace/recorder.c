/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/recorder.h"

#include "trace/area-layout.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__) && __has_include(<sys/rseq.h>)
#include <sys/rseq.h>

/* The kernel writes the number of the processor into each thread's restartable-sequences area
   whenever it moves the thread: reading it costs one load. */
static const volatile uint32_t *
find_core (void)
{
  char *thread;

  if (__rseq_size == 0)
    return NULL;
  __asm__ ("mov %%fs:0, %0" : "=r"(thread));
  return (const volatile uint32_t *) (const void *) (thread + __rseq_offset
                                                     + offsetof (struct rseq, cpu_id));
}
#else
static const volatile uint32_t *
find_core (void)
{
  return NULL;
}
#endif

uint16_t
ilv_recorder_ask_core (void)
{
  int core = sched_getcpu ();

  return core >= 0 && core < UINT16_MAX ? (uint16_t) core : UINT16_MAX;
}

bool
ilv_recorder_take_block (IlvRecorder *recorder)
{
  IlvArea *area = recorder->area;
  IlvAreaHeader *header = area->header;
  uint64_t index = area->n_blocks;
  IlvAreaBlock *block;

  /* Looking first keeps a full area from being written by all who find it full. */
  if (atomic_load_explicit (&header->next_block, memory_order_relaxed) < area->n_blocks)
    index = atomic_fetch_add_explicit (&header->next_block, 1, memory_order_relaxed);
  if (index >= area->n_blocks)
    {
      atomic_fetch_add_explicit (&header->dropped, 1, memory_order_relaxed);
      return false;
    }
  block = &area->blocks[index];
  block->lane = recorder->lane;
  block->serial = recorder->n_blocks++;
  recorder->published = &block->published;
  recorder->written = 0;
  recorder->next = block->records;
  recorder->end = block->records + ILV_AREA_BLOCK_RECORDS;
  return true;
}

void
ilv_recorder_begin (IlvRecorder *recorder, IlvArea *area, IlvLaneKind kind, const char *name)
{
  ilv_recorder_begin_lane (recorder, area, area != NULL ? ilv_area_new_lane_id (area) : 0, kind,
                           name);
}

void
ilv_recorder_begin_lane (IlvRecorder *recorder, IlvArea *area, uint32_t lane, IlvLaneKind kind,
                         const char *name)
{
  *recorder = (IlvRecorder){ .area = area, .lane = lane };
  if (area == NULL)
    return;
  recorder->core = find_core ();
  recorder->counter = area->clock == ILV_CLOCK_COUNTER;
  ilv_record (recorder, ILV_RECORD_LANE_BEGIN, lane, kind,
              (uint64_t) (uint32_t) getpid () << 32 | (uint32_t) gettid ());
  if (name != NULL)
    ilv_recorder_name (recorder, ILV_RECORD_NAME_LANE, lane, name);
}

/* Not for the hot path: a record of a moment that is over. */
static void
record_at (IlvRecorder *recorder, uint64_t ticks, IlvRecordKind kind, uint32_t subject,
           unsigned state, uint64_t argument)
{
  if (recorder->next == recorder->end
      && (recorder->area == NULL || !ilv_recorder_take_block (recorder)))
    return;
  *recorder->next++ = (IlvRecord){ .ticks = ticks,
                                   .subject = subject,
                                   .kind = (uint8_t) kind,
                                   .state = (uint8_t) state,
                                   .core = UINT16_MAX,
                                   .argument = argument };
  recorder->written++;
  atomic_store_explicit (recorder->published, recorder->written, memory_order_release);
}

void
ilv_recorder_begin_starting (IlvRecorder *recorder, IlvArea *area, uint32_t lane, IlvLaneKind kind,
                             const char *name, uint64_t ticks)
{
  *recorder = (IlvRecorder){ .area = area, .lane = lane };
  if (area == NULL)
    return;
  recorder->core = find_core ();
  recorder->counter = area->clock == ILV_CLOCK_COUNTER;
  if (ticks == 0)
    ticks = ilv_area_ticks (area);
  record_at (recorder, ticks, ILV_RECORD_LANE_BEGIN, lane, kind,
             (uint64_t) (uint32_t) getpid () << 32 | (uint32_t) gettid ());
  record_at (recorder, ticks, ILV_RECORD_STATE, 0, ILV_STATE_STARTING, 0);
  if (name != NULL)
    ilv_recorder_name (recorder, ILV_RECORD_NAME_LANE, lane, name);
}

void
ilv_recorder_end (IlvRecorder *recorder, IlvState how)
{
  ilv_record (recorder, ILV_RECORD_LANE_END, recorder->lane, how, 0);
  *recorder = (IlvRecorder){ .area = NULL };
}

void
ilv_recorder_name (IlvRecorder *recorder, IlvRecordKind kind, uint32_t id, const char *name)
{
  size_t length = strnlen (name, ILV_RECORDER_MAX_NAME);

  for (size_t at = 0; at < length; at += sizeof (uint64_t))
    {
      size_t rest = length - at;
      uint64_t bytes = 0;

      memcpy (&bytes, name + at, rest < sizeof bytes ? rest : sizeof bytes);
      ilv_record (recorder, kind, id, (unsigned) (at / sizeof bytes), bytes);
    }
}

int64_t
ilv_recorder_count (IlvRecorder *recorder, uint32_t counter, int64_t delta)
{
  int64_t value;

  if (recorder->area == NULL || counter >= ILV_MAX_COUNTERS)
    return 0;
  value = atomic_fetch_add_explicit (&recorder->area->header->counters[counter].value, delta,
                                     memory_order_relaxed)
          + delta;
  ilv_record (recorder, ILV_RECORD_COUNTER, counter, 0, (uint64_t) value);
  return value;
}

void
ilv_recorder_set_counter (IlvRecorder *recorder, uint32_t counter, int64_t value)
{
  if (recorder->area == NULL || counter >= ILV_MAX_COUNTERS)
    return;
  atomic_store_explicit (&recorder->area->header->counters[counter].value, value,
                         memory_order_relaxed);
  ilv_record (recorder, ILV_RECORD_COUNTER, counter, 0, (uint64_t) value);
}
