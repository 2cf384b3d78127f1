/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The band above the lanes: how many of them are in each state. */
#include "chart/panel-private.h"

#include "trace/quantity.h"
#include "trace/state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Lanes looked at to say what they do at a moment; of more, evenly spaced ones. */
#define MAX_LANES 4096
/* Lanes read to draw the band of those that are not drawn one by one, and pixels of a column. */
#define MAX_READ 512
#define COLUMN 4

void
ilv_panel_fill_band (IlvPanel *self, IlvBand *band)
{
  const IlvBox *box = &self->layout.band;
  int x0 = ilv_panel_device (self, box->x);
  int x1 = ilv_panel_device (self, box->x + box->width);
  int y0 = ilv_panel_device (self, box->y);
  int y1 = ilv_panel_device (self, box->y + box->height);
  double most;

  /* Of all that is in view, recorded by the moment that is seen or not: the band would grow and
     shrink under the play head otherwise. Averages over a column are a hair less than what is
     there; where each that is looked at stands for others, they may add up to more. */
  most = fmax (ceil (ilv_band_sum (band) - 0.02), 1);
  self->band_most = fmin (most, fmax (ilv_panel_count_subjects (self), 1));
  ilv_canvas_fill_track (self->canvas, x0, y0, x1, y1);
  ilv_band_fill (band, self->canvas, self->band_most, x0, y0, y1);
}

static guint
count_columns (IlvPanel *self)
{
  const IlvBox *box = &self->layout.band;

  return (guint) MAX (ilv_panel_device (self, box->x + box->width)
                        - ilv_panel_device (self, box->x), 1);
}

void
ilv_panel_add_to_band (IlvPanel *self, IlvBand *band, guint first, guint end)
{
  guint columns = count_columns (self);
  guint n = (columns + COLUMN - 1) / COLUMN;
  guint step = (end - first) / MAX_READ + 1;
  gint64 from = self->view.from;
  /* The last bin may reach over the edge. */
  gint64 to = from + (gint64) ((double) (self->view.to - from) / columns * n * COLUMN);
  g_autofree IlvMix *mixes = g_new0 (IlvMix, n);

  for (guint row = first; row < end; row += step)
    {
      IlvSubject subject;

      ilv_panel_get_row_subject (self, row, 0, &subject);
      if (subject.on_core)
        ilv_panel_add_core_mix (self, subject.id, from, to, n, mixes);
      else
        ilv_mix_add (mixes, n, subject.timeline, from, to, step);
    }
  ilv_band_add_mixes (band, mixes, n, 0, COLUMN, 1);
}

gboolean
ilv_panel_keeps_band (IlvPanel *self)
{
  return self->view.every_lane && self->layout.visible_rows < self->layout.rows;
}

void
ilv_panel_fill_kept_band (IlvPanel *self)
{
  guint columns = count_columns (self);
  gint64 end = ilv_trace_get_end (self->trace);

  if (self->band == NULL || self->band_columns != columns || self->band_end != end
      || self->band_from != self->view.from || self->band_to != self->view.to)
    {
      g_clear_pointer (&self->band, ilv_band_free);
      self->band = ilv_band_new (columns);
      self->band_columns = columns;
      self->band_end = end;
      self->band_from = self->view.from;
      self->band_to = self->view.to;
      ilv_panel_add_to_band (self, self->band, 0, self->layout.rows);
    }
  ilv_panel_fill_band (self, self->band);
}

void
ilv_panel_draw_band (IlvPanel *self, cairo_t *cr)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *box = &layout->band;
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  g_autofree char *count = ilv_quantity_count ((gint64) self->band_most);
  g_autofree char *scale = g_strdup_printf (_ ("0–%s"), count);

  if (box->height <= 0)
    return;
  ilv_colour_set (cr, &self->theme->text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT,
                      ilv_panel_get_band_title (), layout->label_x, box->y, layout->label_width);
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, scale,
                      layout->label_x, box->y + line * 0.94, layout->label_width);
}

const char *
ilv_panel_get_band_title (void)
{
  return _ ("All");
}

static void
add_state (const IlvTimeline *timeline, gint64 from, gint64 time, double weight,
           double counts[ILV_N_STATES])
{
  IlvInterval interval;

  if (time >= from && ilv_timeline_get_at (timeline, time, &interval)
      && !ilv_state_is_end (interval.state))
    counts[interval.state] += weight;
}

static void
add_core (IlvPanel *self, guint core, gint64 time, double counts[ILV_N_STATES])
{
  guint64 index = ilv_trace_find_core_use (self->trace, core, time);
  const IlvLane *lane;
  IlvCoreUse use;

  if (index >= ilv_trace_get_n_core_uses (self->trace, core))
    return;
  ilv_trace_get_core_use (self->trace, core, index, &use);
  lane = ilv_trace_find_lane (self->trace, use.lane);
  if (use.begin <= time && lane != NULL)
    add_state (lane->timeline, use.begin, time, 1, counts);
}

static void
count_row (IlvPanel *self, guint row, gint64 time, guint step, double counts[ILV_N_STATES])
{
  guint first, end;

  ilv_panel_get_row_range (self, row, time, time, &first, &end);
  for (guint i = first; i < end; i += step)
    {
      IlvSubject subject;

      ilv_panel_get_row_subject (self, row, i, &subject);
      if (subject.on_core)
        add_core (self, subject.id, time, counts);
      else
        add_state (subject.timeline, subject.begin, time, MIN (step, end - i), counts);
    }
}

char *
ilv_panel_describe_band (IlvPanel *self, gint64 time)
{
  guint step = ilv_panel_count_subjects (self) / MAX_LANES + 1;
  double counts[ILV_N_STATES] = { 0 };
  g_autofree char *at = ilv_quantity_duration (time);
  GString *text = g_string_new (NULL);
  const IlvState *order;
  guint n;

  for (guint row = 0; row < self->layout.rows; row++)
    count_row (self, row, time, step, counts);
  g_string_append_printf (text, self->on_cores ? _ ("What the cores do at %s")
                          : self->on_tasks     ? _ ("What the tasks do at %s")
                                               : _ ("What the workers do at %s"),
                          at);
  order = ilv_mix_get_order (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *count = ilv_quantity_count (llround (counts[order[i]]));

      if (counts[order[i]] > 0)
        g_string_append_printf (text, "\n%s%s · %s", step > 1 ? "≈ " : "", count,
                                ilv_state_get_title (order[i]));
    }
  return g_string_free (text, FALSE);
}
