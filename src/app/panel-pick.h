/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the panels that stand in a widget a point of it is in, and on what. */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

/* `panels`: the widget whose children panel views are; x, y: in it. `hit` is what is under the
   point. (transfer none) (nullable): it is in no panel. */
IlvPanelView *ilv_panel_pick (GtkWidget *panels, double x, double y, IlvHit *hit);

G_END_DECLS
