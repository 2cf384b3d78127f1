/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/event-search.h"

#include "trace/model-private.h"

typedef struct
{
  const IlvTrace *trace;
  gint64 time;
  gint64 best; /* nearest so far; the end of all time in the direction searched: none */
  gboolean forward;
} Search;

static void
look_at (Search *search, gint64 time)
{
  if (search->forward ? time > search->time && time < search->best
                      : time < search->time && time > search->best)
    search->best = time;
}

/* The end of what goes on is only how far the run has come. */
static void
look_at_end (Search *search, gint64 end)
{
  if (end < ilv_trace_get_end (search->trace) || ilv_trace_is_finished (search->trace))
    look_at (search, end);
}

/* An interval or a hold ends where the next begins or before: the nearest is at the first that ends
   later, or the one before it. */
static guint64
find_first (guint64 index)
{
  return index > 0 ? index - 1 : 0;
}

static void
look_at_timeline (Search *search, const IlvTimeline *timeline)
{
  guint64 n = ilv_timeline_get_length (timeline);
  guint64 index = ilv_timeline_find (timeline, search->forward ? search->time : search->time - 1);

  for (guint64 i = find_first (index); i < n && i <= index; i++)
    {
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      look_at (search, interval.begin);
      if (!interval.open)
        look_at (search, interval.end);
    }
}

static void
look_at_lanes (Search *search)
{
  guint n = ilv_trace_get_n_lanes (search->trace);
  gboolean has_workers = FALSE;

  for (guint i = 0; i < n && !has_workers; i++)
    has_workers = ilv_trace_get_lane (search->trace, i)->kind != ILV_LANE_MAIN;
  for (guint i = 0; i < n; i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (search->trace, i);

      if (!has_workers || lane->kind != ILV_LANE_MAIN)
        look_at_timeline (search, lane->timeline);
    }
}

static void
look_at_moments (Search *search, const GArray *moments)
{
  guint low = 0, high = moments != NULL ? moments->len : 0;
  guint n = high;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (moments, gint64, middle) < search->time + search->forward)
        low = middle + 1;
      else
        high = middle;
    }
  for (guint i = low > 0 ? low - 1 : 0; i < n && i <= low; i++)
    look_at (search, g_array_index (moments, gint64, i));
}

/* What they did beside what lanes show is noted, so that none of them has to be looked at. */
static void
look_at_tasks (Search *search)
{
  for (guint i = 0; i < search->trace->lanes->len; i++)
    look_at_moments (search, ((IlvLaneStore *) search->trace->lanes->pdata[i])->moments);
  look_at_moments (search, search->trace->moments);
}

static void
look_at_lock (Search *search, const IlvLock *lock)
{
  guint64 index = ilv_lock_find_hold (lock, search->forward ? search->time : search->time - 1);
  guint64 request
    = ilv_lock_find_drop_request (lock, search->forward ? search->time + 1 : search->time);

  for (guint64 i = find_first (index); i < lock->n_holds && i <= index; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      look_at (search, hold.begin);
      look_at_end (search, hold.end);
    }
  for (guint64 i = find_first (request); i < lock->n_drop_requests && i <= request; i++)
    {
      IlvDropRequest asked;

      ilv_lock_get_drop_request (lock, i, &asked);
      look_at (search, asked.time);
    }
}

/* They are kept in order of time. */
static void
look_at_marks (Search *search)
{
  guint64 n = ilv_trace_get_n_marks (search->trace);
  guint64 low = 0, high = n;
  IlvMarkEvent mark;

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      ilv_trace_get_mark (search->trace, middle, &mark);
      if (mark.time < search->time + search->forward)
        low = middle + 1;
      else
        high = middle;
    }
  for (guint64 i = find_first (low); i < n && i <= low; i++)
    {
      ilv_trace_get_mark (search->trace, i, &mark);
      look_at (search, mark.time);
    }
}

static gboolean
find (const IlvTrace *trace, gint64 time, gboolean forward, gint64 *found)
{
  const gint64 none = forward ? G_MAXINT64 : G_MININT64;
  Search search = { trace, time, none, forward };

  look_at_lanes (&search);
  look_at_tasks (&search);
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    look_at_lock (&search, ilv_trace_get_lock (trace, i));
  look_at_marks (&search);
  if (search.best == none)
    return FALSE;
  *found = search.best;
  return TRUE;
}

gboolean
ilv_trace_find_event_after (const IlvTrace *trace, gint64 time, gint64 *found)
{
  g_return_val_if_fail (trace != NULL && found != NULL && time < G_MAXINT64, FALSE);
  return find (trace, time, TRUE, found);
}

gboolean
ilv_trace_find_event_before (const IlvTrace *trace, gint64 time, gint64 *found)
{
  g_return_val_if_fail (trace != NULL && found != NULL && time > G_MININT64, FALSE);
  return find (trace, time, FALSE, found);
}
