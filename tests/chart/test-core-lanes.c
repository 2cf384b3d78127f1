/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/panel-private.h"
#include "samples.h"

#include <locale.h>

#define WIDTH 640
#define HEIGHT 720

typedef struct
{
  IlvTrace *trace;
  IlvPanel *panel;
  cairo_surface_t *surface;
} Fixture;

static void
draw (Fixture *f)
{
  cairo_t *cr = cairo_create (f->surface);

  ilv_panel_draw (f->panel, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (f->surface);
}

static void
open_fixture (Fixture *f, IlvTrace *trace, gint64 to)
{
  IlvView view = { .to = to, .until = G_MAXINT64, .lanes = ILV_LANES_CORES };

  f->trace = trace;
  f->panel = ilv_panel_new ();
  ilv_panel_set_trace (f->panel, trace);
  ilv_panel_set_size (f->panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_view (f->panel, &view);
  f->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  draw (f);
}

static void
close_fixture (Fixture *f)
{
  cairo_surface_destroy (f->surface);
  g_object_unref (f->panel);
  ilv_trace_free (f->trace);
}

static guint32
pixel_at (Fixture *f, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (f->surface);
  int stride = cairo_image_surface_get_stride (f->surface);

  return *(const guint32 *) (const void *) (data + (int) y * stride + (int) x * 4) | 0xff000000u;
}

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint state, guint core)
{
  const IlvRecord record = { .subject = kind == ILV_RECORD_LANE_BEGIN ? lane : 0,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = (guint16) core };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

/* Core 0 runs the first worker, then the second; core 1 the second one meanwhile. */
static IlvTrace *
make_two (void)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= 2; lane++)
    append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, ILV_LANE_THREAD, G_MAXUINT16);
  append (trace, 1, 0, ILV_RECORD_STATE, ILV_STATE_RUNNING, 0);
  append (trace, 2, 0, ILV_RECORD_STATE, ILV_STATE_RUNNING_FREE, 1);
  append (trace, 1, 40 * SAMPLE_MS, ILV_RECORD_STATE, ILV_STATE_WAITING_IO, 0);
  append (trace, 2, 50 * SAMPLE_MS, ILV_RECORD_STATE, ILV_STATE_SERIALISING, 0);
  append (trace, 2, 100 * SAMPLE_MS, ILV_RECORD_STATE, ILV_STATE_NONE, 0);
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  return trace;
}

static void
assert_runs (Fixture *f, guint core, gint64 time, IlvState state, guint32 lane)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  double x = ilv_panel_time_to_x (f->panel, time);
  double y = ilv_panel_get_row_y (f->panel, core);
  double height = f->panel->layout.lane_height;
  IlvColour holder
    = ilv_theme_get_holder_colour (theme, ilv_panel_get_lane_colour (f->panel, lane));
  guint as_state = 0;

  /* Of a hatched state most pixels have its colour. */
  for (guint i = 0; i < 12; i++)
    as_state += pixel_at (f, x + i, y + height * 0.35)
                == ilv_colour_to_pixel (&theme->states[state]);
  g_assert_cmpuint (as_state, >=, 6);
  g_assert_cmphex (pixel_at (f, x, y + height - 1), ==, ilv_colour_to_pixel (&holder));
}

static void
test_worker_and_state (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  double x, y;
  Fixture f;

  open_fixture (&f, make_two (), 100 * SAMPLE_MS);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 2);
  assert_runs (&f, 0, 20 * SAMPLE_MS, ILV_STATE_RUNNING, 1);
  assert_runs (&f, 0, 60 * SAMPLE_MS, ILV_STATE_SERIALISING, 2);
  assert_runs (&f, 1, 20 * SAMPLE_MS, ILV_STATE_RUNNING_FREE, 2);
  /* Nobody. */
  x = ilv_panel_time_to_x (f.panel, 45 * SAMPLE_MS);
  y = ilv_panel_get_row_y (f.panel, 0) + f.panel->layout.lane_height / 2;
  g_assert_cmphex (pixel_at (&f, x, y), ==, ilv_colour_to_pixel (&theme->track));
  close_fixture (&f);
}

static void
test_said (void)
{
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  IlvHit hit;
  Fixture f;

  open_fixture (&f, make_two (), 100 * SAMPLE_MS);
  g_assert_cmpint (ilv_panel_hit (f.panel, ilv_panel_time_to_x (f.panel, 60 * SAMPLE_MS),
                                  ilv_panel_get_row_y (f.panel, 0) + 5, &hit),
                   ==, ILV_HIT_CORE);
  g_assert_cmpint (hit.from, ==, 50 * SAMPLE_MS);
  text = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_nonnull (strstr (text, "Core 0 runs "));
  g_assert_nonnull (strstr (text, "Serialising"));
  whole = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (whole, "2 cores are shown."));
  g_assert_nonnull (strstr (whole, "Running, lock held"));
  /* The strip would say the same again. */
  g_assert_cmpfloat (f.panel->layout.cores.height, ==, 0);
  close_fixture (&f);
}

static void
test_short_uses (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  IlvTrace *trace = ilv_trace_new ();
  int running = 0;
  double x, y;
  Fixture f;

  append (trace, 1, 0, ILV_RECORD_LANE_BEGIN, ILV_LANE_THREAD, G_MAXUINT16);
  /* A quarter of the time, far too short to see. */
  for (gint64 t = 0; t < 100 * SAMPLE_MS; t += 20000)
    {
      append (trace, 1, t, ILV_RECORD_STATE, ILV_STATE_RUNNING, 0);
      append (trace, 1, t + 5000, ILV_RECORD_STATE, ILV_STATE_SLEEPING, 0);
    }
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  open_fixture (&f, trace, 100 * SAMPLE_MS);
  x = ilv_panel_time_to_x (f.panel, 50 * SAMPLE_MS);
  y = ilv_panel_get_row_y (f.panel, 0);
  for (int i = 0; i < (int) f.panel->layout.lane_height; i++)
    running += pixel_at (&f, x, y + i) == ilv_colour_to_pixel (&theme->states[ILV_STATE_RUNNING]);
  g_assert_cmpfloat (running, >, f.panel->layout.lane_height * 0.12);
  g_assert_cmpfloat (running, <, f.panel->layout.lane_height * 0.3);
  close_fixture (&f);
}

static void
test_unknown_cores (void)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autofree char *text = NULL;
  Fixture f;

  append (trace, 1, 0, ILV_RECORD_LANE_BEGIN, ILV_LANE_THREAD, G_MAXUINT16);
  append (trace, 1, 0, ILV_RECORD_STATE, ILV_STATE_RUNNING, G_MAXUINT16);
  ilv_trace_finish (trace, SAMPLE_MS);
  open_fixture (&f, trace, SAMPLE_MS);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 0);
  text = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (text, "Nothing says on which processor core this ran."));
  close_fixture (&f);
}

static void
test_any_size (void)
{
  static const double sizes[][2] = { { 1, 1 }, { 60, 40 }, { 320, 200 }, { 3000, 90 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint theme = 0; theme < ILV_N_THEMES; theme++)
      {
        Fixture f;

        open_fixture (&f, sample_threads (6), i % 2 == 0 ? 360 * SAMPLE_MS : 1);
        ilv_panel_set_theme (f.panel, ilv_theme_get (theme));
        ilv_panel_set_size (f.panel, sizes[i][0], sizes[i][1], 1.25);
        draw (&f);
        close_fixture (&f);
      }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core-lanes/each-shows-the-worker-and-its-state", test_worker_and_state);
  g_test_add_func ("/core-lanes/what-is-drawn-is-said", test_said);
  g_test_add_func ("/core-lanes/uses-too-short-to-see-show-their-share", test_short_uses);
  g_test_add_func ("/core-lanes/without-cores-a-sentence-says-so", test_unknown_cores);
  g_test_add_func ("/core-lanes/any-size-zoom-and-theme-can-be-drawn", test_any_size);
  return g_test_run ();
}
