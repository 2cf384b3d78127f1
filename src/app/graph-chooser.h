/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu on the label of a panel's graph: which quantity all graphs show (win.graph). */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

/* A popover that is a child of `panels`, whose children panel views are, and opens when the label
   of a graph is clicked; `panels` presents it in its size_allocate() and unparents it. (transfer
   none) */
GtkPopover *ilv_graph_chooser_attach (GtkWidget *panels);
/* Offers what at least one run of the comparison has. NULL: what every run has. */
void ilv_graph_chooser_update (GtkPopover *chooser, IlvComparison *comparison);
/* Opens it on the label of that panel. */
void ilv_graph_chooser_open (GtkPopover *chooser, IlvPanelView *view);

G_END_DECLS
