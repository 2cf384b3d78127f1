/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lights up in all lanes when something is pointed at. */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <math.h>

static GArray *
point_at (Fixture *f, double x, double y, IlvHitKind wanted)
{
  IlvHit hit;

  g_assert_cmpint (ilv_panel_hit (f->panel, x, y, &hit), ==, wanted);
  return ilv_panel_find_lights (f->panel, &hit);
}

static guint
count (GArray *lights, gboolean holds)
{
  guint n = 0;

  for (guint i = 0; i < lights->len; i++)
    n += g_array_index (lights, IlvLight, i).holds == holds;
  return n;
}

/* Whether every light stands on what its lane did at that moment. */
static void
check_states (Fixture *f, GArray *lights, gint64 time)
{
  for (guint i = 0; i < lights->len; i++)
    {
      const IlvLight *light = &g_array_index (lights, IlvLight, i);
      const IlvLane *lane = ilv_trace_get_lane (f->trace, light->row);
      IlvInterval interval;

      ilv_timeline_get (lane->timeline, ilv_timeline_find (lane->timeline, time), &interval);
      g_assert_cmpint (interval.state, ==, light->holds ? ILV_STATE_RUNNING
                                                        : ILV_STATE_WAITING_GIL);
      g_assert_cmpint (interval.begin, ==, light->from);
      g_assert_cmpint (interval.end, ==, light->to);
    }
}

/* T1 ends after 17 of its milliseconds, so at 20 ms four threads are there, at 110 ms two. */
static void
test_lock_lights_its_holder_and_its_waiters (void)
{
  static const struct { gint64 time; guint waiters; } moments[] = { { 20, 3 }, { 110, 2 },
                                                                    { 168, 0 } };
  Fixture f;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      double x = ilv_panel_time_to_x (f.panel, moments[i].time * SAMPLE_MS);
      g_autoptr (GArray) lights
        = point_at (&f, x, f.panel->layout.locks.y + 3, ILV_HIT_HOLD);

      g_assert_cmpuint (count (lights, TRUE), ==, 1);
      g_assert_cmpuint (count (lights, FALSE), ==, moments[i].waiters);
      check_states (&f, lights, moments[i].time * SAMPLE_MS);
    }
  close_fixture (&f);
}

static void
test_wait_lights_the_same_as_its_lock (void)
{
  Fixture f;
  g_autoptr (GArray) of_lock = NULL;
  g_autoptr (GArray) of_wait = NULL;
  g_autoptr (GArray) of_work = NULL;
  double x;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  x = ilv_panel_time_to_x (f.panel, 5 * SAMPLE_MS);
  of_lock = point_at (&f, x, f.panel->layout.locks.y + 3, ILV_HIT_HOLD);
  of_wait = point_at (&f, x, ilv_panel_get_row_y (f.panel, 2) + 5, ILV_HIT_INTERVAL);
  of_work = point_at (&f, x, ilv_panel_get_row_y (f.panel, 0) + 5, ILV_HIT_INTERVAL);
  g_assert_cmpuint (of_lock->len, ==, 4);
  g_assert_cmpuint (of_wait->len, ==, of_lock->len);
  for (guint i = 0; i < of_lock->len; i++)
    {
      IlvLight a = g_array_index (of_lock, IlvLight, i);
      IlvLight b = g_array_index (of_wait, IlvLight, i);

      g_assert_cmpuint (a.row, ==, b.row);
      g_assert_cmpint (a.from, ==, b.from);
      g_assert_cmpint (a.holds, ==, b.holds);
    }
  /* What runs waits for nobody. */
  g_assert_cmpuint (of_work->len, ==, 0);
  close_fixture (&f);
}

/* Without a pointer: at the moment when the most wait, or at the one a replay has reached. */
static void
test_lock_is_lit_without_pointing (void)
{
  IlvView view;
  Fixture f;
  IlvHit hit;
  guint strip;
  gint64 moment;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  g_assert_cmpuint (ilv_panel_get_n_strips (f.panel), ==, 1);
  g_assert_true (ilv_panel_find_strip (f.panel, ilv_panel_get_strip_lock (f.panel, 0), &strip));
  view = *ilv_panel_get_view (f.panel);
  for (guint replay = 0; replay < 2; replay++)
    {
      g_autoptr (GArray) lights = NULL;

      view.until = replay ? 110 * SAMPLE_MS : G_MAXINT64;
      ilv_panel_set_view (f.panel, &view);
      moment = ilv_panel_find_lock_moment (f.panel, ilv_panel_get_strip_lock (f.panel, 0));
      g_assert_true (ilv_panel_hit_lock (f.panel, ilv_panel_get_strip_lock (f.panel, 0), moment,
                                         &hit));
      lights = ilv_panel_find_lights (f.panel, &hit);
      g_assert_cmpuint (count (lights, TRUE), ==, 1);
      g_assert_cmpuint (count (lights, FALSE), ==, replay ? 2 : 3);
      if (replay)
        g_assert_cmpint (moment, ==, view.until);
      else
        check_states (&f, lights, moment);
    }
  close_fixture (&f);
}

static void
test_core_lights_the_lane_it_runs (void)
{
  Fixture f;
  double x;

  open_fixture (&f, sample_processes (4), 0, 100 * SAMPLE_MS);
  draw (&f);
  x = ilv_panel_time_to_x (f.panel, 20 * SAMPLE_MS);
  for (guint core = 0; core < 2; core++)
    {
      const IlvLayout *layout = &f.panel->layout;
      g_autoptr (GArray) lights
        = point_at (&f, x, layout->cores.y + core * layout->core_pitch + 2, ILV_HIT_CORE);
      IlvCoreUse use;

      ilv_trace_get_core_use (f.trace, core,
                              ilv_trace_find_core_use (f.trace, core, 20 * SAMPLE_MS), &use);
      g_assert_cmpuint (lights->len, ==, 1);
      g_assert_cmpuint (g_array_index (lights, IlvLight, 0).row + 1, ==, use.lane);
      g_assert_cmpint (g_array_index (lights, IlvLight, 0).from, ==, use.begin);
      g_assert_cmpint (g_array_index (lights, IlvLight, 0).to, ==, use.end);
    }
  close_fixture (&f);
}

static void
test_ready_task_lights_who_has_the_loop (void)
{
  Fixture f;
  g_autoptr (GArray) lights = NULL;

  open_fixture (&f, sample_coroutines (4), 0, 180 * SAMPLE_MS);
  draw (&f);
  lights = point_at (&f, ilv_panel_time_to_x (f.panel, 10 * SAMPLE_MS),
                     ilv_panel_get_row_y (f.panel, 2) + 5, ILV_HIT_INTERVAL);
  g_assert_cmpuint (lights->len, ==, 1);
  g_assert_cmpuint (g_array_index (lights, IlvLight, 0).row, ==, 0);
  g_assert_true (g_array_index (lights, IlvLight, 0).holds);
  close_fixture (&f);
}

/* Forty threads in rows of several: each row with one that waits is lit, at that moment. */
static void
test_shared_rows_are_lit_once (void)
{
  Fixture f;
  g_autoptr (GArray) lights = NULL;

  open_fixture (&f, sample_threads (120), 0, 400 * SAMPLE_MS);
  draw (&f);
  g_assert_cmpuint (f.panel->layout.per_row, >, 1);
  lights = point_at (&f, ilv_panel_time_to_x (f.panel, 200 * SAMPLE_MS),
                     f.panel->layout.locks.y + 3, ILV_HIT_HOLD);
  g_assert_cmpuint (count (lights, TRUE), ==, 1);
  g_assert_cmpuint (lights->len, ==, f.panel->layout.rows);
  for (guint i = 0; i < lights->len; i++)
    g_assert_cmpint (g_array_index (lights, IlvLight, i).from, ==,
                     g_array_index (lights, IlvLight, i).to);
  close_fixture (&f);
}

static void
draw_over (Fixture *f, double x, double y)
{
  IlvOverlay overlay = { TRUE, x, y, G_MININT64, 0, 0 };
  cairo_t *cr = cairo_create (f->surface);

  ilv_panel_draw_overlay (f->panel, cr, &overlay);
  cairo_destroy (cr);
  cairo_surface_flush (f->surface);
}

/* The frame of what holds is unbroken, that of what waits is not; in every theme. */
static void
test_holder_and_waiters_look_different (void)
{
  for (guint id = 0; id < ILV_N_THEMES; id++)
    {
      const IlvTheme *theme = ilv_theme_get ((IlvThemeId) id);
      guint32 ink = ilv_colour_to_pixel (&theme->text);
      int seen[2] = { 0 };
      int length[2] = { 0 };
      g_autoptr (GArray) lights = NULL;
      Fixture f;
      double x, y;

      open_fixture (&f, sample_threads (4), 0, 60 * SAMPLE_MS);
      ilv_panel_set_theme (f.panel, theme);
      draw (&f);
      x = ilv_panel_time_to_x (f.panel, 5 * SAMPLE_MS);
      y = f.panel->layout.locks.y + 3;
      lights = point_at (&f, x, y, ILV_HIT_HOLD);
      draw_over (&f, x, y);
      for (guint i = 0; i < lights->len; i++)
        {
          const IlvLight *light = &g_array_index (lights, IlvLight, i);
          int top = (int) ilv_panel_get_row_y (f.panel, light->row) + 1;

          for (double at = ilv_panel_time_to_x (f.panel, light->from) + 2;
               at < ilv_panel_time_to_x (f.panel, light->to) - 3; at++)
            {
              seen[light->holds] += pixel_at (&f, (int) at, top) == ink;
              length[light->holds]++;
            }
        }
      g_assert_cmpint (length[TRUE], >, 20);
      g_assert_cmpint (seen[TRUE], >=, length[TRUE] - 2);
      g_assert_cmpint (seen[FALSE], >, length[FALSE] / 4);
      g_assert_cmpint (seen[FALSE], <, length[FALSE] * 3 / 4);
      close_fixture (&f);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lights/a-lock-lights-its-holder-and-its-waiters",
                   test_lock_lights_its_holder_and_its_waiters);
  g_test_add_func ("/lights/a-wait-lights-the-same-as-its-lock",
                   test_wait_lights_the_same_as_its_lock);
  g_test_add_func ("/lights/a-lock-is-lit-without-pointing", test_lock_is_lit_without_pointing);
  g_test_add_func ("/lights/a-core-lights-the-lane-it-runs", test_core_lights_the_lane_it_runs);
  g_test_add_func ("/lights/a-ready-task-lights-who-has-the-loop",
                   test_ready_task_lights_who_has_the_loop);
  g_test_add_func ("/lights/rows-that-lanes-share-are-lit-once", test_shared_rows_are_lit_once);
  g_test_add_func ("/lights/holder-and-waiters-look-different",
                   test_holder_and_waiters_look_different);
  return g_test_run ();
}
