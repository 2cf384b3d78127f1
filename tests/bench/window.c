/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the window costs: from starting the program to its first frame, frames while a run goes on,
 * while zooming, while it is replayed, pointed at and scrolled, and doing nothing.
 *
 * Without a display it starts itself again on one of its own.
 */
#include "bench.h"
#include "window-bench.h"
#include "window-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define STARTS 7
#define IDLE_MS 3000
#define STEPS 120
/* Of 60 frames a second each; and what nobody notices as a stumble. */
#define FRAME 16.7
#define STUMBLE 33
#define SCENARIO "prime-count"
#define LANES "200"

/* What frames took, in ms. */
typedef struct
{
  GArray *frames;
  double began;
} Frames;

static double
now_ms (void)
{
  return (double) bench_now () / 1e6;
}

static void
on_before_paint (GdkFrameClock *clock, Frames *frames)
{
  frames->began = now_ms ();
}

static void
on_after_paint (GdkFrameClock *clock, Frames *frames)
{
  double took = now_ms () - frames->began;

  g_array_append_val (frames->frames, took);
}

static void
print_quantile (Frames *frames, const char *of, const char *what, double quantile, double bound)
{
  g_autofree char *figure = g_strconcat (of, "-", what, NULL);

  bench_print ("window", figure,
               bench_quantile ((double *) (gpointer) frames->frames->data, frames->frames->len,
                               quantile),
               "ms", bound);
}

static void
print_frames (Frames *frames, const char *of)
{
  g_assert_cmpuint (frames->frames->len, >, 0);
  print_quantile (frames, of, "median", 0.5, FRAME);
  print_quantile (frames, of, "p99", 0.99, FRAME);
  if (g_str_equal (of, "live"))
    print_quantile (frames, of, "longest", 1, STUMBLE);
  g_array_set_size (frames->frames, 0);
}

static int
show_first_frame (void)
{
  fixture_open_window ();
  /* Nothing is tidied up: the one who waits wants to know when, and nothing else. */
  if (write (STDOUT_FILENO, "!", 1) != 1)
    return 1;
  _exit (0);
}

static void
bench_first_frame (const char *self)
{
  const char *const argv[] = { self, "--first-frame", NULL };
  double times[STARTS];

  for (guint i = 0; i < STARTS; i++)
    {
      g_autoptr (GError) error = NULL;
      double began = now_ms ();
      GPid pid;
      char sign;
      int out;

      g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                &pid, NULL, &out, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (read (out, &sign, 1), ==, 1);
      times[i] = now_ms () - began;
      close (out);
      waitpid (pid, NULL, 0);
    }
  bench_print ("window", "first-frame", bench_median (times, STARTS), "ms", 700);
}

static double
get_cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void
bench_idle (void)
{
  double before;

  fixture_idle (IDLE_MS);
  before = get_cpu_ms ();
  fixture_idle (IDLE_MS);
  bench_print ("window", "idle-cpu-percent", (get_cpu_ms () - before) / IDLE_MS * 100, "%", 0.2);
}

static gboolean
has_drawn (gpointer data)
{
  return ((Frames *) data)->frames->len > 0;
}

/* One step of somebody's hand, of which there are STEPS. */
typedef void (*Step) (IlvWindow *window, int i);

static void
zoom (IlvWindow *window, int i)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 from = ilv_viewport_get_from (viewport);
  gint64 to = ilv_viewport_get_to (viewport);

  ilv_viewport_zoom (viewport, from + (to - from) / 3, i % 60 < 30 ? 1.2 : 1 / 1.2);
}

static void
scroll (IlvWindow *window, int i)
{
  ilv_viewport_scroll_rows (ilv_panel_grid_get_viewport (window->panels),
                            i < STEPS / 2 ? 1 : -1);
}

static void
point (IlvWindow *window, int i)
{
  bench_point (window, i, STEPS);
}

static void
bench_steps (IlvWindow *window, Frames *frames, const char *of, Step step)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < STEPS; i++)
    {
      g_array_set_size (frames->frames, 0);
      step (window, i);
      fixture_wait (has_drawn, frames);
      g_array_append_vals (all, frames->frames->data, frames->frames->len);
    }
  g_array_set_size (frames->frames, 0);
  g_array_append_vals (frames->frames, all->data, all->len);
  print_frames (frames, of);
}

static gboolean
has_played (gpointer window)
{
  return ilv_transport_get_state (ilv_panel_grid_get_transport (ILV_WINDOW (window)->panels))
         == ILV_TRANSPORT_PAUSED;
}

/* Three panels of 200 lanes, a lane for each thread; then a hand on them. */
static void
bench_replay (IlvWindow *window, Frames *frames)
{
  IlvTransport *transport = ilv_panel_grid_get_transport (window->panels);

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", LANES));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "workers", LANES));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_FREE_THREADING
                                          | 1u << ILV_MODEL_ASYNCIO);
  fixture_run_to_end (window);
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), ==, 3);
  fixture_idle (500);
  ilv_transport_set_speed (transport, 0.1);
  ilv_transport_go_to_start (transport);
  fixture_idle (200);
  g_array_set_size (frames->frames, 0);
  ilv_transport_play (transport);
  fixture_wait (has_played, window);
  print_frames (frames, "replay");
  bench_steps (window, frames, "point", point);
  g_action_group_activate_action (G_ACTION_GROUP (window), "every-lane", NULL);
  fixture_idle (500);
  bench_steps (window, frames, "scroll", scroll);
}

static void
bench_window (void)
{
  IlvWindow *window = fixture_open_window ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  Frames frames = { g_array_new (FALSE, FALSE, sizeof (double)), 0 };

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), &frames);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &frames);
  g_assert_true (ilv_window_open (window, SCENARIO));
  fixture_idle (500);
  g_array_set_size (frames.frames, 0);
  fixture_run_to_end (window);
  print_frames (&frames, "live");
  bench_idle ();
  bench_steps (window, &frames, "zoom", zoom);
  bench_replay (window, &frames);
  g_signal_handlers_disconnect_by_data (clock, &frames);
  g_array_unref (frames.frames);
  fixture_close_window (window);
}

static void
bench_all (const char *program)
{
  bench_first_frame (program);
  bench_window ();
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_strcmp0 (argv[1], "--first-frame") == 0)
    return show_first_frame ();
  return bench_in_window ("window", argv, bench_all);
}
