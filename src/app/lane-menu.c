/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lane-menu.h"

#include <glib/gi18n-lib.h>

/* Takes the label. */
static void
append (GMenu *menu, char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
  g_free (label);
}

GMenuModel *
ilv_lane_menu_make (const char *name, gboolean pinned, gint64 from, gint64 to)
{
  /* What stands in a name is no mnemonic. */
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *shown = g_strjoinv ("__", parts);
  GMenu *menu = g_menu_new ();

  append (menu,
          pinned ? g_strdup_printf (_ ("Un_pin “%s”"), shown)
                 : g_strdup_printf (_ ("_Pin “%s” to the Top"), shown),
          "win.pin-lane", g_variant_new_string (name));
  append (menu, g_strdup_printf (_ ("_Hide “%s”"), shown), "win.hide-lane",
          g_variant_new_string (name));
  append (menu, g_strdup_printf (_ ("Hide All _but “%s”"), shown), "win.hide-other-lanes",
          g_variant_new_string (name));
  append (menu, g_strdup_printf (_ ("_Zoom to the Life of “%s”"), shown), "win.zoom-to-range",
          g_variant_new ("(xx)", from, to));
  return G_MENU_MODEL (menu);
}

static gboolean
unparent (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not at once: the action of the item that was chosen is yet to come. */
static void
on_closed (GtkPopover *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent, g_object_ref (popover), g_object_unref);
}

void
ilv_lane_menu_pop_up (GtkWidget *widget, double x, double y, const char *name,
                      gboolean pinned, gint64 from, gint64 to)
{
  g_autoptr (GMenuModel) model = ilv_lane_menu_make (name, pinned, from, to);
  GtkWidget *popover = gtk_popover_menu_new_from_model (model);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Menu of the lane"), -1);
  gtk_widget_set_parent (popover, widget);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_popover_present (GTK_POPOVER (popover));
}
