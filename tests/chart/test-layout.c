/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/axis-private.h"
#include "chart/layout-private.h"

#include <math.h>

static void
assert_inside (const IlvBox *box, double width, double height)
{
  if (box->height <= 0)
    return;
  g_assert_cmpfloat (box->x, >=, 0);
  g_assert_cmpfloat (box->y, >=, 0);
  g_assert_cmpfloat (box->x + box->width, <=, width + 0.01);
  g_assert_cmpfloat (box->y + box->height, <=, height + 0.01);
}

static void
check_layout (const IlvTheme *theme, const IlvLayoutNeeds *needs, double width, double height)
{
  IlvLayout layout;
  const IlvBox *boxes[] = { &layout.header, &layout.band, &layout.lanes, &layout.note,
                            &layout.locks, &layout.cores,
                            &layout.graph, &layout.axis };
  double bottom = 0;

  ilv_layout_compute (&layout, theme, needs, width, height);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      assert_inside (boxes[i], width, height);
      if (boxes[i]->height <= 0)
        continue;
      g_assert_cmpfloat (boxes[i]->y, >=, bottom - 0.01);
      bottom = boxes[i]->y + boxes[i]->height;
    }
  g_assert_cmpfloat (layout.lanes.height, >, 0);
  g_assert_cmpfloat (layout.lane_height, <=, theme->max_lane_height);
  g_assert_cmpfloat (layout.pitch, >=, layout.lane_height);
  g_assert_cmpuint (layout.rows * layout.per_row, >=, needs->lanes);
  if (!needs->every_lane)
    {
      g_assert_cmpfloat (layout.rows * layout.pitch - (layout.pitch - layout.lane_height), <=,
                         layout.lanes.height + 0.01);
      g_assert_cmpfloat (layout.lane_height, >=, theme->min_lane_height);
    }
}

static void
test_no_overlap (void)
{
  static const guint lanes[] = { 1, 2, 4, 10, 37, 200, 4000, 1000000 };
  static const double widths[] = { 320, 480, 640, 1900 };
  static const double heights[] = { 240, 360, 700, 1080, 2160 };

  for (guint theme = 0; theme < ILV_N_THEMES; theme++)
    for (guint l = 0; l < G_N_ELEMENTS (lanes); l++)
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
          for (guint strips = 0; strips <= 3; strips++)
            for (guint cores = 0; cores <= 128; cores += 32)
              {
                IlvLayoutNeeds needs = { .lanes = lanes[l], .strips = strips, .cores = cores,
                                         .gutter = 60, .header = strips % 2 * 50,
                                         .small_height = 15, .every_lane = cores == 64 };

                check_layout (ilv_theme_get (theme), &needs, widths[w], heights[h]);
              }
}

static void
test_few_lanes_grow (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  IlvLayoutNeeds needs = { .lanes = 4, .cores = 2, .gutter = 60, .header = 50, .small_height = 15 };
  IlvLayout layout;

  ilv_layout_compute (&layout, theme, &needs, 640, 1080);
  g_assert_cmpfloat (layout.lane_height, ==, theme->max_lane_height);
  /* No hole: the axis stands at the bottom. */
  g_assert_cmpfloat (layout.axis.y + layout.axis.height, >=, 1080 - theme->text_size);
  g_assert_cmpfloat (layout.graph.height, >, 300);
}

static void
test_more_lanes_than_rows (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  IlvLayoutNeeds needs = { .lanes = 200, .cores = 2, .gutter = 60, .small_height = 15 };
  IlvLayout layout;

  ilv_layout_compute (&layout, theme, &needs, 640, 600);
  g_assert_cmpuint (layout.per_row, >, 1);
  g_assert_cmpfloat (layout.visible_rows, ==, layout.rows);

  needs.every_lane = TRUE;
  ilv_layout_compute (&layout, theme, &needs, 640, 600);
  g_assert_cmpuint (layout.per_row, ==, 1);
  g_assert_cmpuint (layout.rows, ==, 200);
  g_assert_cmpfloat (layout.visible_rows, <, 200);
}

static gboolean
is_round (gint64 step)
{
  while (step % 10 == 0)
    step /= 10;
  return step == 1 || step == 2 || step == 5;
}

static void
test_ticks (void)
{
  for (gint64 span = 1; span < G_MAXINT64 / 32; span = span * 7 / 3 + 1)
    for (int most = 1; most <= 40; most++)
      {
        gint64 step = ilv_axis_choose_step (span, most);

        g_assert_true (is_round (step));
        g_assert_cmpint (span / step, <, most);
        /* Not coarser than it must be: a step two and a half times finer is too many. */
        if (step > 1 && most > 1)
          g_assert_cmpint (span / (step / 5 * 2 + (step < 5)), >=, most - 1);
      }
}

static void
test_first_tick (void)
{
  g_assert_cmpint (ilv_axis_first_tick (0, 10), ==, 0);
  g_assert_cmpint (ilv_axis_first_tick (1, 10), ==, 10);
  g_assert_cmpint (ilv_axis_first_tick (10, 10), ==, 10);
  g_assert_cmpint (ilv_axis_first_tick (-1, 10), ==, 0);
  g_assert_cmpint (ilv_axis_first_tick (-11, 10), ==, -10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/parts-never-overlap-and-stay-inside", test_no_overlap);
  g_test_add_func ("/layout/few-lanes-grow-and-the-graph-takes-the-rest", test_few_lanes_grow);
  g_test_add_func ("/layout/more-lanes-than-rows-share-rows-or-scroll", test_more_lanes_than_rows);
  g_test_add_func ("/axis/steps-are-round-and-as-fine-as-allowed", test_ticks);
  g_test_add_func ("/axis/the-first-tick-is-in-range", test_first_tick);
  return g_test_run ();
}
