/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/legend-order.h"

#include <string.h>

static const IlvState as_read[] = {
  ILV_STATE_RUNNING,       ILV_STATE_RUNNING_FREE, ILV_STATE_WAITING_GIL, ILV_STATE_WAITING_LOCK,
  ILV_STATE_READY,         ILV_STATE_WAITING_IO,   ILV_STATE_SLEEPING,    ILV_STATE_SERIALISING,
  ILV_STATE_BLOCKING_LOOP, ILV_STATE_STARTING,
};
G_STATIC_ASSERT (G_N_ELEMENTS (as_read) == ILV_LEGEND_N_STATES);

static gboolean
comes_before (IlvLegendSort sort, const double *shares, IlvState a, IlvState b)
{
  if (sort == ILV_LEGEND_BY_NAME)
    return g_utf8_collate (ilv_state_get_title (a), ilv_state_get_title (b)) < 0;
  return sort == ILV_LEGEND_BY_SHARE && shares[a] > shares[b];
}

void
ilv_legend_order (IlvLegendSort sort, const double shares[ILV_N_STATES],
                  IlvState order[ILV_LEGEND_N_STATES])
{
  g_return_if_fail (sort != ILV_LEGEND_BY_SHARE || shares != NULL);

  memcpy (order, as_read, sizeof as_read);
  /* By insertion: so few, and what is equal stays as it was. */
  for (guint i = 1; i < ILV_LEGEND_N_STATES; i++)
    for (guint k = i; k > 0 && comes_before (sort, shares, order[k], order[k - 1]); k--)
      {
        IlvState state = order[k];

        order[k] = order[k - 1];
        order[k - 1] = state;
      }
}
