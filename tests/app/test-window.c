/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window as people use it, on a display of its own. */
#include "app/export-dialog.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include <glib/gstdio.h>

/* Those the first start shows. */
#define FOUR_MODELS \
  (1u << ILV_MODEL_SEQUENTIAL | 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_MULTIPROCESSING \
   | 1u << ILV_MODEL_ASYNCIO)

static void
test_starts (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "fetch-pages");
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 4);
  g_assert_true (fixture_is_enabled (window, "run"));
  g_assert_false (fixture_is_enabled (window, "stop"));
  fixture_close_window (window);
}

static void
test_fits_small_screens (void)
{
  IlvWindow *window = fixture_open_window ();
  int width;
  int height;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, 1366, &height, NULL, NULL,
                      NULL);
  g_assert_cmpint (width, <=, 1366);
  g_assert_cmpint (height, <=, 700);
  fixture_close_window (window);
}

static void
test_chooses_a_scenario (void)
{
  IlvWindow *window = fixture_open_window ();
  guint models;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  models = ilv_model_bar_get_chosen (window->models);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "gather-sleeps");
  g_assert_cmpstr (adw_window_title_get_title (window->title), ==,
                   ilv_scenario_get_title (window->scenario));
  g_assert_cmpstr (gtk_label_get_label (window->question), ==,
                   ilv_scenario_get_question (window->scenario));
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==,
                    (guint) __builtin_popcount (models));
  g_assert_false (ilv_window_open (window, "no-such-scenario"));
  g_assert_true (gtk_info_bar_get_revealed (window->error_bar));
  fixture_close_window (window);
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

static GtkWidget *
find_spin (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SPIN_BUTTON (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_spin (child);
  return found;
}

static void
assert_written (IlvWindow *window, const char *text, const char *tasks)
{
  GtkWidget *spin = find_spin (GTK_WIDGET (window->settings));
  g_autoptr (GHashTable) values = NULL;

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  values = ilv_settings_bar_get_values (window->settings);
  g_assert_cmpstr (g_hash_table_lookup (values, "tasks"), ==, tasks);
}

static void
test_numbers_that_are_none (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  assert_written (window, "12", "12");
  assert_written (window, "", "12");
  assert_written (window, "-", "12");
  assert_written (window, "0", "1");
  assert_written (window, "99999", "10000");
  ilv_settings_bar_reset (window->settings);
  fixture_close_window (window);
}

static void
test_measures (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkWidget *grid = fixture_find_by_id (GTK_WIDGET (window->results), "grid");
  GtkWidget *more = fixture_find_by_id (GTK_WIDGET (window->results), "more");
  guint n_telling;

  fixture_make_it_short (window);
  g_assert_false (gtk_widget_get_visible (more));
  fixture_run_to_end (window);
  n_telling = count_children (grid);
  g_assert_true (gtk_widget_get_visible (more));
  g_assert_cmpuint (n_telling, >, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), TRUE);
  g_assert_cmpuint (count_children (grid), >, n_telling);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), FALSE);
  g_assert_cmpuint (count_children (grid), ==, n_telling);
  fixture_close_window (window);
}

static void
test_runs_to_the_end (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvComparison *comparison;

  fixture_make_it_short (window);
  fixture_run_to_end (window);
  comparison = ilv_window_get_comparison (window);
  g_assert_cmpuint (ilv_comparison_get_n_runs (comparison), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      IlvPanel *panel = fixture_get_panel (window, i);

      g_assert_cmpstr (ilv_run_get_error (run), ==, NULL);
      g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
      g_assert_cmpuint (ilv_panel_get_n_rows (panel), >, 0);
    }
  g_assert_cmpuint (window->tick, ==, 0);
  g_assert_true (fixture_is_enabled (window, "run"));
  g_assert_true (fixture_is_enabled (window, "export"));
  fixture_close_window (window);
}

static void
test_stops_in_the_middle (void)
{
  IlvWindow *window = fixture_open_window ();
  guint n_children = fixture_count_children ();
  IlvRun *first;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  fixture_act (window, "run");
  fixture_wait (fixture_has_begun, window);
  fixture_act (window, "stop");
  fixture_wait (fixture_has_ended, window);
  first = ilv_comparison_get_run (ilv_window_get_comparison (window), 0);
  g_assert_cmpint (ilv_run_get_state (first), ==, ILV_RUN_STOPPED);
  /* What was recorded up to then is still shown. */
  g_assert_cmpuint (ilv_trace_get_n_events (ilv_run_get_trace (first)), >, 0);
  g_assert_cmpuint (fixture_count_children (), ==, n_children);
  fixture_close_window (window);
}

static void
test_settings_reach_the_run_and_are_remembered (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvComparison *comparison;
  g_autoptr (GHashTable) remembered = NULL;

  fixture_make_it_short (window);
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_ASYNCIO);
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 1);
  fixture_run_to_end (window);
  comparison = ilv_window_get_comparison (window);
  g_assert_cmpuint (ilv_comparison_get_n_runs (comparison), ==, 1);
  g_assert_cmpuint (
    ilv_workload_get_n_tasks (ilv_run_get_workload (ilv_comparison_get_run (comparison, 0))), ==,
    6);
  remembered = ilv_preferences_get_scenario (window->preferences, "fetch-pages");
  g_assert_cmpstr (g_hash_table_lookup (remembered, "tasks"), ==, "6");
  g_clear_pointer (&remembered, g_hash_table_unref);
  fixture_act (window, "reset-settings");
  remembered = ilv_preferences_get_scenario (window->preferences, "fetch-pages");
  g_assert_cmpuint (g_hash_table_size (remembered), ==, 0);
  ilv_model_bar_choose (window->models, FOUR_MODELS);
  fixture_close_window (window);
}

static void
set_order (IlvWindow *window, const char *order)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "order", g_variant_new_string (order));
}

static char *
get_setting (IlvWindow *window, const char *name)
{
  g_autoptr (GHashTable) values = ilv_settings_bar_get_values (window->settings);

  return g_strdup (g_hash_table_lookup (values, name));
}

static void
assert_choices (IlvWindow *window, const char *scenario, guint models, IlvOrder order,
                const char *tasks)
{
  g_autofree char *chosen = NULL;

  g_assert_true (ilv_window_open (window, scenario));
  chosen = get_setting (window, "tasks");
  g_assert_cmpuint (ilv_model_bar_get_chosen (window->models), ==, models);
  g_assert_cmpint (ilv_window_get_order (window), ==, order);
  g_assert_cmpstr (chosen, ==, tasks);
}

static void
test_choices_are_of_one_scenario (void)
{
  const guint two = 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO;
  IlvWindow *window = fixture_open_window ();
  g_autofree char *own_tasks = NULL;
  guint own_models;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  own_models = ilv_model_bar_get_chosen (window->models);
  own_tasks = get_setting (window, "tasks");
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  ilv_model_bar_choose (window->models, two);
  set_order (window, "together");
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", "6"));

  assert_choices (window, "gather-sleeps", own_models, ILV_ORDER_IN_TURN, own_tasks);
  assert_choices (window, "fetch-pages", two, ILV_ORDER_TOGETHER, "6");
  fixture_close_window (window);

  window = fixture_open_window ();
  assert_choices (window, "fetch-pages", two, ILV_ORDER_TOGETHER, "6");
  fixture_act (window, "reset-settings");
  assert_choices (window, "gather-sleeps", own_models, ILV_ORDER_IN_TURN, own_tasks);
  assert_choices (window, "fetch-pages", FOUR_MODELS, ILV_ORDER_IN_TURN, "10");
  fixture_close_window (window);
}

static void
test_exports_a_png (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *folder = g_dir_make_tmp ("interleave-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture.png", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "picture.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) lost = g_file_new_for_path (nowhere);
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GError) error = NULL;
  IlvExportOptions options = { .format = ILV_EXPORT_PNG, .theme = ILV_THEME_LIGHT };

  fixture_make_it_short (window);
  fixture_run_to_end (window);
  ilv_window_export (window, &options, file);
  fixture_finish_work (window);
  picture = gdk_texture_new_from_file (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (picture), ==, 1920);
  g_assert_cmpint (gdk_texture_get_height (picture), ==, 1080);
  ilv_window_export (window, &options, lost);
  fixture_finish_work (window);
  g_assert_true (gtk_info_bar_get_revealed (window->error_bar));
  g_unlink (path);
  g_rmdir (folder);
  fixture_close_window (window);
}

/* Each repeat has a trace of its own, and the panels must let go of the one before. */
static void
test_repeats_together (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvComparison *comparison;

  fixture_make_it_short (window);
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO);
  gtk_spin_button_set_value (window->repeat, 3);
  g_action_group_activate_action (G_ACTION_GROUP (window), "order",
                                  g_variant_new_string ("together"));
  fixture_run_to_end (window);
  comparison = ilv_window_get_comparison (window);
  g_assert_cmpint (ilv_comparison_get_order (comparison), ==, ILV_ORDER_TOGETHER);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (ilv_run_get_n_walls (ilv_comparison_get_run (comparison, i)), ==, 3);
  gtk_spin_button_set_value (window->repeat, 1);
  g_action_group_activate_action (G_ACTION_GROUP (window), "order",
                                  g_variant_new_string ("in-turn"));
  ilv_model_bar_choose (window->models, FOUR_MODELS);
  fixture_close_window (window);
}

static void
test_asks_what_to_export (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvExportDialog *dialog;
  IlvExportOptions options;

  g_assert_false (fixture_is_enabled (window, "export"));
  fixture_make_it_short (window);
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_ASYNCIO);
  fixture_run_to_end (window);
  fixture_act (window, "export");
  dialog = fixture_find_window (ILV_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  options = ilv_export_dialog_get_options (dialog);
  g_assert_cmpint (options.format, ==, ILV_EXPORT_PNG);
  g_assert_cmpint (ilv_export_get_size (&options).width, ==, 1920);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ilv_model_bar_choose (window->models, FOUR_MODELS);
  fixture_close_window (window);
}

static void
test_a_saved_run_is_shown_again (void)
{
  g_autofree char *folder = g_dir_make_tmp ("window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "run.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  IlvWindow *window = fixture_open_window ();
  IlvComparison *comparison;
  guint n_runs;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  g_assert_false (fixture_is_enabled (window, "save"));
  fixture_run_to_end (window);
  g_assert_true (fixture_is_enabled (window, "save"));
  n_runs = ilv_comparison_get_n_runs (ilv_window_get_comparison (window));
  ilv_window_save (window, file);
  fixture_finish_work (window);
  fixture_close_window (window);

  window = fixture_open_window ();
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  ilv_window_open_saved (window, file, FALSE);
  fixture_finish_work (window);
  comparison = ilv_window_get_comparison (window);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "gather-sleeps");
  g_assert_cmpuint (ilv_comparison_get_n_runs (comparison), ==, n_runs);
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, n_runs);
  g_assert_cmpint (ilv_run_get_state (ilv_comparison_get_run (comparison, 0)), ==,
                   ILV_RUN_FINISHED);
  fixture_idle (100);
  g_file_delete (file, NULL, NULL);
  ilv_window_open_saved (window, file, FALSE);
  fixture_finish_work (window);
  g_assert_true (gtk_info_bar_get_revealed (window->error_bar));
  g_assert_true (ilv_window_get_comparison (window) == comparison);
  fixture_close_window (window);
  g_rmdir (folder);
}

static void
test_theme_reaches_the_panels (void)
{
  IlvWindow *window = fixture_open_window ();
  GActionGroup *application = G_ACTION_GROUP (fixture_get_application ());

  g_action_group_change_action_state (application, "theme", g_variant_new_string ("dark"));
  g_assert_cmpint (ilv_window_get_theme (window)->id, ==, ILV_THEME_DARK);
  g_action_group_change_action_state (application, "theme", g_variant_new_string ("light"));
  g_assert_cmpint (ilv_window_get_theme (window)->id, ==, ILV_THEME_LIGHT);
  g_action_group_change_action_state (application, "theme", g_variant_new_string ("system"));
  fixture_close_window (window);
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_SPIN_BUTTON (widget)
         || GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget)
         || GTK_IS_ENTRY (widget) || GTK_IS_LIST_BOX_ROW (widget) || ILV_IS_PANEL_VIEW (widget);
}

static gboolean
is_named (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* What stands inside a control is of that control, and named by the toolkit. */
static guint
check_names (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_INFO_BAR (widget))
    return 0;
  if (is_control (widget))
    {
      if (!is_named (widget))
        g_test_message ("%s in %s has no name, tooltip “%s”", G_OBJECT_TYPE_NAME (widget),
                        G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)),
                        gtk_widget_get_tooltip_text (widget));
      g_assert_true (is_named (widget));
      n++;
    }
  if (is_control (widget) && !GTK_IS_MENU_BUTTON (widget))
    return n;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_MENU_BUTTON (widget) || GTK_IS_POPOVER (child))
      n += check_names (child);
  return n;
}

static void
test_controls_are_named (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_cmpuint (check_names (GTK_WIDGET (window)), >, 30);
  fixture_close_window (window);
}

static void
test_leaves_nothing_behind (void)
{
  guint n_children = fixture_count_children ();
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  fixture_act (window, "run");
  fixture_wait (fixture_has_begun, window);
  g_assert_cmpuint (fixture_count_children (), >, n_children);
  fixture_close_window (window);
  g_assert_cmpuint (fixture_count_children (), ==, n_children);
}

static void
test_changes_scenario_during_a_run (void)
{
  guint n_children = fixture_count_children ();
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  fixture_act (window, "run");
  fixture_wait (fixture_has_begun, window);
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_null (ilv_window_get_comparison (window));
  fixture_close_window (window);
  g_assert_cmpuint (fixture_count_children (), ==, n_children);
}

static void
on_frame (GdkFrameClock *clock, guint *n)
{
  ++*n;
}

static void
test_rests_when_nothing_moves (void)
{
  IlvWindow *window = fixture_open_window ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  guint n_frames = 0;
  gulong handler;

  fixture_make_it_short (window);
  fixture_run_to_end (window);
  /* Buttons fade and scroll bars hide for a moment after the last change. */
  fixture_idle (2500);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame), &n_frames);
  fixture_idle (500);
  g_signal_handler_disconnect (clock, handler);
  g_assert_cmpuint (n_frames, ==, 0);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/window/the first start shows a scenario and four panels", test_starts);
  g_test_add_func ("/window/it fits on a screen of 1366 by 700", test_fits_small_screens);
  g_test_add_func ("/window/what is no number changes no setting", test_numbers_that_are_none);
  g_test_add_func ("/window/more measures come and go below the telling ones", test_measures);
  g_test_add_func ("/window/choosing a scenario shows it", test_chooses_a_scenario);
  g_test_add_func ("/window/a run goes on to its end and is shown", test_runs_to_the_end);
  g_test_add_func ("/window/a run can be stopped in the middle", test_stops_in_the_middle);
  g_test_add_func ("/window/settings reach the run and are remembered",
                   test_settings_reach_the_run_and_are_remembered);
  g_test_add_func ("/window/settings, models and order are those of one scenario",
                   test_choices_are_of_one_scenario);
  g_test_add_func ("/window/a comparison is exported as PNG", test_exports_a_png);
  g_test_add_func ("/window/runs are repeated together when that is asked for",
                   test_repeats_together);
  g_test_add_func ("/window/exporting asks for format, size and theme first",
                   test_asks_what_to_export);
  g_test_add_func ("/window/a saved run is shown again", test_a_saved_run_is_shown_again);
  g_test_add_func ("/window/the theme of the menu reaches the panels",
                   test_theme_reaches_the_panels);
  g_test_add_func ("/window/every control has a name for screen readers",
                   test_controls_are_named);
  g_test_add_func ("/window/closing it during a run leaves nothing behind",
                   test_leaves_nothing_behind);
  g_test_add_func ("/window/another scenario ends the run of the one before",
                   test_changes_scenario_during_a_run);
  g_test_add_func ("/window/no frame is drawn while nothing moves", test_rests_when_nothing_moves);
  return g_test_run ();
}
