/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-menu.h"

#include <glib/gi18n-lib.h>

/* The panel under the point is the one that what is in the menu is done with. */
static void
remember_panel (GtkPopover *menu, double x, double y)
{
  GtkWidget *panels = gtk_widget_get_parent (GTK_WIDGET (menu));
  GtkWidget *panel = gtk_widget_pick (panels, x, y, GTK_PICK_DEFAULT);

  while (panel && panel != panels && gtk_widget_get_parent (panel) != panels)
    panel = gtk_widget_get_parent (panel);
  g_object_set_data_full (G_OBJECT (menu), "ilv-panel", panel ? g_object_ref (panel) : NULL,
                          g_object_unref);
}

static void
pop_up (GtkPopover *menu, double x, double y)
{
  remember_panel (menu, x, y);
  gtk_popover_set_pointing_to (menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (menu);
}

static void
on_pressed (GtkGesture *click, int n_press, double x, double y, GtkPopover *menu)
{
  GdkEventSequence *sequence
    = gtk_gesture_single_get_current_sequence (GTK_GESTURE_SINGLE (click));
  GdkEvent *event = gtk_gesture_get_last_event (click, sequence);

  if (!gdk_event_triggers_context_menu (event))
    return;
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up (menu, x, y);
}

/* In the middle of the panel that has the focus. */
static gboolean
on_menu_key (GtkWidget *panels, GVariant *arguments, gpointer user_data)
{
  GtkWidget *panel = gtk_widget_get_focus_child (panels);
  double x = gtk_widget_get_width (panels) / 2.0;
  double y = gtk_widget_get_height (panels) / 2.0;

  if (panel)
    gtk_widget_translate_coordinates (panel, panels, gtk_widget_get_width (panel) / 2.0,
                                      gtk_widget_get_height (panel) / 2.0, &x, &y);
  pop_up (user_data, x, y);
  return GDK_EVENT_STOP;
}

static void
add_shortcut (GtkWidget *panels, GtkPopover *menu)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger
    = gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK),
                                   gtk_keyval_trigger_new (GDK_KEY_Menu, 0));
  GtkShortcutAction *action = gtk_callback_action_new (on_menu_key, menu, NULL);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (trigger, action));
  gtk_widget_add_controller (panels, keys);
}

GtkPopover *
ilv_panel_menu_attach (GtkWidget *panels)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
    "/io/github/interleave/Interleave/ui/panel-menu.ui");
  GMenuModel *model = G_MENU_MODEL (gtk_builder_get_object (builder, "panel_menu"));
  GtkWidget *menu = gtk_popover_menu_new_from_model (model);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Menu of the panels"), -1);
  gtk_widget_set_parent (menu, panels);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), menu);
  gtk_widget_add_controller (panels, GTK_EVENT_CONTROLLER (click));
  add_shortcut (panels, GTK_POPOVER (menu));
  return GTK_POPOVER (menu);
}

GtkWidget *
ilv_panel_menu_get_panel (GtkPopover *menu)
{
  return g_object_get_data (G_OBJECT (menu), "ilv-panel");
}
