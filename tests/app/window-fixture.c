/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "app/window-private.h"

#include <glib/gstdio.h>

/* Far beyond what anything here takes, even under sanitizers on a busy machine. */
#define PATIENCE 45

IlvApplication *
fixture_get_application (void)
{
  static IlvApplication *application;
  g_autoptr (GError) error = NULL;

  if (application || !gtk_init_check ())
    return application;
  application = ilv_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

gboolean
fixture_start (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  if (fixture_get_application ())
    return TRUE;
  g_print ("1..0 # SKIP there is no display and no xvfb-run to make one\n");
  return FALSE;
}

static gboolean
on_patience_lost (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
fixture_wait (FixtureCondition holds, gpointer data)
{
  gboolean lost = FALSE;
  guint timeout = g_timeout_add_seconds (PATIENCE, on_patience_lost, &lost);

  while (!holds (data))
    {
      g_assert_false (lost);
      g_main_context_iteration (NULL, TRUE);
    }
  if (!lost)
    g_source_remove (timeout);
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

void
fixture_idle (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_patience_lost, &over);
  fixture_wait (is_set, &over);
}

static void
on_frame_drawn (GdkFrameClock *clock, gboolean *drawn)
{
  *drawn = TRUE;
}

IlvWindow *
fixture_open_window (void)
{
  IlvWindow *window = ilv_application_present (fixture_get_application ());
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gboolean drawn = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame_drawn), &drawn);

  gtk_widget_queue_draw (GTK_WIDGET (window));
  fixture_wait (is_set, &drawn);
  g_signal_handler_disconnect (clock, handler);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window)));
  return window;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
fixture_close_window (IlvWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_close (GTK_WINDOW (window));
  fixture_wait (is_gone, &weak);
}

void
fixture_act (IlvWindow *window, const char *action)
{
  g_assert_true (fixture_is_enabled (window, action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
}

gboolean
fixture_is_enabled (IlvWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

void
fixture_make_it_short (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "delay-ms", "20"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", "6"));
}

gboolean
fixture_has_begun (gpointer window)
{
  IlvRun *run = ilv_comparison_get_run (ilv_window_get_comparison (window), 0);

  return ilv_run_get_trace (run) && ilv_trace_get_n_events (ilv_run_get_trace (run)) > 0;
}

gboolean
fixture_has_ended (gpointer window)
{
  IlvComparison *comparison = ilv_window_get_comparison (window);

  return comparison && !ilv_comparison_is_running (comparison) && ILV_WINDOW (window)->due == 0;
}

void
fixture_run_to_end (IlvWindow *window)
{
  fixture_act (window, "run");
  g_assert_false (fixture_has_ended (window));
  fixture_wait (fixture_has_ended, window);
}

IlvWindow *
fixture_open_with_a_run (void)
{
  IlvWindow *window = fixture_open_window ();

  fixture_make_it_short (window);
  fixture_run_to_end (window);
  return window;
}

static gboolean
has_no_work (gpointer data)
{
  return !ilv_window_is_working (data);
}

void
fixture_finish_work (IlvWindow *window)
{
  fixture_wait (has_no_work, window);
}

IlvPanel *
fixture_get_panel (IlvWindow *window, guint index)
{
  return ilv_panel_view_get_panel (ilv_panel_grid_get_panel (window->panels, index));
}

typedef gboolean (*Matches) (GtkWidget *widget, const char *text);

static GtkWidget *
find (GtkWidget *from, Matches matches, const char *text)
{
  GtkWidget *found = matches (from, text) ? from : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (from); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, matches, text);
  return found;
}

static gboolean
has_id (GtkWidget *widget, const char *id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

GtkWidget *
fixture_find_by_id (GtkWidget *from, const char *id)
{
  return find (from, has_id, id);
}

GtkWidget *
fixture_find_by_class (GtkWidget *from, const char *css_class)
{
  return find (from, gtk_widget_has_css_class, css_class);
}

static gboolean
is_button (GtkWidget *widget, const char *label)
{
  return GTK_IS_BUTTON (widget)
         && (!label || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0);
}

GtkWidget *
fixture_find_button (GtkWidget *from, const char *label)
{
  return find (from, is_button, label);
}

gpointer
fixture_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item; item = item->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (item->data, type) && gtk_widget_get_visible (item->data))
      return item->data;
  return NULL;
}

guint
fixture_count_children (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread;
  guint n = 0;

  while ((thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", thread, "children", NULL);
      g_autofree char *pids = NULL;
      g_auto (GStrv) list = NULL;

      if (!g_file_get_contents (path, &pids, NULL, NULL))
        continue;
      list = g_strsplit (g_strstrip (pids), " ", -1);
      for (guint i = 0; list[i] && *list[i]; i++)
        n++;
    }
  return n;
}

void
fixture_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      fixture_remove_folder (inside);
    }
  g_remove (path);
}

int
fixture_run_at_home (int *argc, char ***argv, void (*add_tests) (void))
{
  g_autofree char *home = g_dir_make_tmp ("interleave-XXXXXX", NULL);
  int status = 0;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  if (fixture_start (argc, argv))
    {
      add_tests ();
      status = g_test_run ();
    }
  fixture_remove_folder (home);
  return status;
}
