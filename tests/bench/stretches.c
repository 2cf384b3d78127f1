/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the window goes on during long work: what its thread does at a stretch, without looking
 * for what came in, while a run of a million events is saved, opened, exported, put beside another
 * one and left, and while large scenarios are opened and started.
 *
 * What is measured is processor time, as in bench-smooth: on a machine left alone the same as the
 * time that passes. Without a display it starts itself again on one of its own.
 */
#include "bench.h"
#include "window-bench.h"
#include "window-fixture.h"

/* ms; what nobody notices as more than a stumble. */
#define BOUND 50
#define CANCEL_BOUND 200

/* With all that it leads to. */
static void
print_longest (const char *figure)
{
  fixture_idle (1000);
  bench_print ("stretches", figure, bench_get_stretch (1), "ms", BOUND);
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
  bench_choose_crowd (window);
  fixture_run_to_end (window);
  fixture_idle (1000);
}

static void
bench_export (IlvWindow *window, const char *folder, IlvExportFormat format)
{
  IlvExportOptions options = { .format = format, .preset = ILV_PRESET_4K, .results = TRUE };
  const char *name = ilv_export_format_get_name (format);
  g_autofree char *figure = g_strconcat ("export-", name, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  bench_begin_stretches ();
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

  bench_begin_stretches ();
  ilv_window_save (window, file);
  finish_work (window, "save");
  bench_begin_stretches ();
  ilv_window_open_saved (window, file, FALSE);
  finish_work (window, "open");
}

static void
bench_compare (IlvWindow *window)
{
  bench_begin_stretches ();
  mark_newest (window, 0);
  mark_newest (window, 1);
  fixture_act (window, "compare-runs");
  print_longest ("compare");
}

static void
bench_forget (IlvWindow *window)
{
  bench_begin_stretches ();
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

  bench_begin_stretches ();
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
  bench_begin_stretches ();
  fixture_act (window, "run");
  fixture_wait (fixture_has_begun, window);
  print_longest ("start-million");
  bench_begin_stretches ();
  ilv_window_stop (window);
  fixture_wait (fixture_has_ended, window);
  print_longest ("stop-million");
}

static void
bench_window (const char *program)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *folder = g_dir_make_tmp ("interleave-bench-XXXXXX", NULL);

  run_crowd (window);
  bench_count_events (window, "stretches");
  bench_saved (window, folder);
  for (IlvExportFormat format = 0; format < ILV_N_EXPORT_FORMATS; format++)
    bench_export (window, folder, format);
  bench_cancel (window, folder);
  bench_compare (window);
  bench_scenario (window, folder);
  bench_forget (window);
  bench_million (window);
  bench_begin_stretches ();
  fixture_close_window (window);
  print_longest ("close");
  fixture_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  return bench_in_window ("stretches", argv, bench_window);
}
