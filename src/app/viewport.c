/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewport.h"

#include "app/view-history.h"

/* Closer than this there is nothing to tell apart: records are some ten nanoseconds apart. */
#define SHORTEST_RANGE 200

struct _IlvViewport
{
  GObject parent_instance;

  IlvViewRange range;
  gint64 limit_from;
  gint64 limit_to;
  double first_row;
  double last_row;
  gboolean every_lane;
  gint64 pointed;
  gint64 fixed; /* ends of the selection; the same: nothing is selected */
  gint64 moving;
  IlvViewHistory *history; /* owned */
};

G_DEFINE_FINAL_TYPE (IlvViewport, ilv_viewport, G_TYPE_OBJECT)

enum { CHANGED, SELECTED, POINTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
ilv_viewport_finalize (GObject *object)
{
  ilv_view_history_free (ILV_VIEWPORT (object)->history);
  G_OBJECT_CLASS (ilv_viewport_parent_class)->finalize (object);
}

static void
ilv_viewport_class_init (IlvViewportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_viewport_finalize;
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", ILV_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[POINTED] = g_signal_new ("pointed", ILV_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ilv_viewport_init (IlvViewport *self)
{
  self->history = ilv_view_history_new ();
  self->limit_to = G_TIME_SPAN_SECOND * 1000;
  self->range = (IlvViewRange){ 0, self->limit_to, TRUE };
  self->pointed = G_MININT64;
}

IlvViewport *
ilv_viewport_new (void)
{
  return g_object_new (ILV_TYPE_VIEWPORT, NULL);
}

/* Moves a range into the limits, keeping its length where that is possible. */
static IlvViewRange
keep_inside (IlvViewport *self, gint64 from, gint64 to)
{
  gint64 length = MAX (to - from, SHORTEST_RANGE);

  if (length >= self->limit_to - self->limit_from)
    return (IlvViewRange){ self->limit_from, self->limit_to, TRUE };
  from = CLAMP (from, self->limit_from, self->limit_to - length);
  return (IlvViewRange){ from, from + length, FALSE };
}

static void
set_range (IlvViewport *self, IlvViewRange range)
{
  gboolean same = range.from == self->range.from && range.to == self->range.to;

  self->range = range;
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
change_range (IlvViewport *self, IlvViewRange range, gboolean alone)
{
  if (range.from == self->range.from && range.to == self->range.to)
    return;
  ilv_view_history_leave (self->history, &self->range, alone);
  set_range (self, range);
}

static void
set_selection (IlvViewport *self, gint64 fixed, gint64 moving)
{
  fixed = CLAMP (fixed, self->limit_from, self->limit_to);
  moving = CLAMP (moving, self->limit_from, self->limit_to);
  if (fixed == self->fixed && moving == self->moving)
    return;
  self->fixed = fixed;
  self->moving = moving;
  g_signal_emit (self, signals[SELECTED], 0);
}

void
ilv_viewport_set_limits (IlvViewport *self, gint64 from, gint64 to)
{
  g_return_if_fail (from < to);

  self->limit_from = from;
  self->limit_to = to;
  if (self->range.fitted)
    set_range (self, (IlvViewRange){ from, to, TRUE });
  else
    set_range (self, keep_inside (self, self->range.from, self->range.to));
  if (self->fixed != self->moving)
    set_selection (self, self->fixed, self->moving);
}

gint64
ilv_viewport_get_from (IlvViewport *self)
{
  return self->range.from;
}

gint64
ilv_viewport_get_to (IlvViewport *self)
{
  return self->range.to;
}

gboolean
ilv_viewport_is_fitted (IlvViewport *self)
{
  return self->range.fitted;
}

void
ilv_viewport_fit (IlvViewport *self)
{
  change_range (self, (IlvViewRange){ self->limit_from, self->limit_to, TRUE }, TRUE);
  self->range.fitted = TRUE;
}

void
ilv_viewport_reset (IlvViewport *self, gint64 from, gint64 to)
{
  g_return_if_fail (from < to);

  ilv_view_history_clear (self->history);
  ilv_viewport_clear_selection (self);
  self->first_row = 0;
  self->range.fitted = TRUE;
  ilv_viewport_set_limits (self, from, to);
}

void
ilv_viewport_show (IlvViewport *self, gint64 from, gint64 to)
{
  change_range (self, keep_inside (self, from, to), TRUE);
}

void
ilv_viewport_zoom (IlvViewport *self, gint64 at, double factor)
{
  double left = (double) (at - self->range.from) / factor;
  double right = (double) (self->range.to - at) / factor;

  g_return_if_fail (factor > 0);
  if (left + right < SHORTEST_RANGE)
    return;
  change_range (self, keep_inside (self, at - (gint64) left, at + (gint64) right), FALSE);
}

void
ilv_viewport_pan (IlvViewport *self, gint64 by)
{
  if (!self->range.fitted)
    change_range (self, keep_inside (self, self->range.from + by, self->range.to + by), FALSE);
}

void
ilv_viewport_reveal (IlvViewport *self, gint64 time)
{
  gint64 length = self->range.to - self->range.from;
  gint64 margin = length / 10;

  /* Most of the view is for what comes next. */
  if (time > self->range.to)
    set_range (self, keep_inside (self, time - margin, time - margin + length));
  else if (time < self->range.from)
    set_range (self, keep_inside (self, time + margin - length, time + margin));
}

void
ilv_viewport_go_to_edge (IlvViewport *self, int side)
{
  gint64 length = self->range.to - self->range.from;
  gint64 from = side < 0 ? self->limit_from : self->limit_to - length;

  if (!self->range.fitted)
    change_range (self, keep_inside (self, from, from + length), FALSE);
}

/* A view of the past may reach beyond what there is to see now. */
static void
return_to (IlvViewport *self, const IlvViewRange *range)
{
  if (range->fitted)
    set_range (self, (IlvViewRange){ self->limit_from, self->limit_to, TRUE });
  else
    set_range (self, keep_inside (self, range->from, range->to));
}

gboolean
ilv_viewport_back (IlvViewport *self)
{
  IlvViewRange range;

  if (!ilv_view_history_back (self->history, &self->range, &range))
    return FALSE;
  return_to (self, &range);
  return TRUE;
}

gboolean
ilv_viewport_forward (IlvViewport *self)
{
  IlvViewRange range;

  if (!ilv_view_history_forward (self->history, &self->range, &range))
    return FALSE;
  return_to (self, &range);
  return TRUE;
}

gboolean
ilv_viewport_can_go_back (IlvViewport *self)
{
  return ilv_view_history_can_go_back (self->history);
}

gboolean
ilv_viewport_can_go_forward (IlvViewport *self)
{
  return ilv_view_history_can_go_forward (self->history);
}

void
ilv_viewport_select (IlvViewport *self, gint64 fixed, gint64 moving)
{
  set_selection (self, fixed, moving);
}

void
ilv_viewport_extend_selection (IlvViewport *self, gint64 origin, gint64 by)
{
  gboolean selected = self->fixed != self->moving;
  gint64 moving = CLAMP ((selected ? self->moving : origin) + by, self->limit_from, self->limit_to);

  set_selection (self, selected ? self->fixed : origin, moving);
  if (moving < self->range.from)
    ilv_viewport_pan (self, moving - self->range.from);
  else if (moving > self->range.to)
    ilv_viewport_pan (self, moving - self->range.to);
}

void
ilv_viewport_clear_selection (IlvViewport *self)
{
  if (self->fixed != self->moving)
    set_selection (self, self->fixed, self->fixed);
}

gboolean
ilv_viewport_get_selection (IlvViewport *self, gint64 *from, gint64 *to)
{
  if (from)
    *from = MIN (self->fixed, self->moving);
  if (to)
    *to = MAX (self->fixed, self->moving);
  return self->fixed != self->moving;
}

gboolean
ilv_viewport_find_opposite (IlvViewport *self, gint64 time, gint64 reach, gint64 *fixed)
{
  gint64 to_fixed = ABS (time - self->fixed);
  gint64 to_moving = ABS (time - self->moving);

  if (self->fixed == self->moving || MIN (to_fixed, to_moving) > reach)
    return FALSE;
  *fixed = to_moving <= to_fixed ? self->fixed : self->moving;
  return TRUE;
}

void
ilv_viewport_show_selection (IlvViewport *self)
{
  gint64 from;
  gint64 to;

  if (ilv_viewport_get_selection (self, &from, &to))
    ilv_viewport_show (self, from, to);
}

void
ilv_viewport_set_last_row (IlvViewport *self, double last)
{
  self->last_row = MAX (last, 0);
  if (self->first_row > self->last_row)
    ilv_viewport_scroll_rows (self, 0);
}

gboolean
ilv_viewport_scroll_rows (IlvViewport *self, double by)
{
  double row = CLAMP (self->first_row + by, 0, self->last_row);

  if (row == self->first_row)
    return FALSE;
  self->first_row = row;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

double
ilv_viewport_get_first_row (IlvViewport *self)
{
  return self->first_row;
}

void
ilv_viewport_set_every_lane (IlvViewport *self, gboolean every_lane)
{
  if (every_lane == self->every_lane)
    return;
  self->every_lane = every_lane;
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
ilv_viewport_get_every_lane (IlvViewport *self)
{
  return self->every_lane;
}

void
ilv_viewport_point (IlvViewport *self, gint64 time)
{
  if (time == self->pointed)
    return;
  self->pointed = time;
  g_signal_emit (self, signals[POINTED], 0);
}

gint64
ilv_viewport_get_pointed (IlvViewport *self)
{
  return self->pointed;
}
