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
  const IlvView view = { .from = 0, .to = 180 * SAMPLE_MS, .until = G_MAXINT64,
                         .lanes = ILV_LANES_AUTO };
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
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
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

/* Pixels of the lanes that have exactly this colour. */
static guint
count_colour (IlvPanel *panel, cairo_surface_t *surface, const IlvColour *colour)
{
  const IlvBox *lanes = &panel->layout.lanes;
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint32 wanted = ilv_colour_to_pixel (colour) & 0xffffffu;
  guint n = 0;

  for (int y = (int) lanes->y; y < (int) (lanes->y + lanes->height); y++)
    for (int x = (int) lanes->x; x < (int) (lanes->x + lanes->width); x++)
      {
        gsize at = (gsize) (y * cairo_image_surface_get_stride (surface) + x * 4);

        n += (*(const guint32 *) (const void *) (data + at) & 0xffffffu) == wanted;
      }
  return n;
}

/* One state keeps every pixel it has, all others lose theirs, and it can be undone. */
static void
test_one_state_stands_out (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = make_panel (trace);
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  cairo_surface_t *plain = draw_panel (panel, NULL);
  cairo_surface_t *lit, *again;
  guint n = count_colour (panel, plain, &theme->states[ILV_STATE_RUNNING]);

  g_assert_cmpuint (n, >, 1000);
  g_assert_cmpuint (count_colour (panel, plain, &theme->states[ILV_STATE_WAITING_GIL]), >, 1000);
  ilv_panel_light_state (panel, ILV_STATE_RUNNING);
  lit = draw_panel (panel, NULL);
  g_assert_cmpuint (count_colour (panel, lit, &theme->states[ILV_STATE_RUNNING]), ==, n);
  g_assert_cmpuint (count_colour (panel, lit, &theme->states[ILV_STATE_WAITING_GIL]), ==, 0);
  ilv_panel_light_state (panel, ILV_STATE_NONE);
  again = draw_panel (panel, NULL);
  g_assert_cmpuint (count_differences (panel, plain, again, 0, WIDTH), ==, 0);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (lit);
  cairo_surface_destroy (again);
}

/* A loop with coroutines that all sleep. */
static IlvTrace *
make_crowd (guint n)
{
  IlvTrace *trace = ilv_trace_new ();
  IlvRecord record
    = { .kind = ILV_RECORD_LANE_BEGIN, .subject = 1, .state = ILV_LANE_LOOP, .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, 1, 0, &record));
  record.kind = ILV_RECORD_TASK;
  record.state = ILV_STATE_SLEEPING;
  for (record.subject = 1; record.subject <= n; record.subject++)
    g_assert_true (ilv_trace_append (trace, 1, 0, &record));
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  return trace;
}

/* Of more tasks than can be read in time some are, and whoever asks is told. */
static void
test_sampled_shares_are_told (void)
{
  g_autoptr (IlvTrace) few = make_crowd (40);
  g_autoptr (IlvTrace) many = make_crowd (40000);
  g_autoptr (IlvPanel) panel = make_panel (few);
  double shares[ILV_N_STATES];

  g_assert_cmpuint (ilv_panel_get_states (panel, shares), ==, 1);
  ilv_panel_set_trace (panel, many);
  g_assert_cmpuint (ilv_panel_get_states (panel, shares), ==, 3);
  g_assert_cmpfloat_with_epsilon (shares[ILV_STATE_SLEEPING], 1, 1e-9);
}

/* How long the selection is stands below it, on the accent colour. */
static void
test_length_stands_on_the_axis (void)
{
  const IlvOverlay overlay = { .play_head = G_MININT64,
                               .select_from = 60 * SAMPLE_MS,
                               .select_to = 120 * SAMPLE_MS };
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = make_panel (trace);
  cairo_surface_t *surface = draw_panel (panel, &overlay);
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint32 wanted = ilv_colour_to_pixel (&theme->accent) & 0xffffffu;
  guint n = 0;

  for (int y = (int) panel->layout.axis.y + 6; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        gsize at = (gsize) (y * cairo_image_surface_get_stride (surface) + x * 4);

        n += (*(const guint32 *) (const void *) (data + at) & 0xffffffu) == wanted;
      }
  g_assert_cmpuint (n, >, 200);
  cairo_surface_destroy (surface);
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
  g_test_add_func ("/selection/a-state-that-is-lit-stands-out-of-all-others",
                   test_one_state_stands_out);
  g_test_add_func ("/selection/shares-of-a-part-of-the-lanes-say-so", test_sampled_shares_are_told);
  g_test_add_func ("/selection/its-length-stands-on-the-axis", test_length_stands_on_the_axis);
  g_test_add_func ("/selection/axis-and-plot-are-told-apart", test_places);
  return g_test_run ();
}
