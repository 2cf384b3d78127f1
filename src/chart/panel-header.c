/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a panel: model and speed-up at the left, time and state at the right. */
#include "chart/panel-private.h"

#include <math.h>

double
ilv_panel_measure_header (IlvPanel *self)
{
  return round (ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE)
                + ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY)
                + self->theme->text_size * 0.9);
}

static double
measure_pill (IlvPanel *self)
{
  if (self->badge == NULL || *self->badge == '\0')
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

void
ilv_panel_draw_header (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.header;
  double gap = self->theme->text_size * 0.7;
  double title_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE);
  double right = box->x + box->width;
  double second = box->y + title_height + 1;
  double pill = measure_pill (self);
  double taken, title;

  if (box->height <= 0)
    return;
  ilv_colour_set (cr, &self->theme->text);
  taken = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_RIGHT, self->time,
                              right, box->y, box->width * 0.6);
  /* The badge goes before the title becomes unreadable. */
  if (pill > 0 && box->width - taken - pill - 2 * gap < self->theme->text_size * 4)
    pill = 0;
  title = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_LEFT, self->title,
                              box->x, box->y,
                              box->width - taken - gap - (pill > 0 ? pill + gap : 0));
  if (pill > 0)
    draw_pill (self, cr, box->x + title + gap, box->y + title_height / 2 + 1, pill);

  ilv_colour_set (cr, &self->theme->dim_text);
  taken = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_RIGHT, self->status,
                              right, second, box->width * 0.5);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_LEFT, self->subtitle,
                      box->x, second, box->width - taken - gap);
}
