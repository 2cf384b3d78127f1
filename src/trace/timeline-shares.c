/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timelines shared out to bins, as pictures need them: a bin is a column. */
#include "trace/timeline-layout.h"

#include <string.h>

typedef struct
{
  double (*bins)[ILV_N_STATES];
  guint n;
  gint64 from;
  double per_ns; /* bins */
  double weight;
} Shares;

/* Adds a stretch, given in bins, of which each full bin gets `density`. */
static inline void
add_stretch (const Shares *shares, guint state, double begin, double end, double density)
{
  guint first, last;

  begin = MAX (begin, 0);
  end = MIN (end, shares->n);
  if (begin >= end)
    return;
  first = (guint) begin;
  last = MIN ((guint) end, shares->n - 1);
  if (first == last)
    {
      shares->bins[first][state] += (end - begin) * density;
      return;
    }
  shares->bins[first][state] += (first + 1 - begin) * density;
  for (guint i = first + 1; i < last; i++)
    shares->bins[i][state] += density;
  shares->bins[last][state] += (end - last) * density;
}

static gint64
chunk_end (const IlvTimeline *timeline, guint32 index)
{
  return index + 1 < ilv_timeline_count_chunks (timeline)
           ? timeline->directory->summaries[index + 1].begin
           : MAX (ilv_timeline_get_end (timeline), ilv_timeline_last_begin (timeline));
}

/* Adds what was counted for one bin and starts the next from nothing. */
static inline void
flush_bin (const Shares *shares, guint bin, gint64 counted[16])
{
  double factor = shares->per_ns * shares->weight;

  for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
    shares->bins[bin][s] += (double) counted[s] * factor;
  memset (counted, 0, 16 * sizeof *counted);
}

/* Interval by interval, in whole nanoseconds: for bins that hold many, where it is the time of a
   frame that counts. */
static void
count_entries (const IlvTimeline *timeline, const Shares *shares, guint32 index)
{
  const IlvTimelineChunk *chunk = ilv_timeline_get_chunk (timeline, index);
  double length = 1 / shares->per_ns;
  gint64 shift = shares->from - chunk->begin;
  gint64 last = chunk_end (timeline, index) - chunk->begin;
  gint64 at = MAX (shift, 0);
  guint bin = (guint) ((double) (at - shift) * shares->per_ns);
  gint64 limit = shift + (gint64) ((bin + 1) * length);
  gint64 counted[16] = { 0 };
  guint i = ilv_timeline_find_in_chunk (chunk, shares->from);

  for (i -= i > 0; i < chunk->n && bin < shares->n; i++)
    {
      guint state = chunk->entries[i].state_core & 0xf;
      gint64 end = i + 1 < chunk->n ? chunk->entries[i + 1].offset : last;

      if (end > limit)
        {
          counted[state] += limit - at;
          flush_bin (shares, bin++, counted);
          at = limit;
          while (bin < shares->n && end >= shift + (gint64) ((bin + 1) * length))
            {
              if (state != ILV_STATE_NONE && state < ILV_TIMELINE_N_STATES)
                shares->bins[bin][state] += shares->weight;
              at = shift + (gint64) (++bin * length);
            }
          limit = shift + (gint64) ((bin + 1) * length);
        }
      counted[state] += end - at;
      at = end;
    }
  if (bin < shares->n)
    flush_bin (shares, bin, counted);
}

/* Interval by interval, to any fraction of a nanosecond. */
static void
share_entries (const IlvTimeline *timeline, const Shares *shares, guint32 index)
{
  const IlvTimelineChunk *chunk = ilv_timeline_get_chunk (timeline, index);
  guint first = ilv_timeline_find_in_chunk (chunk, shares->from);
  double base = (double) (chunk->begin - shares->from) * shares->per_ns;
  double last = (double) (chunk_end (timeline, index) - shares->from) * shares->per_ns;
  double begin;

  first -= first > 0;
  begin = base + chunk->entries[first].offset * shares->per_ns;
  for (guint i = first; i < chunk->n && begin < shares->n; i++)
    {
      guint state = chunk->entries[i].state_core & 0xf;
      double end = i + 1 < chunk->n ? base + chunk->entries[i + 1].offset * shares->per_ns : last;

      if (state != ILV_STATE_NONE && state < ILV_TIMELINE_N_STATES)
        add_stretch (shares, state, begin, end, shares->weight);
      begin = end;
    }
}

/* The times of all the chunk's intervals together, evenly over its length. */
static void
share_chunk (const IlvTimeline *timeline, const Shares *shares, guint32 index)
{
  const IlvTimelineSummary *summary = &timeline->directory->summaries[index];
  double begin = (double) (summary->begin - shares->from) * shares->per_ns;
  double end = (double) (summary[1].begin - shares->from) * shares->per_ns;

  for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
    {
      gint64 time = summary[1].states[s] - summary->states[s];

      if (time > 0)
        add_stretch (shares, s, begin, end,
                     (double) time * shares->per_ns / (end - begin) * shares->weight);
    }
}

/* Time in each state until `time`, taken to go on evenly within a chunk. */
static void
estimate_until (const IlvTimeline *timeline, gint64 time, double states[ILV_TIMELINE_N_STATES])
{
  guint32 index = ilv_timeline_find_chunk (timeline, time);
  const IlvTimelineSummary *summary = &timeline->directory->summaries[index];
  double part;

  if (index + 1 == ilv_timeline_count_chunks (timeline) || time <= summary->begin)
    {
      gint64 exact[ILV_N_STATES];

      ilv_timeline_states_until (timeline, time, exact);
      for (guint s = 0; s < ILV_TIMELINE_N_STATES; s++)
        states[s] = (double) exact[s];
      return;
    }
  part = (double) (time - summary->begin) / (double) (summary[1].begin - summary->begin);
  for (guint s = 0; s < ILV_TIMELINE_N_STATES; s++)
    states[s]
      = (double) summary->states[s] + (double) (summary[1].states[s] - summary->states[s]) * part;
}

/* Bin by bin, from the summaries alone. */
static void
share_summaries (const IlvTimeline *timeline, const Shares *shares)
{
  double factor = shares->per_ns * shares->weight;
  double before[ILV_TIMELINE_N_STATES];
  double until[ILV_TIMELINE_N_STATES];

  estimate_until (timeline, shares->from, before);
  for (guint i = 0; i < shares->n; i++)
    {
      estimate_until (timeline, shares->from + (gint64) ((i + 1) / shares->per_ns), until);
      for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
        shares->bins[i][s] += (until[s] - before[s]) * factor;
      memcpy (before, until, sizeof before);
    }
}

void
ilv_timeline_add_shares (const IlvTimeline *timeline,
                         gint64 from,
                         gint64 to,
                         guint n,
                         double weight,
                         double (*bins)[ILV_N_STATES])
{
  const Shares shares = { bins, n, from, n / (double) (to - from), weight };
  gint64 bin = (to - from) / n;
  guint32 first, last;

  g_return_if_fail (from < to && n > 0 && bins != NULL);
  if (timeline->last == NULL || ilv_timeline_get_end (timeline) <= from)
    return;
  first = ilv_timeline_find_chunk (timeline, from);
  last = ilv_timeline_find_chunk (timeline, to);
  if (last - first > 2 * n)
    {
      share_summaries (timeline, &shares);
      return;
    }
  for (guint32 i = first; i <= last; i++)
    if (i + 1 < ilv_timeline_count_chunks (timeline)
        && chunk_end (timeline, i) - ilv_timeline_get_chunk (timeline, i)->begin < bin)
      share_chunk (timeline, &shares, i);
    else if (bin >= 1000)
      count_entries (timeline, &shares, i);
    else
      share_entries (timeline, &shares, i);
}
