/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of the Tab key through the windows. */
#include "window-fixture.h"

#include "app/scenario-editor.h"
#include "app/tab-stop.h"
#include "app/window-private.h"

static GtkWidget *
get_focus (gpointer window)
{
  return gtk_window_get_focus (GTK_WINDOW (window));
}

static void
press_tab (gpointer window, GtkDirectionType direction)
{
  g_signal_emit_by_name (window, "move-focus", direction);
}

static gboolean
is_in (GtkWidget *focus, gpointer place)
{
  return focus && (focus == place || gtk_widget_is_ancestor (focus, place));
}

/* How many stops Tab makes there, the first of which has the focus now. */
static guint
count_stops (gpointer window, gpointer place)
{
  guint n = 0;

  while (is_in (get_focus (window), place) && n < 1000)
    {
      press_tab (window, GTK_DIR_TAB_FORWARD);
      n++;
    }
  return n;
}

static void
the_list_of_scenarios_is_one_stop (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkWidget *search = fixture_find_by_id (GTK_WIDGET (window->scenarios), "search");
  GtkWidget *list = fixture_find_by_id (GTK_WIDGET (window->scenarios), "list");
  GtkListBoxRow *chosen;

  g_assert_true (ilv_window_open (window, "convoy"));
  chosen = gtk_list_box_get_selected_row (GTK_LIST_BOX (list));
  gtk_widget_grab_focus (search);
  press_tab (window, GTK_DIR_TAB_FORWARD);
  g_assert_true (get_focus (window) == GTK_WIDGET (chosen));
  g_assert_cmpuint (count_stops (window, list), ==, 1);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "convoy");
  /* And the way back, which begins at the same place. */
  press_tab (window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (get_focus (window) == GTK_WIDGET (chosen));
  press_tab (window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (is_in (get_focus (window), search));
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "convoy");
  fixture_close_window (window);
}

static gboolean
has_two_lines (gpointer models)
{
  return gtk_widget_get_height (models) > 50;
}

/* As people read: what the models are comes before what is set for them. */
static void
models_come_before_settings (void)
{
  IlvWindow *window = fixture_open_window ();
  guint n_models;

  /* Two lines of models beside one of settings. */
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  fixture_wait (has_two_lines, window->models);
  gtk_widget_child_focus (GTK_WIDGET (window->models), GTK_DIR_TAB_FORWARD);
  n_models = count_stops (window, window->models);
  g_assert_cmpuint (n_models, ==, ILV_N_MODELS);
  g_assert_true (is_in (get_focus (window), window->settings));
  fixture_close_window (window);
}

/* As on the way of the Tab key, where losing the focus renews what was to get it. */
static void
a_list_that_has_gone_is_no_stop (void)
{
  GtkWidget *stop = g_object_ref_sink (ilv_tab_stop_new (gtk_button_new ()));

  g_assert_false (gtk_widget_child_focus (stop, GTK_DIR_TAB_FORWARD));
  g_object_unref (stop);
}

static gpointer
open_copy (IlvWindow *window)
{
  gpointer editor;

  fixture_act (window, "edit-copy");
  editor = fixture_find_window (ILV_TYPE_SCENARIO_EDITOR);
  g_assert_nonnull (editor);
  return editor;
}

static void
the_editor_begins_at_the_title (void)
{
  IlvWindow *window = fixture_open_window ();
  gpointer editor;
  GtkWidget *outline;

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  editor = open_copy (window);
  g_assert_true (GTK_IS_EDITABLE (get_focus (editor)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_focus (editor))), ==,
                   "Fetching pages (copy)");
  fixture_idle (100);
  /* One step back is the list of elements, and that is one stop. */
  outline = fixture_find_by_id (GTK_WIDGET (editor), "outline");
  press_tab (editor, GTK_DIR_TAB_BACKWARD);
  g_assert_true (is_in (get_focus (editor), outline));
  g_assert_cmpuint (count_stops (editor, outline), ==, 1);
  g_assert_true (GTK_IS_EDITABLE (get_focus (editor)));
  fixture_close_window (window);
}

/* Or the space bar would open the speeds again instead of playing. */
static void
the_focus_returns_from_the_speeds (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkMenuButton *speed
    = GTK_MENU_BUTTON (fixture_find_by_id (GTK_WIDGET (window->transport_bar), "speed"));
  GtkWidget *panel = GTK_WIDGET (ilv_panel_grid_get_panel (window->panels, 0));

  gtk_widget_grab_focus (panel);
  gtk_menu_button_popup (speed);
  fixture_idle (50);
  g_assert_true (is_in (get_focus (window), gtk_menu_button_get_popover (speed)));
  g_assert_false (gtk_widget_get_has_tooltip (GTK_WIDGET (speed)));
  gtk_menu_button_popdown (speed);
  fixture_idle (300);
  g_assert_true (get_focus (window) == panel);
  g_assert_true (gtk_widget_get_has_tooltip (GTK_WIDGET (speed)));
  fixture_close_window (window);
}

/* Where the focus is nowhere an arrow key begins at the first control of the window. */
static void
the_panels_have_the_focus_after_a_run_begins (void)
{
  IlvWindow *window = fixture_open_window ();

  fixture_make_it_short (window);
  gtk_widget_grab_focus (GTK_WIDGET (window->run_button));
  fixture_act (window, "run");
  g_assert_true (get_focus (window) == GTK_WIDGET (ilv_panel_grid_get_panel (window->panels, 0)));
  gtk_widget_grab_focus (GTK_WIDGET (window->run_button));
  fixture_wait (fixture_has_ended, window);
  /* Who looks at the Stop button when there is nothing left to stop looks at Run. */
  g_assert_true (get_focus (window) == GTK_WIDGET (window->run_button));
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/keyboard/the list of scenarios is one stop",
                   the_list_of_scenarios_is_one_stop);
  g_test_add_func ("/keyboard/a list that has gone is no stop", a_list_that_has_gone_is_no_stop);
  g_test_add_func ("/keyboard/models come before settings", models_come_before_settings);
  g_test_add_func ("/keyboard/the editor begins at the title", the_editor_begins_at_the_title);
  g_test_add_func ("/keyboard/the focus returns from the speeds",
                   the_focus_returns_from_the_speeds);
  g_test_add_func ("/keyboard/the panels have the focus after a run begins",
                   the_panels_have_the_focus_after_a_run_begins);
  return g_test_run ();
}
