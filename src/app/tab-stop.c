/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tab-stop.h"

struct _IlvTabStop
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (IlvTabStop, ilv_tab_stop, GTK_TYPE_WIDGET)

static gboolean
ilv_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus;

  /* What had the focus may have gone on losing it, and this list with it. */
  if (!root)
    return FALSE;
  focus = gtk_root_get_focus (root);
  if ((direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD) && focus
      && gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  return GTK_WIDGET_CLASS (ilv_tab_stop_parent_class)->focus (widget, direction);
}

static void
ilv_tab_stop_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_tab_stop_parent_class)->dispose (object);
}

static void
ilv_tab_stop_class_init (IlvTabStopClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_tab_stop_dispose;
  widget_class->focus = ilv_tab_stop_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ilv_tab_stop_init (IlvTabStop *self)
{
}

GtkWidget *
ilv_tab_stop_new (GtkWidget *child)
{
  GtkWidget *self = g_object_new (ILV_TYPE_TAB_STOP, NULL);

  gtk_widget_set_parent (child, self);
  return self;
}
