/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preferences-window.h"

struct _IlvPreferencesWindow
{
  AdwWindow parent_instance;

  GtkSpinButton *repeat; /* child of the template */
};

G_DEFINE_FINAL_TYPE (IlvPreferencesWindow, ilv_preferences_window, ADW_TYPE_WINDOW)

static void
ilv_preferences_window_class_init (IlvPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvPreferencesWindow, repeat);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ilv_preferences_window_init (IlvPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ilv_preferences_window_new (GtkWindow *window, GtkAdjustment *repeat)
{
  IlvPreferencesWindow *self
    = g_object_new (ILV_TYPE_PREFERENCES_WINDOW, "transient-for", window, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_insert_action_group (widget, "win", G_ACTION_GROUP (window));
  gtk_widget_insert_action_group (widget, "app",
                                  G_ACTION_GROUP (gtk_window_get_application (window)));
  gtk_spin_button_set_adjustment (self->repeat, repeat);
  return widget;
}
