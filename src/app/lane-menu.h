/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The menu of one lane: pin, hide, hide the others, zoom to its life. Its actions are the window's
 * (window-lanes.c) and know the lane by its name.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the menu offers for the lane `name`, which lived in [from, to]. (transfer full) */
GMenuModel *ilv_lane_menu_make (const char *name, gboolean pinned, gint64 from, gint64 to);

/* Shows it at a point of `widget`, to which it belongs until it is closed. */
void ilv_lane_menu_pop_up (GtkWidget *widget, double x, double y, const char *name,
                           gboolean pinned, gint64 from, gint64 to);

G_END_DECLS
