/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the window lays itself out where texts are larger, or where lines begin at the right. */
#include "app/window-private.h"
#include "window-fixture.h"

#define USUAL (96 * 1024) /* as gtk-xft-dpi counts */
#define LARGE (USUAL * 3 / 2)

static void
set_text_scale (int dpi)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
  fixture_idle (50);
}

static double
get_header_height (IlvWindow *window)
{
  return ilv_panel_get_header_height (fixture_get_panel (window, 0));
}

static void
test_panels_follow_the_text_scale (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  double size = ilv_window_get_theme (window)->text_size;
  double header = get_header_height (window);

  set_text_scale (LARGE);
  g_assert_cmpfloat (ilv_window_get_theme (window)->text_size, ==, size * 1.5);
  g_assert_cmpfloat (get_header_height (window), >, header * 1.3);
  set_text_scale (USUAL);
  g_assert_cmpfloat (get_header_height (window), ==, header);
  fixture_close_window (window);
}

static void
test_the_stage_is_large_already (void)
{
  IlvWindow *window = fixture_open_window ();
  double size = ilv_theme_get (ILV_THEME_PROJECTOR)->text_size;

  fixture_act (window, "stage");
  set_text_scale (LARGE);
  g_assert_cmpfloat (ilv_window_get_theme (window)->text_size, ==, size);
  set_text_scale (2 * USUAL);
  g_assert_cmpfloat (ilv_window_get_theme (window)->text_size, >, size);
  set_text_scale (USUAL);
  fixture_act (window, "stage");
  fixture_close_window (window);
}

static int
get_top (IlvWindow *window, gpointer bar)
{
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (bar, window->bars, 0, 0, &x, &y));
  return (int) y;
}

/* The second bar stands beside the first as long as that takes no more height. */
static void
test_bars_stand_where_they_take_least (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_cmpint (get_top (window, window->settings), ==, get_top (window, window->models));
  set_text_scale (LARGE);
  g_assert_cmpint (get_top (window, window->settings), >=,
                   get_top (window, window->models)
                     + gtk_widget_get_height (GTK_WIDGET (window->models)));
  set_text_scale (USUAL);
  fixture_close_window (window);
}

static double
get_left (IlvWindow *window, gpointer widget)
{
  double x, y;

  g_assert_true (
    gtk_widget_translate_coordinates (widget, GTK_WIDGET (window), 0, 0, &x, &y));
  return x;
}

static void
test_time_goes_from_left_to_right (void)
{
  IlvWindow *window;
  GtkWidget *scrubber;
  IlvPanel *panel;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = fixture_open_with_a_run ();
  fixture_idle (50);
  scrubber = fixture_find_by_id (GTK_WIDGET (window->transport_bar), "scrubber");
  panel = fixture_get_panel (window, 0);
  g_assert_cmpfloat (get_left (window, window->scenarios), >, get_left (window, window->panels));
  g_assert_cmpfloat (get_left (window, window->statistics), <, get_left (window, window->panels));
  g_assert_cmpfloat (get_left (window, window->settings), <, get_left (window, window->models));
  g_assert_cmpint (gtk_widget_get_direction (scrubber), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpfloat (get_left (window, scrubber), >,
                     get_left (window, fixture_find_by_id (GTK_WIDGET (window->transport_bar),
                                                           "play")));
  g_assert_cmpfloat (ilv_panel_time_to_x (panel, 0), <, ilv_panel_time_to_x (panel, 1000000));
  fixture_close_window (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/layout/texts of panels are as large as the desktop asks for",
                   test_panels_follow_the_text_scale);
  g_test_add_func ("/layout/those of the stage are large already",
                   test_the_stage_is_large_already);
  g_test_add_func ("/layout/models and settings stand where they take least height",
                   test_bars_stand_where_they_take_least);
  g_test_add_func ("/layout/time goes from left to right where lines do not",
                   test_time_goes_from_left_to_right);
  return g_test_run ();
}
