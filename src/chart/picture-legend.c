/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the colours mean and how much of the time that is seen each one took; what the shapes mean
   and how many of them there are. */
#include "chart/picture-private.h"

#include "chart/hatch-private.h"
#include "chart/panel-private.h"
#include "chart/symbol.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
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

/* `step`: how many lanes there are to each that was looked at, where that is most. */
static Shares *
collect (IlvPicture *self, guint *step)
{
  Shares *all = g_new0 (Shares, MAX (self->panels->len, 1));

  *step = 1;
  for (guint i = 0; i < self->panels->len; i++)
    {
      guint of = ilv_panel_get_states (g_ptr_array_index (self->panels, i), all[i].shares);

      *step = MAX (*step, of);
    }
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

/* "3 · – · 12", in the order of the panels; NULL when none of them has any in view. */
static char *
write_counts (IlvPicture *self, IlvSymbol symbol)
{
  GString *text = g_string_new (NULL);
  guint64 all = 0;

  for (guint i = 0; i < self->panels->len; i++)
    {
      const IlvPanel *panel = g_ptr_array_index (self->panels, i);
      guint64 counts[ILV_N_SYMBOLS] = { 0 };
      g_autofree char *count = NULL;

      if (panel->trace != NULL)
        ilv_symbol_count (panel->trace, panel->view.from, panel->view.to, counts);
      all += counts[symbol];
      count = counts[symbol] > 0 ? ilv_quantity_count ((gint64) counts[symbol]) : g_strdup ("–");
      g_string_append_printf (text, i > 0 ? " · %s" : "%s", count);
    }
  return g_string_free (text, all == 0);
}

/* Items one after the other, in as many lines as it takes. */
typedef struct
{
  IlvPicture *picture;
  cairo_t *cr; /* (nullable): measured only */
  double x, y, width;
  double at, down; /* where the next one stands */
  double pitch, gap;
  gboolean any;
} Flow;

/* Sets where its sample, `sample` wide, stands from and in the middle of which height. */
static void
add_item (Flow *flow, double sample, const char *title, const char *figures, double *x,
          double *middle)
{
  IlvPicture *self = flow->picture;
  IlvLettering *lettering = self->lettering;
  double line = ilv_lettering_get_height (lettering, ILV_LETTERS_BODY);
  double small = ilv_lettering_get_height (lettering, ILV_LETTERS_SMALL);
  double text = ilv_lettering_measure (lettering, ILV_LETTERS_BODY, title);
  double numbers = *figures != '\0'
                     ? ilv_lettering_measure (lettering, ILV_LETTERS_SMALL, figures) + flow->gap
                     : 0;
  double item = sample + flow->gap + text + numbers;

  if (flow->any && flow->at + item > flow->width)
    {
      flow->at = 0;
      flow->down += flow->pitch;
    }
  flow->any = TRUE;
  *x = flow->x + flow->at;
  *middle = flow->y + flow->down + flow->pitch / 2;
  flow->at += item + self->theme->text_size * 1.6;
  if (flow->cr == NULL)
    return;
  ilv_colour_set (flow->cr, &self->theme->text);
  ilv_lettering_draw (lettering, flow->cr, ILV_LETTERS_BODY, ILV_ALIGN_LEFT, title,
                      *x + sample + flow->gap, *middle - line / 2,
                      flow->width - sample - flow->gap);
  ilv_colour_set (flow->cr, &self->theme->dim_text);
  ilv_lettering_draw (lettering, flow->cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, figures,
                      *x + sample + text + 2 * flow->gap, *middle - small / 2 + 0.5, -1);
}

static void
add_state (Flow *flow, IlvState state, const char *figures)
{
  double unit = flow->picture->theme->text_size;
  double height = round (unit * 1.1);
  double x, middle;

  add_item (flow, round (unit * 2), ilv_state_get_title (state), figures, &x, &middle);
  if (flow->cr != NULL)
    ilv_theme_fill_state (flow->picture->theme, flow->cr, state, round (x),
                          round (middle - height / 2), round (unit * 2), height);
}

static void
add_symbol (Flow *flow, IlvSymbol symbol, const char *figures)
{
  double unit = flow->picture->theme->text_size;
  double x, middle;

  add_item (flow, round (unit), ilv_symbol_get_title (symbol), figures, &x, &middle);
  if (flow->cr != NULL)
    ilv_symbol_draw (flow->picture->theme, flow->cr, symbol, round (x + unit / 2),
                     round (middle), unit * 0.36);
}

/* Percentages of a part of the lanes say so. */
static void
add_sampling (Flow *flow, guint step)
{
  g_autofree char *part = ilv_quantity_count (step);
  g_autofree char *text = g_strdup_printf (_ ("Percentages from one in %s of the lanes"), part);
  double x, middle;

  add_item (flow, 0, "", text, &x, &middle);
}

double
ilv_picture_draw_legend (IlvPicture *self, cairo_t *cr, double x, double y, double width,
                         gboolean shares)
{
  Flow flow = { .picture = self, .cr = cr, .x = x, .y = y, .width = width,
                .pitch = round (ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY) * 1.3),
                .gap = self->theme->text_size * 0.5 };
  guint step;
  g_autofree Shares *all = collect (self, &step);

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (occurs (all, self->panels->len, shown[i]))
      {
        g_autofree char *figures
          = shares ? write_shares (all, self->panels->len, shown[i]) : g_strdup ("");

        add_state (&flow, shown[i], figures);
      }
  for (guint i = 0; i < ILV_N_SYMBOLS; i++)
    {
      g_autofree char *counts = write_counts (self, (IlvSymbol) i);

      if (counts != NULL)
        add_symbol (&flow, (IlvSymbol) i, shares ? counts : "");
    }
  if (shares && step > 1)
    add_sampling (&flow, step);
  return flow.any ? flow.down + flow.pitch : 0;
}
