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
#define ILV_MAX_STATES 16 /* that fit in an entry */
G_STATIC_ASSERT (ILV_N_STATES <= ILV_MAX_STATES);

struct _IlvTimelineChunk
{
  gint64 begin;
  guint16 n;
  guint16 n_allocated;
  IlvTimelinePacked entries[];
};

/* Within a chunk that is followed by others: for each group of its entries but the first the time
   spent in each state before it, in ns from the chunk's begin. Only the states that occur are kept,
   and of them not the last: it has what is left of the time. */
#define ILV_TIMELINE_GROUP 16

typedef struct
{
  guint16 states;  /* bits of those that occur */
  guint16 n_kept;  /* of them: times a group */
  guint32 n_times;
  guint32 times[]; /* group by group, state by state */
} IlvTimelineDetail;

typedef struct
{
  IlvTimelineChunk *chunk;
  IlvTimelineDetail *detail;            /* NULL in the last chunk, and where there is one group */
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

/* The time spent in each state until a moment that only moves on. A step costs the entries passed,
   or about a group of them where there are more. */
typedef struct
{
  const IlvTimeline *timeline;
  gint64 end;                    /* of the timeline */
  gint64 time;                   /* how far it has come */
  gint64 states[ILV_MAX_STATES]; /* ns in each until then */
  guint32 chunk;
  guint entry; /* of the chunk: the one that goes on at `time` */
} IlvTimelineSum;

/* Starts at `time`, or at the timeline's ends when it lies beyond; there must be a chunk. */
void ilv_timeline_sum_begin (IlvTimelineSum *sum, const IlvTimeline *timeline, gint64 time);
void ilv_timeline_sum_until (IlvTimelineSum *sum, gint64 time);

/* The detail of a chunk; NULL when it has but one group. */
IlvTimelineDetail *ilv_timeline_detail_new (const IlvTimelineChunk *chunk);

static inline gsize
ilv_timeline_detail_get_size (const IlvTimelineDetail *detail)
{
  return detail != NULL ? sizeof *detail + detail->n_times * sizeof *detail->times : 0;
}

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
