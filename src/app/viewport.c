/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewport.h"

/* Closer than this there is nothing to tell apart: records are some ten nanoseconds apart. */
#define SHORTEST_RANGE 200
#define HISTORY_LENGTH 50
/* One turn of the wheel makes many small steps: those that follow each other this closely are gone
   back on together. */
#define STEP_PAUSE (700 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  gint64 from;
  gint64 to;
  gboolean fitted;
} Range;

struct _IlvViewport
{
  GObject parent_instance;

  Range range;
  gint64 limit_from;
  gint64 limit_to;
  double first_row;
  double last_row;
  gboolean every_lane;
  gint64 pointed;
  GArray *history; /* owned: Range */
  gint64 last_step; /* monotonic time of the last deliberate change */
};

G_DEFINE_FINAL_TYPE (IlvViewport, ilv_viewport, G_TYPE_OBJECT)

enum { CHANGED, POINTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
ilv_viewport_finalize (GObject *object)
{
  g_array_unref (ILV_VIEWPORT (object)->history);
  G_OBJECT_CLASS (ilv_viewport_parent_class)->finalize (object);
}

static void
ilv_viewport_class_init (IlvViewportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_viewport_finalize;
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[POINTED] = g_signal_new ("pointed", ILV_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ilv_viewport_init (IlvViewport *self)
{
  self->history = g_array_new (FALSE, FALSE, sizeof (Range));
  self->limit_to = G_TIME_SPAN_SECOND * 1000;
  self->range = (Range){ 0, self->limit_to, TRUE };
  self->pointed = G_MININT64;
}

IlvViewport *
ilv_viewport_new (void)
{
  return g_object_new (ILV_TYPE_VIEWPORT, NULL);
}

/* Moves a range into the limits, keeping its length where that is possible. */
static Range
keep_inside (IlvViewport *self, gint64 from, gint64 to)
{
  gint64 length = MAX (to - from, SHORTEST_RANGE);

  if (length >= self->limit_to - self->limit_from)
    return (Range){ self->limit_from, self->limit_to, TRUE };
  from = CLAMP (from, self->limit_from, self->limit_to - length);
  return (Range){ from, from + length, FALSE };
}

static void
set_range (IlvViewport *self, Range range)
{
  gboolean same = range.from == self->range.from && range.to == self->range.to;

  self->range = range;
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
remember (IlvViewport *self)
{
  gint64 now = g_get_monotonic_time ();
  gboolean goes_on = self->history->len > 0 && now - self->last_step < STEP_PAUSE;

  self->last_step = now;
  if (goes_on)
    return;
  if (self->history->len == HISTORY_LENGTH)
    g_array_remove_index (self->history, 0);
  g_array_append_val (self->history, self->range);
}

static void
change_range (IlvViewport *self, Range range)
{
  if (range.from == self->range.from && range.to == self->range.to)
    return;
  remember (self);
  set_range (self, range);
}

void
ilv_viewport_set_limits (IlvViewport *self, gint64 from, gint64 to)
{
  g_return_if_fail (from < to);

  self->limit_from = from;
  self->limit_to = to;
  if (self->range.fitted)
    set_range (self, (Range){ from, to, TRUE });
  else
    set_range (self, keep_inside (self, self->range.from, self->range.to));
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
  self->last_step = 0;
  change_range (self, (Range){ self->limit_from, self->limit_to, TRUE });
  self->range.fitted = TRUE;
}

void
ilv_viewport_reset (IlvViewport *self, gint64 from, gint64 to)
{
  g_return_if_fail (from < to);

  g_array_set_size (self->history, 0);
  self->first_row = 0;
  self->range.fitted = TRUE;
  ilv_viewport_set_limits (self, from, to);
}

void
ilv_viewport_show (IlvViewport *self, gint64 from, gint64 to)
{
  self->last_step = 0;
  change_range (self, keep_inside (self, from, to));
}

void
ilv_viewport_zoom (IlvViewport *self, gint64 at, double factor)
{
  double left = (double) (at - self->range.from) / factor;
  double right = (double) (self->range.to - at) / factor;

  g_return_if_fail (factor > 0);
  if (left + right < SHORTEST_RANGE)
    return;
  change_range (self, keep_inside (self, at - (gint64) left, at + (gint64) right));
}

void
ilv_viewport_pan (IlvViewport *self, gint64 by)
{
  if (!self->range.fitted)
    change_range (self, keep_inside (self, self->range.from + by, self->range.to + by));
}

void
ilv_viewport_go_to_edge (IlvViewport *self, int side)
{
  gint64 length = self->range.to - self->range.from;
  gint64 from = side < 0 ? self->limit_from : self->limit_to - length;

  if (!self->range.fitted)
    change_range (self, keep_inside (self, from, from + length));
}

gboolean
ilv_viewport_back (IlvViewport *self)
{
  Range range;

  if (self->history->len == 0)
    return FALSE;
  range = g_array_index (self->history, Range, self->history->len - 1);
  g_array_set_size (self->history, self->history->len - 1);
  self->last_step = 0;
  if (range.fitted)
    set_range (self, (Range){ self->limit_from, self->limit_to, TRUE });
  else
    set_range (self, keep_inside (self, range.from, range.to));
  return TRUE;
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
