/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/grid-label.h"

GtkWidget *
ilv_grid_get_label (GtkGrid *grid, int column, int row, float xalign)
{
  GtkWidget *label = gtk_grid_get_child_at (grid, column, row);

  if (label)
    return label;
  label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_grid_attach (grid, label, column, row, 1, 1);
  return label;
}

void
ilv_label_set_text (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

void
ilv_label_set_tooltip (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (label), text) != 0)
    gtk_widget_set_tooltip_text (label, text);
}
