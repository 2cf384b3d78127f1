/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the window stays smooth where there is most to show: three models that run live with two
 * hundred lanes each, and pointing, scrolling and zooming in such a run that was saved and opened.
 *
 * What is measured is how long the window's thread is busy without looking for what came in: no
 * frame can be later than that. It is processor time, on a machine left alone the same as the time
 * that passes. Without a display it starts itself again on one of its own.
 */
#include "app/window-private.h"
#include "bench.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define STEPS 240
/* Of 60 frames a second each; and what nobody notices as a stumble. */
#define FRAME 16.7
#define STUMBLE 33

static GArray *stretches; /* of double: ms from one look at what came in to the next */
static double began;      /* the one that goes on */
static gboolean drawn;    /* a frame, since somebody asked */

static double
get_thread_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
end_stretch (void)
{
  double stretch = get_thread_ms () - began;

  g_array_append_val (stretches, stretch);
}

/* In the place of g_poll(). */
static gint
look (GPollFD *descriptors, guint n, gint timeout)
{
  gint result;

  end_stretch ();
  result = g_poll (descriptors, n, timeout);
  began = get_thread_ms ();
  return result;
}

static void
on_after_paint (GdkFrameClock *clock)
{
  drawn = TRUE;
}

static void
start (void)
{
  g_array_set_size (stretches, 0);
  began = get_thread_ms ();
}

static void
print_quantile (const char *figure, double quantile, double bound)
{
  g_assert_cmpuint (stretches->len, >, 0);
  bench_print ("smooth", figure,
               bench_quantile ((double *) (gpointer) stretches->data, stretches->len, quantile),
               "ms", bound);
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
      double before = get_thread_ms ();

      start ();
      drawn = FALSE;
      step (window, i);
      costs[i] = get_thread_ms () - before;
      fixture_wait (has_drawn, NULL);
      end_stretch ();
      costs[i] += bench_quantile ((double *) (gpointer) stretches->data, stretches->len, 1);
    }
  bench_print ("smooth", figure, bench_quantile (costs, STEPS, 0.99), "ms", FRAME);
}

/* As the toolkit does when the pointer moves. */
static void
point (IlvWindow *window, int i)
{
  GtkWidget *panel = GTK_WIDGET (ilv_panel_grid_get_panel (window->panels, 0));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (panel);
  double x = gtk_widget_get_width (panel) * (0.3 + 0.6 * i / STEPS);
  double y = gtk_widget_get_height (panel) * (0.2 + 0.4 * (i % 7) / 7);

  for (guint c = 0; c < g_list_model_get_n_items (controllers); c++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, c);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
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
count_intervals (IlvWindow *window)
{
  IlvComparison *comparison = ilv_window_get_comparison (window);
  guint64 n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    n += ilv_trace_get_n_events (ilv_run_get_trace (ilv_comparison_get_run (comparison, i)));
  bench_print ("smooth", "events", (double) n, "events", 0);
}

static void
bench_live (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, BENCH_FOLDER "/crowd.xml"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_FREE_THREADING
                                          | 1u << ILV_MODEL_ASYNCIO);
  g_action_group_activate_action (G_ACTION_GROUP (window), "order",
                                  g_variant_new_string ("together"));
  fixture_idle (500);
  start ();
  fixture_run_to_end (window);
  print_quantile ("live-p99", 0.99, FRAME);
  print_quantile ("live-longest", 1, STUMBLE);
  count_intervals (window);
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
bench_window (void)
{
  IlvWindow *window = fixture_open_window ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_autofree char *folder = g_dir_make_tmp ("interleave-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "crowd.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  g_main_context_set_poll_func (NULL, look);
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
  if (!g_getenv ("DISPLAY") && !g_getenv ("WAYLAND_DISPLAY"))
    {
      execlp ("xvfb-run", "xvfb-run", "-a", "-s", "-noreset -screen 0 1920x1080x24",
              "dbus-run-session", "--", argv[0], (char *) NULL);
      fprintf (stderr, "bench-smooth: there is no display and no xvfb-run to make one\n");
      return 1;
    }
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!fixture_get_application ())
    {
      fprintf (stderr, "bench-smooth: the display cannot be opened\n");
      return 1;
    }
  stretches = g_array_new (FALSE, FALSE, sizeof (double));
  bench_window ();
  g_array_unref (stretches);
  return 0;
}
