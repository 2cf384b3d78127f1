/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/axis-private.h"

gint64
ilv_axis_choose_step (gint64 span, int max_ticks)
{
  static const gint64 factors[] = { 1, 2, 5 };
  gint64 decade = 1;

  g_return_val_if_fail (span > 0 && max_ticks > 0, 1);
  for (;;)
    {
      for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
        if (span / (decade * factors[i]) < max_ticks)
          return decade * factors[i];
      if (decade > G_MAXINT64 / 100)
        return decade * 5;
      decade *= 10;
    }
}

gint64
ilv_axis_first_tick (gint64 from, gint64 step)
{
  gint64 whole = from / step;

  /* Division rounds to zero: up for negative times, down for positive ones. */
  if (from > 0 && from % step != 0)
    whole++;
  return whole * step;
}
