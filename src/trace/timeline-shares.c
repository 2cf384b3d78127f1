/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timelines shared out to bins, as pictures need them: a bin is a column. */
#include "trace/timeline-layout.h"

#include <string.h>

/* Up to this many, reading them costs less than asking for sums. */
#define ENTRIES_PER_BIN 4

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

/* The states, but for NONE, in which `after` has more than `before`. */
static guint
list_states (const IlvTimelineSum *before, const IlvTimelineSum *after,
             guint states[ILV_TIMELINE_N_STATES])
{
  guint n = 0;

  for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
    if (after->states[s] > before->states[s])
      states[n++] = s;
  return n;
}

/* Bin by bin, each by the sums at its ends: what lies between need not be read. In whole ns. Of the
   states only those that occur are looked at: mostly a few. */
static void
share_sums (const IlvTimeline *timeline, const Shares *shares, gint64 to)
{
  double length = 1 / shares->per_ns;
  double factor = shares->per_ns * shares->weight;
  guint states[ILV_TIMELINE_N_STATES];
  gint64 before[ILV_TIMELINE_N_STATES];
  IlvTimelineSum sum, last;
  guint n_states;

  ilv_timeline_sum_begin (&sum, timeline, shares->from);
  ilv_timeline_sum_begin (&last, timeline, to);
  n_states = list_states (&sum, &last, states);
  for (guint i = 0; i < n_states; i++)
    before[i] = sum.states[states[i]];
  for (guint bin = 0; bin < shares->n && sum.time < sum.end; bin++)
    {
      double *share = shares->bins[bin];

      ilv_timeline_sum_until (&sum, shares->from + (gint64) ((bin + 1) * length));
      for (guint i = 0; i < n_states; i++)
        {
          gint64 until = sum.states[states[i]];

          share[states[i]] += (double) (until - before[i]) * factor;
          before[i] = until;
        }
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
  guint32 first, last;
  guint64 n_entries;

  g_return_if_fail (from < to && n > 0 && bins != NULL);
  if (timeline->last == NULL || ilv_timeline_get_end (timeline) <= from)
    return;
  first = ilv_timeline_find_chunk (timeline, from);
  last = ilv_timeline_find_chunk (timeline, to);
  n_entries = ilv_timeline_get_first (timeline, last) - ilv_timeline_get_first (timeline, first)
              + ilv_timeline_get_chunk (timeline, last)->n;
  /* Of shorter bins a nanosecond is more than can be seen. */
  if (n_entries > (guint64) n * ENTRIES_PER_BIN && (to - from) / n >= 1000)
    share_sums (timeline, &shares, to);
  else
    for (guint32 i = first; i <= last; i++)
      share_entries (timeline, &shares, i);
}
