/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The menu of the panels, for the right button, Menu and Shift+F10. What is in it stands in
 * ui/panel-menu.ui.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A popover that is a child of `panels` and appears where that is asked for its menu; `panels`
   presents it in its size_allocate() and unparents it. (transfer none) */
GtkPopover *ilv_panel_menu_attach (GtkWidget *panels);
/* Which child of the panels it was opened on last. (transfer none) (nullable) */
GtkWidget *ilv_panel_menu_get_panel (GtkPopover *menu);

G_END_DECLS
