/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The throughput graph: how many tasks had ended at each moment. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A curve of steps, as points where it turns. */
typedef struct
{
  double x, y;
} Corner;

static double
value_to_y (const IlvBox *box, gint64 value, gint64 most)
{
  /* Two pixels of room: the line is not cut at the top and the bottom. */
  return box->y + box->height - 1 - (box->height - 3) * (double) value / (double) MAX (most, 1);
}

static gint64
value_at (const IlvCounter *counter, gint64 time)
{
  guint64 index = ilv_counter_find (counter, time);
  IlvSample sample;

  if (index == 0)
    return 0;
  ilv_counter_get (counter, index - 1, &sample);
  return sample.value;
}

static void
add_corner (GArray *corners, double x, double y)
{
  Corner corner = { x, y };

  g_array_append_val (corners, corner);
}

/* Follows the counter from `from` to `to`; between two samples in one pixel there is nothing to
   see, so the next is looked for a pixel further on. */
static GArray *
trace_curve (IlvPanel *self, const IlvCounter *counter, gint64 from, gint64 to, gint64 most)
{
  const IlvBox *box = &self->layout.graph;
  GArray *corners = g_array_new (FALSE, FALSE, sizeof (Corner));
  gint64 pixel = MAX ((gint64) ((double) (self->view.to - self->view.from)
                                / (box->width * self->resolution)), 1);
  double y = ilv_panel_snap (self, value_to_y (box, value_at (counter, from), most));
  gint64 time = from;

  add_corner (corners, ilv_panel_snap (self, ilv_panel_time_to_x (self, from)), y);
  for (;;)
    {
      guint64 index = ilv_counter_find (counter, time);
      IlvSample sample;
      double x;

      if (index >= counter->n_samples)
        break;
      ilv_counter_get (counter, index, &sample);
      if (sample.time > to)
        break;
      x = ilv_panel_snap (self, ilv_panel_time_to_x (self, sample.time));
      time = MAX (sample.time, MIN (sample.time + pixel, to));
      add_corner (corners, x, y);
      y = ilv_panel_snap (self, value_to_y (box, value_at (counter, time), most));
      add_corner (corners, x, y);
    }
  add_corner (corners, ilv_panel_snap (self, ilv_panel_time_to_x (self, to)), y);
  return corners;
}

static void
draw_curve (IlvPanel *self, cairo_t *cr, GArray *corners)
{
  const IlvBox *box = &self->layout.graph;
  double bottom = ilv_panel_snap (self, box->y + box->height);
  const Corner *all = (const Corner *) (void *) corners->data;
  guint n = corners->len;
  const IlvColour *panel = &self->theme->panel;
  const IlvColour *accent = &self->theme->accent;
  /* Mixed here: blending so large an area would take longer than all the rest of the graph. */
  const IlvColour tint = { panel->r + (accent->r - panel->r) * 0.14,
                           panel->g + (accent->g - panel->g) * 0.14,
                           panel->b + (accent->b - panel->b) * 0.14 };

  cairo_move_to (cr, all[0].x, bottom);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, all[i].x, all[i].y);
  cairo_line_to (cr, all[n - 1].x, bottom);
  cairo_close_path (cr);
  ilv_colour_set (cr, &tint);
  cairo_fill (cr);

  cairo_move_to (cr, all[0].x, all[0].y);
  for (guint i = 1; i < n; i++)
    cairo_line_to (cr, all[i].x, all[i].y);
  ilv_colour_set (cr, &self->theme->accent);
  cairo_set_line_width (cr, self->theme->id == ILV_THEME_PROJECTOR ? 4 : 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke (cr);
}

static void
draw_label (IlvPanel *self, cairo_t *cr, guint tasks)
{
  const IlvBox *box = &self->layout.graph;
  g_autofree char *count = ilv_quantity_count (tasks);
  g_autofree char *of = g_strdup_printf (_ ("of %s"), count);
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);

  ilv_colour_set (cr, &self->theme->text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT, _ ("Done"),
                      self->layout.label_x, box->y - 1, self->layout.label_width);
  if (tasks == 0)
    return;
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, of,
                      self->layout.label_x, box->y - 1 + line * 0.96, self->layout.label_width);
}

void
ilv_panel_draw_throughput (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.graph;
  const IlvCounter *counter;
  gint64 from, to, most;
  GArray *corners;
  guint tasks;

  if (box->height <= 0 || self->trace == NULL)
    return;
  tasks = ilv_trace_get_n_tasks (self->trace);
  draw_label (self, cr, tasks);
  ilv_colour_set (cr, &self->theme->line);
  ilv_panel_rule (self, cr, box->x, value_to_y (box, 1, 1) - 1, box->width, 0);

  counter = ilv_trace_find_counter (self->trace, ILV_COUNTER_COMPLETED);
  from = MAX (self->view.from, ilv_trace_get_begin (self->trace));
  /* What is done stays done: after the end of a run its line goes on. */
  to = ilv_trace_is_finished (self->trace)
         ? self->view.to
         : MIN (self->view.to, ilv_trace_get_end (self->trace));
  to = MIN (to, self->view.until);
  if (counter == NULL || from >= to)
    return;
  most = MAX ((gint64) tasks, counter->max);

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y - 2, box->width, box->height + 2);
  cairo_clip (cr);
  corners = trace_curve (self, counter, from, to, most);
  draw_curve (self, cr, corners);
  g_array_unref (corners);
  cairo_restore (cr);
}
