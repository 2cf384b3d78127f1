/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is selected in a panel, and how that looks. */
#include "chart/panel-private.h"
#include "samples.h"

#include <locale.h>

#define WIDTH 640
#define HEIGHT 720

static IlvPanel *
make_panel (IlvTrace *trace)
{
  const IlvView view = { .from = 0, .to = 180 * SAMPLE_MS, .lanes = ILV_LANES_AUTO };
  IlvPanel *panel = ilv_panel_new ();

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_words (panel, "Threading", "", "", "171 ms", "finished");
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_view (panel, &view);
  return panel;
}

static cairo_surface_t *
draw_panel (IlvPanel *panel, const IlvOverlay *overlay)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  ilv_panel_draw (panel, cr);
  if (overlay)
    ilv_panel_draw_overlay (panel, cr, overlay);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels in which the two differ, in the part of the lanes from x0 to x1. */
static guint
count_differences (IlvPanel *panel, cairo_surface_t *a, cairo_surface_t *b, int x0, int x1)
{
  const IlvBox *lanes = &panel->layout.lanes;
  gsize stride = (gsize) cairo_image_surface_get_stride (a);
  guint n = 0;

  for (int y = (int) lanes->y; y < (int) (lanes->y + lanes->height); y++)
    for (int x = x0; x < x1; x++)
      {
        gsize at = (gsize) y * stride + (gsize) x * 4;

        n += memcmp (cairo_image_surface_get_data (a) + at, cairo_image_surface_get_data (b) + at,
                     3)
             != 0;
      }
  return n;
}

static void
test_colours_stay_inside (void)
{
  const IlvOverlay overlay = { .play_head = G_MININT64,
                               .select_from = 60 * SAMPLE_MS,
                               .select_to = 100 * SAMPLE_MS };
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = make_panel (trace);
  cairo_surface_t *without = draw_panel (panel, NULL);
  cairo_surface_t *with = draw_panel (panel, &overlay);
  int x0 = (int) ilv_panel_time_to_x (panel, overlay.select_from);
  int x1 = (int) ilv_panel_time_to_x (panel, overlay.select_to);

  g_assert_cmpuint (count_differences (panel, without, with, x0 + 2, x1 - 1), ==, 0);
  g_assert_cmpuint (count_differences (panel, without, with, (int) panel->layout.lanes.x, x0 - 2),
                    >, 1000);
  g_assert_cmpuint (count_differences (panel, without, with, x0 - 2, x0 + 2), >, 0);
  g_assert_cmpuint (count_differences (panel, without, with, x1 - 2, x1 + 2), >, 0);
  cairo_surface_destroy (without);
  cairo_surface_destroy (with);
}

static void
test_places (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvTrace) empty = ilv_trace_new ();
  g_autoptr (IlvPanel) panel = make_panel (trace);
  g_autoptr (IlvPanel) nothing = make_panel (empty);
  const IlvBox *axis = &panel->layout.axis;
  double x = ilv_panel_time_to_x (panel, 90 * SAMPLE_MS);

  g_assert_cmpint (ilv_panel_find_place (panel, x, axis->y + 2), ==, ILV_PLACE_AXIS);
  g_assert_cmpint (ilv_panel_find_place (panel, x, HEIGHT - 1), ==, ILV_PLACE_AXIS);
  g_assert_cmpint (ilv_panel_find_place (panel, x, axis->y - 2), ==, ILV_PLACE_PLOT);
  g_assert_cmpint (ilv_panel_find_place (panel, x, panel->layout.lanes.y), ==, ILV_PLACE_PLOT);
  g_assert_cmpint (ilv_panel_find_place (panel, x, panel->layout.header.y), ==, ILV_PLACE_NONE);
  g_assert_cmpint (ilv_panel_find_place (panel, axis->x - 5, axis->y + 2), ==, ILV_PLACE_NONE);
  g_assert_cmpint (ilv_panel_find_place (nothing, x, HEIGHT - 5), ==, ILV_PLACE_NONE);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/selection/colours-inside-stay-and-what-is-beside-is-washed-out",
                   test_colours_stay_inside);
  g_test_add_func ("/selection/axis-and-plot-are-told-apart", test_places);
  return g_test_run ();
}
