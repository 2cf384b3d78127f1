/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/band-private.h"

#include <math.h>
#include <string.h>

struct _IlvBand
{
  guint columns;
  IlvMix *changes; /* from one column to the next; two more than there are columns */
  IlvMix *sums;
};

IlvBand *
ilv_band_new (guint columns)
{
  IlvBand *self = g_new0 (IlvBand, 1);

  self->columns = columns;
  self->changes = g_new0 (IlvMix, (gsize) columns + 2);
  self->sums = g_new0 (IlvMix, (gsize) columns + 2);
  return self;
}

void
ilv_band_free (IlvBand *self)
{
  g_free (self->changes);
  g_free (self->sums);
  g_free (self);
}

/* One lane more, or fewer, from there on: the column itself has it for the rest of its width. */
static void
change (IlvBand *self, IlvState state, double at, double by)
{
  guint column = (guint) at;

  self->changes[column].share[state] += by * (column + 1 - at);
  self->changes[column + 1].share[state] += by * (at - column);
}

void
ilv_band_add (IlvBand *self, IlvState state, double begin, double end)
{
  begin = CLAMP (begin, 0, self->columns);
  end = CLAMP (end, begin, self->columns);
  if (state == ILV_STATE_NONE || ilv_state_is_end (state) || end <= begin)
    return;
  change (self, state, begin, 1);
  change (self, state, end, -1);
}

void
ilv_band_add_mixes (IlvBand *self, const IlvMix *mixes, guint n, guint first, guint width,
                    double weight)
{
  for (guint b = 0; b < n; b++)
    for (guint c = first + b * width; c < MIN (first + (b + 1) * width, self->columns); c++)
      for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
        self->sums[c].share[s] += weight * mixes[b].share[s];
}

double
ilv_band_sum (IlvBand *self)
{
  IlvMix now = { 0 };
  double most = 0;

  for (guint c = 0; c < self->columns; c++)
    {
      double all = 0;

      for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
        {
          now.share[s] += self->changes[c].share[s];
          self->sums[c].share[s] = fmax (self->sums[c].share[s] + now.share[s], 0);
          all += self->sums[c].share[s];
        }
      most = fmax (most, all);
    }
  memset (self->changes, 0, sizeof *self->changes * (self->columns + 2));
  return most;
}

void
ilv_band_fill (IlvBand *self, IlvCanvas *canvas, double most, int x0, int y0, int y1)
{
  IlvMix mix;
  int before[ILV_N_STATES], heights[ILV_N_STATES];
  const IlvState *order;
  guint n, begun = 0;

  order = ilv_mix_get_order (&n);
  for (guint c = 0; c <= self->columns; c++)
    {
      int bottom = y1;

      if (c < self->columns)
        {
          for (guint s = 0; s < ILV_N_STATES; s++)
            mix.share[s] = self->sums[c].share[s] / most;
          ilv_mix_stack (&mix, y1 - y0, heights);
        }
      /* Columns that look the same are one rectangle a state. */
      if (c < self->columns && c > 0 && memcmp (heights, before, sizeof heights) == 0)
        continue;
      for (guint i = 0; c > 0 && i < n; i++)
        {
          ilv_canvas_fill_state (canvas, order[i], x0 + (int) begun, bottom - before[order[i]],
                                 x0 + (int) c, bottom);
          bottom -= before[order[i]];
        }
      memcpy (before, heights, sizeof before);
      begun = c;
    }
}
