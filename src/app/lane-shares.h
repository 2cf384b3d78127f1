/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the time of each lane divides into states, in the selected stretch or else the visible one:
 * a list that is only worked out while it is unfolded.
 */
#pragma once

#include "app/shown-range.h"
#include "chart/theme.h"
#include "session/comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_LANE_SHARES (ilv_lane_shares_get_type ())
G_DECLARE_FINAL_TYPE (IlvLaneShares, ilv_lane_shares, ILV, LANE_SHARES, GtkWidget)

void ilv_lane_shares_set_theme (IlvLaneShares *self, const IlvTheme *theme);
/* Only runs of `models` (1 << IlvModel) are shown; `comparison` NULL: nothing. Follows a moment
   later, so that it can be called for every step of a drag. */
void ilv_lane_shares_update (IlvLaneShares *self, IlvComparison *comparison, guint models,
                             const IlvShownRange *range);

G_END_DECLS
