/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the colours mean, in a line: each state that can be seen in the panels, and no other. */
#pragma once

#include "app/panel-grid.h"

G_BEGIN_DECLS

#define ILV_TYPE_STATE_LEGEND (ilv_state_legend_get_type ())
G_DECLARE_FINAL_TYPE (IlvStateLegend, ilv_state_legend, ILV, STATE_LEGEND, GtkWidget)

void ilv_state_legend_set_theme (IlvStateLegend *self, const IlvTheme *theme);
/* Shows the states that can be seen in the panels now. */
void ilv_state_legend_update (IlvStateLegend *self, IlvPanelGrid *panels);

G_END_DECLS
