/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of several comparisons side by side in one. */
#include "fixture.h"
#include "same-trace.h"
#include "session/results.h"
#include "session/run-title.h"
#include "session/saved.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static IlvComparison *
run_pages (guint models, const char *delay)
{
  IlvComparison *comparison = fixture_compare ("fetch-pages", models, ILV_ORDER_IN_TURN, 1,
                                               "tasks", "4", "delay-ms", delay, NULL);

  fixture_run (comparison);
  return comparison;
}

static void
assert_title (IlvComparison *comparison, guint index, const char *expected)
{
  g_autofree char *title = ilv_comparison_make_run_title (comparison, index);

  g_assert_cmpstr (title, ==, expected);
}

static void
test_settings (void)
{
  g_autoptr (IlvComparison) slow = run_pages (MODEL (SEQUENTIAL) | MODEL (THREADING), "40");
  g_autoptr (IlvComparison) fast = run_pages (MODEL (THREADING), "10");
  const IlvPick picks[] = { { slow, 1 }, { fast, 0 }, { slow, 0 } };
  g_autoptr (IlvComparison) side_by_side = ilv_comparison_new_of_runs (picks, 3);
  g_autofree char *text = ilv_results_to_text (side_by_side);
  g_autofree char *csv = ilv_results_to_csv (side_by_side);
  IlvRun *second = ilv_comparison_get_run (side_by_side, 1);
  double wall = ilv_run_get_report (ilv_comparison_get_run (slow, 1))->wall_s;

  g_assert_true (ilv_comparison_is_side_by_side (side_by_side));
  g_assert_true (ilv_comparison_has_one_scenario (side_by_side));
  g_assert_false (ilv_comparison_is_running (side_by_side));
  g_assert_true (second == ilv_comparison_get_run (fast, 0));
  assert_title (side_by_side, 0, "Threading · Delay of an answer 40 ms");
  assert_title (side_by_side, 1, "Threading · Delay of an answer 10 ms");
  assert_title (side_by_side, 2, "Sequential · Delay of an answer 40 ms");
  /* Against the first, whatever its model. */
  g_assert_true (ilv_comparison_get_reference (side_by_side) == ilv_comparison_get_run (slow, 1));
  g_assert_cmpfloat_with_epsilon (ilv_comparison_get_speedup (side_by_side, second),
                                  wall / ilv_run_get_report (second)->wall_s, 1e-9);
  g_assert_nonnull (strstr (text, "A: Threading · Delay of an answer 40 ms\n"
                                  "B: Threading · Delay of an answer 10 ms\n"));
  g_assert_true (g_str_has_prefix (csv, "run,scenario,settings,model,status,wall_s,"));
  g_assert_nonnull (strstr (csv, "\n\"Threading · Delay of an answer 10 ms\",\"fetch-pages\",\""));
}

static void
test_titles_of_ordinary_runs (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("fetch-pages", MODEL (SEQUENTIAL) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       NULL);

  assert_title (comparison, 0, "Sequential");
  assert_title (comparison, 1, "asyncio");
  g_assert_false (ilv_comparison_is_side_by_side (comparison));
}

static void
test_scenarios (void)
{
  g_autoptr (IlvComparison) pages = run_pages (MODEL (ASYNCIO), "5");
  g_autoptr (IlvComparison) sleeps
    = fixture_compare ("gather-sleeps", MODEL (ASYNCIO), ILV_ORDER_TOGETHER, 1, "sleep-ms", "5",
                       NULL);
  g_autoptr (IlvComparison) side_by_side = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  fixture_run (sleeps);
  side_by_side = ilv_comparison_new_of_runs ((IlvPick[]){ { pages, 0 }, { sleeps, 0 } }, 2);
  g_assert_false (ilv_comparison_has_one_scenario (side_by_side));
  assert_title (side_by_side, 0, "asyncio · Fetching pages · In turn");
  assert_title (side_by_side, 1, "asyncio · Three sleepers · Together");
  g_assert_true (isnan (ilv_comparison_get_speedup (side_by_side,
                                                    ilv_comparison_get_run (side_by_side, 1))));
  rows = ilv_results_get_rows (side_by_side);
  g_assert_cmpuint (rows->len, >, 5);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (((IlvResultsRow *) rows->pdata[i])->best, ==, -1);
}

/* What is equal in all but the time it ran at is told apart by that. */
static void
test_equal_runs (void)
{
  g_autoptr (IlvComparison) first = run_pages (MODEL (ASYNCIO), "5");
  g_autoptr (IlvComparison) second = run_pages (MODEL (ASYNCIO), "5");
  g_autoptr (IlvComparison) side_by_side
    = ilv_comparison_new_of_runs ((IlvPick[]){ { first, 0 }, { second, 0 } }, 2);
  g_autofree char *title = ilv_comparison_make_run_title (side_by_side, 0);

  g_assert_true (g_str_has_prefix (title, "asyncio · "));
}

/* The runs live on without what they were picked from, and can be picked again. */
static void
test_outlive_their_comparison (void)
{
  IlvComparison *slow = run_pages (MODEL (ASYNCIO), "20");
  IlvComparison *fast = run_pages (MODEL (ASYNCIO), "5");
  IlvComparison *both = ilv_comparison_new_of_runs ((IlvPick[]){ { slow, 0 }, { fast, 0 } }, 2);
  g_autoptr (IlvComparison) again = NULL;

  g_object_unref (slow);
  g_object_unref (fast);
  again = ilv_comparison_new_of_runs ((IlvPick[]){ { both, 1 }, { both, 0 } }, 2);
  g_object_unref (both);
  assert_title (again, 0, "asyncio · Delay of an answer 5 ms");
  g_assert_cmpint (ilv_run_get_state (ilv_comparison_get_run (again, 1)), ==, ILV_RUN_FINISHED);
}

static IlvComparison *
save_and_load (IlvComparison *comparison, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("side-by-side-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "runs.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  IlvComparison *loaded;

  g_assert_true (ilv_comparison_save (comparison, file, NULL, NULL));
  loaded = ilv_comparison_load (file, NULL, error);
  g_unlink (path);
  g_rmdir (folder);
  return loaded;
}

static void
assert_same_json (IlvComparison *a, IlvComparison *b)
{
  g_autoptr (JsonNode) node_a = ilv_results_to_json (a);
  g_autoptr (JsonNode) node_b = ilv_results_to_json (b);
  g_autofree char *text_a = json_to_string (node_a, TRUE);
  g_autofree char *text_b = json_to_string (node_b, TRUE);

  g_assert_cmpstr (text_a, ==, text_b);
}

static void
test_saved (void)
{
  g_autoptr (IlvComparison) slow = run_pages (MODEL (SEQUENTIAL) | MODEL (THREADING), "20");
  g_autoptr (IlvComparison) sleeps
    = fixture_compare ("gather-sleeps", MODEL (ASYNCIO), ILV_ORDER_TOGETHER, 2, "sleep-ms", "5",
                       NULL);
  g_autoptr (IlvComparison) side_by_side = NULL;
  g_autoptr (IlvComparison) loaded = NULL;
  g_autofree char *text = NULL;
  g_autofree char *loaded_text = NULL;
  g_autoptr (GError) error = NULL;

  fixture_run (sleeps);
  side_by_side = ilv_comparison_new_of_runs (
    (IlvPick[]){ { sleeps, 0 }, { slow, 1 }, { slow, 0 } }, 3);
  loaded = save_and_load (side_by_side, &error);
  g_assert_no_error (error);
  g_assert_true (ilv_comparison_is_side_by_side (loaded));
  g_assert_cmpuint (ilv_comparison_get_n_runs (loaded), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      IlvRun *run = ilv_comparison_get_run (side_by_side, i);
      IlvRun *same = ilv_comparison_get_run (loaded, i);
      IlvOrigin origin, loaded_origin;

      ilv_comparison_get_origin (side_by_side, run, &origin);
      ilv_comparison_get_origin (loaded, same, &loaded_origin);
      g_assert_cmpint (loaded_origin.order, ==, origin.order);
      g_assert_cmpuint (loaded_origin.repeats, ==, origin.repeats);
      g_assert_true (g_date_time_equal (loaded_origin.date, origin.date));
      assert_same_trace (ilv_run_get_trace (run), ilv_run_get_trace (same));
    }
  text = ilv_results_to_text (side_by_side);
  loaded_text = ilv_results_to_text (loaded);
  g_assert_cmpstr (loaded_text, ==, text);
  assert_same_json (side_by_side, loaded);
}

static void
test_damaged (void)
{
  g_autoptr (IlvComparison) slow = run_pages (MODEL (ASYNCIO), "10");
  g_autoptr (IlvComparison) fast = run_pages (MODEL (ASYNCIO), "5");
  g_autoptr (IlvComparison) both
    = ilv_comparison_new_of_runs ((IlvPick[]){ { slow, 0 }, { fast, 0 } }, 2);
  g_autofree char *folder = g_dir_make_tmp ("side-by-side-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "runs.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const char *const damages[] = { "\"sources\"", "\"runs\"", "\"model\"", "\"settings\"",
                                  "interleave-scenario-1", "\"machine\"" };
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (ilv_comparison_save (both, file, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *damaged = g_memdup2 (bytes, length);
      char *at = memmem (damaged, length, damages[i], strlen (damages[i]));
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (at);
      at[3] = 'X';
      g_assert_true (g_file_set_contents (path, damaged, (gssize) length, NULL));
      g_assert_null (ilv_comparison_load (file, NULL, &error));
      g_assert_nonnull (error);
    }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/side-by-side/titles-say-which-settings-differ", test_settings);
  g_test_add_func ("/side-by-side/ordinary-runs-are-called-by-their-models",
                   test_titles_of_ordinary_runs);
  g_test_add_func ("/side-by-side/different-scenarios-have-no-best", test_scenarios);
  g_test_add_func ("/side-by-side/equal-runs-are-told-apart", test_equal_runs);
  g_test_add_func ("/side-by-side/runs-outlive-what-they-were-picked-from",
                   test_outlive_their_comparison);
  g_test_add_func ("/side-by-side/they-come-back-from-a-file", test_saved);
  g_test_add_func ("/side-by-side/a-damaged-file-is-refused", test_damaged);
  return g_test_run ();
}
