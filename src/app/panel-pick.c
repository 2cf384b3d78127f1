/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-pick.h"

IlvPanelView *
ilv_panel_pick (GtkWidget *panels, double x, double y, IlvHit *hit)
{
  GtkWidget *child = gtk_widget_pick (panels, x, y, GTK_PICK_DEFAULT);
  double at_x, at_y;

  while (child && child != panels && !ILV_IS_PANEL_VIEW (child))
    child = gtk_widget_get_parent (child);
  if (!child || !ILV_IS_PANEL_VIEW (child))
    return NULL;
  gtk_widget_translate_coordinates (panels, child, x, y, &at_x, &at_y);
  ilv_panel_hit (ilv_panel_view_get_panel (ILV_PANEL_VIEW (child)), at_x, at_y, hit);
  return ILV_PANEL_VIEW (child);
}
