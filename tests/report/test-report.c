/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels, pictures and captions made of a real comparison. */
#include "../session/fixture.h"

#include "report/report.h"
#include "report/words.h"
#include "session/measure.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static void
assert_contains (const char *text, const char *part)
{
  if (!strstr (text, part))
    g_error ("“%s” does not hold “%s”", text, part);
}

static IlvComparison *
compare (guint repeats)
{
  return fixture_compare ("gather-sleeps",
                          MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (ASYNCIO),
                          ILV_ORDER_IN_TURN, repeats, "sleep-ms", "10", NULL);
}

static void
assert_words (IlvComparison *comparison, guint run, const char *part)
{
  g_autofree char *words
    = ilv_report_describe_run (ilv_comparison_get_run (comparison, run));

  assert_contains (words, part);
}

static void
test_words (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  g_autofree char *before
    = ilv_report_describe_state (comparison, ilv_comparison_get_run (comparison, 0));
  g_autofree char *after = NULL;
  g_autofree char *settings = ilv_report_describe_settings (comparison);

  g_assert_cmpstr (before, ==, "not run yet");
  fixture_run (comparison);
  after = ilv_report_describe_state (comparison, ilv_comparison_get_run (comparison, 0));
  g_assert_cmpstr (after, ==, "finished");
  assert_words (comparison, 0, "1 thread");
  assert_words (comparison, 1, "3 threads · one GIL · ");
  assert_words (comparison, 1, "hand-over");
  assert_words (comparison, 2, "1 thread · 3 coroutines");
  assert_contains (settings, "10 ms");
}

static void
test_background_threads_are_said (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("background-logging", MODEL (THREADING) | MODEL (ASYNCIO),
                       ILV_ORDER_IN_TURN, 1, "tasks", "7", NULL);

  assert_words (comparison, 0, "20 threads + 1 in the background · one GIL");
  assert_words (comparison, 1, "1 thread + 1 in the background · 7 coroutines");
}

static void
test_failed_tasks_are_said (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-errors", MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1, NULL);
  g_autofree char *after = NULL;

  fixture_run (comparison);
  after = ilv_report_describe_state (comparison, ilv_comparison_get_run (comparison, 0));
  g_assert_cmpstr (after, ==, "finished, 1 failed");
}

/* An executor is broken by a worker that dies, and is the first to be over. */
static void
test_who_did_less_is_not_best (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("worker-crash", MODEL (MULTIPROCESSING) | MODEL (ASYNCIO_PROCESSES),
                       ILV_ORDER_IN_TURN, 1, NULL);
  g_autoptr (GPtrArray) rows = NULL;

  fixture_run (comparison);
  g_assert_cmpuint (ilv_run_get_report (ilv_comparison_get_run (comparison, 1))->tasks_done, <,
                    ilv_run_get_report (ilv_comparison_get_run (comparison, 0))->tasks_done);
  rows = ilv_results_get_rows (comparison);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (((IlvResultsRow *) rows->pdata[i])->best, ==, -1);
}

static const IlvResultsRow *
find_row (GPtrArray *rows, const char *name)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((IlvResultsRow *) rows->pdata[i])->name, name) == 0)
      return rows->pdata[i];
  return NULL;
}

static gboolean
is_request_telling (IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = NULL;
  const IlvResultsRow *row;

  fixture_run (comparison);
  rows = ilv_results_get_rows (comparison);
  row = find_row (rows, "request_p50_ms");
  g_assert_nonnull (row);
  return row->telling;
}

/* The convoy asks how long an answer takes: it must be read without a search. */
static void
test_requests_of_long_tasks_are_told (void)
{
  g_autoptr (IlvComparison) convoy
    = fixture_compare ("convoy", MODEL (THREADING), ILV_ORDER_IN_TURN, 1, "requests", "20",
                       "rounds", "1", NULL);
  g_autoptr (IlvComparison) pages
    = fixture_compare ("fetch-pages", MODEL (THREADING), ILV_ORDER_IN_TURN, 1, "delay-ms", "5",
                       NULL);

  g_assert_true (is_request_telling (convoy));
  g_assert_false (is_request_telling (pages));
}

/* It is over in a fraction of a millisecond; on a busy machine it may take longer. */
static void
test_cores_of_a_short_run_are_not_known (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("task-queue", MODEL (SEQUENTIAL) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (JsonNode) json = NULL;
  const IlvResultsRow *row;
  JsonArray *runs;

  fixture_run (comparison);
  rows = ilv_results_get_rows (comparison);
  row = find_row (rows, "cores_used");
  json = ilv_results_to_json (comparison);
  runs = json_object_get_array_member (json_node_get_object (json), "runs");
  for (guint i = 0; i < 2; i++)
    {
      gboolean is_short = ilv_run_get_report (ilv_comparison_get_run (comparison, i))->wall_s
                          < ILV_MEASURE_SHORTEST_S;

      g_assert_true ((row == NULL || strcmp (row->cells[i], "–") == 0) == is_short);
      g_assert_true (json_object_get_null_member (json_array_get_object_element (runs, i),
                                                  "cores_used") == is_short);
    }
}

static void
assert_caption (IlvComparison *comparison, const char *part)
{
  g_autofree char *caption = ilv_report_make_caption (comparison);

  assert_contains (caption, part);
}

static void
test_caption (void)
{
  g_autoptr (IlvComparison) comparison = compare (3);
  g_autofree char *year
    = g_date_time_format (ilv_comparison_get_date (comparison), "%Y");

  fixture_run (comparison);
  assert_caption (comparison, "In turn");
  assert_caption (comparison, ilv_machine_get ()->cpu);
  assert_caption (comparison, ilv_machine_get ()->kernel);
  assert_caption (comparison, "core");
  assert_caption (comparison, "0 events dropped");
  assert_caption (comparison, "median of 3 repeats, spread up to ");
  assert_caption (comparison, year);
}

static void
test_side_by_side (void)
{
  g_autoptr (IlvComparison) first = compare (1);
  g_autoptr (IlvComparison) second
    = fixture_compare ("gather-sleeps", MODEL (ASYNCIO), ILV_ORDER_TOGETHER, 1, "sleep-ms", "5",
                       NULL);
  g_autoptr (IlvComparison) side_by_side = NULL;
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  g_autofree char *title = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *description = NULL;

  fixture_run (first);
  fixture_run (second);
  side_by_side = ilv_comparison_new_of_runs ((IlvPick[]){ { first, 1 }, { second, 0 } }, 2);
  title = ilv_report_make_title (side_by_side);
  settings = ilv_report_describe_settings (side_by_side);
  g_assert_cmpstr (title, ==, "Three sleepers");
  assert_contains (settings, "A: Threading · Length of the shortest sleep 10 ms");
  assert_contains (settings, "B: asyncio · Length of the shortest sleep 5 ms");
  assert_caption (side_by_side, "In turn · Together");
  ilv_report_fill_panel (panel, side_by_side, ilv_comparison_get_run (side_by_side, 1));
  description = ilv_panel_describe (panel);
  assert_contains (description, "B: asyncio");
  assert_contains (description, "Length of the shortest sleep 5 ms");
}

static void
test_fit (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  double longest = 0;
  gint64 from, to;

  ilv_report_fit (comparison, &from, &to);
  g_assert_cmpint (from, <, to);
  fixture_run (comparison);
  ilv_report_fit (comparison, &from, &to);
  /* Every runner was at work before its origin, which does not count. */
  g_assert_cmpint (from, ==, 0);
  /* The sequential run is the longest: 2 + 3 + 1 sleeps. */
  g_assert_cmpint (to, >=, 60 * 1000000);
  for (guint i = 0; i < 3; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      const IlvTrace *trace = ilv_run_get_trace (run);

      longest = fmax (longest, ilv_run_get_wall (run, 0));
      for (guint j = 0; j < ilv_trace_get_n_tasks (trace); j++)
        g_assert_cmpint (ilv_trace_get_task (trace, j)->end, <=, to);
    }
  /* However long the runners took to leave. */
  g_assert_cmpfloat ((double) to, <, longest * 1.05e9);
}

static void
test_panel (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  IlvRun *run = ilv_comparison_get_run (comparison, 1);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  ilv_panel_set_theme (panel, ilv_theme_get (ILV_THEME_LIGHT));
  ilv_report_fill_panel (panel, comparison, run);
  before = ilv_panel_describe (panel);
  assert_contains (before, "not run yet");
  fixture_run (comparison);
  ilv_report_fill_panel (panel, comparison, run);
  g_assert_cmpuint (ilv_panel_get_n_rows (panel), >=, 3);
  after = ilv_panel_describe (panel);
  assert_contains (after, "Threading");
  assert_contains (after, "finished");
}

/* A limit on the size of files ends the writing where a full disk would. */
static void
assert_full_disk_leaves_nothing (IlvComparison *comparison)
{
  g_autofree char *folder = g_dir_make_tmp ("interleave-csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "new.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  struct rlimit all;
  struct rlimit little;

  getrlimit (RLIMIT_FSIZE, &all);
  little = (struct rlimit){ .rlim_cur = 10, .rlim_max = all.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &little);
  g_assert_false (ilv_report_write_intervals_csv (comparison, file, NULL, &error));
  setrlimit (RLIMIT_FSIZE, &all);
  signal (SIGXFSZ, SIG_DFL);
  assert_contains (error->message, path);
  /* An empty folder is all that can be removed like this. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Every file's row of fields: as many as the header has. */
static void
test_csv (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  g_autofree char *path = g_strdup ("/tmp/interleave-csv-XXXXXX");
  int fd = g_mkstemp (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/at/all.csv");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_file_set_contents (path, "old", -1, NULL);
  fixture_run (comparison);

  g_cancellable_cancel (cancelled);
  g_assert_false (ilv_report_write_intervals_csv (comparison, file, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "old");
  g_clear_pointer (&text, g_free);

  g_assert_false (ilv_report_write_intervals_csv (comparison, nowhere, NULL, &error));
  g_assert_nonnull (error);
  assert_contains (error->message, "/nowhere/at/all.csv");
  g_clear_error (&error);

  g_assert_true (ilv_report_write_intervals_csv (comparison, file, NULL, &error));
  g_file_get_contents (path, &text, NULL, NULL);
  g_unlink (path);
  assert_full_disk_leaves_nothing (comparison);
  g_assert_true (g_str_has_prefix (text, "model,lane,task,state,begin_s,end_s,object\r\n"));
  assert_contains (text, ",T1,sleeping,");
}

static void
test_picture (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  g_autoptr (IlvPicture) picture = NULL;
  g_autofree char *path = g_strdup ("/tmp/interleave-svg-XXXXXX");
  int fd = g_mkstemp (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_close (fd, NULL);
  fixture_run (comparison);
  picture = ilv_report_make_picture (
    comparison, &(IlvReportPicture){ .theme = ilv_theme_get (ILV_THEME_DARK),
                                     .arrangement = ILV_PICTURE_ROWS });
  ilv_picture_write (picture, file, ILV_PICTURE_PNG, 640, 480, 1, NULL, &error);
  g_assert_no_error (error);
  {
    gsize length;

    g_file_get_contents (path, &text, &length, NULL);
    g_unlink (path);
    g_assert_cmpuint (length, >, 1000);
    /* Text chunks: the picture can be traced to its run. */
    g_assert_nonnull (memmem (text, length, "gather-sleeps", 13));
    g_assert_nonnull (memmem (text, length, "sleep-ms=10", 11));
    g_assert_nonnull (memmem (text, length, "sequential threading asyncio", 28));
  }
}

static char *
make_metadata (IlvComparison *comparison, gint64 from, gint64 to, gint64 until)
{
  IlvView view = { .from = from, .to = to, .until = until, .lanes = ILV_LANES_AUTO };
  g_autoptr (IlvPicture) picture = ilv_report_make_picture (
    comparison,
    &(IlvReportPicture){ .view = &view, .theme = ilv_theme_get (ILV_THEME_LIGHT) });
  g_autoptr (GBytes) svg = ilv_picture_encode (picture, ILV_PICTURE_SVG, 640, 480, 1, NULL, NULL);
  gsize length;
  const char *text = g_bytes_get_data (svg, &length);

  return g_strndup (text, length);
}

static void
test_range_is_said (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;
  g_autofree char *moment = NULL;
  gint64 from, to;

  fixture_run (comparison);
  ilv_report_fit (comparison, &from, &to);
  whole = make_metadata (comparison, from, to, G_MAXINT64);
  part = make_metadata (comparison, 5000000, 20000000, G_MAXINT64);
  moment = make_metadata (comparison, from, to, 30000000);
  g_assert_null (strstr (whole, "Range: "));
  assert_contains (part, "Range: 5000000ns-20000000ns");
  assert_contains (part, "5\xc2\xa0ms to 20\xc2\xa0ms of ");
  /* Seen as it was at a moment, the rest of the time is empty. */
  assert_contains (moment, "Range: 0ns-30000000ns");
}

static void
test_nothing_run (void)
{
  g_autoptr (IlvComparison) comparison = compare (1);
  g_autoptr (IlvPicture) picture
    = ilv_report_make_picture (
      comparison, &(IlvReportPicture){ .theme = ilv_theme_get (ILV_THEME_LIGHT) });
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 300);
  cairo_t *cr = cairo_create (surface);

  ilv_picture_draw (picture, cr, 400, 300, 1);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/runs side by side say what tells them apart", test_side_by_side);
  g_test_add_func ("/report/a run is described by what it was", test_words);
  g_test_add_func ("/report/threads in the background are said",
                   test_background_threads_are_said);
  g_test_add_func ("/report/tasks that failed are said", test_failed_tasks_are_said);
  g_test_add_func ("/report/who did less is not the best", test_who_did_less_is_not_best);
  g_test_add_func ("/report/cores of a short run are not known",
                   test_cores_of_a_short_run_are_not_known);
  g_test_add_func ("/report/requests are told where tasks make many",
                   test_requests_of_long_tasks_are_told);
  g_test_add_func ("/report/the caption tells the truth", test_caption);
  g_test_add_func ("/report/all runs fit the axis", test_fit);
  g_test_add_func ("/report/a panel follows its run", test_panel);
  g_test_add_func ("/report/intervals are written whole or not at all", test_csv);
  g_test_add_func ("/report/a picture names its run", test_picture);
  g_test_add_func ("/report/a picture of a part of the time says so", test_range_is_said);
  g_test_add_func ("/report/a comparison that was not run can be drawn", test_nothing_run);
  return g_test_run ();
}
