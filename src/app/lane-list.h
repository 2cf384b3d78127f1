/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lanes of a panel for those who do not see them, and below them the strips of its locks: a
 * list with an item a visible row, over the rows' labels. Draws nothing and takes no pointer; items
 * are used again as lanes are scrolled.
 */
#pragma once

#include "chart/panel.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_LANE_LIST (ilv_lane_list_get_type ())
G_DECLARE_FINAL_TYPE (IlvLaneList, ilv_lane_list, ILV, LANE_LIST, GtkWidget)

GtkWidget *ilv_lane_list_new (void);
/* Says what the panel shows now; not for every frame. */
void ilv_lane_list_update (IlvLaneList *self, IlvPanel *panel);
/* (transfer none) (nullable): of rows out of sight there is none. */
GtkWidget *ilv_lane_list_get_item (IlvLaneList *self, guint row);
GtkWidget *ilv_lane_list_get_strip (IlvLaneList *self, guint strip); /* the same */

G_END_DECLS
