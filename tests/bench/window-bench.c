/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-bench.h"

#include "bench.h"
#include "window-fixture.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static GArray *stretches; /* of double */
static double began;      /* the one that goes on */

int
bench_in_window (const char *bench, char **argv, void (*run) (const char *program))
{
  if (!g_getenv ("DISPLAY") && !g_getenv ("WAYLAND_DISPLAY"))
    {
      /* Without -noreset the server starts anew when the last client leaves, and may just be
         doing so when the next one comes. */
      execlp ("xvfb-run", "xvfb-run", "-a", "-s", "-noreset -screen 0 1920x1080x24",
              "dbus-run-session", "--", argv[0], (char *) NULL);
      fprintf (stderr, "bench-%s: there is no display and no xvfb-run to make one\n", bench);
      return 1;
    }
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!fixture_get_application ())
    {
      fprintf (stderr, "bench-%s: the display cannot be opened\n", bench);
      return 1;
    }
  run (argv[0]);
  return 0;
}

double
bench_thread_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

void
bench_end_stretch (void)
{
  double stretch = bench_thread_ms () - began;

  g_array_append_val (stretches, stretch);
}

/* In the place of g_poll(). */
static gint
look (GPollFD *descriptors, guint n, gint timeout)
{
  gint result;

  bench_end_stretch ();
  result = g_poll (descriptors, n, timeout);
  began = bench_thread_ms ();
  return result;
}

void
bench_begin_stretches (void)
{
  if (!stretches)
    {
      stretches = g_array_new (FALSE, FALSE, sizeof (double));
      g_main_context_set_poll_func (NULL, look);
    }
  g_array_set_size (stretches, 0);
  began = bench_thread_ms ();
}

double
bench_get_stretch (double quantile)
{
  g_assert_cmpuint (stretches->len, >, 0);
  return bench_quantile ((double *) (gpointer) stretches->data, stretches->len, quantile);
}

void
bench_choose_crowd (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, BENCH_FOLDER "/crowd.xml"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_FREE_THREADING
                                          | 1u << ILV_MODEL_ASYNCIO);
  g_action_group_activate_action (G_ACTION_GROUP (window), "order",
                                  g_variant_new_string ("together"));
}

void
bench_count_events (IlvWindow *window, const char *bench)
{
  IlvComparison *comparison = ilv_window_get_comparison (window);
  guint64 n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    n += ilv_trace_get_n_events (ilv_run_get_trace (ilv_comparison_get_run (comparison, i)));
  bench_print (bench, "events", (double) n, "events", 0);
}

void
bench_point (IlvWindow *window, int i, int n)
{
  GtkWidget *panel = GTK_WIDGET (ilv_panel_grid_get_panel (window->panels, 0));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (panel);
  double x = gtk_widget_get_width (panel) * (0.3 + 0.6 * i / n);
  double y = gtk_widget_get_height (panel) * (0.2 + 0.4 * (i % 7) / 7);

  for (guint c = 0; c < g_list_model_get_n_items (controllers); c++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, c);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
}
