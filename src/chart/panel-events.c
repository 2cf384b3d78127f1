/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, where it did: retries, workers that died, deadlocks, and the stop that was asked
   for. Each has a shape of its own; lost updates are too many and stand in their counter. */
#include "chart/panel-private.h"

#include <math.h>

/* Closer together than this many text sizes in one row, the first stands for the others. */
#define APART 0.7

/* An arrow that comes back to where it began. */
static void
draw_retry (cairo_t *cr, double x, double y, double r)
{
  double end = 1.6 * G_PI;

  cairo_arc (cr, x, y, r, 0, end);
  cairo_stroke (cr);
  cairo_move_to (cr, x + r * cos (end) + r * 0.75, y + r * sin (end));
  cairo_line_to (cr, x + r * cos (end) - r * 0.15, y + r * sin (end) - r * 0.7);
  cairo_line_to (cr, x + r * cos (end) - r * 0.15, y + r * sin (end) + r * 0.7);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_died (cairo_t *cr, double x, double y, double r)
{
  cairo_move_to (cr, x - r, y - r);
  cairo_line_to (cr, x + r, y + r);
  cairo_move_to (cr, x + r, y - r);
  cairo_line_to (cr, x - r, y + r);
  cairo_stroke (cr);
}

/* Two links of a chain. */
static void
draw_deadlock (cairo_t *cr, double x, double y, double r)
{
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x + side * r * 0.5, y, r * 0.75, 0, 2 * G_PI);
    }
  cairo_stroke (cr);
}

/* On a disc that takes it out of what lies below. */
static void
draw_symbol (IlvPanel *self, cairo_t *cr, const IlvMarkEvent *mark, double x, double y)
{
  double r = fmin (self->theme->text_size * 0.4, self->layout.lane_height * 0.4);

  cairo_arc (cr, x, y, r * 1.7, 0, 2 * G_PI);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_fill (cr);
  ilv_colour_set (cr, mark->mark == ILV_MARK_RETRY ? &self->theme->text
                                                   : &self->theme->states[ILV_STATE_FAILED]);
  cairo_set_line_width (cr, fmax (1.2, r * 0.35));
  if (mark->mark == ILV_MARK_RETRY)
    draw_retry (cr, x, y, r * 0.8);
  else if (mark->mark == ILV_MARK_WORKER_DIED)
    draw_died (cr, x, y, r);
  else
    draw_deadlock (cr, x, y, r);
}

/* A dotted line through all lanes with a square on top: from here on nothing more begins. */
static void
draw_stop (IlvPanel *self, cairo_t *cr, double x)
{
  const IlvBox *lanes = &self->layout.lanes;
  double unit = self->theme->text_size / 13;

  ilv_colour_set (cr, &self->theme->text);
  for (double y = lanes->y; y < lanes->y + lanes->height; y += 4 * unit)
    ilv_panel_rule (self, cr, x, y, 0, fmin (2 * unit, lanes->y + lanes->height - y));
  cairo_rectangle (cr, x - 4 * unit, lanes->y, 8 * unit, 8 * unit);
  cairo_fill (cr);
}

/* The rows that are seen, by the id of their task. (transfer full) */
static GHashTable *
list_task_rows (IlvPanel *self, guint first, guint end)
{
  GHashTable *rows = g_hash_table_new (NULL, NULL);

  for (guint row = first; row < end; row++)
    {
      IlvSubject subject;

      ilv_panel_get_subject (self, row, &subject);
      if (subject.on_task)
        g_hash_table_insert (rows, GUINT_TO_POINTER (subject.id), GUINT_TO_POINTER (row + 1));
    }
  return rows;
}

/* FALSE: nobody shown is concerned. */
static gboolean
find_row (IlvPanel *self, GHashTable *task_rows, const IlvMarkEvent *mark, guint *row)
{
  guint32 lane = mark->mark == ILV_MARK_WORKER_DIED ? (guint32) mark->argument : mark->lane;

  if (!self->on_tasks)
    return ilv_panel_find_lane_index (self, lane, row);
  *row = GPOINTER_TO_UINT (g_hash_table_lookup (task_rows, GUINT_TO_POINTER (mark->task))) - 1;
  return *row != G_MAXUINT;
}

/* The first that is not before the view: marks are kept in order of time. */
static guint64
find_first (IlvPanel *self)
{
  guint64 low = 0, high = ilv_trace_get_n_marks (self->trace);

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;
      IlvMarkEvent mark;

      ilv_trace_get_mark (self->trace, middle, &mark);
      if (mark.time < self->view.from)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
draw_events (IlvPanel *self, cairo_t *cr, guint first, guint end)
{
  g_autoptr (GHashTable) task_rows = list_task_rows (self, first, end);
  g_autofree double *drawn = g_new (double, MAX (end, 1));
  double apart = self->theme->text_size * APART;

  for (guint row = 0; row < end; row++)
    drawn[row] = -HUGE_VAL;
  for (guint64 i = find_first (self); i < ilv_trace_get_n_marks (self->trace); i++)
    {
      IlvMarkEvent mark;
      double x;
      guint row;

      ilv_trace_get_mark (self->trace, i, &mark);
      if (mark.time > MIN (self->view.to, self->view.until))
        break;
      x = ilv_panel_time_to_x (self, mark.time);
      if (mark.mark == ILV_MARK_STOP_REQUESTED)
        draw_stop (self, cr, x);
      if (mark.mark == ILV_MARK_STOP_REQUESTED || mark.mark == ILV_MARK_LOST_UPDATE
          || self->layout.per_row > 1 || !find_row (self, task_rows, &mark, &row) || row < first
          || row >= end || x - drawn[row] < apart)
        continue;
      draw_symbol (self, cr, &mark, x,
                   ilv_panel_get_row_y (self, row) + self->layout.lane_height / 2);
      drawn[row] = x;
    }
}

void
ilv_panel_draw_events (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;
  guint first, end;

  if (self->trace == NULL || ilv_trace_get_n_marks (self->trace) == 0)
    return;
  ilv_panel_get_visible_rows_range (self, &first, &end);
  cairo_save (cr);
  cairo_rectangle (cr, box->x - self->theme->text_size, box->y,
                   box->width + 2 * self->theme->text_size, box->height);
  cairo_clip (cr);
  draw_events (self, cr, first, end);
  cairo_restore (cr);
}
