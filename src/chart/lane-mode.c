/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lanes of a panel stand for, by its name. */
#include "chart/panel.h"

static const char *const names[] = {
  [ILV_LANES_WORKERS] = "workers",
  [ILV_LANES_TASKS] = "tasks",
  [ILV_LANES_CORES] = "cores",
  [ILV_LANES_AUTO] = "auto",
};

gboolean
ilv_lane_mode_from_name (const char *name, IlvLaneMode *mode)
{
  g_return_val_if_fail (name != NULL && mode != NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      {
        *mode = (IlvLaneMode) i;
        return TRUE;
      }
  return FALSE;
}
