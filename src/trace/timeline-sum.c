/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much time a timeline has spent in each state until a moment. */
#include "trace/timeline-layout.h"

#include <string.h>

/* The lowest of the states in a set; g_bit_nth_lsf() goes from bit to bit. */
static inline guint
lowest (guint states)
{
  return (guint) __builtin_ctz (states);
}

static guint
state_of (const IlvTimelineChunk *chunk, guint entry)
{
  return chunk->entries[entry].state_core & 0xf;
}

IlvTimelineDetail *
ilv_timeline_detail_new (const IlvTimelineChunk *chunk)
{
  guint n_groups = (chunk->n + ILV_TIMELINE_GROUP - 1u) / ILV_TIMELINE_GROUP;
  guint32 until[ILV_MAX_STATES] = { 0 };
  IlvTimelineDetail *detail;
  guint states = 0, n_kept = 0;
  guint32 *time;

  if (n_groups <= 1)
    return NULL;
  for (guint i = 0; i < chunk->n; i++)
    states |= 1u << state_of (chunk, i);
  for (guint rest = states & (states - 1); rest != 0; rest &= rest - 1)
    n_kept++;
  detail = g_malloc (sizeof *detail + (n_groups - 1) * n_kept * sizeof *detail->times);
  detail->states = (guint16) states;
  detail->n_kept = (guint16) n_kept;
  detail->n_times = (n_groups - 1) * n_kept;
  time = detail->times;
  for (guint i = 1; i < chunk->n; i++)
    {
      guint left = states;

      until[state_of (chunk, i - 1)] += chunk->entries[i].offset - chunk->entries[i - 1].offset;
      if (i % ILV_TIMELINE_GROUP == 0)
        for (guint k = 0; k < n_kept; k++, left &= left - 1)
          *time++ = until[lowest (left)];
    }
  return detail;
}

/* Takes the sum to the beginning of a group of entries, by what is known of the time before. */
static void
jump (IlvTimelineSum *sum, guint32 index, guint group)
{
  const IlvTimelineSummary *summary = &sum->timeline->directory->summaries[index];

  memcpy (sum->states, summary->states, sizeof summary->states);
  sum->chunk = index;
  sum->entry = group * ILV_TIMELINE_GROUP;
  sum->time = summary->begin;
  if (group > 0)
    {
      const IlvTimelineDetail *detail = summary->detail;
      const guint32 *times = detail->times + (group - 1) * detail->n_kept;
      gint64 offset = summary->chunk->entries[sum->entry].offset, rest = offset;
      guint left = detail->states;

      for (guint k = 0; k < detail->n_kept; k++, left &= left - 1)
        {
          sum->states[lowest (left)] += times[k];
          rest -= times[k];
        }
      sum->states[lowest (left)] += rest;
      sum->time += offset;
    }
}

/* The last chunk that begins at or before `time`, looked for from the sum's on. */
static guint32
find_chunk_on (const IlvTimelineSum *sum, gint64 time)
{
  const IlvTimelineSummary *summaries = sum->timeline->directory->summaries;
  guint32 n = sum->timeline->directory->n_chunks;
  guint32 low = sum->chunk, high, step = 1;

  while (step < n - low && summaries[low + step].begin <= time)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, n);
  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (summaries[middle].begin <= time)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* To the last group that begins at or before `time`, when it is not the one the sum is in. */
static void
skip_groups (IlvTimelineSum *sum, gint64 time)
{
  const IlvTimelineDirectory *directory = sum->timeline->directory;
  const IlvTimelineSummary *summary = &directory->summaries[sum->chunk];
  const IlvTimelinePacked *entries;
  guint group, now, last;
  gint64 reach;

  if (sum->chunk + 1 < directory->n_chunks && directory->summaries[sum->chunk + 1].begin <= time)
    {
      jump (sum, find_chunk_on (sum, time), 0);
      summary = &directory->summaries[sum->chunk];
    }
  if (summary->detail == NULL)
    return;
  group = now = sum->entry / ILV_TIMELINE_GROUP;
  last = (summary->chunk->n - 1u) / ILV_TIMELINE_GROUP;
  entries = summary->chunk->entries;
  reach = time - summary->begin;
  while (group < last && entries[(group + 1) * ILV_TIMELINE_GROUP].offset <= reach)
    group++;
  if (group > now)
    jump (sum, sum->chunk, group);
}

void
ilv_timeline_sum_until (IlvTimelineSum *sum, gint64 time)
{
  const IlvTimelineChunk *chunk;
  const IlvTimelinePacked *entry, *last;
  gint64 reach, at;

  time = MIN (time, sum->end);
  if (time <= sum->time)
    return;
  if (sum->timeline->directory != NULL)
    skip_groups (sum, time);
  chunk = ilv_timeline_get_chunk (sum->timeline, sum->chunk);
  reach = time - chunk->begin;
  at = sum->time - chunk->begin;
  /* Not read again for every entry from what could be what was written. */
  last = chunk->entries + chunk->n - 1;
  for (entry = chunk->entries + sum->entry; entry < last && entry[1].offset <= reach; entry++)
    {
      gint64 next = entry[1].offset;

      sum->states[entry->state_core & 0xf] += next - at;
      at = next;
    }
  sum->states[entry->state_core & 0xf] += reach - at;
  sum->entry = (guint) (entry - chunk->entries);
  sum->time = time;
}

void
ilv_timeline_sum_begin (IlvTimelineSum *sum, const IlvTimeline *timeline, gint64 time)
{
  memset (sum, 0, sizeof *sum);
  sum->timeline = timeline;
  sum->end = MAX (ilv_timeline_get_end (timeline), ilv_timeline_last_begin (timeline));
  sum->time = ilv_timeline_get_chunk (timeline, 0)->begin;
  ilv_timeline_sum_until (sum, time);
}
