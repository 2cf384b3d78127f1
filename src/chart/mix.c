/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/mix-private.h"

#include "trace/state.h"

#include <math.h>

/* Intervals a bin up to which reading them all is cheaper than asking the summaries. */
#define SCAN_PER_BIN 16

/* Work at the bottom, what was lost to waiting above it: a row of mixes reads as an area chart. */
static const IlvState order[] = {
  ILV_STATE_RUNNING,     ILV_STATE_RUNNING_FREE, ILV_STATE_BLOCKING_LOOP, ILV_STATE_SERIALISING,
  ILV_STATE_STARTING,    ILV_STATE_WAITING_GIL,  ILV_STATE_WAITING_LOCK,  ILV_STATE_READY,
  ILV_STATE_WAITING_IO,  ILV_STATE_SLEEPING,
};

const IlvState *
ilv_mix_get_order (guint *n)
{
  *n = G_N_ELEMENTS (order);
  return order;
}

static void
add_from_summaries (IlvMix *bins, guint n, const IlvTimeline *timeline, gint64 from, gint64 to,
                    double weight)
{
  gint64 before[ILV_N_STATES];
  gint64 until[ILV_N_STATES];
  double width = (double) (to - from) / n;
  double factor = weight / width;

  ilv_timeline_states_until (timeline, from, before);
  for (guint i = 0; i < n; i++)
    {
      ilv_timeline_states_until (timeline, i + 1 == n ? to : from + (gint64) (width * (i + 1)),
                                 until);
      for (guint s = 0; s < G_N_ELEMENTS (order); s++)
        {
          IlvState state = order[s];

          bins[i].share[state] += (double) (until[state] - before[state]) * factor;
          before[state] = until[state];
        }
    }
}

/* Adds one stretch, given in bins. */
static void
add_stretch (IlvMix *bins, guint n, IlvState state, double begin, double end, double weight)
{
  guint first, last;

  begin = fmax (begin, 0);
  end = fmin (end, n);
  if (begin >= end)
    return;
  first = (guint) begin;
  last = MIN ((guint) end, n - 1);
  if (first == last)
    {
      bins[first].share[state] += (end - begin) * weight;
      return;
    }
  bins[first].share[state] += (first + 1 - begin) * weight;
  for (guint i = first + 1; i < last; i++)
    bins[i].share[state] += weight;
  bins[last].share[state] += (end - last) * weight;
}

void
ilv_mix_add (IlvMix *bins, guint n, const IlvTimeline *timeline, gint64 from, gint64 to,
             double weight)
{
  guint64 length = ilv_timeline_get_length (timeline);
  guint64 first = ilv_timeline_find (timeline, from);
  double per_ns = n / (double) (to - from);

  if (length - first > (guint64) n * SCAN_PER_BIN
      && ilv_timeline_find (timeline, to) - first > (guint64) n * SCAN_PER_BIN)
    {
      add_from_summaries (bins, n, timeline, from, to, weight);
      return;
    }
  for (guint64 i = first; i < length; i++)
    {
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      if (interval.begin >= to)
        break;
      if (interval.state != ILV_STATE_NONE && !ilv_state_is_end (interval.state))
        add_stretch (bins, n, interval.state, (double) (interval.begin - from) * per_ns,
                     (double) (interval.end - from) * per_ns, weight);
    }
}

void
ilv_mix_stack (const IlvMix *mix, int height, int heights[ILV_N_STATES])
{
  double below = 0;
  int filled = 0;

  for (guint s = 0; s < ILV_N_STATES; s++)
    heights[s] = 0;
  for (guint s = 0; s < G_N_ELEMENTS (order); s++)
    {
      double exact = mix->share[order[s]] * height;
      int edge;

      if (exact <= 0)
        continue;
      below += exact;
      edge = MIN ((int) lround (below), height);
      if (edge <= filled && exact >= 0.25)
        edge = MIN (filled + 1, height);
      heights[order[s]] = MAX (edge - filled, 0);
      filled = MAX (edge, filled);
    }
}
