/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the colours mean, and how much of the time that is seen each one took. */
#include "chart/picture-private.h"

#include "chart/hatch-private.h"
#include "trace/quantity.h"

#include <math.h>

/* In the order in which people ask: what ran, what waited, what else. */
static const IlvState shown[] = {
  ILV_STATE_RUNNING,      ILV_STATE_RUNNING_FREE, ILV_STATE_BLOCKING_LOOP, ILV_STATE_WAITING_GIL,
  ILV_STATE_WAITING_LOCK, ILV_STATE_READY,        ILV_STATE_WAITING_IO,    ILV_STATE_SLEEPING,
  ILV_STATE_SERIALISING,  ILV_STATE_STARTING,
};

typedef struct
{
  double shares[ILV_N_STATES];
} Shares;

static Shares *
collect (IlvPicture *self)
{
  Shares *all = g_new0 (Shares, MAX (self->panels->len, 1));

  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_get_states (g_ptr_array_index (self->panels, i), all[i].shares);
  return all;
}

static gboolean
occurs (const Shares *all, guint n, IlvState state)
{
  for (guint i = 0; i < n; i++)
    if (all[i].shares[state] > 0)
      return TRUE;
  return FALSE;
}

/* "25 % · – · 47 %", in the order of the panels. */
static char *
write_shares (const Shares *all, guint n, IlvState state)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *share = all[i].shares[state] > 0
                                 ? ilv_quantity_percent (all[i].shares[state])
                                 : g_strdup ("–");

      g_string_append_printf (text, i > 0 ? " · %s" : "%s", share);
    }
  return g_string_free (text, FALSE);
}

double
ilv_picture_draw_legend (IlvPicture *self, cairo_t *cr, double x, double y, double width,
                         gboolean shares)
{
  double unit = self->theme->text_size;
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY);
  double small = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  double swatch = round (unit * 2);
  double height = round (unit * 1.1);
  double pitch = round (line * 1.3);
  double gap = unit * 0.5;
  Shares *all = collect (self);
  double at = 0, down = 0;
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const char *title = ilv_state_get_title (shown[i]);
      g_autofree char *figures = NULL;
      double text, numbers, item;

      if (!occurs (all, self->panels->len, shown[i]))
        continue;
      figures = shares ? write_shares (all, self->panels->len, shown[i]) : g_strdup ("");
      text = ilv_lettering_measure (self->lettering, ILV_LETTERS_BODY, title);
      numbers = *figures != '\0'
                  ? ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, figures) + gap
                  : 0;
      item = swatch + gap + text + numbers;
      if (any && at + item > width)
        {
          at = 0;
          down += pitch;
        }
      any = TRUE;
      if (cr != NULL)
        {
          ilv_theme_fill_state (self->theme, cr, shown[i], round (x + at),
                                round (y + down + (pitch - height) / 2), swatch, height);
          ilv_colour_set (cr, &self->theme->text);
          ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BODY, ILV_ALIGN_LEFT, title,
                              x + at + swatch + gap, y + down + (pitch - line) / 2,
                              width - swatch - gap);
          ilv_colour_set (cr, &self->theme->dim_text);
          ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, figures,
                              x + at + swatch + text + 2 * gap,
                              y + down + (pitch - small) / 2 + 0.5, -1);
        }
      at += item + unit * 1.6;
    }
  g_free (all);
  return any ? down + pitch : 0;
}
