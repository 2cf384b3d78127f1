/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window shows as files and on the clipboard, and the dialog that asks for it. */
#include "app/export-dialog.h"
#include "app/export-preview.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean
has_no_dialog (gpointer unused)
{
  return !fixture_find_window (ILV_TYPE_EXPORT_DIALOG);
}

static IlvWindow *
open_with_a_run (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "sleep-ms", "10"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO);
  fixture_run_to_end (window);
  return window;
}

static GtkWidget *
find_part (IlvExportDialog *dialog, const char *id)
{
  return fixture_find_by_id (GTK_WIDGET (dialog), id);
}

static IlvExportDialog *
open_dialog (IlvWindow *window)
{
  IlvExportDialog *dialog;

  fixture_act (window, "export");
  dialog = fixture_find_window (ILV_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  return dialog;
}

static void
select_row (IlvExportDialog *dialog, const char *row, guint index)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_part (dialog, row)), index);
}

static gboolean
is_shown (IlvExportDialog *dialog, const char *id)
{
  return gtk_widget_get_child_visible (find_part (dialog, id))
         && gtk_widget_get_visible (find_part (dialog, id));
}

static gboolean
is_sensitive (IlvExportDialog *dialog, const char *id)
{
  return gtk_widget_get_sensitive (find_part (dialog, id));
}

static void
close_dialog (IlvExportDialog *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  fixture_wait (has_no_dialog, NULL);
}

/* A picture that is there, and not the one of before. */
typedef struct
{
  IlvExportPreview *preview;
  GdkTexture *before;
} Drawing;

static gboolean
is_drawn (gpointer data)
{
  const Drawing *drawing = data;
  GdkTexture *now = ilv_export_preview_get_texture (drawing->preview);

  return now && now != drawing->before;
}

/* Returns width ÷ height. */
static double
wait_for_preview (IlvExportDialog *dialog, GdkTexture **texture)
{
  Drawing drawing = {
    ILV_EXPORT_PREVIEW (find_part (dialog, "preview")),
    *texture,
  };

  fixture_wait (is_drawn, &drawing);
  g_set_object (texture, ilv_export_preview_get_texture (drawing.preview));
  return (double) gdk_texture_get_width (*texture) / gdk_texture_get_height (*texture);
}

static void
test_preview (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvExportDialog *dialog = open_dialog (window);
  g_autoptr (GdkTexture) texture = NULL;

  g_assert_cmpfloat_with_epsilon (wait_for_preview (dialog, &texture), 16 / 9.0, 0.05);
  select_row (dialog, "size", ILV_PRESET_A4_PORTRAIT);
  g_assert_cmpfloat_with_epsilon (wait_for_preview (dialog, &texture), 595 / 842.0, 0.05);
  select_row (dialog, "theme", ILV_THEME_DARK);
  wait_for_preview (dialog, &texture);
  close_dialog (dialog);
  fixture_close_window (window);
}

static void
test_choices (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvExportDialog *dialog = open_dialog (window);
  IlvExportOptions options;

  select_row (dialog, "part", 2);
  options = ilv_export_dialog_get_options (dialog);
  g_assert_cmpint (options.part, ==, ILV_PART_PANEL);
  g_assert_cmpuint (options.run, ==, 1);
  g_assert_true (is_shown (dialog, "legend_row"));
  select_row (dialog, "part", 3);
  options = ilv_export_dialog_get_options (dialog);
  g_assert_cmpint (options.part, ==, ILV_PART_RESULTS);
  /* A table has no colours to explain. */
  g_assert_false (is_shown (dialog, "legend_row"));
  select_row (dialog, "format", ILV_EXPORT_CHROME_TRACE);
  g_assert_false (is_shown (dialog, "picture_choices"));
  g_assert_false (is_shown (dialog, "copy_button"));
  g_assert_true (is_sensitive (dialog, "export_button"));
  close_dialog (dialog);
  fixture_close_window (window);
}

static void
test_own_size (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvExportDialog *dialog = open_dialog (window);
  IlvExportOptions options;

  g_assert_false (is_shown (dialog, "own_width"));
  select_row (dialog, "size", ILV_N_PRESETS);
  g_assert_true (is_shown (dialog, "own_width"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_part (dialog, "width")), 300);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_part (dialog, "height")), 200);
  options = ilv_export_dialog_get_options (dialog);
  g_assert_cmpint (ilv_export_get_size (&options).width, ==, 300);
  g_assert_true (is_sensitive (dialog, "export_button"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_part (dialog, "scale")), 5);
  g_assert_false (is_sensitive (dialog, "export_button"));
  g_assert_nonnull (strstr (
    gtk_label_get_label (GTK_LABEL (find_part (dialog, "mistake"))), "300 × 200"));
  close_dialog (dialog);
  fixture_close_window (window);
}

static void
test_times (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 to = ilv_viewport_get_to (viewport);
  IlvExportDialog *dialog = open_dialog (window);

  /* All of it is visible: there is nothing to choose. */
  g_assert_false (is_shown (dialog, "time"));
  close_dialog (dialog);
  ilv_viewport_show (viewport, to / 4, to / 2);
  ilv_viewport_select (viewport, to / 4, to / 3);
  dialog = open_dialog (window);
  g_assert_true (is_shown (dialog, "time"));
  select_row (dialog, "time", 2);
  g_assert_cmpint (ilv_export_dialog_get_options (dialog).time, ==, ILV_EXPORT_SELECTED);
  g_assert_cmpint (ilv_export_dialog_get_scene (dialog)->select_to, ==, to / 3);
  close_dialog (dialog);
  fixture_close_window (window);
}

static void
test_moment (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvTransport *transport = ilv_panel_grid_get_transport (window->panels);
  gint64 middle = ilv_transport_get_end (transport) / 2;
  IlvExportDialog *dialog;
  IlvExportScene scene;

  ilv_window_get_scene (window, &scene);
  g_assert_true (scene.fitted);
  ilv_transport_seek (transport, middle);
  ilv_transport_pause (transport);
  dialog = open_dialog (window);
  g_assert_cmpint (ilv_export_dialog_get_scene (dialog)->view.until, ==, middle);
  /* The whole may be wanted, or what is seen. */
  g_assert_true (is_shown (dialog, "time"));
  close_dialog (dialog);
  fixture_close_window (window);
}

static void
write_one (IlvWindow *window, const IlvExportOptions *options, const char *folder,
           const char *beginning)
{
  g_autofree char *name
    = ilv_export_make_name (ilv_window_get_comparison (window), options);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *contents = NULL;

  g_test_message ("%s", name);
  ilv_window_export (window, options, file);
  fixture_finish_work (window);
  g_assert_false (gtk_info_bar_get_revealed (window->error_bar));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_true (g_str_has_prefix (contents, beginning));
  g_unlink (path);
}

static void
test_every_part_and_format (void)
{
  static const char *const beginnings[ILV_N_EXPORT_FORMATS]
    = { "\211PNG", "<?xml", "%PDF-", "model,lane,task,state", "model,status,wall_s", "{" };
  g_autofree char *folder = g_dir_make_tmp ("window-export-XXXXXX", NULL);
  IlvWindow *window = open_with_a_run ();
  IlvExportOptions options = ilv_window_get_export_options (window);

  for (guint format = 0; format < ILV_N_EXPORT_FORMATS; format++)
    for (guint part = ILV_PART_COMPARISON; part <= ILV_PART_RESULTS; part++)
      {
        options.format = (IlvExportFormat) format;
        options.part = (IlvPart) part;
        options.run = 1;
        write_one (window, &options, folder, beginnings[format]);
      }
  /* Nothing but what was asked for was left there. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  fixture_close_window (window);
}

static void
on_read (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  GInputStream **stream = data;
  const char *type;

  *stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (clipboard), result, &type, NULL);
  g_assert_nonnull (*stream);
}

static gboolean
is_there (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static void
assert_clipboard (IlvWindow *window, const char *type, const char *beginning)
{
  g_autoptr (GInputStream) stream = NULL;
  char bytes[64] = "";

  gdk_clipboard_read_async (gtk_widget_get_clipboard (GTK_WIDGET (window)),
                            (const char *[]){ type, NULL }, G_PRIORITY_DEFAULT, NULL, on_read,
                            &stream);
  fixture_wait (is_there, &stream);
  g_assert_cmpint (g_input_stream_read (stream, bytes, sizeof bytes - 1, NULL, NULL), >, 0);
  g_test_message ("%s: %s", type, bytes);
  g_assert_true (g_str_has_prefix (bytes, beginning));
}

static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;
  return FALSE;
}

static void
test_copies (void)
{
  IlvWindow *window = open_with_a_run ();

  fixture_act (window, "copy-table");
  assert_clipboard (window, "text/html", "<meta charset=\"utf-8\">\n<table>");
  assert_clipboard (window, "text/csv", "model,status,");
  assert_clipboard (window, "text/plain;charset=utf-8", "   ");
  fixture_act (window, "copy-picture");
  fixture_finish_work (window);
  /* What was said of the table does not keep it waiting. */
  g_assert_true (shows_text (GTK_WIDGET (window->toasts), "Picture copied"));
  g_assert_false (shows_text (GTK_WIDGET (window->toasts), "Results copied as a table"));
  assert_clipboard (window, "image/png", "\211PNG");
  assert_clipboard (window, "image/svg+xml", "<?xml");
  fixture_close_window (window);
}

static void
test_prints (void)
{
  g_autofree char *folder = g_dir_make_tmp ("window-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "page.pdf", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "page.pdf", NULL);
  g_autofree char *contents = NULL;
  IlvWindow *window = open_with_a_run ();
  gsize length;

  ilv_window_print (window, path);
  g_assert_false (gtk_info_bar_get_revealed (window->error_bar));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_str_has_prefix (contents, "%PDF-"));
  /* One page, and something on it: fonts. */
  g_assert_nonnull (memmem (contents, length, "/Count 1", 8));
  g_assert_nonnull (memmem (contents, length, "/FontFile", 9));
  g_unlink (path);
  ilv_window_print (window, nowhere);
  g_assert_true (gtk_info_bar_get_revealed (window->error_bar));
  g_rmdir (folder);
  fixture_close_window (window);
}

static void
test_remembers (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvExportDialog *dialog = open_dialog (window);
  IlvExportOptions options;

  select_row (dialog, "part", 3);
  select_row (dialog, "size", ILV_PRESET_4K);
  select_row (dialog, "theme", ILV_THEME_PROJECTOR);
  gtk_switch_set_active (GTK_SWITCH (find_part (dialog, "caption")), FALSE);
  close_dialog (dialog);
  /* Who closes it has chosen nothing. */
  options = ilv_window_get_export_options (window);
  g_assert_cmpint (options.part, ==, ILV_PART_COMPARISON);
  dialog = open_dialog (window);
  select_row (dialog, "part", 3);
  select_row (dialog, "size", ILV_PRESET_4K);
  select_row (dialog, "theme", ILV_THEME_PROJECTOR);
  gtk_switch_set_active (GTK_SWITCH (find_part (dialog, "caption")), FALSE);
  gtk_widget_activate (find_part (dialog, "copy_button"));
  fixture_wait (has_no_dialog, NULL);
  fixture_finish_work (window);
  options = ilv_window_get_export_options (window);
  g_assert_cmpint (options.part, ==, ILV_PART_RESULTS);
  g_assert_cmpint (options.preset, ==, ILV_PRESET_4K);
  g_assert_cmpint (options.theme, ==, ILV_THEME_PROJECTOR);
  g_assert_false (options.caption);
  g_assert_true (options.legend);
  fixture_close_window (window);
}

/* The menu asked for by its key. */
static void
open_menu (IlvWindow *window, guint panel)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window->panels));

  gtk_widget_grab_focus (GTK_WIDGET (ilv_panel_grid_get_panel (window->panels, panel)));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) shortcut = NULL;

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller)
          || gtk_event_controller_get_name (GTK_EVENT_CONTROLLER (controller)))
        continue;
      shortcut = g_list_model_get_item (G_LIST_MODEL (controller), 0);
      if (shortcut
          && GTK_IS_CALLBACK_ACTION (gtk_shortcut_get_action (shortcut))
          && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                           GTK_WIDGET (window->panels), NULL)
          && ilv_panel_grid_get_menu_panel (window->panels))
        return;
    }
  g_assert_not_reached ();
}

static void
test_exports_a_panel (void)
{
  IlvWindow *window = open_with_a_run ();
  IlvExportDialog *dialog;

  open_menu (window, 1);
  fixture_act (window, "export-panel");
  dialog = fixture_find_window (ILV_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_cmpint (ilv_export_dialog_get_options (dialog).part, ==, ILV_PART_PANEL);
  g_assert_cmpuint (ilv_export_dialog_get_options (dialog).run, ==, 1);
  close_dialog (dialog);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/window/export/the preview follows the choices", test_preview);
  g_test_add_func ("/window/export/only what makes a difference can be chosen", test_choices);
  g_test_add_func ("/window/export/a size that cannot be made is explained", test_own_size);
  g_test_add_func ("/window/export/the visible and the selected time are offered", test_times);
  g_test_add_func ("/window/export/the moment shown is offered", test_moment);
  g_test_add_func ("/window/export/every part is written in every format",
                   test_every_part_and_format);
  g_test_add_func ("/window/export/picture and table are copied", test_copies);
  g_test_add_func ("/window/export/a page is printed", test_prints);
  g_test_add_func ("/window/export/what was chosen is remembered", test_remembers);
  g_test_add_func ("/window/export/the panel of the menu is exported", test_exports_a_panel);
  return g_test_run ();
}
