/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/popover-tooltip.h"

#include <gtk/gtk.h>

/* A hook and not a handler for each: popovers of menu models are made by GTK, now and then anew. */
static gboolean
on_shown_or_hidden (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer shown)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkWidget *button = GTK_IS_POPOVER (widget) ? gtk_widget_get_parent (widget) : NULL;

  if (button && GTK_IS_MENU_BUTTON (button) && gtk_widget_get_tooltip_text (button))
    gtk_widget_set_has_tooltip (button, !GPOINTER_TO_INT (shown));
  return G_SOURCE_CONTINUE;
}

void
ilv_popover_tooltip_install (void)
{
  GTypeClass *widgets = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("show", GTK_TYPE_WIDGET), 0, on_shown_or_hidden,
                              GINT_TO_POINTER (TRUE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("hide", GTK_TYPE_WIDGET), 0, on_shown_or_hidden,
                              GINT_TO_POINTER (FALSE), NULL);
  g_type_class_unref (widgets);
}
