/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When lanes are scrolled only the rows are drawn: the picture is the same as one drawn anew. */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <string.h>

#define SIDE 420

static cairo_surface_t *
make_surface (int scale)
{
  cairo_surface_t *surface
    = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH * scale, SIDE * scale);

  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

static void
draw_on (cairo_surface_t *surface, IlvPanel *panel, void (*draw_panel) (IlvPanel *, cairo_t *))
{
  cairo_t *cr = cairo_create (surface);

  draw_panel (panel, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}

static gboolean
are_same (cairo_surface_t *a, cairo_surface_t *b)
{
  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                 (gsize) cairo_image_surface_get_stride (a)
                   * (gsize) cairo_image_surface_get_height (a))
         == 0;
}

/* Scrolls up and down, by whole rows and parts of them. */
static void
check_scrolling (IlvPanel *panel, int scale)
{
  static const double rows[] = { 0, 1, 7.5, 3.25, 1000, 0 };
  cairo_surface_t *scrolled = make_surface (scale);
  cairo_surface_t *anew = make_surface (scale);
  cairo_surface_t *first = make_surface (scale);
  IlvView view = *ilv_panel_get_view (panel);

  draw_on (first, panel, ilv_panel_draw);
  draw_on (scrolled, panel, ilv_panel_draw);
  for (guint i = 1; i < G_N_ELEMENTS (rows); i++)
    {
      view.first_row = rows[i];
      ilv_panel_set_view (panel, &view);
      draw_on (scrolled, panel, ilv_panel_draw_rows);
      draw_on (anew, panel, ilv_panel_draw);
      g_assert_true (are_same (scrolled, anew));
      g_assert_true (are_same (scrolled, first) == (rows[i] == 0));
    }
  cairo_surface_destroy (scrolled);
  cairo_surface_destroy (anew);
  cairo_surface_destroy (first);
}

static void
check_sample (IlvTrace *trace, IlvLaneMode lanes, IlvThemeId theme, int scale, gint64 until)
{
  gint64 end = ilv_trace_get_end (trace);
  const IlvFinishMark marks[] = { { end / 3, (char *) "asyncio", 3 },
                                  { end * 9 / 10, (char *) "Threading", 1 } };
  IlvView view = { .from = end / 10, .to = end * 11 / 10, .until = until, .lanes = lanes,
                   .every_lane = TRUE };
  Fixture f;

  open_fixture (&f, trace, 0, end);
  ilv_panel_set_theme (f.panel, ilv_theme_get (theme));
  ilv_panel_set_size (f.panel, WIDTH, SIDE, scale);
  ilv_panel_set_finish_marks (f.panel, marks, G_N_ELEMENTS (marks));
  ilv_panel_set_view (f.panel, &view);
  g_assert_cmpfloat (ilv_panel_get_n_rows (f.panel), >, ilv_panel_get_visible_rows (f.panel));
  check_scrolling (f.panel, scale);
  close_fixture (&f);
}

static void
test_same_picture (void)
{
  for (IlvThemeId theme = ILV_THEME_LIGHT; theme <= ILV_THEME_PROJECTOR; theme++)
    for (int scale = 1; scale <= 2; scale++)
      {
        check_sample (sample_threads (50), ILV_LANES_WORKERS, theme, scale, G_MAXINT64);
        check_sample (sample_fetches (60), ILV_LANES_TASKS, theme, scale, G_MAXINT64);
        check_sample (sample_pool (40, 200), ILV_LANES_WORKERS, theme, scale, G_MAXINT64);
        check_sample (sample_crowd (80, 20000), ILV_LANES_WORKERS, theme, scale, G_MAXINT64);
      }
}

static void
test_earlier_moment (void)
{
  check_sample (sample_pool (40, 200), ILV_LANES_TASKS, ILV_THEME_LIGHT, 1, 30 * SAMPLE_MS);
  check_sample (sample_crowd (80, 20000), ILV_LANES_WORKERS, ILV_THEME_LIGHT, 1, 9 * SAMPLE_MS);
}

static void
test_nothing_shown (void)
{
  cairo_surface_t *surface = make_surface (1);
  cairo_surface_t *before = make_surface (1);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();

  ilv_panel_set_placeholder (panel, "Nothing has run yet");
  ilv_panel_set_size (panel, WIDTH, SIDE, 1);
  draw_on (before, panel, ilv_panel_draw);
  draw_on (surface, panel, ilv_panel_draw);
  draw_on (surface, panel, ilv_panel_draw_rows);
  g_assert_true (are_same (surface, before));
  cairo_surface_destroy (surface);
  cairo_surface_destroy (before);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scroll/gives-the-picture-that-is-drawn-anew", test_same_picture);
  g_test_add_func ("/scroll/gives-that-of-an-earlier-moment", test_earlier_moment);
  g_test_add_func ("/scroll/leaves-a-panel-without-lanes-as-it-is", test_nothing_shown);
  return g_test_run ();
}
