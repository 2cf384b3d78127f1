/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/mix-private.h"

/* Work at the bottom, what was lost to waiting above it: a row of mixes reads as an area chart. */
static const IlvState order[] = {
  ILV_STATE_RUNNING,     ILV_STATE_RUNNING_FREE, ILV_STATE_BLOCKING_LOOP, ILV_STATE_SERIALISING,
  ILV_STATE_STARTING,    ILV_STATE_WAITING_GIL,  ILV_STATE_WAITING_LOCK,  ILV_STATE_READY,
  ILV_STATE_WAITING_IO,  ILV_STATE_SLEEPING,
};

const IlvState *
ilv_mix_get_order (guint *n)
{
  *n = G_N_ELEMENTS (order);
  return order;
}

void
ilv_mix_add (IlvMix *bins, guint n, const IlvTimeline *timeline, gint64 from, gint64 to,
             double weight)
{
  G_STATIC_ASSERT (sizeof (IlvMix) == sizeof (double[ILV_N_STATES]));
  ilv_timeline_add_shares (timeline, from, to, n, weight, &bins->share);
}

void
ilv_mix_stack (const IlvMix *mix, int height, int heights[ILV_N_STATES])
{
  double below = 0;
  int filled = 0;

  for (guint s = 0; s < ILV_N_STATES; s++)
    heights[s] = 0;
  for (guint s = 0; s < G_N_ELEMENTS (order); s++)
    {
      double exact = mix->share[order[s]] * height;
      int edge;

      if (exact <= 0)
        continue;
      below += exact;
      edge = MIN ((int) (below + 0.5), height);
      if (edge <= filled && exact >= 0.25)
        edge = MIN (filled + 1, height);
      heights[order[s]] = MAX (edge - filled, 0);
      filled = MAX (edge, filled);
    }
}
