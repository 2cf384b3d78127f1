/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewport.h"

#define MS 1000000

static IlvViewport *
make_viewport (void)
{
  IlvViewport *viewport = ilv_viewport_new ();

  ilv_viewport_reset (viewport, 0, 100 * MS);
  return viewport;
}

static void
assert_range (IlvViewport *viewport, gint64 from, gint64 to)
{
  g_assert_cmpint (ilv_viewport_get_from (viewport), ==, from);
  g_assert_cmpint (ilv_viewport_get_to (viewport), ==, to);
}

static void
test_follows_limits (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  ilv_viewport_set_limits (viewport, -2 * MS, 200 * MS);
  assert_range (viewport, -2 * MS, 200 * MS);
  ilv_viewport_show (viewport, 10 * MS, 20 * MS);
  ilv_viewport_set_limits (viewport, -2 * MS, 300 * MS);
  assert_range (viewport, 10 * MS, 20 * MS);
}

static void
test_reveals (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  ilv_viewport_show (viewport, 10 * MS, 20 * MS);
  ilv_viewport_reveal (viewport, 20 * MS);
  assert_range (viewport, 10 * MS, 20 * MS);
  ilv_viewport_reveal (viewport, 30 * MS);
  assert_range (viewport, 29 * MS, 39 * MS);
  ilv_viewport_reveal (viewport, 28 * MS);
  assert_range (viewport, 19 * MS, 29 * MS);
  ilv_viewport_reveal (viewport, 100 * MS);
  assert_range (viewport, 90 * MS, 100 * MS);
  ilv_viewport_reveal (viewport, 0);
  assert_range (viewport, 0, 10 * MS);
  ilv_viewport_back (viewport);
  assert_range (viewport, 0, 100 * MS);
}

static void
test_zoom_keeps_the_point (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  ilv_viewport_zoom (viewport, 20 * MS, 2);
  assert_range (viewport, 10 * MS, 60 * MS);
  g_assert_false (ilv_viewport_is_fitted (viewport));
  ilv_viewport_zoom (viewport, 20 * MS, 0.1);
  assert_range (viewport, 0, 100 * MS);
  g_assert_true (ilv_viewport_is_fitted (viewport));
}

static void
test_zoom_ends_somewhere (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  for (int i = 0; i < 200; i++)
    ilv_viewport_zoom (viewport, 50 * MS, 2);
  g_assert_cmpint (ilv_viewport_get_to (viewport) - ilv_viewport_get_from (viewport), >=, 100);
}

static void
test_stays_inside (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  ilv_viewport_show (viewport, 40 * MS, 60 * MS);
  ilv_viewport_pan (viewport, 1000 * MS);
  assert_range (viewport, 80 * MS, 100 * MS);
  ilv_viewport_go_to_edge (viewport, -1);
  assert_range (viewport, 0, 20 * MS);
}

static void
test_goes_back (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  g_assert_false (ilv_viewport_back (viewport));
  ilv_viewport_show (viewport, 40 * MS, 60 * MS);
  ilv_viewport_show (viewport, 45 * MS, 50 * MS);
  ilv_viewport_fit (viewport);
  g_assert_true (ilv_viewport_back (viewport));
  assert_range (viewport, 45 * MS, 50 * MS);
  g_assert_true (ilv_viewport_back (viewport));
  assert_range (viewport, 40 * MS, 60 * MS);
  g_assert_true (ilv_viewport_back (viewport));
  g_assert_true (ilv_viewport_is_fitted (viewport));
  g_assert_false (ilv_viewport_back (viewport));
}

static void
test_goes_forward (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  g_assert_false (ilv_viewport_forward (viewport));
  ilv_viewport_show (viewport, 40 * MS, 60 * MS);
  ilv_viewport_show (viewport, 45 * MS, 50 * MS);
  g_assert_true (ilv_viewport_back (viewport));
  g_assert_true (ilv_viewport_back (viewport));
  g_assert_true (ilv_viewport_forward (viewport));
  assert_range (viewport, 40 * MS, 60 * MS);
  g_assert_true (ilv_viewport_can_go_forward (viewport));
  /* Another way than the one that was gone back on. */
  ilv_viewport_show (viewport, 0, 10 * MS);
  g_assert_false (ilv_viewport_can_go_forward (viewport));
  g_assert_true (ilv_viewport_back (viewport));
  assert_range (viewport, 40 * MS, 60 * MS);
}

static void
test_small_steps_are_one (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  for (int i = 0; i < 5; i++)
    ilv_viewport_zoom (viewport, 50 * MS, 1.2);
  ilv_viewport_fit (viewport);
  g_assert_true (ilv_viewport_back (viewport));
  g_assert_true (ilv_viewport_back (viewport));
  assert_range (viewport, 0, 100 * MS);
  g_assert_false (ilv_viewport_can_go_back (viewport));
}

static void
count_signal (IlvViewport *viewport, guint *n)
{
  ++*n;
}

static void
assert_selection (IlvViewport *viewport, gint64 from, gint64 to)
{
  gint64 first;
  gint64 last;

  g_assert_true (ilv_viewport_get_selection (viewport, &first, &last));
  g_assert_cmpint (first, ==, from);
  g_assert_cmpint (last, ==, to);
}

static void
test_selects (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();
  guint n_changes = 0;
  gint64 fixed;

  g_signal_connect (viewport, "selected", G_CALLBACK (count_signal), &n_changes);
  g_assert_false (ilv_viewport_get_selection (viewport, NULL, NULL));
  ilv_viewport_select (viewport, 30 * MS, 10 * MS);
  assert_selection (viewport, 10 * MS, 30 * MS);
  ilv_viewport_select (viewport, 30 * MS, 10 * MS);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_false (ilv_viewport_find_opposite (viewport, 12 * MS, MS, &fixed));
  g_assert_true (ilv_viewport_find_opposite (viewport, 10 * MS + 1, MS, &fixed));
  g_assert_cmpint (fixed, ==, 30 * MS);
  g_assert_true (ilv_viewport_find_opposite (viewport, 31 * MS, MS, &fixed));
  g_assert_cmpint (fixed, ==, 10 * MS);
  ilv_viewport_show_selection (viewport);
  assert_range (viewport, 10 * MS, 30 * MS);
  ilv_viewport_clear_selection (viewport);
  g_assert_false (ilv_viewport_get_selection (viewport, NULL, NULL));
  g_assert_false (ilv_viewport_find_opposite (viewport, 30 * MS, MS, &fixed));
  g_assert_cmpuint (n_changes, ==, 2);
}

static void
test_selection_stays_inside (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  ilv_viewport_select (viewport, 60 * MS, 1000 * MS);
  assert_selection (viewport, 60 * MS, 100 * MS);
  /* A run that ends earlier than the axis reached. */
  ilv_viewport_set_limits (viewport, 0, 80 * MS);
  assert_selection (viewport, 60 * MS, 80 * MS);
  ilv_viewport_set_limits (viewport, 0, 50 * MS);
  g_assert_false (ilv_viewport_get_selection (viewport, NULL, NULL));
  ilv_viewport_select (viewport, 10 * MS, 20 * MS);
  ilv_viewport_reset (viewport, 0, 100 * MS);
  g_assert_false (ilv_viewport_get_selection (viewport, NULL, NULL));
}

static void
test_extends_the_selection (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  ilv_viewport_show (viewport, 40 * MS, 60 * MS);
  ilv_viewport_extend_selection (viewport, 50 * MS, 5 * MS);
  assert_selection (viewport, 50 * MS, 55 * MS);
  /* The same end goes on, past the other one too, and the view follows it. */
  ilv_viewport_extend_selection (viewport, 0, -20 * MS);
  assert_selection (viewport, 35 * MS, 50 * MS);
  assert_range (viewport, 35 * MS, 55 * MS);
}

static void
test_lanes_scroll_to_the_last (void)
{
  g_autoptr (IlvViewport) viewport = make_viewport ();

  g_assert_false (ilv_viewport_scroll_rows (viewport, 3));
  ilv_viewport_set_last_row (viewport, 5);
  g_assert_true (ilv_viewport_scroll_rows (viewport, 30));
  g_assert_cmpfloat (ilv_viewport_get_first_row (viewport), ==, 5);
  ilv_viewport_set_last_row (viewport, 2);
  g_assert_cmpfloat (ilv_viewport_get_first_row (viewport), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewport/a moment beside the view is revealed", test_reveals);
  g_test_add_func ("/viewport/a fitted view follows its limits, another one stays",
                   test_follows_limits);
  g_test_add_func ("/viewport/zooming keeps the moment under the pointer in place",
                   test_zoom_keeps_the_point);
  g_test_add_func ("/viewport/zooming in ends before there is nothing to see",
                   test_zoom_ends_somewhere);
  g_test_add_func ("/viewport/panning stays inside the limits", test_stays_inside);
  g_test_add_func ("/viewport/going back returns to every view in turn", test_goes_back);
  g_test_add_func ("/viewport/going forward undoes going back, until another way is taken",
                   test_goes_forward);
  g_test_add_func ("/viewport/steps that follow each other closely are gone back on as one",
                   test_small_steps_are_one);
  g_test_add_func ("/viewport/a selection has an order, ends to drag, and can be shown",
                   test_selects);
  g_test_add_func ("/viewport/a selection stays inside the limits", test_selection_stays_inside);
  g_test_add_func ("/viewport/a selection is extended at the end that moves",
                   test_extends_the_selection);
  g_test_add_func ("/viewport/lanes scroll to the last and no further",
                   test_lanes_scroll_to_the_last);
  return g_test_run ();
}
