/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys that move the view and the selection of the panels. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* On the class of IlvPanelGrid: for when a panel has the focus. */
void ilv_panel_keys_install (GtkWidgetClass *widget_class);

G_END_DECLS
