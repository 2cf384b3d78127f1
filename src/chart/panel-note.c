/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line below the lanes that keeps them honest: what of them is not drawn, and why. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
ilv_panel_has_note (IlvPanel *self)
{
  return self->packed || self->n_subjects < self->n_candidates
         || ilv_panel_get_lane_step (self) > 1;
}

char *
ilv_panel_write_note (IlvPanel *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *step = ilv_panel_explain_lane_step (self);

  if (self->n_subjects < self->n_candidates)
    {
      g_autofree char *shown = ilv_quantity_count (self->n_subjects);
      g_autofree char *all = ilv_quantity_count (self->n_candidates);

      g_string_append_printf (text, self->on_tasks ? _ ("%s of %s tasks shown")
                                                   : _ ("%s of %s lanes shown"),
                              shown, all);
    }
  if (self->packed)
    g_string_append_printf (text, text->len > 0 ? " · %s" : "%s",
                            _ ("Tasks share rows, each from when it first runs"));
  if (step != NULL)
    g_string_append_printf (text, text->len > 0 ? " · %s" : "%s", step);
  return g_string_free (text, FALSE);
}

void
ilv_panel_draw_note (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.note;
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  g_autofree char *text = ilv_panel_write_note (self);
  double width;

  if (box->height <= 0 || *text == '\0')
    return;
  /* Lines of other parts pass behind the words, not through them. */
  width = fmin (ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, text) + 1, box->width);
  ilv_colour_set (cr, &self->theme->panel);
  cairo_rectangle (cr, box->x + box->width - width, box->y, width, box->height);
  cairo_fill (cr);
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_RIGHT, text,
                      box->x + box->width, box->y + box->height - line, width);
}
