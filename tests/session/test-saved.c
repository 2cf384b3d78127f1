/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons of the real runner, saved and opened again. */
#include "fixture.h"
#include "same-trace.h"
#include "session/results.h"
#include "session/saved.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <signal.h>

typedef struct
{
  char *folder;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("saved-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "run.fxt", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_file_delete (fixture->file, NULL, NULL);
  g_object_unref (fixture->file);
  /* Nothing else may have been left in it. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static IlvComparison *
save_and_load (Fixture *fixture, IlvComparison *comparison)
{
  g_autoptr (GError) error = NULL;
  IlvComparison *loaded;

  ilv_comparison_save (comparison, fixture->file, NULL, &error);
  g_assert_no_error (error);
  loaded = ilv_comparison_load (fixture->file, NULL, &error);
  g_assert_no_error (error);
  return loaded;
}

static char *
to_json (IlvComparison *comparison)
{
  g_autoptr (JsonNode) node = ilv_results_to_json (comparison);

  return json_to_string (node, TRUE);
}

static void
assert_same_run (IlvRun *a, IlvRun *b)
{
  g_assert_cmpint (ilv_run_get_model (a), ==, ilv_run_get_model (b));
  g_assert_cmpint (ilv_run_get_state (a), ==, ilv_run_get_state (b));
  g_assert_cmpstr (ilv_run_get_error (a), ==, ilv_run_get_error (b));
  g_assert_cmpuint (ilv_run_get_n_walls (a), ==, ilv_run_get_n_walls (b));
  for (guint i = 0; i < ilv_run_get_n_walls (a); i++)
    g_assert_cmpfloat (ilv_run_get_wall (a, i), ==, ilv_run_get_wall (b, i));
  g_assert_cmpfloat (ilv_run_get_elapsed (a), ==, ilv_run_get_elapsed (b));
  g_assert_cmpmem (ilv_run_get_report (a), sizeof (IlvReport), ilv_run_get_report (b),
                   sizeof (IlvReport));
  assert_same_trace (ilv_run_get_trace (a), ilv_run_get_trace (b));
}

static void
assert_same_comparison (IlvComparison *a, IlvComparison *b)
{
  g_autofree char *text_a = ilv_results_to_text (a);
  g_autofree char *text_b = ilv_results_to_text (b);
  g_autofree char *csv_a = ilv_results_to_csv (a);
  g_autofree char *csv_b = ilv_results_to_csv (b);
  g_autofree char *json_a = to_json (a);
  g_autofree char *json_b = to_json (b);

  g_assert_cmpuint (ilv_comparison_get_n_runs (a), ==, ilv_comparison_get_n_runs (b));
  for (guint i = 0; i < ilv_comparison_get_n_runs (a); i++)
    assert_same_run (ilv_comparison_get_run (a, i), ilv_comparison_get_run (b, i));
  g_assert_cmpstr (text_a, ==, text_b);
  g_assert_cmpstr (csv_a, ==, csv_b);
  g_assert_cmpstr (json_a, ==, json_b);
  g_assert_cmpint (ilv_comparison_get_order (a), ==, ilv_comparison_get_order (b));
  g_assert_cmpuint (ilv_comparison_get_repeats (a), ==, ilv_comparison_get_repeats (b));
  g_assert_true (g_date_time_equal (ilv_comparison_get_date (a), ilv_comparison_get_date (b)));
  g_assert_cmpstr (ilv_scenario_get_xml (ilv_comparison_get_scenario (a)), ==,
                   ilv_scenario_get_xml (ilv_comparison_get_scenario (b)));
}

static void
test_a_comparison_comes_back_as_it_was (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("lost-updates",
                       MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (MULTIPROCESSING),
                       ILV_ORDER_TOGETHER, 1, NULL);
  g_autoptr (IlvComparison) loaded = NULL;

  fixture_run (comparison);
  loaded = save_and_load (fixture, comparison);
  g_assert_false (ilv_comparison_is_incomplete (loaded));
  g_assert_false (ilv_comparison_is_running (loaded));
  g_assert_false (ilv_comparison_poll (loaded));
  g_assert_cmpuint (ilv_trace_get_n_locks (
                      ilv_run_get_trace (ilv_comparison_get_run (loaded, 1))), >, 0);
  assert_same_comparison (comparison, loaded);
}

static void
test_coroutines_and_repeats_come_back (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 3,
                       "sleep-ms", "10", NULL);
  g_autoptr (IlvComparison) loaded = NULL;
  g_autoptr (IlvComparison) again = NULL;

  fixture_run (comparison);
  loaded = save_and_load (fixture, comparison);
  g_assert_cmpuint (ilv_run_get_n_walls (ilv_comparison_get_run (loaded, 0)), ==, 3);
  assert_same_comparison (comparison, loaded);
  again = save_and_load (fixture, loaded);
  assert_same_comparison (comparison, again);
}

static gboolean
is_under_way (gpointer run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);

  ilv_run_poll (run, NULL);
  return ilv_run_get_pid (run) != 0 && ilv_trace_get_n_tasks (trace) > 0;
}

static void
test_runs_that_failed_or_never_began_come_back (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (ASYNCIO),
                       ILV_ORDER_IN_TURN, 1, "sleep-ms", "4000", NULL);
  IlvRun *killed = ilv_comparison_get_run (comparison, 0);
  g_autoptr (IlvComparison) loaded = NULL;

  g_assert_true (ilv_comparison_start (comparison, NULL));
  fixture_wait_for (is_under_way, killed);
  kill (ilv_run_get_pid (killed), SIGKILL);
  fixture_wait_for (is_under_way, ilv_comparison_get_run (comparison, 1));
  g_assert_false (ilv_comparison_save (comparison, fixture->file, NULL, NULL));
  ilv_comparison_stop (comparison);
  fixture_wait (comparison);
  g_assert_cmpint (ilv_run_get_state (killed), ==, ILV_RUN_FAILED);
  loaded = save_and_load (fixture, comparison);
  assert_same_comparison (comparison, loaded);
}

static void
assert_refused (GFile *file, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_parse_name (file);

  g_assert_null (ilv_comparison_load (file, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_other_files_are_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);

  assert_refused (fixture->file, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_refused (folder, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_assert_true (g_file_set_contents (path, "\x10\0\4\4xT\x16\0\x21\0\0\0\0\0\0\0", 16, NULL));
  assert_refused (fixture->file, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE);
  g_assert_true (g_file_set_contents (path, "<scenario/>", -1, NULL));
  assert_refused (fixture->file, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE);
}

static void
test_a_file_cut_off_is_opened_as_far_as_it_goes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", MODEL (SEQUENTIAL) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "sleep-ms", "5", NULL);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *bytes = NULL;
  guint n_opened = 0;
  gsize length;

  fixture_run (comparison);
  g_assert_true (ilv_comparison_save (comparison, fixture->file, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint part = 0; part < 20; part++)
    {
      g_autoptr (IlvComparison) loaded = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, bytes, (gssize) (length * part / 20), NULL));
      loaded = ilv_comparison_load (fixture->file, NULL, &error);
      g_assert_true ((loaded == NULL) == (error != NULL));
      if (loaded == NULL)
        continue;
      n_opened++;
      g_assert_true (ilv_comparison_is_incomplete (loaded));
      g_assert_cmpuint (ilv_comparison_get_n_runs (loaded), ==, 2);
    }
  g_assert_cmpuint (n_opened, >, 10);
}

static void
test_what_it_says_of_itself_may_be_anything (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", MODEL (SEQUENTIAL), ILV_ORDER_IN_TURN, 1, "sleep-ms", "5",
                       NULL);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autofree char *bytes = NULL;
  gsize length, about;

  fixture_run (comparison);
  g_assert_true (ilv_comparison_save (comparison, fixture->file, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  about = (gsize) ((char *) memmem (bytes, length, "{\"version\"", 10) - bytes);
  for (guint round = 0; round < 400; round++)
    {
      g_autofree char *changed = g_memdup2 (bytes, length);
      g_autoptr (IlvComparison) loaded = NULL;
      g_autoptr (GError) error = NULL;

      for (int i = g_rand_int_range (rand, 1, 4); i > 0; i--)
        changed[about + (gsize) g_rand_int_range (rand, 0, 1800)]
          = "{}[]\":,0-9ax"[g_rand_int_range (rand, 0, 12)];
      g_assert_true (g_file_set_contents (path, changed, (gssize) length, NULL));
      loaded = ilv_comparison_load (fixture->file, NULL, &error);
      g_assert_true ((loaded == NULL) == (error != NULL));
      if (loaded != NULL)
        g_free (to_json (loaded));
    }
}

static void
test_a_file_that_cannot_be_written_stays_whole (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", MODEL (SEQUENTIAL), ILV_ORDER_IN_TURN, 1, "sleep-ms", "5",
                       NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  fixture_run (comparison);
  g_assert_true (g_file_set_contents (path, "what was there", -1, NULL));
  g_cancellable_cancel (cancelled);
  g_assert_false (ilv_comparison_save (comparison, fixture->file, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "what was there");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/saved/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-comparison-comes-back-as-it-was", test_a_comparison_comes_back_as_it_was);
  ADD ("coroutines-and-repeats-come-back", test_coroutines_and_repeats_come_back);
  ADD ("runs-that-failed-or-never-began-come-back",
       test_runs_that_failed_or_never_began_come_back);
  ADD ("other-files-are-refused", test_other_files_are_refused);
  ADD ("a-file-cut-off-is-opened-as-far-as-it-goes",
       test_a_file_cut_off_is_opened_as_far_as_it_goes);
  ADD ("what-it-says-of-itself-may-be-anything", test_what_it_says_of_itself_may_be_anything);
  ADD ("a-file-that-cannot-be-written-stays-whole",
       test_a_file_that_cannot_be_written_stays_whole);
  return g_test_run ();
}
