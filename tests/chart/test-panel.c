/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <math.h>

static void
append_state (IlvTrace *trace, guint32 lane, gint64 time, IlvState state)
{
  const IlvRecord record = { .kind = ILV_RECORD_STATE, .state = state, .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

static void
append_lane (IlvTrace *trace, guint32 lane)
{
  const IlvRecord record = { .subject = lane, .kind = ILV_RECORD_LANE_BEGIN,
                             .state = ILV_LANE_THREAD, .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, lane, 0, &record));
}

/* One lane that runs for `busy` of every `period` nanoseconds and does nothing else. */
static IlvTrace *
make_bursts (gint64 period, gint64 busy, gint64 end)
{
  IlvTrace *trace = ilv_trace_new ();

  append_lane (trace, 1);
  for (gint64 t = 0; t < end; t += period)
    {
      append_state (trace, 1, t, ILV_STATE_RUNNING);
      append_state (trace, 1, t + busy, ILV_STATE_NONE);
    }
  ilv_trace_finish (trace, end);
  return trace;
}

static void
check_bursts (gint64 period, gint64 busy)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  Fixture f;
  const IlvBox *lanes;

  open_fixture (&f, make_bursts (period, busy, 600000000), 0, 600000000);
  draw (&f);
  lanes = &f.panel->layout.lanes;
  for (int x = (int) lanes->x + 20; x < lanes->x + lanes->width - 20; x += 37)
    {
      int n = count_pixels (&f, &theme->states[ILV_STATE_RUNNING], x, lanes->y,
                            lanes->y + f.panel->layout.lane_height);
      double wanted = f.panel->layout.lane_height * (double) busy / (double) period;

      g_assert_cmpfloat (fabs (n - wanted), <=, 3);
    }
  close_fixture (&f);
}

static void
test_mixes (void)
{
  /* Five, fifty and five thousand bursts in a column: read one by one, summed, from summaries. */
  check_bursts (200000, 150000);
  check_bursts (20000, 5000);
  check_bursts (400, 200);
}

static void
test_mixed_rows (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  IlvTrace *trace = ilv_trace_new ();
  Fixture f;
  guint per_row;
  double height;
  int x;

  /* Every second lane runs, the others do nothing. */
  for (guint32 lane = 1; lane <= 400; lane++)
    {
      append_lane (trace, lane);
      append_state (trace, lane, 0, lane % 2 == 0 ? ILV_STATE_RUNNING : ILV_STATE_NONE);
    }
  ilv_trace_finish (trace, 1000000);
  open_fixture (&f, trace, 0, 1000000);
  draw (&f);
  per_row = f.panel->layout.per_row;
  height = f.panel->layout.lane_height;
  x = (int) (f.panel->layout.lanes.x + 100);
  g_assert_cmpuint (per_row, >, 1);
  for (guint row = 0; row + 1 < f.panel->layout.rows; row++)
    {
      double y = ilv_panel_get_row_y (f.panel, row);
      int n = count_pixels (&f, &theme->states[ILV_STATE_RUNNING], x, y, y + height);
      guint running = (row + 1) * per_row / 2 - row * per_row / 2;

      /* Half the row shows that something is done, the other half by how many of them. */
      g_assert_cmpfloat (fabs (n - height * (0.5 + 0.5 * running / per_row)), <=, 1);
    }
  close_fixture (&f);
}

/* One after the other, each lives and runs for a hundredth of the time, but for the last, which
   lives throughout and does nothing. */
static IlvTrace *
make_relay (guint n)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= n; lane++)
    append_lane (trace, lane);
  for (guint32 lane = 1; lane < n; lane++)
    {
      const IlvRecord end = { .subject = lane, .kind = ILV_RECORD_LANE_END,
                              .state = ILV_STATE_DONE, .core = G_MAXUINT16 };

      append_state (trace, lane, lane * 10000, ILV_STATE_RUNNING);
      append_state (trace, lane, (lane + 1) * 10000, ILV_STATE_NONE);
      g_assert_true (ilv_trace_append (trace, lane, (lane + 1) * 10000, &end));
    }
  ilv_trace_finish (trace, (n + 1) * 10000);
  return trace;
}

/* However many lanes share the row, and however short what each does. */
static void
test_mixed_rows_are_never_empty (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  const guint n = 300;
  Fixture f;
  double height;

  open_fixture (&f, make_relay (n), 0, (n + 1) * 10000);
  draw (&f);
  height = f.panel->layout.lane_height;
  g_assert_cmpuint (f.panel->layout.per_row, >=, 10);
  for (guint lane = 1; lane < n; lane++)
    {
      double y = ilv_panel_get_row_y (f.panel, (lane - 1) / f.panel->layout.per_row);
      int x = (int) ilv_panel_time_to_x (f.panel, lane * 10000 + 5000);
      int seen = count_pixels (&f, &theme->states[ILV_STATE_RUNNING], x, y, y + height);

      g_assert_cmpint (seen, >=, (int) (height / 2));
    }
  close_fixture (&f);
}

static void
test_lanes_left_out_are_told (void)
{
  Fixture f;
  g_autofree char *all = NULL;
  g_autofree char *some = NULL;

  open_fixture (&f, make_relay (300), 0, 1000000);
  all = ilv_panel_describe (f.panel);
  g_assert_null (strstr (all, "One in"));
  close_fixture (&f);
  open_fixture (&f, make_relay (20000), 0, 1000000);
  draw (&f);
  some = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (some, "One in 3 of 20\u202f000 lanes is drawn."));
  close_fixture (&f);
}

static void
test_stack (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int i = 0; i < 2000; i++)
    {
      int height = g_rand_int_range (rand, 1, 100);
      int heights[ILV_N_STATES];
      IlvMix mix = { 0 };
      double left = 1;
      int sum = 0;

      for (guint s = ILV_STATE_STARTING; s < ILV_STATE_DONE; s++)
        {
          mix.share[s] = g_rand_double_range (rand, 0, left);
          left -= mix.share[s];
        }
      ilv_mix_stack (&mix, height, heights);
      for (guint s = 0; s < ILV_N_STATES; s++)
        {
          g_assert_cmpint (heights[s], >=, 0);
          sum += heights[s];
        }
      g_assert_cmpint (sum, <=, height);
    }
}

static void
test_hits (void)
{
  Fixture f;
  guint intervals = 0;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  for (guint row = 0; row < 4; row++)
    {
      double y = ilv_panel_get_row_y (f.panel, row) + 4;
      const IlvLane *lane = ilv_trace_get_lane (f.trace, row);

      for (double x = f.panel->layout.lanes.x; x < WIDTH; x += 3)
        {
          IlvInterval interval;
          IlvHit hit;

          if (ilv_panel_hit (f.panel, x, y, &hit) != ILV_HIT_INTERVAL)
            continue;
          g_assert_cmpuint (hit.row, ==, row);
          g_assert_cmpuint (hit.id, ==, lane->id);
          ilv_timeline_get (lane->timeline, hit.index, &interval);
          g_assert_cmpint (interval.begin, ==, hit.from);
          g_assert_cmpint (interval.end, ==, hit.to);
          intervals++;
          /* In the middle of what can be seen, the pixel has the colour of the state. */
          if (interval.state == ILV_STATE_RUNNING
              && ilv_panel_time_to_x (f.panel, hit.from) < x - 2
              && ilv_panel_time_to_x (f.panel, hit.to) > x + 12)
            g_assert_cmphex (pixel_at (&f, (int) x, (int) y), ==,
                             ilv_colour_to_pixel (&f.panel->theme->states[ILV_STATE_RUNNING]));
        }
    }
  g_assert_cmpuint (intervals, >, 200);
  close_fixture (&f);
}

static void
test_hit_parts (void)
{
  Fixture f;
  const IlvLayout *layout;
  IlvHit hit;
  double x;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  layout = &f.panel->layout;
  x = ilv_panel_time_to_x (f.panel, 40 * SAMPLE_MS);
  g_assert_cmpint (ilv_panel_hit (f.panel, x, layout->locks.y + 3, &hit), ==, ILV_HIT_HOLD);
  g_assert_cmpint (hit.from, <=, 40 * SAMPLE_MS);
  g_assert_cmpint (ilv_panel_hit (f.panel, x, layout->cores.y + 2, &hit), ==, ILV_HIT_CORE);
  g_assert_cmpint (ilv_panel_hit (f.panel, x, layout->graph.y + 9, &hit), ==, ILV_HIT_COUNTER);
  g_assert_cmpint (ilv_panel_hit (f.panel, x, layout->axis.y + 9, &hit), ==, ILV_HIT_AXIS);
  g_assert_cmpint (ilv_panel_hit (f.panel, layout->label_x + 2, layout->lanes.y + 9, &hit), ==,
                   ILV_HIT_LANE_LABEL);
  g_assert_cmpint (ilv_panel_hit (f.panel, 3, 3, &hit), ==, ILV_HIT_NOTHING);
  close_fixture (&f);
}

/* Where there is no room for all of it, pointing at it says it. */
static void
test_header_says_all (void)
{
  Fixture f;
  IlvHit hit;
  g_autofree char *text = NULL;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  g_assert_cmpint (ilv_panel_hit (f.panel, f.panel->layout.header.x + 5,
                                  f.panel->layout.header.y + 5, &hit),
                   ==, ILV_HIT_HEADER);
  text = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_cmpstr (text, ==, "Threading\n4 threads\n171 ms · finished");
  close_fixture (&f);
}

static void
test_waiting_says_for_whom (void)
{
  Fixture f;
  IlvHit hit;
  g_autofree char *text = NULL;
  double x;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  /* At 4 ms the first thread holds the GIL and the second waits. */
  x = ilv_panel_time_to_x (f.panel, 5 * SAMPLE_MS);
  g_assert_cmpint (ilv_panel_hit (f.panel, x, ilv_panel_get_row_y (f.panel, 1) + 5, &hit), ==,
                   ILV_HIT_INTERVAL);
  text = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_nonnull (strstr (text, "T2 · Waiting for the GIL"));
  g_assert_nonnull (strstr (text, "Waits for GIL, which T1 holds"));
  close_fixture (&f);
}

static void
test_tasks_of_a_loop (void)
{
  Fixture f;
  g_autofree char *text = NULL;
  IlvHit hit;
  double x;

  open_fixture (&f, sample_coroutines (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 4);
  x = ilv_panel_time_to_x (f.panel, 10 * SAMPLE_MS);
  g_assert_cmpint (ilv_panel_hit (f.panel, x, ilv_panel_get_row_y (f.panel, 2) + 5, &hit), ==,
                   ILV_HIT_INTERVAL);
  g_assert_true (hit.on_task);
  text = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_nonnull (strstr (text, "The loop is busy with C1"));
  close_fixture (&f);
}

static void
test_description (void)
{
  Fixture f;
  g_autofree char *text = NULL;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  text = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (text, "Threading, 171 ms, finished, 4 threads."));
  g_assert_nonnull (strstr (text, "4 lanes are shown."));
  g_assert_nonnull (strstr (text, "Waiting for the GIL"));
  g_assert_nonnull (strstr (text, "4 done"));
  close_fixture (&f);
}

static void
test_axis_and_back (void)
{
  Fixture f;

  open_fixture (&f, sample_threads (2), -5 * SAMPLE_MS, 70 * SAMPLE_MS);
  for (gint64 t = -5 * SAMPLE_MS; t <= 70 * SAMPLE_MS; t += 1234567)
    {
      gint64 back = ilv_panel_x_to_time (f.panel, ilv_panel_time_to_x (f.panel, t));

      g_assert_cmpint (ABS (back - t), <=, 2);
    }
  close_fixture (&f);
}

static void
test_overlay_leaves_the_picture (void)
{
  IlvOverlay overlay = { TRUE, 300, 200, 50 * SAMPLE_MS, 20 * SAMPLE_MS, 60 * SAMPLE_MS };
  Fixture f;
  cairo_t *cr;
  g_autofree guint8 *before = NULL;
  gsize size = WIDTH * HEIGHT * 4;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  before = g_memdup2 (cairo_image_surface_get_data (f.surface), size);
  cr = cairo_create (f.surface);
  ilv_panel_draw_overlay (f.panel, cr, &overlay);
  cairo_destroy (cr);
  cairo_surface_flush (f.surface);
  g_assert_true (memcmp (before, cairo_image_surface_get_data (f.surface), size) != 0);
  draw (&f);
  g_assert_cmpmem (before, size, cairo_image_surface_get_data (f.surface), size);
  close_fixture (&f);
}

/* A tick stands at the very end of each of these views. */
static void
test_axis_labels_stay_inside (void)
{
  for (guint theme = 0; theme < ILV_N_THEMES; theme++)
    for (gint64 to = 20; to <= 2000; to *= 10)
      {
        const IlvTheme *look = ilv_theme_get (theme);
        Fixture f;

        open_fixture (&f, sample_threads (4), 0, to * SAMPLE_MS);
        ilv_panel_set_theme (f.panel, look);
        draw (&f);
        for (int x = 1; x <= 4; x++)
          {
            int height = HEIGHT - (int) f.panel->layout.axis.y - 1;

            g_assert_cmpint (
              count_pixels (&f, &look->panel, WIDTH - x, f.panel->layout.axis.y + 1, HEIGHT), ==,
              height);
          }
        close_fixture (&f);
      }
}

static guint
count_ticks (Fixture *f)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  double y = f->panel->layout.axis.y + 1;
  guint n = 0;

  for (int x = 0; x < 194; x++)
    n += count_pixels (f, &theme->dim_text, x, y, y + 3) == 3;
  return n;
}

static void
test_narrow_axes_have_ticks (void)
{
  static const gint64 ends[] = { 3700000, 5053000000, 1040000000, 43600000, 9900000000 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      Fixture f;

      open_fixture (&f, sample_threads (40), 0, ends[i]);
      ilv_panel_set_size (f.panel, 194, 500, 1);
      draw (&f);
      g_assert_cmpuint (count_ticks (&f), >=, 2);
      close_fixture (&f);
    }
}

static void
test_panels_align (void)
{
  Fixture f, g;
  IlvPanel *panels[2];

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  open_fixture (&g, sample_pool (12, 40), 0, 180 * SAMPLE_MS);
  panels[0] = f.panel;
  panels[1] = g.panel;
  g_assert_cmpfloat (ilv_panel_time_to_x (f.panel, 0), !=, ilv_panel_time_to_x (g.panel, 0));
  ilv_panels_align (panels, 2, 1);
  g_assert_cmpfloat (ilv_panel_time_to_x (f.panel, 0), ==, ilv_panel_time_to_x (g.panel, 0));
  close_fixture (&f);
  close_fixture (&g);
}

/* Twelve lanes and a hundred in mixed rows come to nearly the same height, four do not: those keep
   the height they have. On one axis below each other, nothing gives way. */
static void
test_panels_side_by_side_align_their_strips (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  Fixture f, g, h;
  IlvPanel *panels[3];
  double own;

  open_fixture (&f, sample_pool (12, 40), 0, 180 * SAMPLE_MS);
  open_fixture (&g, make_relay (200), 0, 2000000);
  open_fixture (&h, sample_threads (4), 0, 180 * SAMPLE_MS);
  panels[0] = f.panel;
  panels[1] = g.panel;
  panels[2] = h.panel;
  ilv_panels_align (panels, 3, 1);
  own = h.panel->layout.lanes.height;
  g_assert_cmpfloat (f.panel->layout.locks.y, !=, g.panel->layout.locks.y);
  ilv_panels_align (panels, 3, 3);
  g_assert_cmpfloat_with_epsilon (f.panel->layout.locks.y, g.panel->layout.locks.y, 1e-6);
  g_assert_cmpfloat (f.panel->layout.lanes.x, ==, g.panel->layout.lanes.x);
  g_assert_cmpfloat (f.panel->layout.lanes.x, ==, h.panel->layout.lanes.x);
  g_assert_cmpfloat_with_epsilon (h.panel->layout.lanes.height, own, 1e-6);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (panels[i]->layout.lane_height, >=, theme->min_lane_height);
      g_assert_cmpfloat (panels[i]->layout.lane_height, <=, theme->max_lane_height);
      g_assert_cmpfloat_with_epsilon (panels[i]->layout.visible_rows, panels[i]->layout.rows, 1e-6);
    }
  close_fixture (&f);
  close_fixture (&g);
  close_fixture (&h);
}

static void
test_extremes (void)
{
  static const double sizes[][2] = { { 1, 1 }, { 60, 40 }, { 320, 200 }, { 3000, 90 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint theme = 0; theme < ILV_N_THEMES; theme++)
      for (int deep = 0; deep < 3; deep++)
        {
          Fixture f;

          open_fixture (&f, deep == 2 ? ilv_trace_new () : sample_fetches (60), 0,
                        deep == 1 ? 1 : 400 * SAMPLE_MS);
          ilv_panel_set_theme (f.panel, ilv_theme_get (theme));
          ilv_panel_set_size (f.panel, sizes[i][0], sizes[i][1], 1.25);
          draw (&f);
          close_fixture (&f);
        }
}

/* One lane that runs all the time, with that mark in the middle; 0: none. */
static IlvTrace *
make_marked (IlvMark mark)
{
  const IlvRecord record = { .subject = 1, .kind = ILV_RECORD_MARK, .state = mark,
                             .core = G_MAXUINT16, .argument = 1 };
  IlvTrace *trace = ilv_trace_new ();

  append_lane (trace, 1);
  append_state (trace, 1, 0, ILV_STATE_RUNNING);
  if (mark != 0)
    g_assert_true (ilv_trace_append (trace, 1, 300000000, &record));
  append_state (trace, 1, 600000000, ILV_STATE_NONE);
  ilv_trace_finish (trace, 600000000);
  return trace;
}

/* Pixels that are not as without the mark, in so many columns to either side of its time. */
static guint
count_changed (IlvMark mark, int columns)
{
  Fixture without, with;
  guint n = 0;
  int x;

  open_fixture (&without, make_marked (0), 0, 600000000);
  open_fixture (&with, make_marked (mark), 0, 600000000);
  draw (&without);
  draw (&with);
  x = (int) ilv_panel_time_to_x (with.panel, 300000000);
  for (int column = x - columns; column <= x + columns; column++)
    for (int y = 0; y < HEIGHT; y++)
      n += pixel_at (&with, column, y) != pixel_at (&without, column, y);
  close_fixture (&with);
  close_fixture (&without);
  return n;
}

static void
test_events (void)
{
  static const IlvMark marks[] = { ILV_MARK_RETRY, ILV_MARK_WORKER_DIED, ILV_MARK_DEADLOCK,
                                   ILV_MARK_STOP_REQUESTED };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_assert_cmpuint (count_changed (marks[i], 6), >, 10);
      /* And nowhere else. */
      g_assert_cmpuint (count_changed (marks[i], 100), ==, count_changed (marks[i], 14));
    }
  g_assert_cmpuint (count_changed (ILV_MARK_LOST_UPDATE, 100), ==, 0);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/intervals-too-small-to-see-show-their-shares", test_mixes);
  g_test_add_func ("/panel/mixed-rows-show-the-shares-of-their-lanes", test_mixed_rows);
  g_test_add_func ("/panel/mixed-rows-are-never-empty-where-one-lane-is-not",
                   test_mixed_rows_are_never_empty);
  g_test_add_func ("/panel/lanes-left-out-are-told", test_lanes_left_out_are_told);
  g_test_add_func ("/panel/stacked-shares-never-exceed-the-height", test_stack);
  g_test_add_func ("/panel/what-went-wrong-is-marked-where-it-did", test_events);
  g_test_add_func ("/panel/what-is-hit-is-what-is-drawn", test_hits);
  g_test_add_func ("/panel/every-part-is-hit", test_hit_parts);
  g_test_add_func ("/panel/the-header-says-all-of-it", test_header_says_all);
  g_test_add_func ("/panel/a-wait-says-for-whom", test_waiting_says_for_whom);
  g_test_add_func ("/panel/a-ready-task-says-who-has-the-loop", test_tasks_of_a_loop);
  g_test_add_func ("/panel/the-description-says-what-is-shown", test_description);
  g_test_add_func ("/panel/time-and-place-convert-back", test_axis_and_back);
  g_test_add_func ("/panel/the-overlay-leaves-the-picture-alone", test_overlay_leaves_the_picture);
  g_test_add_func ("/panel/labels-of-the-axis-keep-from-the-edge", test_axis_labels_stay_inside);
  g_test_add_func ("/panel/narrow-axes-have-ticks-to-read-by", test_narrow_axes_have_ticks);
  g_test_add_func ("/panel/aligned-panels-share-their-axis", test_panels_align);
  g_test_add_func ("/panel/panels-side-by-side-align-their-strips",
                   test_panels_side_by_side_align_their_strips);
  g_test_add_func ("/panel/any-size-zoom-and-theme-can-be-drawn", test_extremes);
  return g_test_run ();
}
