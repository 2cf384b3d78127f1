/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that is one stop on the way of the Tab key: the arrow keys lead through it, Tab leaves it.
   Before GTK 4.12 lists themselves stop at every row, and select it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_TAB_STOP (ilv_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (IlvTabStop, ilv_tab_stop, ILV, TAB_STOP, GtkWidget)

GtkWidget *ilv_tab_stop_new (GtkWidget *child); /* what the list scrolls in */

G_END_DECLS
