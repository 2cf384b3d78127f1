/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window shows, written as a file. */
#include "app/window-private.h"

#include "app/export-choices.h"
#include "app/export-dialog.h"

#include <glib/gi18n-lib.h>

void
ilv_window_get_scene (IlvWindow *self, IlvExportScene *scene)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (self->panels);
  gint64 until = ilv_transport_get_until (ilv_panel_grid_get_transport (self->panels));

  *scene = (IlvExportScene){
    .comparison = self->comparison,
    .arrangement = ilv_window_get_arrangement (self),
    .fitted = ilv_viewport_is_fitted (viewport) && until == G_MAXINT64,
  };
  ilv_window_get_view (self, &scene->view);
  scene->view.until = until;
  ilv_viewport_get_selection (viewport, &scene->select_from, &scene->select_to);
}

IlvExportOptions
ilv_window_get_export_options (IlvWindow *self)
{
  return ilv_export_choices_restore (self->preferences, ilv_window_get_theme (self)->id);
}

/* What was asked for, kept while the desktop asks where it goes and while it is written. */
typedef struct
{
  IlvExportScene scene; /* its comparison is owned */
  IlvExportOptions options;
  GFile *file; /* owned, nullable */
} Export;

static Export *
make_export (const IlvExportScene *scene, const IlvExportOptions *options, GFile *file)
{
  Export *export = g_new0 (Export, 1);

  export->scene = *scene;
  g_object_ref (export->scene.comparison);
  export->options = *options;
  g_set_object (&export->file, file);
  return export;
}

static void
free_export (gpointer data)
{
  Export *export = data;

  g_object_unref (export->scene.comparison);
  g_clear_object (&export->file);
  g_free (export);
}

static gboolean
write_export (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  return ilv_export_write (&export->scene, &export->options, export->file, cancellable, error);
}

static void
say_exported (IlvWindow *self, gpointer data, const GError *error)
{
  Export *export = data;
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *message = NULL;

  if (ilv_export_format_is_picture (export->options.format))
    message = g_strdup_printf (_ ("Picture written to “%s”"), name);
  else
    message = g_strdup_printf (_ ("Data written to “%s”"), name);
  if (error)
    ilv_window_show_error (self, error->message);
  else
    ilv_window_show_toast (self, message);
}

static void
write_scene (IlvWindow *self, const IlvExportScene *scene, const IlvExportOptions *options,
             GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_strdup_printf (_ ("Exporting “%s”"), name);

  ilv_window_show_error (self, NULL);
  ilv_window_start_work (self, &(IlvWork){ .title = title,
                                           .function = write_export,
                                           .end = say_exported,
                                           .data = make_export (scene, options, file),
                                           .free_data = free_export,
                                           .writes = TRUE });
}

void
ilv_window_export (IlvWindow *self, const IlvExportOptions *options, GFile *file)
{
  IlvExportScene scene;

  g_return_if_fail (self->comparison && !ilv_comparison_is_running (self->comparison));
  ilv_window_get_scene (self, &scene);
  write_scene (self, &scene, options, file);
}

static void
write_chosen (IlvWindow *self, GFile *file, gpointer data)
{
  const Export *export = data;

  write_scene (self, &export->scene, &export->options, file);
}

static void
on_accepted (IlvWindow *self, IlvExportDialog *dialog)
{
  const IlvExportScene *scene = ilv_export_dialog_get_scene (dialog);
  IlvExportOptions options = ilv_export_dialog_get_options (dialog);
  g_autofree char *name = ilv_export_make_name (scene->comparison, &options);
  g_autofree char *suffix
    = g_strconcat (".", ilv_export_format_get_suffix (options.format), NULL);

  ilv_export_choices_remember (self->preferences, &options);
  ilv_window_ask_where_to_write (self, &(IlvTarget){ .title = _ ("Export"),
                                                     .accept = _ ("_Export"),
                                                     .name = name,
                                                     .suffix = suffix,
                                                     .chosen = write_chosen,
                                                     .data = make_export (scene, &options, NULL),
                                                     .free_data = free_export });
}

static void
on_copied (IlvWindow *self, IlvExportDialog *dialog)
{
  IlvExportOptions options = ilv_export_dialog_get_options (dialog);

  ilv_export_choices_remember (self->preferences, &options);
  ilv_window_copy_picture (self, ilv_export_dialog_get_scene (dialog), &options);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
open_dialog (IlvWindow *self, const IlvExportOptions *options)
{
  IlvExportScene scene;
  IlvExportDialog *dialog;

  ilv_window_get_scene (self, &scene);
  dialog = ilv_export_dialog_new (GTK_WINDOW (self), &scene, options);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_accepted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "copied", G_CALLBACK (on_copied), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvExportOptions options = ilv_window_get_export_options (user_data);

  open_dialog (user_data, &options);
}

static void
export_panel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvExportOptions options = ilv_window_get_export_options (user_data);

  if (!ilv_export_format_is_picture (options.format))
    options.format = ILV_EXPORT_PNG;
  if (ilv_window_choose_panel (user_data, &options))
    open_dialog (user_data, &options);
}

void
ilv_window_install_export_actions (IlvWindow *self)
{
  static const GActionEntry entries[] = {
    { "export", export_action },
    { "export-panel", export_panel_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ilv_window_install_copy_actions (self);
  ilv_window_install_print_action (self);
}
