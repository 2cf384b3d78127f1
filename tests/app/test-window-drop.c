/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that come from another program's window. */
#include "app/window-private.h"
#include "drag-source.h"
#include "workload/element-make.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <string.h>

static char *folder; /* of all that is written here */

static char *
write_file (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_filename_to_uri (path, NULL, NULL);
}

static char *
write_scenario (const char *id)
{
  g_autofree char *text = ilv_element_make_scenario (id, id);
  g_autofree char *name = g_strconcat (id, ".xml", NULL);

  return write_file (name, text);
}

static void
drop (IlvWindow *window, const char *first, const char *second)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *uris = g_strconcat (first, "\r\n", second, second ? "\r\n" : NULL, NULL);

  drag_files (gdk_display_get_name (display), gdk_x11_surface_get_xid (surface), uris);
}

static gboolean
shows_error (gpointer window)
{
  return gtk_info_bar_get_revealed (ILV_WINDOW (window)->error_bar);
}

static void
scenarios_are_listed (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *first = write_scenario ("dragged");
  g_autofree char *second = write_scenario ("dragged-too");

  drop (window, first, second);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "dragged");
  g_assert_nonnull (
    ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OPENED, "dragged-too"));
  g_assert_false (shows_error (window));
  fixture_close_window (window);
}

static void
a_run_is_shown (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvComparison *before = ilv_window_get_comparison (window);
  g_autofree char *uri = write_file ("dragged.fxt", "");
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  ilv_window_save (window, file);
  fixture_finish_work (window);
  drop (window, uri, NULL);
  fixture_finish_work (window);
  g_assert_true (ilv_window_get_comparison (window) != before);
  g_assert_false (shows_error (window));
  fixture_close_window (window);
}

static void
folders_and_other_files_are_told (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *picture = write_file ("picture.png", "\x89PNG");
  g_autofree char *place = g_filename_to_uri (folder, NULL, NULL);
  g_autofree char *name = g_path_get_basename (folder);

  drop (window, picture, NULL);
  fixture_wait (shows_error, window);
  g_assert_nonnull (strstr (gtk_label_get_label (window->error_label), "picture.png"));
  drop (window, place, NULL);
  fixture_wait (shows_error, window);
  g_assert_nonnull (strstr (gtk_label_get_label (window->error_label), name));
  g_assert_null (ilv_window_get_comparison (window));
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  if (!fixture_start (&argc, &argv))
    return 0;
  folder = g_dir_make_tmp ("interleave-XXXXXX", NULL);
  g_test_add_func ("/drop/scenarios are listed", scenarios_are_listed);
  g_test_add_func ("/drop/a run is shown", a_run_is_shown);
  g_test_add_func ("/drop/folders and other files are told", folders_and_other_files_are_told);
  status = g_test_run ();
  fixture_remove_folder (folder);
  g_free (folder);
  return status;
}
