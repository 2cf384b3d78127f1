/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, where it did: retries, workers that died, deadlocks, and the stop that was asked
   for. Each has a shape of its own; lost updates are too many and stand in their counter. */
#include "chart/panel-private.h"

#include "chart/symbol.h"

#include <math.h>

/* Closer together than this many text sizes in one row, the first stands for the others. */
#define APART 0.7

/* --- where they stand ---------------------------------------------------------------------- */

/* Called for each that is drawn, from left to right; a stop has no row and `y` is the top of the
   lanes. */
typedef void (*EventFunc) (IlvPanel *self, guint64 index, IlvSymbol symbol, double x, double y,
                           gpointer data);

static double
get_radius (IlvPanel *self)
{
  return fmin (self->theme->text_size * 0.4, self->layout.lane_height * 0.4);
}

/* Where the task was at that moment: who sees a deadlock tells it of all that are in it. */
static guint32
find_lane (IlvPanel *self, const IlvMarkEvent *mark)
{
  const IlvTask *task = ilv_trace_find_task (self->trace, mark->task);
  IlvInterval interval;

  if (mark->mark == ILV_MARK_WORKER_DIED)
    return (guint32) mark->argument;
  if (mark->mark != ILV_MARK_DEADLOCK || task == NULL
      || !ilv_timeline_get_at (task->timeline, mark->time, &interval) || interval.other == 0)
    return mark->lane;
  return interval.other;
}

/* FALSE: nobody shown is concerned. */
static gboolean
find_row (IlvPanel *self, const IlvMarkEvent *mark, guint *row)
{
  return self->on_tasks ? ilv_panel_find_task_row (self, mark->task, row)
                        : ilv_panel_find_lane_row (self, find_lane (self, mark), row);
}

/* `drawn`: where the last one of each row stands. FALSE: there is no room for this one. */
static gboolean
place_in_row (IlvPanel *self, const IlvMarkEvent *mark, double x, GArray *drawn, double *y)
{
  guint row;

  if (!find_row (self, mark, &row) || ilv_panel_is_mixed_row (self, row) || row >= drawn->len
      || x - g_array_index (drawn, double, row) < self->theme->text_size * APART)
    return FALSE;
  g_array_index (drawn, double, row) = x;
  *y = ilv_panel_get_row_y (self, row) + self->layout.lane_height / 2;
  return *y >= self->layout.lanes.y && *y < self->layout.lanes.y + self->layout.lanes.height;
}

static void
for_each_event (IlvPanel *self, EventFunc func, gpointer data)
{
  g_autoptr (GArray) drawn = g_array_new (FALSE, FALSE, sizeof (double));
  guint first, end;

  ilv_panel_get_visible_rows_range (self, &first, &end);
  g_array_set_size (drawn, end);
  for (guint row = 0; row < end; row++)
    g_array_index (drawn, double, row) = -HUGE_VAL;
  for (guint64 i = ilv_trace_find_mark (self->trace, self->view.from);
       i < ilv_trace_get_n_marks (self->trace); i++)
    {
      double y = self->layout.lanes.y;
      IlvSymbol symbol;
      IlvMarkEvent mark;
      double x;

      ilv_trace_get_mark (self->trace, i, &mark);
      if (mark.time > MIN (self->view.to, self->view.until))
        break;
      if (!ilv_symbol_from_mark (mark.mark, &symbol))
        continue;
      x = ilv_panel_time_to_x (self, mark.time);
      if (symbol == ILV_SYMBOL_STOP || place_in_row (self, &mark, x, drawn, &y))
        func (self, i, symbol, x, y, data);
    }
}

/* --- drawing ------------------------------------------------------------------------------- */

/* A dotted line through all lanes with a square on top: from here on nothing more begins. */
static void
draw_stop (IlvPanel *self, cairo_t *cr, double x)
{
  const IlvBox *lanes = &self->layout.lanes;
  double unit = self->theme->text_size / 13;

  ilv_colour_set (cr, &self->theme->text);
  for (double y = lanes->y; y < lanes->y + lanes->height; y += 4 * unit)
    ilv_panel_rule (self, cr, x, y, 0, fmin (2 * unit, lanes->y + lanes->height - y));
  ilv_symbol_draw (self->theme, cr, ILV_SYMBOL_STOP, x, lanes->y + 4 * unit, 4 * unit);
}

/* On a disc that takes it out of what lies below. */
static void
draw_event (IlvPanel *self, guint64 index, IlvSymbol symbol, double x, double y, gpointer data)
{
  cairo_t *cr = data;
  double r = get_radius (self);

  if (symbol == ILV_SYMBOL_STOP)
    {
      draw_stop (self, cr, x);
      return;
    }
  cairo_arc (cr, x, y, r * 1.7, 0, 2 * G_PI);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_fill (cr);
  ilv_symbol_draw (self->theme, cr, symbol, x, y, r);
}

void
ilv_panel_draw_events (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;

  if (self->trace == NULL || ilv_trace_get_n_marks (self->trace) == 0)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, box->x - self->theme->text_size, box->y,
                   box->width + 2 * self->theme->text_size, box->height);
  cairo_clip (cr);
  for_each_event (self, draw_event, cr);
  cairo_restore (cr);
}

/* --- what was hit -------------------------------------------------------------------------- */

typedef struct
{
  double x, y;
  double nearest;
  guint64 index;
} Aim;

static void
aim_at_event (IlvPanel *self, guint64 index, IlvSymbol symbol, double x, double y, gpointer data)
{
  Aim *aim = data;
  double away = symbol == ILV_SYMBOL_STOP ? fabs (aim->x - x) : hypot (aim->x - x, aim->y - y);

  if (away > aim->nearest)
    return;
  aim->nearest = away;
  aim->index = index;
}

gboolean
ilv_panel_hit_event (IlvPanel *self, double x, double y, IlvHit *hit)
{
  Aim aim = { x, y, get_radius (self) * 1.7, G_MAXUINT64 };
  IlvMarkEvent mark;

  if (ilv_trace_get_n_marks (self->trace) == 0)
    return FALSE;
  for_each_event (self, aim_at_event, &aim);
  if (aim.index == G_MAXUINT64)
    return FALSE;
  ilv_trace_get_mark (self->trace, aim.index, &mark);
  hit->index = aim.index;
  hit->id = mark.task;
  hit->from = hit->to = mark.time;
  return TRUE;
}
