/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the window goes on during long work: what its thread does at a stretch, without looking
 * for what came in, while a run of a million events is saved, opened, exported, put beside another
 * one and left, and while large scenarios are opened and started.
 *
 * What is measured is processor time, as in bench-smooth: on a machine left alone the same as the
 * time that passes. Without a display it starts itself again on one of its own.
 */
#include "app/window-private.h"
#include "bench.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* ms; what nobody notices as more than a stumble. */
#define BOUND 50
#define CANCEL_BOUND 200

static double began;   /* the stretch that goes on */
static double longest; /* since somebody asked */

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
  longest = MAX (longest, get_thread_ms () - began);
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
start (void)
{
  longest = 0;
  began = get_thread_ms ();
}

/* With all that it leads to. */
static void
print_longest (const char *figure)
{
  fixture_idle (1000);
  bench_print ("stretches", figure, longest, "ms", BOUND);
}

static void
finish_work (IlvWindow *window, const char *figure)
{
  fixture_finish_work (window);
  print_longest (figure);
}

static void
run_crowd (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, BENCH_FOLDER "/crowd.xml"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_FREE_THREADING
                                          | 1u << ILV_MODEL_ASYNCIO);
  g_action_group_activate_action (G_ACTION_GROUP (window), "order",
                                  g_variant_new_string ("together"));
  fixture_run_to_end (window);
  fixture_idle (1000);
}

static void
count_events (IlvWindow *window)
{
  IlvComparison *comparison = ilv_window_get_comparison (window);
  guint64 n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    n += ilv_trace_get_n_events (ilv_run_get_trace (ilv_comparison_get_run (comparison, i)));
  bench_print ("stretches", "events", (double) n, "events", 0);
}

static void
bench_export (IlvWindow *window, const char *folder, IlvExportFormat format)
{
  IlvExportOptions options = { .format = format, .preset = ILV_PRESET_4K, .results = TRUE };
  const char *name = ilv_export_format_get_name (format);
  g_autofree char *figure = g_strconcat ("export-", name, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  start ();
  ilv_window_export (window, &options, file);
  finish_work (window, figure);
}

/* From asking for it until it is over: of the time that passes, as whoever waits sees it. */
static void
bench_cancel (IlvWindow *window, const char *folder)
{
  IlvExportOptions options
    = { .format = ILV_EXPORT_SVG, .preset = ILV_N_PRESETS, .own_size = { 16000, 8000, 1 } };
  g_autofree char *path = g_build_filename (folder, "cancelled", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  double before;

  ilv_window_export (window, &options, file);
  fixture_idle (2500);
  before = (double) bench_now () / 1e6;
  g_signal_emit_by_name (
    fixture_find_button (gtk_widget_get_last_child (GTK_WIDGET (window->work)), NULL), "clicked");
  fixture_finish_work (window);
  bench_print ("stretches", "cancel-svg", (double) bench_now () / 1e6 - before, "ms",
               CANCEL_BOUND);
}

static void
mark_newest (IlvWindow *window, guint place)
{
  g_autoptr (IlvRecentRun) run = g_list_model_get_item (G_LIST_MODEL (window->recent), place);

  g_assert_true (ilv_recent_runs_mark (window->recent, run, 0));
}

static void
bench_saved (IlvWindow *window, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "crowd.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  start ();
  ilv_window_save (window, file);
  finish_work (window, "save");
  start ();
  ilv_window_open_saved (window, file, FALSE);
  finish_work (window, "open");
}

static void
bench_compare (IlvWindow *window)
{
  start ();
  mark_newest (window, 0);
  mark_newest (window, 1);
  fixture_act (window, "compare-runs");
  print_longest ("compare");
}

static void
bench_forget (IlvWindow *window)
{
  start ();
  ilv_recent_runs_clear_marks (window->recent);
  while (g_list_model_get_n_items (G_LIST_MODEL (window->recent)) > 0)
    {
      g_autoptr (IlvRecentRun) run = g_list_model_get_item (G_LIST_MODEL (window->recent), 0);
      guint place;

      ilv_recent_runs_remove (window->recent, run, &place);
    }
  print_longest ("forget");
}

/* A scenario of that many steps. */
static char *
write_long_scenario (const char *folder, guint n)
{
  g_autoptr (GString) text = g_string_new (
    "<scenario id=\"long\" topic=\"io\" order=\"1\" models=\"all\">\n"
    "<title>Long</title><summary>Long.</summary><question>Long?</question>\n"
    "<task name=\"T\" count=\"1\">\n");
  char *path = g_build_filename (folder, "long.xml", NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, "<sleep ms=\"1\"/>\n");
  g_string_append (text, "</task>\n</scenario>\n");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

static gboolean
has_long (gpointer window)
{
  IlvScenario *scenario = ILV_WINDOW (window)->scenario;

  return scenario && g_str_equal (ilv_scenario_get_id (scenario), "long");
}

static void
bench_scenario (IlvWindow *window, const char *folder)
{
  g_autofree char *path = write_long_scenario (folder, 15000);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_append (NULL, file);

  start ();
  ilv_window_open_files (window, files, FALSE);
  fixture_wait (has_long, window);
  print_longest ("open-scenario");
}

static void
bench_million (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, "million-sleepers"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", "1000000"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_ASYNCIO);
  fixture_idle (1000);
  start ();
  fixture_act (window, "run");
  fixture_wait (fixture_has_begun, window);
  print_longest ("start-million");
  start ();
  ilv_window_stop (window);
  fixture_wait (fixture_has_ended, window);
  print_longest ("stop-million");
}

static void
bench_window (const char *folder)
{
  IlvWindow *window = fixture_open_window ();

  g_main_context_set_poll_func (NULL, look);
  run_crowd (window);
  count_events (window);
  bench_saved (window, folder);
  for (IlvExportFormat format = 0; format < ILV_N_EXPORT_FORMATS; format++)
    bench_export (window, folder, format);
  bench_cancel (window, folder);
  bench_compare (window);
  bench_scenario (window, folder);
  bench_forget (window);
  bench_million (window);
  start ();
  fixture_close_window (window);
  print_longest ("close");
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;

  if (!g_getenv ("DISPLAY") && !g_getenv ("WAYLAND_DISPLAY"))
    {
      execlp ("xvfb-run", "xvfb-run", "-a", "-s", "-noreset -screen 0 1920x1080x24",
              "dbus-run-session", "--", argv[0], (char *) NULL);
      fprintf (stderr, "bench-stretches: there is no display and no xvfb-run to make one\n");
      return 1;
    }
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!fixture_get_application ())
    {
      fprintf (stderr, "bench-stretches: the display cannot be opened\n");
      return 1;
    }
  folder = g_dir_make_tmp ("interleave-bench-XXXXXX", NULL);
  bench_window (folder);
  fixture_remove_folder (folder);
  return 0;
}
