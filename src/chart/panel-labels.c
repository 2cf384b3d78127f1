/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written beside and on the lanes. */
#include "chart/panel-private.h"

#include <math.h>

/* Whether the row's lanes can be counted beside its name. */
static gboolean
has_room_for_count (IlvPanel *self, guint row)
{
  g_autofree char *name = ilv_panel_get_row_name (self, row);
  g_autofree char *detail = ilv_panel_get_row_detail (self, row);

  return ilv_lettering_measure (self->lettering, ILV_LETTERS_BOLD, name)
           + ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, detail)
         <= self->layout.label_width - self->theme->text_size * 0.4;
}

/* In all rows or in none: one without a count would look as if it were another kind of row. */
static gboolean
have_counts (IlvPanel *self, guint first, guint end)
{
  for (guint row = first; row < end; row++)
    if (ilv_panel_count_row_subjects (self, row) > 1 && !has_room_for_count (self, row))
      return FALSE;
  return !ilv_panel_stacks_labels (self);
}

static void
draw_lane_label (IlvPanel *self, cairo_t *cr, guint row, gboolean counted)
{
  const IlvLayout *layout = &self->layout;
  g_autofree char *name = ilv_panel_get_row_name (self, row);
  g_autofree char *detail = ilv_panel_get_row_detail (self, row);
  double name_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  double detail_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  gboolean below = *detail != '\0' && ilv_panel_stacks_labels (self);
  double y = ilv_panel_get_row_y (self, row)
             + (layout->lane_height - name_height - (below ? detail_height * 0.94 : 0)) / 2;

  ilv_colour_set (cr, &self->theme->text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_NAME, ILV_ALIGN_LEFT, name,
                      layout->label_x, y, layout->label_width);
  ilv_colour_set (cr, &self->theme->dim_text);
  if (below)
    ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_DETAIL, ILV_ALIGN_LEFT, detail,
                        layout->label_x, y + name_height * 0.94, layout->label_width);
  else if (counted && ilv_panel_count_row_subjects (self, row) > 1)
    ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_RIGHT, detail,
                        layout->label_x + layout->label_width,
                        y + (name_height - detail_height) * 0.7, -1);
}

void
ilv_panel_draw_lane_labels (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;
  double name_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  /* In very low rows only every second or third has a label: texts never overlap. */
  guint step = (guint) fmax (1, ceil (name_height * 0.92 / self->layout.pitch));
  gboolean counted;
  guint first, end;

  cairo_save (cr);
  cairo_rectangle (cr, 0, box->y - 2, self->width, box->height + 4);
  cairo_clip (cr);
  ilv_panel_get_visible_rows_range (self, &first, &end);
  counted = have_counts (self, first, end);
  for (guint row = first; row < end; row++)
    if (row % step == 0)
      draw_lane_label (self, cr, row, counted);
  cairo_restore (cr);
}
