/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the panel put together to its picture, or to what of it changes when lanes are
   scrolled. */
#include "chart/panel-private.h"

#include "trace/long-work.h"

#include <math.h>

/* What rows draw beyond the lanes' box, above and below. */
#define ROWS_REACH 2

/* The device pixel from which on nothing has been recorded, as the lanes round it. */
static int
find_end (IlvPanel *self, int x0, int x1)
{
  const IlvView *view = &self->view;
  double part = ((double) view->until - (double) view->from) / (double) (view->to - view->from);

  return x0 + (int) lround (CLAMP (part, 0, 1) * (x1 - x0));
}

/* Gets ready for what is made of many rectangles, in one image. */
static void
begin_canvas (IlvPanel *self, cairo_t *cr)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *last = layout->cores.height > 0 ? &layout->cores
                       : layout->locks.height > 0 ? &layout->locks : &layout->lanes;
  int x0 = ilv_panel_device (self, layout->lanes.x);
  int y0 = ilv_panel_device (self, layout->top);
  int x1 = ilv_panel_device (self, layout->lanes.x + layout->lanes.width);
  int y1 = ilv_panel_device (self, last->y + last->height);

  ilv_canvas_begin (self->canvas, cr, self->theme, self->resolution, x0, y0, x1 - x0, y1 - y0);
  ilv_canvas_set_end (self->canvas, find_end (self, x0, x1));
}

static void
draw_canvas (IlvPanel *self, cairo_t *cr)
{
  begin_canvas (self, cr);
  ilv_panel_fill_lanes (self);
  if (ilv_panel_count_work (self, ILV_PANEL_PART_WORK))
    ilv_panel_fill_locks (self);
  if (ilv_panel_count_work (self, ILV_PANEL_PART_WORK))
    ilv_panel_fill_cores (self);
  ilv_canvas_end (self->canvas);
}

static void
draw_placeholder (IlvPanel *self, cairo_t *cr)
{
  const IlvLayout *layout = &self->layout;
  const char *text = self->trace != NULL ? ilv_panel_explain_no_lanes (self) : self->placeholder;
  double width = fmin (self->width - 2 * layout->label_x, self->theme->text_size * 32);
  double top = layout->header.y + layout->header.height;
  double height = ilv_lettering_draw_block (self->lettering, NULL, ILV_LETTERS_BODY, text, 0, 0,
                                            width, 6);
  double natural;

  if (height <= 0)
    return;
  natural = fmin (ilv_lettering_measure (self->lettering, ILV_LETTERS_BODY, text), width);
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw_block (self->lettering, cr, ILV_LETTERS_BODY, text,
                            (self->width - natural) / 2, fmax (top, (self->height - height) / 2),
                            width, 6);
}

gboolean
ilv_panel_count_work (IlvPanel *self, guint64 n)
{
  ilv_long_work_add (ilv_long_work_of (self->work), n);
  return !g_cancellable_is_cancelled (self->work);
}

/* In this order from the bottom to the top. */
static void
draw_parts (IlvPanel *self, cairo_t *cr)
{
  static void (*const parts[]) (IlvPanel *, cairo_t *) = {
    ilv_panel_draw_throughput, ilv_panel_draw_axis,        ilv_panel_draw_finish_marks,
    ilv_panel_draw_band,       ilv_panel_draw_lane_labels, ilv_panel_draw_core_names,
    ilv_panel_draw_note,       ilv_panel_draw_locks,       ilv_panel_draw_cores,
    ilv_panel_draw_end_marks,  ilv_panel_draw_connectors,  ilv_panel_draw_events,
  };

  /* Its lanes, and what it fills after them, count for themselves. */
  G_STATIC_ASSERT (ILV_PANEL_WORK
                   == ILV_PANEL_LANES_WORK + (G_N_ELEMENTS (parts) + 2) * ILV_PANEL_PART_WORK);
  draw_canvas (self, cr);
  for (guint i = 0; i < G_N_ELEMENTS (parts) && ilv_panel_count_work (self, 0); i++)
    {
      parts[i](self, cr);
      ilv_panel_count_work (self, ILV_PANEL_PART_WORK);
    }
}

void
ilv_panel_draw_counted (IlvPanel *self, cairo_t *cr, GCancellable *work)
{
  self->work = work;
  ilv_panel_draw (self, cr);
  self->work = NULL;
}

void
ilv_panel_draw (IlvPanel *self, cairo_t *cr)
{
  g_return_if_fail (ILV_IS_PANEL (self) && cr != NULL);
  ilv_panel_update (self);
  self->resolution = ilv_canvas_resolution (cr, self->scale);

  cairo_save (cr);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  ilv_panel_draw_header (self, cr);
  if (self->trace == NULL || ilv_panel_count_subjects (self) == 0)
    {
      draw_placeholder (self, cr);
      ilv_panel_count_work (self, ILV_PANEL_WORK);
    }
  else
    draw_parts (self, cr);
  cairo_restore (cr);
  self->resolution = self->scale;
}

void
ilv_panel_get_rows_extents (IlvPanel *self, double *top, double *bottom)
{
  const IlvBox *box = &self->layout.lanes;

  g_return_if_fail (ILV_IS_PANEL (self));
  ilv_panel_update (self);
  *top = floor (box->y - ROWS_REACH);
  *bottom = ceil (box->y + box->height + ROWS_REACH);
}

void
ilv_panel_draw_rows (IlvPanel *self, cairo_t *cr)
{
  /* Those that lie in the rows, or reach into them; in the order of all. */
  static void (*const parts[]) (IlvPanel *, cairo_t *) = {
    ilv_panel_draw_finish_marks, ilv_panel_draw_band,       ilv_panel_draw_lane_labels,
    ilv_panel_draw_core_names,   ilv_panel_draw_note,       ilv_panel_draw_end_marks,
    ilv_panel_draw_connectors,   ilv_panel_draw_events,
  };
  double top, bottom;

  g_return_if_fail (ILV_IS_PANEL (self) && cr != NULL);
  ilv_panel_get_rows_extents (self, &top, &bottom);
  if (self->trace == NULL || ilv_panel_count_subjects (self) == 0)
    return;
  self->resolution = ilv_canvas_resolution (cr, self->scale);
  cairo_save (cr);
  cairo_rectangle (cr, 0, top, self->width, bottom - top);
  cairo_clip (cr);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_paint (cr);
  begin_canvas (self, cr);
  ilv_panel_fill_lanes (self);
  ilv_canvas_end (self->canvas);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    parts[i](self, cr);
  cairo_restore (cr);
  self->resolution = self->scale;
}
