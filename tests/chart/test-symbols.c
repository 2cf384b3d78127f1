/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks: what is under the pointer, how many there are, and that they can be told apart. */
#include "panel-fixture.h"
#include "samples.h"

#include "chart/picture-private.h"
#include "chart/symbol.h"

#include <locale.h>
#include <string.h>

#define SHAPE 40

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint state, guint64 argument)
{
  const IlvRecord record = { .subject = subject, .kind = (guint8) kind, .state = (guint8) state,
                             .core = G_MAXUINT16, .argument = argument };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

/* Three lanes that run all the time; the first tells of everything that happens. */
static IlvTrace *
make_lanes (void)
{
  IlvTrace *trace = ilv_trace_new ();

  append (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_THREAD, 0);
  append (trace, 1, 0, ILV_RECORD_LOCK, 9, ILV_LOCK_MUTEX, 0);
  for (guint32 lane = 1; lane <= 3; lane++)
    {
      if (lane > 1)
        append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
      append (trace, lane, 0, ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
    }
  return trace;
}

static char *
describe_at (Fixture *f, gint64 time, guint row, IlvHitKind wanted)
{
  double y = ilv_panel_get_row_y (f->panel, row) + f->panel->layout.lane_height / 2;
  IlvHit hit;

  g_assert_cmpint (ilv_panel_hit (f->panel, ilv_panel_time_to_x (f->panel, time), y, &hit), ==,
                   wanted);
  return ilv_panel_describe_hit (f->panel, &hit);
}

static void
check_mark (IlvMark mark, guint32 task, guint64 argument, guint row, const char *const *said)
{
  IlvTrace *trace = make_lanes ();
  g_autofree char *text = NULL;
  g_autofree char *elsewhere = NULL;
  Fixture f;

  append (trace, 1, 50 * SAMPLE_MS, ILV_RECORD_MARK, task, mark, argument);
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 100 * SAMPLE_MS);
  draw (&f);
  text = describe_at (&f, 50 * SAMPLE_MS, row, ILV_HIT_EVENT);
  for (; *said != NULL; said++)
    g_assert_nonnull (strstr (text, *said));
  elsewhere = describe_at (&f, 40 * SAMPLE_MS, row, ILV_HIT_INTERVAL);
  close_fixture (&f);
}

static void
test_each_tells_what_happened (void)
{
  check_mark (ILV_MARK_RETRY, 1, 2, 0,
              (const char *[]){ "Tried again at 50.0", "Task 1", "retry 2", NULL });
  check_mark (ILV_MARK_WORKER_DIED, 2, 3, 2,
              (const char *[]){ "Worker died at 50.0", "crashed or was killed", "Task 2", NULL });
  /* Told by the first lane, but the second is where that task waits. */
  check_mark (ILV_MARK_DEADLOCK, 2, 9, 1,
              (const char *[]){ "Deadlock at 50.0", "Task 2", "in a circle", NULL });
  check_mark (ILV_MARK_STOP_REQUESTED, 0, 0, 1,
              (const char *[]){ "Stop asked for at 50.0", "nothing more begins", NULL });
}

static void
test_nothing_is_hit_before_it_happened (void)
{
  IlvTrace *trace = make_lanes ();
  g_autofree char *text = NULL;
  Fixture f;
  IlvView view;

  append (trace, 1, 50 * SAMPLE_MS, ILV_RECORD_MARK, 1, ILV_MARK_RETRY, 1);
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 100 * SAMPLE_MS);
  view = *ilv_panel_get_view (f.panel);
  view.until = 40 * SAMPLE_MS;
  ilv_panel_set_view (f.panel, &view);
  draw (&f);
  text = describe_at (&f, 50 * SAMPLE_MS, 0, ILV_HIT_NOTHING);
  g_assert_cmpstr (text, ==, "");
  close_fixture (&f);
}

static void
test_counts_are_those_of_the_range (void)
{
  g_autoptr (IlvTrace) trace = make_lanes ();
  guint64 counts[ILV_N_SYMBOLS];

  for (gint64 time = 1; time <= 10; time++)
    {
      append (trace, 1, time, ILV_RECORD_MARK, 1, ILV_MARK_RETRY, (guint64) time);
      append (trace, 1, time, ILV_RECORD_MARK, 1, ILV_MARK_LOST_UPDATE, 16);
      append (trace, 2, time, ILV_RECORD_DROP_REQUEST, 9, 0, 1);
    }
  append (trace, 1, 10, ILV_RECORD_MARK, 0, ILV_MARK_STOP_REQUESTED, 0);
  ilv_symbol_count (trace, 3, 8, counts);
  g_assert_cmpuint (counts[ILV_SYMBOL_RETRY], ==, 5);
  g_assert_cmpuint (counts[ILV_SYMBOL_DROP_REQUEST], ==, 5);
  g_assert_cmpuint (counts[ILV_SYMBOL_STOP], ==, 0);
  ilv_symbol_count (trace, G_MININT64, G_MAXINT64, counts);
  g_assert_cmpuint (counts[ILV_SYMBOL_RETRY], ==, 10);
  g_assert_cmpuint (counts[ILV_SYMBOL_STOP], ==, 1);
  g_assert_cmpuint (counts[ILV_SYMBOL_DEADLOCK], ==, 0);
}

static double
measure_legend (IlvTrace *trace)
{
  g_autoptr (IlvPicture) picture = ilv_picture_new ();
  double height;
  Fixture f;

  open_fixture (&f, trace, 0, 100 * SAMPLE_MS);
  ilv_picture_add_panel (picture, f.panel);
  /* So narrow that every item takes a line. */
  height = ilv_picture_draw_legend (picture, NULL, 0, 0, 60, TRUE);
  close_fixture (&f);
  return height;
}

static void
test_legend_explains_those_that_occur (void)
{
  IlvTrace *without = make_lanes ();
  IlvTrace *with = make_lanes ();
  double line;

  ilv_trace_finish (without, 100 * SAMPLE_MS);
  append (with, 1, 50 * SAMPLE_MS, ILV_RECORD_MARK, 1, ILV_MARK_RETRY, 1);
  append (with, 1, 51 * SAMPLE_MS, ILV_RECORD_MARK, 1, ILV_MARK_RETRY, 1);
  append (with, 1, 52 * SAMPLE_MS, ILV_RECORD_MARK, 0, ILV_MARK_STOP_REQUESTED, 0);
  ilv_trace_finish (with, 100 * SAMPLE_MS);
  /* One line for running; two more for what occurs. */
  line = measure_legend (without);
  g_assert_cmpfloat (line, >, 0);
  g_assert_cmpfloat (measure_legend (with), ==, 3 * line);
}

static cairo_surface_t *
draw_shape (const IlvTheme *theme, IlvSymbol symbol)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SHAPE, SHAPE);
  cairo_t *cr = cairo_create (surface);

  ilv_symbol_draw (theme, cr, symbol, SHAPE / 2, SHAPE / 2, SHAPE / 3);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Without colours: what each covers differs from each other in a good part of it. */
static void
test_shapes_can_be_told_apart_without_colour (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);

  for (guint a = 0; a < ILV_N_SYMBOLS; a++)
    for (guint b = a + 1; b < ILV_N_SYMBOLS; b++)
      {
        cairo_surface_t *x = draw_shape (theme, (IlvSymbol) a);
        cairo_surface_t *y = draw_shape (theme, (IlvSymbol) b);
        gsize n = (gsize) cairo_image_surface_get_stride (x) * SHAPE;
        guint differ = 0, covered = 0;

        for (gsize i = 0; i < n; i++)
          {
            guint8 p = cairo_image_surface_get_data (x)[i];
            guint8 q = cairo_image_surface_get_data (y)[i];

            differ += (p > 127) != (q > 127);
            covered += p > 127 || q > 127;
          }
        g_assert_cmpuint (covered, >, 60);
        g_assert_cmpuint (differ * 4, >, covered);
        cairo_surface_destroy (x);
        cairo_surface_destroy (y);
      }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/symbols/each-tells-what-happened", test_each_tells_what_happened);
  g_test_add_func ("/symbols/nothing-is-hit-before-it-happened",
                   test_nothing_is_hit_before_it_happened);
  g_test_add_func ("/symbols/counts-are-those-of-the-range", test_counts_are_those_of_the_range);
  g_test_add_func ("/symbols/the-legend-explains-those-that-occur",
                   test_legend_explains_those_that_occur);
  g_test_add_func ("/symbols/shapes-can-be-told-apart-without-colour",
                   test_shapes_can_be_told_apart_without_colour);
  return g_test_run ();
}
