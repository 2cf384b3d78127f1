/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time axis of a panel and the lines that rise from it. */
#include "chart/panel-private.h"

#include "chart/axis-private.h"
#include "trace/quantity.h"

#include <math.h>

/* Logical pixels kept free between two labels, whatever their step. */
#define LABEL_GAP 4
/* Ticks that are tried for however narrow a panel is: one alone says nothing of how long it is. */
#define FEWEST_TICKS 3

typedef struct
{
  gint64 first;
  gint64 step;
  gint64 largest; /* decides the unit */
  double gap;     /* least distance of two labels */
} Ticks;

static double
measure_label (IlvPanel *self, const Ticks *ticks, gint64 time)
{
  g_autofree char *text = ilv_quantity_time_number (time, ticks->step, ticks->largest);

  return ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, text);
}

/* The finest step whose labels keep apart. */
static void
choose_ticks (IlvPanel *self, Ticks *ticks)
{
  gint64 span = self->view.to - self->view.from;
  double width = self->layout.axis.width;
  int most = MAX (FEWEST_TICKS, (int) (width / (self->theme->text_size * 4.4)));

  ticks->gap = self->theme->text_size * 0.9;
  ticks->largest = MAX (ABS (self->view.from), ABS (self->view.to));
  for (;; most--)
    {
      double widest;

      ticks->step = ilv_axis_choose_step (span, most);
      widest = fmax (measure_label (self, ticks, self->view.from),
                     measure_label (self, ticks, self->view.to));
      if (most == 1 || (double) ticks->step / (double) span * width >= widest + ticks->gap)
        break;
    }
  ticks->first = ilv_axis_first_tick (self->view.from, ticks->step);
}

/* From the last to the first: the last one has the unit, and is never left out for another. */
static void
draw_label (IlvPanel *self, cairo_t *cr, const Ticks *ticks, gint64 time, gboolean last,
            double *taken_from)
{
  const IlvBox *box = &self->layout.axis;
  g_autofree char *number = ilv_quantity_time_number (time, ticks->step, ticks->largest);
  g_autofree char *text
    = last ? g_strconcat (number, "\xc2\xa0", ilv_quantity_time_unit (ticks->largest), NULL)
           : g_steal_pointer (&number);
  double width = ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, text);
  double margin = self->theme->text_size * ILV_AXIS_MARGIN;
  double left = ilv_panel_time_to_x (self, time) - width / 2;

  left = fmax (fmin (left, self->width - width - margin), margin);
  if (left + width + LABEL_GAP > *taken_from)
    return;
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, text, left,
                      box->y + self->theme->text_size * 0.45, -1);
  *taken_from = left;
}

void
ilv_panel_draw_axis (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.axis;
  const IlvBox *graph = &self->layout.graph;
  double taken_from = G_MAXDOUBLE;
  gint64 last;
  Ticks ticks;

  choose_ticks (self, &ticks);
  ilv_colour_set (cr, &self->theme->line);
  ilv_panel_rule (self, cr, box->x, box->y, box->width, 0);
  for (gint64 t = ticks.first; t <= self->view.to; t += ticks.step)
    {
      double x = ilv_panel_time_to_x (self, t);

      if (graph->height > 0)
        {
          ilv_colour_set_alpha (cr, &self->theme->line, 0.55);
          ilv_panel_rule (self, cr, x, graph->y, 0, graph->height);
        }
      ilv_colour_set (cr, &self->theme->dim_text);
      ilv_panel_rule (self, cr, x, box->y, 0, round (self->theme->text_size * 0.35));
    }
  /* Deep inside a stretch there may be no tick at all. */
  if (ticks.first > self->view.to)
    return;
  last = ticks.first + (self->view.to - ticks.first) / ticks.step * ticks.step;
  for (gint64 t = last; t >= ticks.first; t -= ticks.step)
    draw_label (self, cr, &ticks, t, t == last, &taken_from);
}
