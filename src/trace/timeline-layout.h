/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a timeline is made of, for the files that write it, read it and share it out to bins. */
#pragma once

#include "trace/model-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 offset; /* ns after the chunk's begin */
  guint32 other;
  guint16 object;
  guint16 state_core; /* state: 4 bits; core: 12 bits */
} IlvTimelinePacked;

G_STATIC_ASSERT (sizeof (IlvTimelinePacked) == 12);
G_STATIC_ASSERT (ILV_N_STATES <= 16);

struct _IlvTimelineChunk
{
  gint64 begin;
  guint16 n;
  guint16 n_allocated;
  IlvTimelinePacked entries[];
};

typedef struct
{
  IlvTimelineChunk *chunk;
  guint64 first;                        /* index of the chunk's first interval */
  gint64 begin;                         /* the chunk's */
  gint64 states[ILV_TIMELINE_N_STATES]; /* ns in each before the chunk */
} IlvTimelineSummary;

struct _IlvTimelineDirectory
{
  guint32 n_chunks;
  guint32 n_allocated;
  guint32 cursor; /* chunk of the latest ilv_timeline_get(): the next is likely in it too */
  IlvTimelineSummary summaries[];
};

/* Adds the time of the chunk's entries, cut off at `until`, to `states`. */
void ilv_timeline_sum_chunk (const IlvTimelineChunk *chunk, gint64 until, gint64 *states);

static inline guint32
ilv_timeline_count_chunks (const IlvTimeline *timeline)
{
  if (timeline->directory != NULL)
    return timeline->directory->n_chunks;
  return timeline->last != NULL ? 1 : 0;
}

static inline IlvTimelineChunk *
ilv_timeline_get_chunk (const IlvTimeline *timeline, guint32 index)
{
  return timeline->directory != NULL ? timeline->directory->summaries[index].chunk : timeline->last;
}

static inline guint64
ilv_timeline_get_first (const IlvTimeline *timeline, guint32 index)
{
  return timeline->directory != NULL ? timeline->directory->summaries[index].first : 0;
}

static inline gint64
ilv_timeline_get_end (const IlvTimeline *timeline)
{
  return timeline->end != G_MAXINT64 ? timeline->end : ilv_trace_get_end (timeline->trace);
}

static inline gint64
ilv_timeline_last_begin (const IlvTimeline *timeline)
{
  return timeline->last->begin + timeline->last->entries[timeline->last->n - 1].offset;
}

/* The last chunk that begins at or before `time`; 0 when none does. */
static inline guint32
ilv_timeline_find_chunk (const IlvTimeline *timeline, gint64 time)
{
  guint32 low = 0, high = ilv_timeline_count_chunks (timeline);

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (timeline->directory->summaries[middle].begin <= time)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* How many entries of the chunk begin at or before `time`. */
static inline guint
ilv_timeline_find_in_chunk (const IlvTimelineChunk *chunk, gint64 time)
{
  guint low = 0, high = chunk->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (chunk->begin + chunk->entries[middle].offset <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

G_END_DECLS
