/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows the pointer and the clock: drawn over the picture, never into it. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <math.h>

static double
plot_bottom (IlvPanel *self)
{
  return self->layout.axis.y;
}

static void
clip_plot (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *lanes = &self->layout.lanes;

  cairo_rectangle (cr, lanes->x - 1, 0, lanes->width + 2, self->height);
  cairo_clip (cr);
}

/* What lies beside the selection is washed out: colours inside go on meaning what they mean. */
static void
draw_selection (IlvPanel *self, cairo_t *cr, const IlvOverlay *overlay)
{
  const IlvBox *lanes = &self->layout.lanes;
  double bottom = plot_bottom (self);
  double top = self->layout.top;
  double height = bottom - top;
  double x0 = ilv_panel_time_to_x (self, MIN (overlay->select_from, overlay->select_to));
  double x1 = ilv_panel_time_to_x (self, MAX (overlay->select_from, overlay->select_to));
  double band = self->theme->text_size * 0.2;

  ilv_colour_set_alpha (cr, &self->theme->panel, 0.6);
  cairo_rectangle (cr, lanes->x, top, fmax (x0 - lanes->x, 0), height);
  cairo_rectangle (cr, x1, top, fmax (lanes->x + lanes->width - x1, 0), height);
  cairo_fill (cr);
  ilv_colour_set (cr, &self->theme->accent);
  ilv_panel_rule (self, cr, x0, top, 0, height);
  ilv_panel_rule (self, cr, x1, top, 0, height);
  cairo_rectangle (cr, x0, bottom - band / 2, x1 - x0, band);
  cairo_fill (cr);
}

/* A frame around a stretch of a row: light inside, dark outside, seen on every colour. */
static void
draw_frame (IlvPanel *self, cairo_t *cr, gint64 from, gint64 to, double y, double height)
{
  const IlvBox *box = &self->layout.lanes;
  double x0 = fmax (ilv_panel_time_to_x (self, from), box->x);
  double x1 = fmin (ilv_panel_time_to_x (self, to), box->x + box->width);
  double width = fmax (x1 - x0, 2);

  ilv_colour_set (cr, &self->theme->text);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, x0, y, width, height);
  cairo_stroke (cr);
  if (width < 6)
    return;
  ilv_colour_set_alpha (cr, &self->theme->panel, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x0 + 1.5, y + 1.5, width - 3, height - 3);
  cairo_stroke (cr);
}

static void
draw_hold_frame (IlvPanel *self, cairo_t *cr, guint32 lock, gint64 from, gint64 to)
{
  const IlvLayout *layout = &self->layout;

  for (guint i = 0; i < self->n_strips; i++)
    if (self->strips[i]->id == lock)
      draw_frame (self, cr, from, to, layout->locks.y + i * layout->strip_pitch,
                  layout->strip_height);
}

/* What waits is lit already; who holds what it waits for is in the lock's strip. FALSE: it waits
   for no lock. */
static gboolean
draw_wait (IlvPanel *self, cairo_t *cr, const IlvHit *hit)
{
  const IlvLock *lock;
  IlvInterval interval;
  guint64 index;
  IlvHold hold;

  if (!ilv_panel_get_hit_interval (self, hit, &interval)
      || ilv_panel_is_mixed_row (self, hit->row)
      || (lock = ilv_trace_find_lock (self->trace, interval.object)) == NULL)
    return FALSE;
  index = ilv_lock_find_hold (lock, hit->time);
  if (index >= lock->n_holds)
    return TRUE;
  ilv_lock_get_hold (lock, index, &hold);
  if (hold.begin <= hit->time)
    draw_hold_frame (self, cr, lock->id, hold.begin, hold.end);
  return TRUE;
}

static void
draw_hover (IlvPanel *self, cairo_t *cr, const IlvHit *hit)
{
  const IlvLayout *layout = &self->layout;

  ilv_panel_draw_lights (self, cr, hit);
  if (hit->kind == ILV_HIT_INTERVAL && !draw_wait (self, cr, hit))
    draw_frame (self, cr, hit->from, hit->to, ilv_panel_get_row_y (self, hit->row),
                layout->lane_height);
  else if (hit->kind == ILV_HIT_CORE && self->on_cores)
    draw_frame (self, cr, hit->from, hit->to, ilv_panel_get_row_y (self, hit->row),
                layout->lane_height);
  else if (hit->kind == ILV_HIT_CORE)
    draw_frame (self, cr, hit->from, hit->to, layout->cores.y + hit->id * layout->core_pitch,
                layout->core_height);
  else if (hit->kind == ILV_HIT_HOLD)
    draw_hold_frame (self, cr, hit->id, hit->from, hit->to);
  ilv_panel_draw_hit_connector (self, cr, hit);
}

/* A label on the axis, as near to x as the panel allows, in front of the ticks' labels. */
typedef struct
{
  char *text;
  double left;
  double width;
} Tag;

static void
clear_tag (Tag *tag)
{
  g_free (tag->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tag, clear_tag)

/* Takes `text`. */
static Tag
make_tag (IlvPanel *self, char *text, double x)
{
  double width = ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, text)
                 + self->theme->text_size * 0.8;

  double margin = self->theme->text_size * ILV_AXIS_MARGIN / 2;

  return (Tag){ text, CLAMP (x - width / 2, margin, fmax (self->width - width - margin, margin)),
                width };
}

static void
draw_tag (IlvPanel *self, cairo_t *cr, const Tag *tag, const IlvColour *paper)
{
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  double top = self->layout.axis.y + self->theme->text_size * 0.3;

  cairo_rectangle (cr, tag->left, top, tag->width, line + 2);
  ilv_colour_set (cr, paper);
  cairo_fill (cr);
  ilv_colour_set (cr, &self->theme->panel);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_CENTRE, tag->text,
                      tag->left + tag->width / 2, top + 1, -1);
}

/* The pointer's moment, as exact as a pixel is. */
static Tag
make_pointer_tag (IlvPanel *self, double x)
{
  const IlvBox *axis = &self->layout.axis;
  gint64 step = (gint64) ((double) (self->view.to - self->view.from) / axis->width);
  gint64 digits = 1;

  while (digits <= step / 10)
    digits *= 10;
  return make_tag (
    self, ilv_quantity_time (ilv_panel_x_to_time (self, x) / digits * digits, digits), x);
}

/* How long the selection is; left out where it would be under the pointer's moment. */
static void
draw_selection_tag (IlvPanel *self, cairo_t *cr, const IlvOverlay *overlay, const Tag *pointer)
{
  gint64 from = MAX (MIN (overlay->select_from, overlay->select_to), self->view.from);
  gint64 to = MIN (MAX (overlay->select_from, overlay->select_to), self->view.to);
  g_auto (Tag) tag = { NULL, 0, 0 };

  if (from >= to)
    return;
  tag = make_tag (self, ilv_quantity_duration (ABS (overlay->select_to - overlay->select_from)),
                  ilv_panel_time_to_x (self, from + (to - from) / 2));
  if (pointer->text == NULL || tag.left + tag.width < pointer->left
      || pointer->left + pointer->width < tag.left)
    draw_tag (self, cr, &tag, &self->theme->accent);
}

/* A line through all parts at the pointer's moment. */
static void
draw_crosshair (IlvPanel *self, cairo_t *cr, double x)
{
  ilv_colour_set_alpha (cr, &self->theme->text, 0.45);
  ilv_panel_rule (self, cr, x, self->layout.top, 0, self->layout.axis.y - self->layout.top);
}

static double
get_head_radius (IlvPanel *self)
{
  return round (self->theme->text_size * 0.32);
}

gboolean
ilv_panel_is_on_play_head (IlvPanel *self, double x, double y, gint64 time)
{
  double r = get_head_radius (self);
  double top, bottom;

  g_return_val_if_fail (ILV_IS_PANEL (self), FALSE);
  ilv_panel_update (self);
  if (self->trace == NULL || ilv_panel_count_subjects (self) == 0 || time < self->view.from
      || time > self->view.to)
    return FALSE;
  top = self->layout.top - r;
  bottom = plot_bottom (self);
  return fabs (x - ilv_panel_time_to_x (self, time)) <= 2 * r
         && (fabs (y - top) <= 2 * r || y >= bottom - r);
}

/* A line through all parts with a handle at either end: above the lanes and on the axis. */
static void
draw_play_head (IlvPanel *self, cairo_t *cr, gint64 time)
{
  double r = get_head_radius (self);
  double x = ilv_panel_snap (self, ilv_panel_time_to_x (self, time));
  double top = ilv_panel_snap (self, self->layout.top - r);
  double bottom = ilv_panel_snap (self, plot_bottom (self));

  if (time < self->view.from || time > self->view.to)
    return;
  ilv_colour_set (cr, &self->theme->accent);
  cairo_rectangle (cr, x - 1, top, 2, bottom - top);
  cairo_fill (cr);
  cairo_arc (cr, x, top, r, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_move_to (cr, x, bottom - r);
  cairo_line_to (cr, x + r * 1.4, bottom + r * 1.2);
  cairo_line_to (cr, x - r * 1.4, bottom + r * 1.2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* Around label and lane, or strip, so that it is clear what a key acts on. */
static void
draw_cursor (IlvPanel *self, cairo_t *cr, const IlvOverlay *overlay)
{
  const IlvBox *box = overlay->on_strip ? &self->layout.locks : &self->layout.lanes;
  double left = self->layout.label_x - 4;
  double y = ilv_panel_get_row_y (self, overlay->cursor_row);
  double height = self->layout.lane_height;

  if (overlay->cursor_row >= (overlay->on_strip ? self->n_strips : self->layout.rows))
    return;
  if (overlay->on_strip)
    ilv_panel_get_strip_extent (self, overlay->cursor_row, &y, &height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, box->y - 3, self->width, box->height + 6);
  cairo_clip (cr);
  ilv_colour_set (cr, &self->theme->accent);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, left, y - 1, box->x + box->width + 3 - left, height + 2);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static gboolean
has_crosshair (IlvPanel *self, const IlvOverlay *overlay)
{
  const IlvBox *axis = &self->layout.axis;

  return overlay->has_pointer && overlay->x >= axis->x && overlay->x <= axis->x + axis->width;
}

void
ilv_panel_draw_overlay (IlvPanel *self, cairo_t *cr, const IlvOverlay *overlay)
{
  gboolean selected = overlay->select_from != overlay->select_to;
  g_auto (Tag) pointer = { NULL, 0, 0 };
  IlvHit hit;

  g_return_if_fail (ILV_IS_PANEL (self) && cr != NULL && overlay != NULL);
  ilv_panel_update (self);
  if (self->trace == NULL || ilv_panel_count_subjects (self) == 0)
    return;

  cairo_save (cr);
  clip_plot (self, cr);
  if (selected)
    draw_selection (self, cr, overlay);
  if (overlay->has_pointer && ilv_panel_hit (self, overlay->x, overlay->y, &hit))
    draw_hover (self, cr, &hit);
  else if (overlay->lit != NULL)
    draw_hover (self, cr, overlay->lit);
  cairo_restore (cr);
  if (overlay->has_cursor)
    draw_cursor (self, cr, overlay);
  if (overlay->play_head != G_MININT64)
    draw_play_head (self, cr, overlay->play_head);
  if (has_crosshair (self, overlay))
    {
      draw_crosshair (self, cr, overlay->x);
      pointer = make_pointer_tag (self, overlay->x);
    }
  if (selected)
    draw_selection_tag (self, cr, overlay, &pointer);
  if (pointer.text != NULL)
    draw_tag (self, cr, &pointer, &self->theme->text);
}
