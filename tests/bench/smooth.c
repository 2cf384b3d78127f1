/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the window stays smooth where there is most to show: three models that run live with two
 * hundred lanes each, and pointing, scrolling and zooming in such a run that was saved and opened.
 *
 * What is measured is how long the window's thread is busy without looking for what came in: no
 * frame can be later than that. It is processor time, on a machine left alone the same as the time
 * that passes. Without a display it starts itself again on one of its own.
 */
#include "bench.h"
#include "window-bench.h"
#include "window-fixture.h"

#include <glib/gstdio.h>

#define STEPS 240
/* Of 60 frames a second each; and what nobody notices as a stumble. */
#define FRAME 16.7
#define STUMBLE 33

static gboolean drawn;    /* a frame, since somebody asked */

static void
on_after_paint (GdkFrameClock *clock)
{
  drawn = TRUE;
}

static void
print_quantile (const char *figure, double quantile, double bound)
{
  bench_print ("smooth", figure, bench_get_stretch (quantile), "ms", bound);
}

static gboolean
has_drawn (gpointer data)
{
  return drawn;
}

/* One step of somebody's hand, of which there are STEPS. */
typedef void (*Step) (IlvWindow *window, int i);

/* Of each step only the longest stretch counts: that is mostly the one that draws. */
static void
bench_steps (IlvWindow *window, const char *figure, Step step)
{
  double costs[STEPS];

  fixture_idle (500);
  for (int i = 0; i < STEPS; i++)
    {
      double before = bench_thread_ms ();

      bench_begin_stretches ();
      drawn = FALSE;
      step (window, i);
      costs[i] = bench_thread_ms () - before;
      fixture_wait (has_drawn, NULL);
      bench_end_stretch ();
      costs[i] += bench_get_stretch (1);
    }
  bench_print ("smooth", figure, bench_quantile (costs, STEPS, 0.99), "ms", FRAME);
}

static void
point (IlvWindow *window, int i)
{
  bench_point (window, i, STEPS);
}

static void
scroll (IlvWindow *window, int i)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);

  ilv_viewport_scroll_rows (viewport, i < STEPS / 2 ? 1 : -1);
}

static void
zoom (IlvWindow *window, int i)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 from = ilv_viewport_get_from (viewport);
  gint64 to = ilv_viewport_get_to (viewport);

  ilv_viewport_zoom (viewport, from + (to - from) / 3, i % 80 < 40 ? 1.2 : 1 / 1.2);
}

static void
select_range (IlvWindow *window, int i)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 to = ilv_viewport_get_to (viewport);

  ilv_viewport_select (viewport, to / 10, to / 10 + to / 2 * (i + 1) / STEPS);
}

static void
bench_live (IlvWindow *window)
{
  bench_choose_crowd (window);
  fixture_idle (500);
  bench_begin_stretches ();
  fixture_run_to_end (window);
  print_quantile ("live-p99", 0.99, FRAME);
  print_quantile ("live-longest", 1, STUMBLE);
  bench_count_events (window, "smooth");
}

static void
bench_saved (IlvWindow *window, GFile *file)
{
  double begin = (double) bench_now () / 1e6;

  ilv_window_open_saved (window, file, FALSE);
  fixture_finish_work (window);
  bench_print ("smooth", "open", (double) bench_now () / 1e6 - begin, "ms", 2000);
  bench_steps (window, "point-p99", point);
  bench_steps (window, "zoom-p99", zoom);
  bench_steps (window, "select-p99", select_range);
  g_action_group_activate_action (G_ACTION_GROUP (window), "every-lane", NULL);
  bench_steps (window, "scroll-p99", scroll);
}

static void
bench_window (const char *program)
{
  IlvWindow *window = fixture_open_window ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_autofree char *folder = g_dir_make_tmp ("interleave-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "crowd.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  bench_live (window);
  ilv_window_save (window, file);
  fixture_finish_work (window);
  bench_saved (window, file);
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, NULL);
  fixture_close_window (window);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  return bench_in_window ("smooth", argv, bench_window);
}
