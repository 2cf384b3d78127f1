/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a timeline says. */
#include "trace/timeline-layout.h"

#include <string.h>

guint64
ilv_timeline_get_length (const IlvTimeline *timeline)
{
  if (timeline->last == NULL)
    return 0;
  return ilv_timeline_get_first (timeline, ilv_timeline_count_chunks (timeline) - 1)
         + timeline->last->n;
}

static gboolean
chunk_has (const IlvTimeline *timeline, guint32 chunk, guint64 index)
{
  guint64 first = ilv_timeline_get_first (timeline, chunk);

  return index >= first && index - first < ilv_timeline_get_chunk (timeline, chunk)->n;
}

/* The chunk that holds interval `index`: mostly that of the call before, or the next one. */
static guint32
chunk_of (const IlvTimeline *timeline, guint64 index)
{
  guint32 low = 0, high = ilv_timeline_count_chunks (timeline);
  guint32 cursor;

  if (timeline->directory == NULL)
    return 0;
  cursor = timeline->directory->cursor;
  if (chunk_has (timeline, cursor, index))
    return cursor;
  if (cursor + 1 < high && chunk_has (timeline, cursor + 1, index))
    return timeline->directory->cursor = cursor + 1;
  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (timeline->directory->summaries[middle].first <= index)
        low = middle;
      else
        high = middle;
    }
  return timeline->directory->cursor = low;
}

void
ilv_timeline_get (const IlvTimeline *timeline, guint64 index, IlvInterval *interval)
{
  const IlvTimelineChunk *chunk;
  const IlvTimelinePacked *entry;
  guint32 at;
  guint in_chunk, core;

  g_return_if_fail (index < ilv_timeline_get_length (timeline));
  at = chunk_of (timeline, index);
  chunk = ilv_timeline_get_chunk (timeline, at);
  in_chunk = (guint) (index - ilv_timeline_get_first (timeline, at));
  entry = &chunk->entries[in_chunk];
  core = entry->state_core >> 4;
  interval->begin = chunk->begin + entry->offset;
  interval->open = FALSE;
  if (in_chunk + 1u < chunk->n)
    interval->end = chunk->begin + chunk->entries[in_chunk + 1].offset;
  else if (at + 1 < ilv_timeline_count_chunks (timeline))
    interval->end = timeline->directory->summaries[at + 1].begin;
  else
    {
      interval->end = MAX (interval->begin, ilv_timeline_get_end (timeline));
      interval->open = timeline->end == G_MAXINT64 && !timeline->trace->finished;
    }
  interval->state = (IlvState) (entry->state_core & 0xf);
  interval->other = entry->other;
  interval->object = ilv_trace_get_lock_id (timeline->trace, entry->object);
  interval->core = core == ILV_TIMELINE_NO_CORE ? G_MAXUINT16 : (guint16) core;
}

guint64
ilv_timeline_find (const IlvTimeline *timeline, gint64 time)
{
  guint32 at;
  guint begun;

  if (timeline->last == NULL || ilv_timeline_get_end (timeline) <= time)
    return ilv_timeline_get_length (timeline);
  at = ilv_timeline_find_chunk (timeline, time);
  begun = ilv_timeline_find_in_chunk (ilv_timeline_get_chunk (timeline, at), time);
  /* The last that has begun is the first that has not ended: the next one begins later. */
  return ilv_timeline_get_first (timeline, at) + (begun > 0 ? begun - 1 : 0);
}

gboolean
ilv_timeline_get_at (const IlvTimeline *timeline, gint64 time, IlvInterval *interval)
{
  guint64 index = ilv_timeline_find (timeline, time);

  if (index >= ilv_timeline_get_length (timeline))
    return FALSE;
  ilv_timeline_get (timeline, index, interval);
  return interval->begin <= time;
}

guint64
ilv_timeline_count_begun (const IlvTimeline *timeline, gint64 time)
{
  guint32 at;

  if (timeline->last == NULL)
    return 0;
  at = ilv_timeline_find_chunk (timeline, time);
  return ilv_timeline_get_first (timeline, at)
         + ilv_timeline_find_in_chunk (ilv_timeline_get_chunk (timeline, at), time);
}

void
ilv_timeline_states_until (const IlvTimeline *timeline, gint64 time, gint64 states[ILV_N_STATES])
{
  IlvTimelineSum sum;

  memset (states, 0, ILV_N_STATES * sizeof *states);
  if (timeline->last == NULL)
    return;
  ilv_timeline_sum_begin (&sum, timeline, time);
  memcpy (states, sum.states, ILV_N_STATES * sizeof *states);
}
