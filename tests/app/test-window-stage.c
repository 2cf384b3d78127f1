/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window on the stage: full screen, large, and only what the audience needs. */
#include "app/window-private.h"
#include "window-fixture.h"

static gboolean
is_on_stage (IlvWindow *window)
{
  g_autoptr (GVariant) state
    = g_action_group_get_action_state (G_ACTION_GROUP (window), "stage");

  return g_variant_get_boolean (state);
}

static int
get_text_size (gpointer widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);

  return pango_font_description_get_size (pango_context_get_font_description (context));
}

static void
test_shows_what_the_audience_needs (void)
{
  IlvWindow *window = fixture_open_window ();
  gboolean had_scenarios = adw_flap_get_reveal_flap (window->left_flap);
  gboolean had_legend = adw_flap_get_reveal_flap (window->right_flap);

  fixture_act (window, "stage");
  fixture_idle (50);
  g_assert_true (is_on_stage (window));
  g_assert_false (gtk_widget_get_mapped (window->header));
  g_assert_false (gtk_widget_get_mapped (window->bars));
  g_assert_false (adw_flap_get_reveal_flap (window->left_flap));
  g_assert_false (adw_flap_get_reveal_flap (window->right_flap));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->question)));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->panels)));
  g_assert_cmpint (ilv_window_get_theme (window)->id, ==, ILV_THEME_PROJECTOR);
  fixture_act (window, "stage");
  g_assert_false (is_on_stage (window));
  g_assert_true (gtk_widget_get_visible (window->header));
  g_assert_true (gtk_widget_get_visible (window->bars));
  g_assert_cmpint (adw_flap_get_reveal_flap (window->left_flap), ==, had_scenarios);
  g_assert_cmpint (adw_flap_get_reveal_flap (window->right_flap), ==, had_legend);
  g_assert_cmpint (ilv_window_get_theme (window)->id, ==, ILV_THEME_LIGHT);
  fixture_close_window (window);
}

static void
test_text_is_large (void)
{
  IlvWindow *window = fixture_open_window ();
  int question = get_text_size (window->question);
  int body = get_text_size (window->stage_legend);

  fixture_act (window, "stage");
  fixture_idle (50);
  g_assert_cmpint (get_text_size (window->question) * 10, >=, question * 16);
  g_assert_cmpint (get_text_size (window->stage_legend) * 10, >=, body * 16);
  fixture_close_window (window);
}

static guint
count_visible (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_get_visible (child);
  return n;
}

static void
test_legend_has_what_is_seen (void)
{
  IlvWindow *window = fixture_open_window ();

  fixture_make_it_short (window);
  fixture_act (window, "stage");
  g_assert_cmpuint (count_visible (GTK_WIDGET (window->stage_legend)), ==, 0);
  fixture_run_to_end (window);
  /* Waiting for the pages at least; blocking the loop never happens here. */
  g_assert_cmpuint (count_visible (GTK_WIDGET (window->stage_legend)), >=, 1);
  g_assert_cmpuint (count_visible (GTK_WIDGET (window->stage_legend)), <, 9);
  fixture_close_window (window);
}

static void
test_escape_leaves_last (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);

  fixture_make_it_short (window);
  fixture_act (window, "stage");
  fixture_run_to_end (window);
  ilv_viewport_select (viewport, 1000, 2000000);
  fixture_act (window, "dismiss");
  g_assert_false (ilv_viewport_get_selection (viewport, NULL, NULL));
  g_assert_true (is_on_stage (window));
  fixture_act (window, "dismiss");
  g_assert_false (is_on_stage (window));
  fixture_close_window (window);
}

static void
test_theme_without_full_screen (void)
{
  IlvWindow *window = fixture_open_window ();
  GActionGroup *application = G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window)));

  g_action_group_change_action_state (application, "theme", g_variant_new_string ("projector"));
  g_assert_cmpint (ilv_window_get_theme (window)->id, ==, ILV_THEME_PROJECTOR);
  g_assert_true (gtk_widget_get_visible (window->header));
  g_action_group_change_action_state (application, "theme", g_variant_new_string ("system"));
  g_assert_cmpint (ilv_window_get_theme (window)->id, ==, ILV_THEME_LIGHT);
  fixture_close_window (window);
}

static void
test_is_light_in_the_dark (void)
{
  IlvWindow *window = fixture_open_window ();
  GActionGroup *application = G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window)));
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_action_group_change_action_state (application, "theme", g_variant_new_string ("dark"));
  g_assert_true (adw_style_manager_get_dark (style));
  fixture_act (window, "stage");
  g_assert_false (adw_style_manager_get_dark (style));
  fixture_act (window, "stage");
  g_assert_true (adw_style_manager_get_dark (style));
  g_action_group_change_action_state (application, "theme", g_variant_new_string ("system"));
  fixture_close_window (window);
}

static double
get_progress_after_toggling (IlvWindow *window)
{
  adw_flap_set_reveal_flap (window->left_flap, TRUE);
  fixture_idle (600);
  g_assert_cmpfloat (adw_flap_get_reveal_progress (window->left_flap), ==, 1);
  adw_flap_set_reveal_flap (window->left_flap, FALSE);
  return adw_flap_get_reveal_progress (window->left_flap);
}

static void
test_follows_reduced_motion (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkSettings *settings = gtk_settings_get_default ();

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_cmpfloat (get_progress_after_toggling (window), >, 0);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpfloat (get_progress_after_toggling (window), ==, 0);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/stage/F11 shows what the audience needs, and brings the rest back",
                   test_shows_what_the_audience_needs);
  g_test_add_func ("/stage/text is at least 1.6 times as large", test_text_is_large);
  g_test_add_func ("/stage/the legend has the states that are seen", test_legend_has_what_is_seen);
  g_test_add_func ("/stage/Escape leaves it when nothing else is to be ended",
                   test_escape_leaves_last);
  g_test_add_func ("/stage/the projector's theme can be had without it",
                   test_theme_without_full_screen);
  g_test_add_func ("/stage/it is light whatever the theme", test_is_light_in_the_dark);
  g_test_add_func ("/stage/nothing moves by itself where the desktop asks for it",
                   test_follows_reduced_motion);
  return g_test_run ();
}
