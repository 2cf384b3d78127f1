/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The band above the lanes, and the labels beside them. */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <math.h>

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint state)
{
  const IlvRecord record = { .subject = kind == ILV_RECORD_LANE_BEGIN ? lane : 0,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

/* Half of the lanes run in the first half of the time and in bursts far too short to see in the
   second, one part in four; the others sleep to the end. */
static IlvTrace *
make_halves (guint lanes, gint64 period)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= lanes; lane++)
    {
      append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, ILV_LANE_THREAD);
      append (trace, lane, 0, ILV_RECORD_STATE,
              lane % 2 == 0 ? ILV_STATE_RUNNING : ILV_STATE_SLEEPING);
      for (gint64 t = 50 * SAMPLE_MS; lane % 2 == 0 && t < 100 * SAMPLE_MS; t += period)
        {
          append (trace, lane, t, ILV_RECORD_STATE, ILV_STATE_RUNNING);
          append (trace, lane, t + period / 4, ILV_RECORD_STATE, ILV_STATE_NONE);
        }
    }
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  return trace;
}

/* Of the band's height what a state takes at that moment. */
static double
measure_state (Fixture *f, IlvState state, gint64 time)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  const IlvBox *band = &f->panel->layout.band;

  return count_pixels (f, &theme->states[state], (int) ilv_panel_time_to_x (f->panel, time),
                       band->y, band->y + band->height)
         / band->height;
}

static void
check_band (guint lanes, gboolean every_lane, gint64 period)
{
  IlvView view = { .to = 100 * SAMPLE_MS, .until = G_MAXINT64, .lanes = ILV_LANES_WORKERS,
                   .every_lane = every_lane };
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  IlvHit hit;
  Fixture f;

  open_fixture (&f, make_halves (lanes, period), 0, 100 * SAMPLE_MS);
  ilv_panel_set_view (f.panel, &view);
  draw (&f);
  g_assert_cmpfloat (f.panel->layout.band.height, >, 0);
  g_assert_cmpfloat (f.panel->band_most, ==, lanes);
  g_assert_cmpfloat_with_epsilon (measure_state (&f, ILV_STATE_RUNNING, 20 * SAMPLE_MS), 0.5, 0.06);
  g_assert_cmpfloat_with_epsilon (measure_state (&f, ILV_STATE_RUNNING, 75 * SAMPLE_MS), 0.125,
                                  0.06);
  g_assert_cmpint (ilv_panel_hit (f.panel, ilv_panel_time_to_x (f.panel, 20 * SAMPLE_MS),
                                  f.panel->layout.band.y + 4, &hit),
                   ==, ILV_HIT_BAND);
  text = ilv_panel_describe_hit (f.panel, &hit);
  title = g_strdup_printf ("\n%u · Running, lock held\n%u · Sleeping", lanes / 2, lanes / 2);
  g_assert_nonnull (strstr (text, title));
  close_fixture (&f);
}

static void
test_counts (void)
{
  /* Read one by one, and from summaries. */
  check_band (8, FALSE, 200000);
  check_band (8, FALSE, 40000);
  /* Mixed rows, and rows out of sight. */
  check_band (200, FALSE, 200000);
  check_band (200, TRUE, 200000);
}

/* The pixels of the band, as one text. */
static char *
read_band (Fixture *f)
{
  const IlvBox *box = &f->panel->layout.band;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (int y = (int) box->y; y < (int) (box->y + box->height); y++)
    for (int x = (int) box->x; x < (int) (box->x + box->width); x++)
      {
        guint32 pixel = pixel_at (f, x, y);

        g_checksum_update (sum, (const guchar *) &pixel, sizeof pixel);
      }
  return g_strdup (g_checksum_get_string (sum));
}

static char *
draw_and_read (Fixture *f, gint64 to, double first_row)
{
  IlvView view = { .to = to, .until = G_MAXINT64, .lanes = ILV_LANES_WORKERS, .every_lane = TRUE,
                   .first_row = first_row };

  ilv_panel_set_view (f->panel, &view);
  draw (f);
  return read_band (f);
}

static char *
draw_anew (gint64 to, double first_row)
{
  char *band;
  Fixture f;

  open_fixture (&f, make_halves (200, 200000), 0, to);
  band = draw_and_read (&f, to, first_row);
  close_fixture (&f);
  return band;
}

static void
test_scrolling (void)
{
  g_autofree char *fresh = draw_anew (100 * SAMPLE_MS, 90.5);
  g_autofree char *fresh_near = draw_anew (70 * SAMPLE_MS, 0);
  g_autofree char *top = NULL;
  g_autofree char *below = NULL;
  g_autofree char *near = NULL;
  const IlvBand *kept;
  Fixture f;

  open_fixture (&f, make_halves (200, 200000), 0, 100 * SAMPLE_MS);
  top = draw_and_read (&f, 100 * SAMPLE_MS, 0);
  kept = f.panel->band;
  g_assert_nonnull (kept);
  below = draw_and_read (&f, 100 * SAMPLE_MS, 90.5);
  g_assert_true (f.panel->band == kept);
  g_assert_cmpstr (below, ==, top);
  g_assert_cmpstr (below, ==, fresh);
  near = draw_and_read (&f, 70 * SAMPLE_MS, 0);
  g_assert_cmpstr (near, !=, top);
  g_assert_cmpstr (near, ==, fresh_near);
  close_fixture (&f);
}

/* What is kept is not shown of a run that goes on. */
static void
test_growing (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  IlvTrace *trace = ilv_trace_new ();
  Fixture f;

  for (guint32 lane = 1; lane <= 200; lane++)
    {
      append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, ILV_LANE_THREAD);
      append (trace, lane, 0, ILV_RECORD_STATE, ILV_STATE_RUNNING);
    }
  append (trace, 1, 20 * SAMPLE_MS, ILV_RECORD_STATE, ILV_STATE_SLEEPING);
  open_fixture (&f, trace, 0, 100 * SAMPLE_MS);
  before = draw_and_read (&f, 100 * SAMPLE_MS, 0);
  append (trace, 1, 60 * SAMPLE_MS, ILV_RECORD_STATE, ILV_STATE_RUNNING);
  after = draw_and_read (&f, 100 * SAMPLE_MS, 0);
  g_assert_cmpstr (after, !=, before);
  close_fixture (&f);
}

static void
test_left_out (void)
{
  Fixture f;

  open_fixture (&f, make_halves (2, SAMPLE_MS), 0, 100 * SAMPLE_MS);
  draw (&f);
  g_assert_cmpfloat (f.panel->layout.band.height, ==, 0);
  close_fixture (&f);
  open_fixture (&f, make_halves (12, SAMPLE_MS), 0, 100 * SAMPLE_MS);
  ilv_panel_set_size (f.panel, WIDTH, 220, 1);
  draw (&f);
  g_assert_cmpfloat (f.panel->layout.band.height, ==, 0);
  close_fixture (&f);
}

static void
test_labels_differ (void)
{
  g_autofree char *wide = NULL;
  g_autofree char *narrow = NULL;
  Fixture f;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  for (guint32 task = 1; task <= 4; task++)
    {
      g_autofree char *label = g_strdup_printf ("below %u0 000", task);

      ilv_panel_set_task_label (f.panel, task, label);
    }
  draw (&f);
  wide = ilv_panel_get_row_detail (f.panel, 1);
  g_assert_cmpstr (wide, ==, "below 20 000");
  ilv_panel_set_size (f.panel, 190, HEIGHT, 1);
  draw (&f);
  narrow = ilv_panel_get_row_detail (f.panel, 1);
  g_assert_cmpstr (narrow, ==, "20 000");
  close_fixture (&f);
}

static void
test_names_are_whole (void)
{
  Fixture f;

  /* "T1–4" to "T37–40" are mixed rows; a column of four on a small screen is not much wider. */
  open_fixture (&f, sample_threads (40), 0, 180 * SAMPLE_MS);
  ilv_panel_set_size (f.panel, 194, 500, 1);
  draw (&f);
  g_assert_true (ilv_panel_is_mixed_row (f.panel, 0));
  for (guint row = 0; row < f.panel->layout.rows; row++)
    {
      g_autofree char *name = ilv_panel_get_row_name (f.panel, row);

      g_assert_cmpfloat (ilv_lettering_measure (f.panel->lettering, ILV_LETTERS_NAME, name), <=,
                         f.panel->layout.label_width);
    }
  close_fixture (&f);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/band/counts-the-lanes-in-each-state", test_counts);
  g_test_add_func ("/band/is-the-same-however-far-lanes-are-scrolled", test_scrolling);
  g_test_add_func ("/band/grows-with-the-run", test_growing);
  g_test_add_func ("/band/is-left-out-of-few-lanes-and-small-panels", test_left_out);
  g_test_add_func ("/labels/narrow-ones-keep-what-differs", test_labels_differ);
  g_test_add_func ("/labels/names-of-rows-are-whole-in-narrow-panels", test_names_are_whole);
  return g_test_run ();
}
