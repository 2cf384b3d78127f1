/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results below the panels: a line a model, a column a measure, the best of each in bold. */
#include "chart/picture-private.h"

#include "chart/hatch-private.h"
#include "chart/panel-private.h"

#include <math.h>

static const char *
get_cell (const IlvPictureResult *result, guint panel)
{
  return panel < g_strv_length (result->cells) ? result->cells[panel] : "";
}

char *
ilv_picture_write_cell (const IlvPictureResult *result, guint panel, gboolean *best)
{
  *best = result->best >= 0 && (guint) result->best == panel;
  return g_strconcat (get_cell (result, panel), *best ? "\xc2\xa0★" : "", NULL);
}

const char *
ilv_picture_get_name (IlvPicture *self, guint panel)
{
  const IlvPanel *shown = g_ptr_array_index (self->panels, panel);

  return shown->title != NULL ? shown->title : "";
}

static double
measure_column (IlvPicture *self, const IlvPictureResult *result)
{
  double width = ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, result->title);

  for (guint i = 0; i < self->panels->len; i++)
    {
      gboolean best;
      g_autofree char *cell = ilv_picture_write_cell (result, i, &best);

      width = fmax (width, ilv_lettering_measure (self->lettering, ILV_LETTERS_BOLD, cell));
    }
  return width;
}

static double
measure_names (IlvPicture *self)
{
  double width = 0;

  if (self->results_note != NULL)
    width = ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, self->results_note);
  for (guint i = 0; i < self->panels->len; i++)
    width = fmax (width, ilv_lettering_measure (self->lettering, ILV_LETTERS_BODY,
                                                ilv_picture_get_name (self, i)));
  return width;
}

static void
draw_names (IlvPicture *self, cairo_t *cr, double x, double y, double pitch)
{
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, self->results_note, x,
                      y, -1);
  ilv_colour_set (cr, &self->theme->text);
  for (guint i = 0; i < self->panels->len; i++)
    ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_LEFT,
                        ilv_picture_get_name (self, i), x, y + pitch * (i + 1), -1);
}

static void
draw_column (IlvPicture *self, cairo_t *cr, const IlvPictureResult *result, double right, double y,
             double pitch)
{
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_RIGHT, result->title,
                      right, y, -1);
  ilv_colour_set (cr, &self->theme->text);
  for (guint i = 0; i < self->panels->len; i++)
    {
      gboolean best;
      g_autofree char *cell = ilv_picture_write_cell (result, i, &best);

      ilv_lettering_draw (self->lettering, cr, best ? ILV_LETTERS_BOLD : ILV_LETTERS_BODY,
                          ILV_ALIGN_RIGHT, cell, right, y + pitch * (i + 1), -1);
    }
}

double
ilv_picture_draw_results (IlvPicture *self, cairo_t *cr, double x, double y, double width)
{
  double unit = self->theme->text_size;
  double pitch = round (ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY) * 1.12);
  double least = unit * 1.4;
  double used, gap;
  guint n = 0;

  if (self->results->len == 0 || self->panels->len == 0)
    return 0;
  used = measure_names (self);
  /* As many measures as fit; the first are the most important. */
  for (; n < self->results->len; n++)
    {
      double column = measure_column (self, g_ptr_array_index (self->results, n));

      if (used + column + least > width)
        break;
      used += column + least;
    }
  if (n == 0)
    return 0;
  if (cr == NULL)
    return pitch * (self->panels->len + 1);

  gap = fmin (least + (width - used) / n, unit * 4.5);
  draw_names (self, cr, x, y, pitch);
  x += measure_names (self);
  for (guint i = 0; i < n; i++)
    {
      const IlvPictureResult *result = g_ptr_array_index (self->results, i);

      x += gap + measure_column (self, result);
      draw_column (self, cr, result, x, y, pitch);
    }
  return pitch * (self->panels->len + 1);
}
