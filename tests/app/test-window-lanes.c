/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes the panels of a real window show. */
#include "app/window-private.h"
#include "window-fixture.h"

static void
run_two_models (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO);
  g_assert_true (ilv_settings_bar_set_value (window->settings, "sleep-ms", "20"));
  fixture_run_to_end (window);
}

static void
choose (IlvWindow *window, const char *lanes)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "lanes", g_variant_new_string (lanes));
}

static void
test_modes (void)
{
  IlvWindow *window = fixture_open_window ();
  guint tasks, workers;
  IlvView view;

  run_two_models (window);
  /* A loop's coroutines, threads elsewhere. */
  workers = ilv_panel_get_n_rows (fixture_get_panel (window, 0));
  tasks = ilv_panel_get_n_rows (fixture_get_panel (window, 1));
  choose (window, "workers");
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 0)), ==, workers);
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 1)), ==, 1);
  choose (window, "tasks");
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 0)), ==, tasks);
  choose (window, "cores");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (ilv_panel_get_view (fixture_get_panel (window, i))->lanes, ==,
                     ILV_LANES_CORES);
  ilv_window_get_view (window, &view);
  g_assert_cmpint (view.lanes, ==, ILV_LANES_CORES);
  fixture_close_window (window);

  /* Remembered. */
  window = fixture_open_window ();
  g_assert_cmpint (ilv_panel_get_view (fixture_get_panel (window, 0))->lanes, ==, ILV_LANES_CORES);
  choose (window, "auto");
  fixture_close_window (window);
}

static void
act (IlvWindow *window, const char *action, const char *lane)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, g_variant_new_string (lane));
}

static char *
get_first_lane (IlvWindow *window)
{
  IlvPanel *panel = fixture_get_panel (window, 0);
  IlvHit hit;

  g_assert_true (ilv_panel_hit_row (panel, 0, &hit));
  return ilv_panel_get_hit_name (panel, &hit);
}

static void
test_pin_and_hide (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *first = NULL;
  g_autofree char *pinned = NULL;
  g_autofree char *last = NULL;
  IlvHit hit;
  guint n, row;

  run_two_models (window);
  choose (window, "tasks");
  n = ilv_panel_get_n_rows (fixture_get_panel (window, 0));
  g_assert_cmpuint (n, >=, 3);
  first = get_first_lane (window);
  act (window, "hide-lane", first);
  /* The task of this name, in every panel. */
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, i)), ==, n - 1);
  fixture_act (window, "undo");
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 0)), ==, n);

  g_assert_true (ilv_panel_hit_row (fixture_get_panel (window, 0), n - 1, &hit));
  last = ilv_panel_get_hit_name (fixture_get_panel (window, 0), &hit);
  act (window, "pin-lane", last);
  pinned = get_first_lane (window);
  g_assert_cmpstr (pinned, ==, last);
  /* The keyboard stays on the lane wherever it goes. */
  g_assert_true (ilv_panel_find_hit_row (fixture_get_panel (window, 0), &hit, &row));
  g_assert_cmpuint (row, ==, 0);
  act (window, "hide-other-lanes", last);
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 1)), ==, 1);
  fixture_act (window, "show-lanes");
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 1)), ==, n);
  choose (window, "auto");
  fixture_close_window (window);
}

static void
test_filters (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autoptr (IlvLaneCriteria) criteria = ilv_lane_criteria_new ();
  IlvView view;

  run_two_models (window);
  /* As if typed and chosen in the popover. */
  g_free (criteria->name);
  criteria->name = g_strdup ("no lane is called so");
  ilv_lanes_popover_set_criteria (window->lanes_popover, criteria);
  g_signal_emit_by_name (window->lanes_popover, "changed");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, i)), ==, 0);
  ilv_window_get_view (window, &view);
  g_assert_nonnull (view.criteria);
  g_free (criteria->name);
  criteria->name = g_strdup ("");
  criteria->sort = ILV_LANE_SORT_END;
  ilv_lanes_popover_set_criteria (window->lanes_popover, criteria);
  g_signal_emit_by_name (window->lanes_popover, "changed");
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 1)), >, 0);
  g_assert_cmpint (window->lane_criteria->sort, ==, ILV_LANE_SORT_END);
  fixture_close_window (window);
}

static char *
get_criteria (IlvWindow *window)
{
  return g_strdup (ilv_lane_criteria_to_text (window->lane_criteria));
}

static void
test_remembered (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *chosen = NULL;
  g_autofree char *again = NULL;
  g_autofree char *undone = NULL;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  act (window, "pin-lane", "T3");
  act (window, "hide-lane", "T2");
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (fixture_find_by_id (GTK_WIDGET (window->lanes_popover), "waited")), 0.3);
  chosen = get_criteria (window);
  g_assert_nonnull (strstr (chosen, "T2"));
  g_assert_cmpint (window->lane_criteria->waited, ==, 300000);
  /* Of this scenario alone. */
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_null (ilv_lane_criteria_to_text (window->lane_criteria));
  fixture_close_window (window);

  window = fixture_open_window ();
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  again = get_criteria (window);
  g_assert_cmpstr (again, ==, chosen);
  fixture_act (window, "forget-choices");
  g_assert_null (ilv_lane_criteria_to_text (window->lane_criteria));
  fixture_act (window, "undo-forget");
  undone = get_criteria (window);
  g_assert_cmpstr (undone, ==, chosen);
  fixture_act (window, "reset-settings");
  g_assert_null (ilv_lane_criteria_to_text (window->lane_criteria));
  fixture_close_window (window);

  window = fixture_open_window ();
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  g_assert_null (ilv_lane_criteria_to_text (window->lane_criteria));
  fixture_close_window (window);
}

/* Undoing belongs to the scenario whose lane was hidden, even when another is chosen by then. */
static void
test_undone_of_another (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  act (window, "hide-lane", "T2");
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  act (window, "pin-lane", "T5");
  g_action_group_activate_action (G_ACTION_GROUP (window), "restore-lanes",
                                  g_variant_new ("(ss)", "gather-sleeps", ""));
  g_assert_true (g_hash_table_contains (window->lane_criteria->pinned, "T5"));
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  g_assert_null (ilv_lane_criteria_to_text (window->lane_criteria));
  fixture_act (window, "forget-choices");
  fixture_close_window (window);
}

/* One item a visible row, named as the row is and saying what it did. */
static void
test_told (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvPanelView *view;
  GtkWidget *item;
  g_autofree char *text = NULL;

  run_two_models (window);
  view = ilv_panel_grid_get_panel (window->panels, 1);
  item = ilv_lane_list_get_item (ilv_panel_view_get_lanes (view), 0);
  text = ilv_panel_describe_row (fixture_get_panel (window, 1), 0);
  g_assert_nonnull (item);
  g_assert_nonnull (strstr (text, "Sleeping"));
  gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_LABEL, text);
  gtk_test_accessible_assert_role (item, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  g_assert_null (ilv_lane_list_get_item (ilv_panel_view_get_lanes (view),
                                         ilv_panel_get_n_rows (fixture_get_panel (window, 1))));
  fixture_close_window (window);
}

int
main (int argc, char *argv[])
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/lanes/stand for workers, tasks or cores", test_modes);
  g_test_add_func ("/lanes/can be pinned, hidden and shown again", test_pin_and_hide);
  g_test_add_func ("/lanes/are filtered and sorted in all panels", test_filters);
  g_test_add_func ("/lanes/are remembered of each scenario", test_remembered);
  g_test_add_func ("/lanes/hidden in one scenario come back there", test_undone_of_another);
  g_test_add_func ("/lanes/are told to assistive technology", test_told);
  return g_test_run ();
}
