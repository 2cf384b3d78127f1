/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a panel: model and speed-up at the left, time and state at the right. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Too narrow for model and time beside each other: in ems. */
#define NARROW 22

/* Of a run seen at an earlier moment stands here what stood here then: how long it would take, and
   how that compares, was not known yet. */
static gboolean
is_earlier (IlvPanel *self)
{
  return self->trace != NULL && self->view.until < ilv_trace_get_end (self->trace);
}

char *
ilv_panel_get_time_words (IlvPanel *self)
{
  if (is_earlier (self))
    return ilv_quantity_duration (MAX (self->view.until, 0));
  return g_strdup (self->time != NULL ? self->time : "");
}

const char *
ilv_panel_get_status_words (IlvPanel *self)
{
  return is_earlier (self) ? _ ("running") : self->status;
}

char *
ilv_panel_get_subtitle_words (IlvPanel *self)
{
  if (is_earlier (self) && self->write_subtitle != NULL)
    return self->write_subtitle (self->view.until, self->subtitle_data);
  return g_strdup (self->subtitle != NULL ? self->subtitle : "");
}

static gboolean
is_narrow (IlvPanel *self)
{
  return self->width < self->theme->text_size * NARROW;
}

double
ilv_panel_measure_header (IlvPanel *self)
{
  if (is_narrow (self))
    return round (ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE) * 2
                  + self->theme->text_size * 0.9);
  return round (ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE)
                + ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY)
                + self->theme->text_size * 0.9);
}

static double
measure_pill (IlvPanel *self)
{
  if (self->badge == NULL || *self->badge == '\0' || is_earlier (self)
      || self->view.until < self->badge_since)
    return 0;
  return ilv_lettering_measure (self->lettering, ILV_LETTERS_BODY, self->badge)
         + self->theme->text_size * 1.3;
}

static void
draw_pill (IlvPanel *self, cairo_t *cr, double x, double middle, double width)
{
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY);
  double height = line + 3;
  double r = height / 2;
  double y = middle - r;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + r, y + r, r, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  ilv_colour_set (cr, &self->theme->badge);
  cairo_fill (cr);
  ilv_colour_set (cr, &self->theme->badge_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_CENTRE, self->badge,
                      x + width / 2, middle - line / 2, -1);
}

/* The time below the model rather than beside it, and no subtitle: four panels side by side on a
   small screen. */
static void
draw_narrow_header (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.header;
  double gap = self->theme->text_size * 0.7;
  double title_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE);
  double body_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY);
  double second = box->y + title_height + 1;
  double pill = measure_pill (self);
  g_autofree char *time = ilv_panel_get_time_words (self);
  double taken;

  ilv_colour_set (cr, &self->theme->text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_LEFT, self->title, box->x,
                      box->y, box->width);
  taken = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_LEFT, time,
                              box->x, second, box->width);
  if (pill > 0 && taken + pill + gap <= box->width)
    {
      draw_pill (self, cr, box->x + box->width - pill, second + title_height / 2, pill);
      return;
    }
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_RIGHT,
                      ilv_panel_get_status_words (self), box->x + box->width,
                      second + title_height - body_height,
                      box->width - taken - gap);
}

double
ilv_panel_get_header_height (IlvPanel *self)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), 0);
  ilv_panel_update (self);
  return self->layout.header.height > 0 ? self->layout.header.y + self->layout.header.height : 0;
}

void
ilv_panel_draw_words (IlvPanel *self, cairo_t *cr)
{
  double height = ilv_panel_get_header_height (self);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, height);
  cairo_clip_preserve (cr);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_fill (cr);
  ilv_panel_draw_header (self, cr);
  cairo_restore (cr);
}

void
ilv_panel_draw_header (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.header;
  double gap = self->theme->text_size * 0.7;
  double title_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE);
  double right = box->x + box->width;
  double second = box->y + title_height + 1;
  double pill = measure_pill (self);
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY);
  double left = box->x;
  g_autofree char *time = ilv_panel_get_time_words (self);
  g_autofree char *subtitle = ilv_panel_get_subtitle_words (self);
  double taken, title;

  if (box->height <= 0)
    return;
  if (is_narrow (self))
    {
      draw_narrow_header (self, cr);
      return;
    }
  ilv_colour_set (cr, &self->theme->text);
  taken = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_RIGHT, time,
                              right, box->y, box->width * 0.6);
  title = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_LEFT, self->title,
                              box->x, box->y, box->width - taken - gap);
  /* The badge stands beside the title if both fit, else before the subtitle. */
  if (pill > 0 && title + gap + pill + gap + taken <= box->width)
    draw_pill (self, cr, box->x + title + gap, box->y + title_height / 2 + 1, pill);
  else if (pill > 0)
    {
      draw_pill (self, cr, box->x, second + line / 2 + 1, pill);
      left += pill + gap * 0.7;
    }

  ilv_colour_set (cr, &self->theme->dim_text);
  taken = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_RIGHT,
                              ilv_panel_get_status_words (self), right, second, box->width * 0.5);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_LEFT, subtitle,
                      left, second, right - left - taken - gap);
}
