/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recent runs in the window, and runs of several of them side by side. */
#include "app/recent-row.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include <glib/gstdio.h>

#define TWO_MODELS (1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO)

static IlvWindow *
open_window (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  ilv_settings_bar_set_value (window->settings, "tasks", "4");
  ilv_model_bar_choose (window->models, TWO_MODELS);
  return window;
}

static IlvComparison *
run_with_delay (IlvWindow *window, const char *delay)
{
  g_assert_true (ilv_settings_bar_set_value (window->settings, "delay-ms", delay));
  fixture_run_to_end (window);
  return ilv_window_get_comparison (window);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type, guint skip)
{
  GPtrArray *queue = g_ptr_array_new ();
  GtkWidget *found = NULL;

  g_ptr_array_add (queue, widget);
  for (guint i = 0; i < queue->len && !found; i++)
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (queue->pdata[i], type) && skip-- == 0)
        found = queue->pdata[i];
      for (GtkWidget *child = gtk_widget_get_first_child (queue->pdata[i]); child;
           child = gtk_widget_get_next_sibling (child))
        g_ptr_array_add (queue, child);
    }
  g_ptr_array_unref (queue);
  return found;
}

/* As a click on its row does. */
static void
choose_recent (IlvWindow *window, guint place)
{
  GtkWidget *row = find_widget (GTK_WIDGET (window->recent_view), ILV_TYPE_RECENT_ROW, place);

  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
}

static char *
read_labels (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);
  GtkWidget *label;

  for (guint i = 0; (label = find_widget (widget, GTK_TYPE_LABEL, i)) != NULL; i++)
    g_string_append_printf (text, "%s\n", gtk_label_get_label (GTK_LABEL (label)));
  return g_string_free (text, FALSE);
}

static IlvRecentRun *
get_recent (IlvWindow *window, guint place)
{
  g_autoptr (IlvRecentRun) run = g_list_model_get_item (G_LIST_MODEL (window->recent), place);

  return run;
}

static void
test_shown_again (void)
{
  IlvWindow *window = open_window ();
  IlvComparison *first = run_with_delay (window, "10");
  g_autofree char *table = read_labels (GTK_WIDGET (window->results));
  g_autofree char *again = NULL;
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (GHashTable) remembered = NULL;

  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_SEQUENTIAL);
  run_with_delay (window, "5");
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->recent)), ==, 2);
  choose_recent (window, 1);
  g_assert_true (ilv_window_get_comparison (window) == first);
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 2);
  again = read_labels (GTK_WIDGET (window->results));
  g_assert_cmpstr (again, ==, table);
  values = ilv_settings_bar_get_values (window->settings);
  g_assert_cmpstr (g_hash_table_lookup (values, "delay-ms"), ==, "10");
  /* To look at what ran is no choice for the next time. */
  remembered = ilv_preferences_get_scenario (window->preferences, "fetch-pages");
  g_assert_cmpstr (g_hash_table_lookup (remembered, "delay-ms"), ==, "5");
  fixture_close_window (window);
}

static void
test_side_by_side (void)
{
  IlvWindow *window = open_window ();
  IlvComparison *first = run_with_delay (window, "10");
  IlvComparison *second = run_with_delay (window, "5");
  IlvComparison *both;
  g_autofree char *table = NULL;

  g_assert_false (fixture_is_enabled (window, "compare-runs"));
  ilv_recent_runs_mark (window->recent, get_recent (window, 1), 0);
  ilv_recent_runs_mark (window->recent, get_recent (window, 0), 0);
  fixture_act (window, "compare-runs");
  both = ilv_window_get_comparison (window);
  g_assert_true (ilv_comparison_is_side_by_side (both));
  g_assert_true (ilv_comparison_get_run (both, 0) == ilv_comparison_get_run (first, 0));
  g_assert_true (ilv_comparison_get_run (both, 1) == ilv_comparison_get_run (second, 0));
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      IlvPanelView *view = ilv_panel_grid_get_panel (window->panels, i);

      g_assert_true (ilv_panel_view_get_run (view) == ilv_comparison_get_run (both, i));
      g_assert_cmpuint (ilv_panel_get_n_rows (ilv_panel_view_get_panel (view)), >, 0);
    }
  g_assert_cmpstr (gtk_label_get_label (window->summary), ==,
                   "A: Threading · Delay of an answer 10 ms\n"
                   "B: Threading · Delay of an answer 5 ms");
  table = read_labels (GTK_WIDGET (window->results));
  g_assert_nonnull (strstr (table, "A\nB\n"));
  /* The bars are for the next run. */
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_ASYNCIO);
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 2);
  fixture_run_to_end (window);
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 1);
  g_assert_cmpstr (gtk_label_get_label (window->summary), ==,
                   ilv_scenario_get_summary (window->scenario));
  fixture_close_window (window);
}

/* The menu as if it had been opened on that panel. */
static void
point_menu (IlvWindow *window, guint panel)
{
  GtkWidget *menu = find_widget (GTK_WIDGET (window->panels), GTK_TYPE_POPOVER_MENU, 0);

  g_object_set_data_full (G_OBJECT (menu), "ilv-panel",
                          g_object_ref (ilv_panel_grid_get_panel (window->panels, panel)),
                          g_object_unref);
}

static void
test_kept_from_the_panel (void)
{
  IlvWindow *window = open_window ();

  run_with_delay (window, "5");
  point_menu (window, 1);
  fixture_act (window, "keep-run");
  g_assert_true (ilv_recent_runs_is_marked (window->recent, get_recent (window, 0), 1));
  g_assert_false (ilv_recent_runs_is_marked (window->recent, get_recent (window, 0), 0));
  point_menu (window, 0);
  fixture_act (window, "keep-run");
  g_assert_true (fixture_is_enabled (window, "compare-runs"));
  fixture_act (window, "clear-marks");
  g_assert_cmpuint (ilv_recent_runs_get_n_marked (window->recent), ==, 0);
  fixture_close_window (window);
}

static void
test_removal_is_undone (void)
{
  IlvWindow *window = open_window ();
  IlvRecentRun *run;
  GtkWidget *row;
  GtkWidget *undo;

  run_with_delay (window, "5");
  run = get_recent (window, 0);
  gtk_menu_button_popup (window->recent_button);
  fixture_idle (50);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window))
                 == find_widget (GTK_WIDGET (window->recent_view), ILV_TYPE_RECENT_ROW, 0));
  gtk_menu_button_popdown (window->recent_button);
  ilv_recent_run_set_name (run, "Monday");
  row = find_widget (GTK_WIDGET (window->recent_view), ILV_TYPE_RECENT_ROW, 0);
  g_signal_emit_by_name (row, "remove", run);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->recent)), ==, 0);
  /* What is shown stays shown. */
  g_assert_nonnull (ilv_window_get_comparison (window));
  undo = find_widget (GTK_WIDGET (window->toasts), g_type_from_name ("AdwToastWidget"), 0);
  g_assert_nonnull (undo);
  undo = find_widget (undo, GTK_TYPE_BUTTON, 0);
  g_signal_emit_by_name (undo, "clicked");
  g_assert_true (get_recent (window, 0) == run);
  g_assert_cmpstr (ilv_recent_run_get_title (run), ==, "Monday");
  /* Ctrl+Z, and no second time. */
  row = find_widget (GTK_WIDGET (window->recent_view), ILV_TYPE_RECENT_ROW, 0);
  g_signal_emit_by_name (row, "remove", run);
  fixture_act (window, "undo");
  g_assert_true (get_recent (window, 0) == run);
  fixture_act (window, "undo");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->recent)), ==, 1);
  fixture_close_window (window);
}

/* As the toolkit does with a key, and then with the popover. */
static void
press (GtkWidget *popover, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (popover);
  gboolean stopped = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !stopped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &stopped);
    }
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

static void
test_escape_keeps_no_name (void)
{
  IlvWindow *window = open_window ();
  g_autofree char *before = NULL;
  IlvRecentRun *run;
  GtkWidget *popover;
  GtkWidget *row;

  run_with_delay (window, "5");
  run = get_recent (window, 0);
  before = g_strdup (ilv_recent_run_get_title (run));
  row = find_widget (GTK_WIDGET (window->recent_view), ILV_TYPE_RECENT_ROW, 0);
  popover = find_widget (row, GTK_TYPE_POPOVER, 0);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_editable_set_text (GTK_EDITABLE (find_widget (popover, GTK_TYPE_ENTRY, 0)), "Monday");
  press (popover, GDK_KEY_Escape);
  gtk_popover_popdown (GTK_POPOVER (popover));
  fixture_wait (is_hidden, popover);
  g_assert_cmpstr (ilv_recent_run_get_title (run), ==, before);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_editable_set_text (GTK_EDITABLE (find_widget (popover, GTK_TYPE_ENTRY, 0)), "Monday");
  gtk_popover_popdown (GTK_POPOVER (popover));
  fixture_wait (is_hidden, popover);
  g_assert_cmpstr (ilv_recent_run_get_title (run), ==, "Monday");
  fixture_close_window (window);
}

static void
test_saved_side_by_side (void)
{
  g_autofree char *folder = g_dir_make_tmp ("recent-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "both.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  IlvWindow *window = open_window ();
  g_autofree char *table = NULL;
  g_autofree char *again = NULL;

  run_with_delay (window, "10");
  run_with_delay (window, "5");
  for (guint place = 0; place < 2; place++)
    for (guint i = 0; i < 2; i++)
      ilv_recent_runs_mark (window->recent, get_recent (window, place), i);
  fixture_act (window, "compare-runs");
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 4);
  table = read_labels (GTK_WIDGET (window->results));
  ilv_window_save (window, file);
  fixture_finish_work (window);
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  ilv_window_open_saved (window, file, FALSE);
  fixture_finish_work (window);
  g_assert_true (ilv_comparison_is_side_by_side (ilv_window_get_comparison (window)));
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 4);
  again = read_labels (GTK_WIDGET (window->results));
  g_assert_cmpstr (again, ==, table);
  fixture_close_window (window);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/window-recent/a recent comparison is shown again as it was",
                   test_shown_again);
  g_test_add_func ("/window-recent/runs of two comparisons stand side by side",
                   test_side_by_side);
  g_test_add_func ("/window-recent/a run is kept to compare from its panel",
                   test_kept_from_the_panel);
  g_test_add_func ("/window-recent/what was removed comes back with undo",
                   test_removal_is_undone);
  g_test_add_func ("/window-recent/escape keeps no name", test_escape_keeps_no_name);
  g_test_add_func ("/window-recent/runs side by side are saved and opened again",
                   test_saved_side_by_side);
  return g_test_run ();
}
