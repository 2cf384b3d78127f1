/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "app/export-dialog.h"

#include <glib/gi18n-lib.h>

static void
run_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_run (user_data);
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_stop (user_data);
}

static void
search_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  adw_flap_set_reveal_flap (self->left_flap, TRUE);
  ilv_scenario_list_search (self->scenarios);
}

static void
toggle_flap (AdwFlap *flap)
{
  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
toggle_scenarios_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  toggle_flap (ILV_WINDOW (user_data)->left_flap);
}

static void
toggle_legend_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  toggle_flap (ILV_WINDOW (user_data)->right_flap);
}

static void
reset_settings_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_reset_choices (user_data);
}

static void
copy_results_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  gboolean csv = g_strcmp0 (g_variant_get_string (parameter, NULL), "csv") == 0;
  g_autofree char *text = csv ? ilv_results_to_csv (self->comparison)
                              : ilv_results_to_text (self->comparison);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  ilv_window_show_toast (self, csv ? _ ("Results copied as CSV") : _ ("Results copied as text"));
}

static void
set_order (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_simple_action_set_state (action, state);
  ilv_window_remember_order (user_data);
}

static void
set_arrangement (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_simple_action_set_state (action, state);
  ilv_preferences_set (self->preferences, "arrangement", state);
  ilv_panel_grid_set_arrangement (self->panels, ilv_window_get_arrangement (self));
}

static void
set_every_lane (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_simple_action_set_state (action, state);
  ilv_viewport_set_every_lane (ilv_panel_grid_get_viewport (self->panels),
                               g_variant_get_boolean (state));
  gtk_widget_queue_allocate (GTK_WIDGET (self->panels));
}

typedef struct
{
  IlvComparison *comparison; /* owned */
  GFile *file;               /* owned */
  IlvView view;
  IlvArrangement arrangement;
  IlvExportOptions options;
} Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_object_unref (export->comparison);
  g_object_unref (export->file);
  g_free (export);
}

static gboolean
write_export (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  return ilv_export_write (export->comparison, &export->view, export->arrangement,
                           &export->options, export->file, cancellable, error);
}

static void
say_exported (IlvWindow *self, gpointer data, const GError *error)
{
  Export *export = data;
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *message = g_strdup_printf (_ ("Picture written to “%s”"), name);

  if (error)
    ilv_window_show_error (self, error->message);
  else
    ilv_window_show_toast (self, message);
}

void
ilv_window_export (IlvWindow *self, const IlvExportOptions *options, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_strdup_printf (_ ("Exporting “%s”"), name);
  Export *export;

  g_return_if_fail (self->comparison && !ilv_comparison_is_running (self->comparison));
  export = g_new0 (Export, 1);
  export->comparison = g_object_ref (self->comparison);
  export->file = g_object_ref (file);
  ilv_window_get_view (self, &export->view);
  export->arrangement = ilv_window_get_arrangement (self);
  export->options = *options;
  ilv_window_start_work (self, &(IlvWork){ .title = title,
                                           .function = write_export,
                                           .end = say_exported,
                                           .data = export,
                                           .free_data = free_export,
                                           .writes = TRUE });
}

static void
on_file_chosen (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  IlvWindow *self = user_data;
  const IlvExportOptions *options = g_object_get_data (G_OBJECT (chooser), "ilv-options");
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file && self->comparison && !ilv_comparison_is_running (self->comparison))
    ilv_window_export (self, options, file);
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
on_export_accepted (IlvWindow *self, IlvExportDialog *dialog)
{
  IlvExportOptions options = ilv_export_dialog_get_options (dialog);
  GtkFileChooserNative *chooser;
  g_autofree char *name = NULL;

  if (!self->comparison)
    return;
  name = ilv_export_make_name (self->comparison, options.format);
  chooser = gtk_file_chooser_native_new (_ ("Export Picture"), GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_object_set_data_full (G_OBJECT (chooser), "ilv-options",
                          g_memdup2 (&options, sizeof options), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
export_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvExportDialog *dialog
    = ilv_export_dialog_new (GTK_WINDOW (self), ilv_window_get_theme (self)->id);

  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_export_accepted), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry entries[] = {
  { "run", run_action },
  { "stop", stop_action },
  { "search", search_action },
  { "toggle-scenarios", toggle_scenarios_action },
  { "toggle-legend", toggle_legend_action },
  { "reset-settings", reset_settings_action },
  { "copy-results", copy_results_action, "s" },
  { "export", export_action },
  { "order", NULL, "s", "'in-turn'", set_order },
  { "arrangement", NULL, "s", "'columns'", set_arrangement },
  { "every-lane", NULL, NULL, "false", set_every_lane },
};

static void
restore_state (IlvWindow *self, const char *name)
{
  g_autoptr (GVariant) state = ilv_preferences_get (self->preferences, name, "s");

  if (state)
    g_action_group_change_action_state (G_ACTION_GROUP (self), name, state);
}

void
ilv_window_install_actions (IlvWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ilv_window_install_file_actions (self);
  ilv_window_install_range_actions (self);
  ilv_window_install_lane_actions (self);
  restore_state (self, "arrangement");
}

static gboolean
has_state (IlvWindow *self, const char *name, const char *wanted)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self), name);

  return state && g_strcmp0 (g_variant_get_string (state, NULL), wanted) == 0;
}

IlvOrder
ilv_window_get_order (IlvWindow *self)
{
  return has_state (self, "order", "together") ? ILV_ORDER_TOGETHER : ILV_ORDER_IN_TURN;
}

IlvArrangement
ilv_window_get_arrangement (IlvWindow *self)
{
  return has_state (self, "arrangement", "rows") ? ILV_PICTURE_ROWS : ILV_PICTURE_COLUMNS;
}

static void
enable (IlvWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  if (action)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ilv_window_update_actions (IlvWindow *self)
{
  gboolean running = self->comparison && ilv_comparison_is_running (self->comparison);
  gboolean shown = self->comparison != NULL;

  enable (self, "run", self->scenario && !running
                         && ilv_model_bar_get_chosen (self->models) != 0);
  enable (self, "stop", running);
  enable (self, "export", shown && !running);
  enable (self, "save", shown && !running);
  enable (self, "copy-results", shown && !running);
  enable (self, "reset-settings", self->scenario != NULL);
  ilv_window_update_range_actions (self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run_button),
                                  running ? "win.stop" : "win.run");
  adw_button_content_set_label (self->run_content, running ? _ ("Stop") : _ ("Run"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  running ? _ ("Stop") : _ ("Run"), -1);
  adw_button_content_set_icon_name (self->run_content, running ? "media-playback-stop-symbolic"
                                                               : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_button),
                               running ? _ ("Stop all runs (Escape)")
                                       : _ ("Run the chosen models (F5)"));
  if (running)
    gtk_widget_remove_css_class (GTK_WIDGET (self->run_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->run_button), "suggested-action");
}
