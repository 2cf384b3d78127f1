/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks: where every model ended, and how every lane and task did. */
#include "chart/panel-private.h"

#include <math.h>

/* Tasks up to which the ends of single ones are marked on the lanes of workers. */
#define MAX_MARKED_TASKS 512
/* Ends looked at in a row that tasks share; of more, evenly spaced ones. */
#define MAX_ROW_ENDS 2048

static void
draw_finish_mark (IlvPanel *self, cairo_t *cr, const IlvFinishMark *mark)
{
  double bottom = self->layout.axis.y;
  IlvColour colour = ilv_theme_get_holder_colour (self->theme, mark->colour);
  gboolean own = self->title != NULL && g_strcmp0 (mark->title, self->title) == 0;
  double unit = self->theme->text_size / 13;
  double x = ilv_panel_time_to_x (self, mark->time);
  double flag = (own ? 5 : 3.5) * unit;
  double thick = (own ? 2 : 1) * ceil (unit);

  if (mark->time < self->view.from || mark->time > MIN (self->view.to, self->view.until))
    return;
  x = ilv_panel_snap (self, x);
  ilv_colour_set (cr, &colour);
  for (double y = ilv_panel_snap (self, self->layout.top - 3); y < bottom; y += 5 * unit)
    cairo_rectangle (cr, x, ilv_panel_snap (self, y), thick,
                     ilv_panel_snap (self, fmin (2 * unit, bottom - y)));
  cairo_fill (cr);
  x += thick / 2;
  cairo_move_to (cr, x - flag, bottom - flag * 1.5);
  cairo_line_to (cr, x + flag, bottom - flag * 1.5);
  cairo_line_to (cr, x, bottom);
  cairo_close_path (cr);
  cairo_fill (cr);
}

void
ilv_panel_draw_finish_marks (IlvPanel *self, cairo_t *cr)
{
  for (guint i = 0; i < self->marks->len; i++)
    draw_finish_mark (self, cr, &g_array_index (self->marks, IlvFinishMark, i));
}

static void
draw_sign (cairo_t *cr, IlvState how, double x, double y, double r)
{
  double d = r * 0.42;

  if (how == ILV_STATE_DONE)
    {
      cairo_move_to (cr, x - d, y + d * 0.1);
      cairo_line_to (cr, x - d * 0.2, y + d * 0.85);
      cairo_line_to (cr, x + d, y - d * 0.75);
    }
  else if (how == ILV_STATE_FAILED)
    {
      cairo_move_to (cr, x - d * 0.8, y - d * 0.8);
      cairo_line_to (cr, x + d * 0.8, y + d * 0.8);
      cairo_move_to (cr, x + d * 0.8, y - d * 0.8);
      cairo_line_to (cr, x - d * 0.8, y + d * 0.8);
    }
  else
    {
      cairo_move_to (cr, x - d, y);
      cairo_line_to (cr, x + d, y);
    }
  cairo_stroke (cr);
}

/* A disc with a check, a cross or a bar; in a thin lane a short bar alone. */
static void
draw_end_mark (IlvPanel *self, cairo_t *cr, gint64 time, IlvState how, guint row)
{
  const IlvBox *box = &self->layout.lanes;
  double r = fmin (self->theme->text_size * 0.46, self->layout.lane_height * 0.46);
  double x = fmin (ilv_panel_time_to_x (self, time), box->x + box->width - r);
  double y = ilv_panel_get_row_y (self, row) + self->layout.lane_height / 2;

  if (time < self->view.from || time > MIN (self->view.to, self->view.until)
      || !ilv_state_is_end (how))
    return;
  cairo_arc (cr, x, y, r, 0, 2 * G_PI);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_fill_preserve (cr);
  ilv_colour_set (cr, &self->theme->states[how]);
  cairo_set_line_width (cr, fmax (1.2, r * 0.25));
  cairo_stroke (cr);
  draw_sign (cr, how, x, y, r);
}

/* The row of the lane a task was last on; what the main lane did for it afterwards is passed
   over. */
static gboolean
find_last_row (IlvPanel *self, const IlvTask *task, guint *row)
{
  guint64 n = ilv_timeline_get_length (task->timeline);

  for (guint64 i = n; i > 0 && i + 8 > n; i--)
    {
      IlvInterval interval;

      ilv_timeline_get (task->timeline, i - 1, &interval);
      if (interval.other != 0 && ilv_panel_find_lane_row (self, interval.other, row))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  double first, last; /* x of the outermost ends in the row */
  double drawn;       /* x of the last one drawn */
  guint n;
} RowEnds;

/* Whether the task's end stands in one of the rows. */
static gboolean
find_end (IlvPanel *self, const IlvTask *task, guint first, guint end, guint *row)
{
  return ilv_state_is_end (task->end_state) && task->end >= self->view.from
         && task->end <= ilv_panel_get_known_end (self)
         && find_last_row (self, task, row) && *row >= first && *row < end
         && !ilv_panel_is_mixed_row (self, *row);
}

/* On workers' lanes the ends of tasks. Discs that would hide what the lane did are left out, but
   never those of failures. */
static void
draw_task_ends (IlvPanel *self, cairo_t *cr, guint first, guint end)
{
  guint n = ilv_trace_get_n_tasks (self->trace);
  double apart = self->theme->text_size * 1.1;
  g_autofree RowEnds *rows = g_new0 (RowEnds, MAX (end, 1));
  guint row;

  for (guint i = 0; i < n; i++)
    {
      const IlvTask *task = ilv_trace_get_task (self->trace, i);
      double x = ilv_panel_time_to_x (self, task->end);

      if (!find_end (self, task, first, end, &row))
        continue;
      rows[row].first = rows[row].n == 0 ? x : fmin (rows[row].first, x);
      rows[row].last = rows[row].n == 0 ? x : fmax (rows[row].last, x);
      rows[row].n++;
      rows[row].drawn = -apart;
    }
  for (guint i = 0; i < n; i++)
    {
      const IlvTask *task = ilv_trace_get_task (self->trace, i);
      double x = ilv_panel_time_to_x (self, task->end);

      if (!find_end (self, task, first, end, &row)
          || (task->end_state == ILV_STATE_DONE && rows[row].n > 1
              && (rows[row].last - rows[row].first) / (rows[row].n - 1) < 4 * apart)
          || fabs (x - rows[row].drawn) < apart)
        continue;
      draw_end_mark (self, cr, task->end, task->end_state, row);
      rows[row].drawn = x;
    }
}

/* The ends of the tasks that have a lane of their own or share one; as above for their discs. */
static void
draw_row_ends (IlvPanel *self, cairo_t *cr, guint row)
{
  double apart = self->theme->text_size * 1.1;
  double drawn = -HUGE_VAL;
  guint first, end, step;
  gboolean dense;

  ilv_panel_get_row_range (self, row, self->view.from,
                           MAX (ilv_panel_get_known_end (self), self->view.from), &first, &end);
  step = (end - first) / MAX_ROW_ENDS + 1;
  dense = (end - first) * 4 * apart > self->layout.lanes.width;
  for (guint i = first; i < end; i += step)
    {
      IlvSubject subject;
      double x;

      ilv_panel_get_row_subject (self, row, i, &subject);
      x = ilv_panel_time_to_x (self, subject.end);
      if ((dense && end - first > 1 && subject.end_state == ILV_STATE_DONE) || x - drawn < apart)
        continue;
      draw_end_mark (self, cr, subject.end, subject.end_state, row);
      drawn = x;
    }
}

/* A worker that ended well says nothing; one that died does. */
static void
draw_worker_end (IlvPanel *self, cairo_t *cr, guint row)
{
  IlvSubject subject;

  ilv_panel_get_row_subject (self, row, 0, &subject);
  if (subject.end_state != ILV_STATE_DONE)
    draw_end_mark (self, cr, subject.end, subject.end_state, row);
}

void
ilv_panel_draw_end_marks (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;
  guint first, end;

  if (self->trace == NULL)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, box->x - self->theme->text_size, box->y,
                   box->width + 2 * self->theme->text_size, box->height);
  cairo_clip (cr);
  ilv_panel_get_visible_rows_range (self, &first, &end);
  if (!self->on_tasks && ilv_trace_get_n_tasks (self->trace) <= MAX_MARKED_TASKS)
    draw_task_ends (self, cr, first, end);
  for (guint row = first; row < end; row++)
    if (ilv_panel_is_mixed_row (self, row))
      continue;
    else if (self->on_tasks)
      draw_row_ends (self, cr, row);
    else
      draw_worker_end (self, cr, row);
  cairo_restore (cr);
}
