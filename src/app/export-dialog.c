/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export-dialog.h"

#include <glib/gi18n-lib.h>

struct _IlvExportDialog
{
  AdwWindow parent_instance;

  AdwComboRow *format;
  AdwComboRow *size;
  AdwComboRow *theme;
  GtkWidget *export_button;
};

G_DEFINE_FINAL_TYPE (IlvExportDialog, ilv_export_dialog, ADW_TYPE_WINDOW)

enum { ACCEPTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_export_clicked (IlvExportDialog *self)
{
  g_object_ref (self);
  g_signal_emit (self, signals[ACCEPTED], 0);
  gtk_window_close (GTK_WINDOW (self));
  g_object_unref (self);
}

static void
ilv_export_dialog_class_init (IlvExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[ACCEPTED] = g_signal_new ("accepted", ILV_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ilv_export_dialog_init (IlvExportDialog *self)
{
  g_autoptr (GtkStringList) sizes = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < ilv_export_get_n_sizes (); i++)
    gtk_string_list_append (sizes, ilv_export_get_size_title (i));
  adw_combo_row_set_model (self->size, G_LIST_MODEL (sizes));
  gtk_widget_grab_focus (self->export_button);
}

IlvExportDialog *
ilv_export_dialog_new (GtkWindow *parent, IlvThemeId theme)
{
  IlvExportDialog *self
    = g_object_new (ILV_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  adw_combo_row_set_selected (self->theme, theme);
  return self;
}

IlvExportOptions
ilv_export_dialog_get_options (IlvExportDialog *self)
{
  /* The rows list formats and themes in the order of their enumerations. */
  IlvExportOptions options = {
    .format = (IlvPictureFormat) adw_combo_row_get_selected (self->format),
    .theme = (IlvThemeId) adw_combo_row_get_selected (self->theme),
  };

  ilv_export_set_size (&options, adw_combo_row_get_selected (self->size));
  return options;
}
