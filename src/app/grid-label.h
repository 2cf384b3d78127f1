/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that stay and change their text: made anew whenever figures change, they would be seen as
   a stumble in the live picture, and lay out all that is around them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The label in a cell, made when there is none; `xalign`: 0 left … 1 right. (transfer none) */
GtkWidget *ilv_grid_get_label (GtkGrid *grid, int column, int row, float xalign);
/* Leaves the label alone when it says so already. */
void ilv_label_set_text (GtkWidget *label, const char *text);
/* The same: for a new one the toolkit asks the display server where the pointer is, and waits. */
void ilv_label_set_tooltip (GtkWidget *label, const char *text); /* (nullable) of the text */

G_END_DECLS
