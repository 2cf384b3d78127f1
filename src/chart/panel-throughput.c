/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph below the lanes: how a quantity of the run, by default how many tasks had ended, went
   with time. */
#include "chart/panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Samples looked at in one pixel; of more, evenly spaced ones. */
#define SAMPLES_PER_PIXEL 256
#define CHOOSABLE "\xc2\xa0▾"
/* Stretches drawn of a rate, at most. */
#define MOST_STRETCHES 4096

/* A curve of steps, as points where it turns. */
typedef struct
{
  double x, y;
} Corner;

/* Those known already are fewer while a run goes on. */
guint
ilv_panel_count_tasks (IlvPanel *self)
{
  if (self->counted_tasks > 0)
    return self->counted_tasks;
  return MAX (self->trace != NULL ? ilv_trace_get_n_tasks (self->trace) : 0,
              self->expected_tasks);
}

/* Of the whole run as far as it is known, not of the moment that is seen: a scale that changed
   while the play head moves would have the curve shrink behind it. */
double
ilv_panel_get_graph_top (IlvPanel *self)
{
  double own;

  if (self->held && self->graph_top > 0)
    return self->graph_top;
  own = ilv_graph_get_top (self->view.graph, self->trace, ilv_panel_get_graph_stretch (self));
  if (self->view.graph == ILV_GRAPH_DONE && self->trace != NULL)
    own = ilv_panel_count_tasks (self);
  return fmax (self->graph_top, own);
}

gint64
ilv_panel_get_graph_stretch (IlvPanel *self)
{
  gint64 end = self->trace != NULL ? ilv_trace_get_end (self->trace) : 0;

  if (self->held && self->graph_extent > 0)
    return ilv_graph_choose_stretch (self->graph_extent);
  return ilv_graph_choose_stretch (MAX (self->graph_extent, end));
}

static double
value_to_y (const IlvBox *box, double value, double most)
{
  /* Two pixels of room: the line is not cut at the top and the bottom. */
  return box->y + box->height - 1
         - (box->height - 3) * fmax (value, 0) / (most > 0 ? most : 1);
}

static void
add_corner (GArray *corners, double x, double y)
{
  Corner corner = { x, y };

  g_array_append_val (corners, corner);
}

/* The highest of the samples from `index` to before `end`. */
static gint64
find_highest (const IlvCounter *counter, guint64 index, guint64 end)
{
  guint64 step = MAX ((end - index) / SAMPLES_PER_PIXEL, 1);
  gint64 highest = G_MININT64;
  IlvSample sample;

  for (guint64 i = index; i < end; i += step)
    {
      ilv_counter_get (counter, i, &sample);
      highest = MAX (highest, sample.value);
    }
  ilv_counter_get (counter, end - 1, &sample);
  return MAX (highest, sample.value);
}

/* Follows the counter from `from` to `to`; of what lies in one pixel the highest is seen. One that
   nobody has counted with yet is at 0. */
static GArray *
trace_curve (IlvPanel *self, const IlvCounter *counter, gint64 from, gint64 to, double most)
{
  const IlvBox *box = &self->layout.graph;
  GArray *corners = g_array_new (FALSE, FALSE, sizeof (Corner));
  gint64 pixel = MAX ((gint64) ((double) (self->view.to - self->view.from)
                                / (box->width * self->resolution)), 1);
  guint64 index = counter != NULL ? ilv_counter_find (counter, from) : 0;
  IlvSample sample = { 0 };
  double y;

  if (index > 0)
    ilv_counter_get (counter, index - 1, &sample);
  y = ilv_panel_snap (self, value_to_y (box, (double) sample.value, most));
  add_corner (corners, ilv_panel_snap (self, ilv_panel_time_to_x (self, from)), y);
  while (counter != NULL && index < counter->n_samples)
    {
      guint64 first = index;
      gint64 highest;
      double x;

      ilv_counter_get (counter, index, &sample);
      if (sample.time > to)
        break;
      x = ilv_panel_snap (self, ilv_panel_time_to_x (self, sample.time));
      index = ilv_counter_find (counter, MAX (sample.time, MIN (sample.time + pixel, to)));
      highest = find_highest (counter, first, index);
      ilv_counter_get (counter, index - 1, &sample);
      add_corner (corners, x, y);
      if (highest > sample.value)
        {
          y = ilv_panel_snap (self, value_to_y (box, (double) highest, most));
          add_corner (corners, x, y);
          x = ilv_panel_snap (self, ilv_panel_time_to_x (self, sample.time));
          add_corner (corners, x, y);
        }
      y = ilv_panel_snap (self, value_to_y (box, (double) sample.value, most));
      add_corner (corners, x, y);
    }
  add_corner (corners, ilv_panel_snap (self, ilv_panel_time_to_x (self, to)), y);
  return corners;
}

/* A step for each stretch; what has only begun says nothing yet. */
static GArray *
trace_rate (IlvPanel *self, gint64 from, gint64 to, double most)
{
  const IlvBox *box = &self->layout.graph;
  GArray *corners = g_array_new (FALSE, FALSE, sizeof (Corner));
  gint64 stretch = ilv_panel_get_graph_stretch (self);
  gint64 end = MIN (to, ilv_trace_get_end (self->trace));
  gboolean whole = ilv_trace_is_finished (self->trace) && self->view.until >= end;
  gint64 begin = MAX (from, 0) / stretch * stretch;

  for (gint64 at = begin; at < end && (at - begin) / stretch < MOST_STRETCHES; at += stretch)
    {
      double value = ilv_graph_get_value (self->view.graph, self->trace, at, stretch);
      double y = ilv_panel_snap (self, value_to_y (box, value, most));
      gint64 next = whole ? MIN (at + stretch, to) : at + stretch;

      if (next > end && !whole)
        break;
      add_corner (corners, ilv_panel_snap (self, ilv_panel_time_to_x (self, MAX (at, from))), y);
      add_corner (corners, ilv_panel_snap (self, ilv_panel_time_to_x (self, next)), y);
    }
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

  if (n == 0)
    return;
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

/* Says that it can be clicked. (transfer full) */
static char *
write_title (IlvPanel *self)
{
  g_autofree char *title = ilv_graph_get_title (self->view.graph, self->trace);

  return g_strconcat (title, self->choosable ? CHOOSABLE : "", NULL);
}

double
ilv_panel_measure_graph_label (IlvPanel *self)
{
  g_autofree char *title = write_title (self);

  return ilv_lettering_measure (self->lettering, ILV_LETTERS_BOLD, title);
}

/* What the top of the graph stands for: all tasks of the run, unless another run beside it has more
   of them. */
static char *
write_top (IlvPanel *self, double most)
{
  gboolean all = self->view.graph == ILV_GRAPH_DONE
                 && most <= ilv_panel_count_tasks (self);
  g_autofree char *value = ilv_graph_format (self->view.graph, most);
  g_autofree char *text = all
                            ? g_strdup_printf (_ ("of %s"), value)
                            : g_strdup_printf (_ ("up to %s"), value);

  if (ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, text)
      <= self->layout.label_width)
    return g_steal_pointer (&text);
  return g_steal_pointer (&value);
}

/* Rather the whole word without its arrow than the arrow and half the word. */
static char *
write_fitting_title (IlvPanel *self)
{
  if (ilv_panel_measure_graph_label (self) <= self->layout.label_width)
    return write_title (self);
  return ilv_graph_get_title (self->view.graph, self->trace);
}

static void
draw_label (IlvPanel *self, cairo_t *cr, double most)
{
  const IlvBox *box = &self->layout.graph;
  g_autofree char *title = write_fitting_title (self);
  g_autofree char *top = write_top (self, most);
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);

  ilv_colour_set (cr, &self->theme->text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT, title,
                      self->layout.label_x, box->y - 1, self->layout.label_width);
  if (most <= 0)
    return;
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, top,
                      self->layout.label_x, box->y - 1 + line * 0.96, self->layout.label_width);
}

gboolean
ilv_panel_get_graph_label (IlvPanel *self, double *x, double *y, double *width, double *height)
{
  const IlvBox *box = &self->layout.graph;

  ilv_panel_update (self);
  *x = self->layout.label_x;
  *y = box->y - 1;
  *width = self->layout.label_width;
  *height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD)
            + ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  return box->height > 0;
}

static void
draw_nothing (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.graph;
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);

  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_CENTRE,
                      _ ("nothing to show here"), box->x + box->width / 2,
                      box->y + (box->height - line) / 2, box->width);
}

void
ilv_panel_draw_throughput (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.graph;
  const IlvCounter *counter;
  gint64 from, to;
  GArray *corners;
  double most;

  if (box->height <= 0 || self->trace == NULL)
    return;
  most = ilv_panel_get_graph_top (self);
  draw_label (self, cr, most);
  ilv_colour_set (cr, &self->theme->line);
  ilv_panel_rule (self, cr, box->x, value_to_y (box, 1, 1) - 1, box->width, 0);
  if (!ilv_graph_is_in (self->view.graph, self->trace))
    draw_nothing (self, cr);

  counter = ilv_trace_find_counter (self->trace, ilv_graph_get_counter (self->view.graph));
  from = MAX (self->view.from, ilv_trace_get_begin (self->trace));
  /* What is done stays done: after the end of a run its line goes on. */
  to = ilv_trace_is_finished (self->trace) && self->view.graph == ILV_GRAPH_DONE
         ? self->view.to
         : MIN (self->view.to, ilv_trace_get_end (self->trace));
  to = MIN (to, self->view.until);
  if ((counter == NULL && !ilv_graph_is_in (self->view.graph, self->trace)) || from >= to)
    return;

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y - 2, box->width, box->height + 2);
  cairo_clip (cr);
  corners = ilv_graph_is_rate (self->view.graph) ? trace_rate (self, from, to, most)
                                                 : trace_curve (self, counter, from, to, most);
  draw_curve (self, cr, corners);
  g_array_unref (corners);
  cairo_restore (cr);
}
