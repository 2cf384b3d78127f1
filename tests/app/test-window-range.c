/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at stretches of time in the window: selecting, zooming, going back and forward. */
#include "app/window-private.h"
#include "trace/quantity.h"
#include "window-fixture.h"

static void
test_selects_and_zooms (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 to = ilv_viewport_get_to (viewport);

  g_assert_false (fixture_is_enabled (window, "zoom-to-selection"));
  g_assert_false (fixture_is_enabled (window, "back"));
  fixture_act (window, "select-visible");
  g_assert_true (ilv_viewport_get_selection (viewport, NULL, NULL));
  ilv_viewport_select (viewport, to / 4, to / 2);
  fixture_act (window, "zoom-to-selection");
  g_assert_cmpint (ilv_viewport_get_from (viewport), ==, to / 4);
  g_assert_cmpint (ilv_viewport_get_to (viewport), ==, to / 2);
  g_assert_false (fixture_is_enabled (window, "forward"));
  fixture_act (window, "back");
  g_assert_true (ilv_viewport_is_fitted (viewport));
  g_assert_false (fixture_is_enabled (window, "fit"));
  fixture_act (window, "forward");
  g_assert_cmpint (ilv_viewport_get_to (viewport), ==, to / 2);
  fixture_close_window (window);
}

static void
test_heading_tells_the_range (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  GtkLabel *range = GTK_LABEL (gtk_widget_get_template_child (
    GTK_WIDGET (window->statistics), ILV_TYPE_STATISTICS, "range"));

  g_assert_true (g_str_has_prefix (gtk_label_get_label (range), "In view: 0"));
  ilv_viewport_select (viewport, 1000000, 2000000);
  g_assert_true (g_str_has_prefix (gtk_label_get_label (range), "Selected: 1.00"));
  fixture_act (window, "clear-selection");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (range), "In view: 0"));
  fixture_close_window (window);
}

static const char *
get_heading (IlvWindow *window)
{
  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (
    GTK_WIDGET (window->statistics), ILV_TYPE_STATISTICS, "range")));
}

static gboolean
tells_range (gpointer data)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (ILV_WINDOW (data)->panels);
  g_autofree char *from = ilv_quantity_duration (ilv_viewport_get_from (viewport));
  g_autofree char *to = ilv_quantity_duration (ilv_viewport_get_to (viewport));
  g_autofree char *text = g_strdup_printf ("In view: %s to %s", from, to);

  return strcmp (get_heading (data), text) == 0;
}

static gboolean
can_follow_at_once (gpointer data)
{
  return ILV_WINDOW (data)->range_timeout == 0;
}

/* While somebody zooms, the figures follow a few times a second; the last ones are true. */
static void
test_figures_follow_in_steps (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 to = ilv_viewport_get_to (viewport);
  g_autofree char *first = NULL;

  fixture_wait (can_follow_at_once, window);
  ilv_viewport_show (viewport, 0, to / 2);
  g_assert_true (tells_range (window));
  first = g_strdup (get_heading (window));
  for (int i = 3; i < 60; i++)
    {
      ilv_viewport_show (viewport, 0, to / i);
      g_assert_cmpstr (get_heading (window), ==, first);
    }
  fixture_wait (tells_range, window);
  g_assert_cmpstr (get_heading (window), !=, first);
  fixture_close_window (window);
}

static const char *
get_figure (IlvWindow *window, int column, int row)
{
  GtkGrid *grid = GTK_GRID (gtk_widget_get_template_child (
    GTK_WIDGET (window->range_figures), ILV_TYPE_RANGE_FIGURES, "grid"));

  return gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (grid, column, row + 1)));
}

/* How long locks were held comes last. */
static gboolean
is_measured (gpointer data)
{
  return strcmp (get_figure (data, 1, 4), "…") != 0;
}

static gboolean
has_ended_nothing (gpointer data)
{
  for (int column = 1; column <= 4; column++)
    if (strcmp (get_figure (data, column, 3), "0") != 0)
      return FALSE;
  return TRUE;
}

static void
test_figures_of_the_selection (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 to = ilv_viewport_get_to (viewport);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->range_figures)));
  fixture_act (window, "select-visible");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window->range_figures)));
  for (int column = 1; column <= 4; column++)
    {
      g_assert_cmpstr (get_figure (window, column, 0), !=, "0");
      g_assert_cmpstr (get_figure (window, column, 3), ==, "6");
    }
  g_assert_false (is_measured (window));
  fixture_wait (is_measured, window);
  ilv_viewport_select (viewport, to / 8, to / 8 + 1000);
  fixture_wait (has_ended_nothing, window);
  fixture_act (window, "clear-selection");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->range_figures)));
  fixture_close_window (window);
}

static void
test_legend_lights_states (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  GtkWidget *state = fixture_find_by_class (GTK_WIDGET (window->statistics), "legend-state");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (state), TRUE);
  g_assert_cmpint (ilv_statistics_get_lit (window->statistics), ==, ILV_STATE_RUNNING);
  ilv_statistics_light (window->statistics, ILV_STATE_WAITING_IO);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (state)));
  fixture_act (window, "dismiss");
  g_assert_cmpint (ilv_statistics_get_lit (window->statistics), ==, ILV_STATE_NONE);
  fixture_close_window (window);
}

static int
get_row (IlvWindow *window, IlvState state)
{
  GtkGrid *grid = GTK_GRID (gtk_widget_get_template_child (
    GTK_WIDGET (window->statistics), ILV_TYPE_STATISTICS, "grid"));

  for (int row = 1; row <= 10; row++)
    {
      GtkWidget *button = gtk_grid_get_child_at (grid, 0, row);

      if (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "ilv-state")) == state)
        return row;
    }
  return 0;
}

/* Fetching waits most of the time; states are read in another order. */
static void
test_legend_sorts (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  GtkGrid *grid = GTK_GRID (gtk_widget_get_template_child (
    GTK_WIDGET (window->statistics), ILV_TYPE_STATISTICS, "grid"));
  GtkWidget *asyncio = gtk_grid_get_child_at (grid, 4, 0);

  g_assert_cmpint (get_row (window, ILV_STATE_RUNNING), ==, 1);
  g_signal_emit_by_name (asyncio, "clicked");
  g_assert_cmpint (get_row (window, ILV_STATE_WAITING_IO), ==, 1);
  g_signal_emit_by_name (asyncio, "clicked");
  g_assert_cmpint (get_row (window, ILV_STATE_RUNNING), ==, 1);
  g_signal_emit_by_name (gtk_grid_get_child_at (grid, 0, 0), "clicked");
  g_assert_cmpint (get_row (window, ILV_STATE_BLOCKING_LOOP), ==, 1);
  fixture_close_window (window);
}

static GListModel *
get_lane_rows (IlvWindow *window)
{
  GtkListView *list = GTK_LIST_VIEW (gtk_widget_get_template_child (
    GTK_WIDGET (window->lane_shares), ILV_TYPE_LANE_SHARES, "list"));

  return G_LIST_MODEL (gtk_list_view_get_model (list));
}

static gboolean
has_lane_rows (gpointer data)
{
  return g_list_model_get_n_items (get_lane_rows (data)) > 0;
}

/* A head a run, and its lanes: one main, six threads, the processes and six coroutines. */
static void
test_lanes_one_by_one (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  GtkExpander *expander = GTK_EXPANDER (gtk_widget_get_template_child (
    GTK_WIDGET (window->lane_shares), ILV_TYPE_LANE_SHARES, "expander"));
  guint n;

  g_assert_false (has_lane_rows (window));
  gtk_expander_set_expanded (expander, TRUE);
  fixture_wait (has_lane_rows, window);
  n = g_list_model_get_n_items (get_lane_rows (window));
  g_assert_cmpuint (n, >=, 4 + 1 + 6 + 1 + 6);
  g_assert_cmpuint (n, <=, 4 + 1 + 10 + 6 + 6);
  fixture_close_window (window);
}

static void
test_escape_stops_first (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  fixture_act (window, "run");
  fixture_wait (fixture_has_begun, window);
  fixture_act (window, "select-visible");
  fixture_act (window, "dismiss");
  fixture_wait (fixture_has_ended, window);
  g_assert_cmpint (
    ilv_run_get_state (ilv_comparison_get_run (ilv_window_get_comparison (window), 0)), ==,
    ILV_RUN_STOPPED);
  g_assert_true (ilv_viewport_get_selection (viewport, NULL, NULL));
  fixture_act (window, "dismiss");
  g_assert_false (ilv_viewport_get_selection (viewport, NULL, NULL));
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/range/what is selected is zoomed to, gone back from and to again",
                   test_selects_and_zooms);
  g_test_add_func ("/range/the heading of the statistics tells what they are of",
                   test_heading_tells_the_range);
  g_test_add_func ("/range/figures follow in steps what is zoomed",
                   test_figures_follow_in_steps);
  g_test_add_func ("/range/figures of the selection come and go with it",
                   test_figures_of_the_selection);
  g_test_add_func ("/range/a state of the legend is lit until it is put out",
                   test_legend_lights_states);
  g_test_add_func ("/range/heads of the legend sort its states", test_legend_sorts);
  g_test_add_func ("/range/lanes are listed one by one when that is unfolded",
                   test_lanes_one_by_one);
  g_test_add_func ("/range/Escape stops the run before it clears the selection",
                   test_escape_stops_first);
  return g_test_run ();
}
