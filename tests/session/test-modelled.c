/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include "session/modelled.h"
#include "session/results.h"

#include <string.h>

static char *
format (double value)
{
  return g_strdup_printf ("%.1f", value);
}

static IlvRun *
find_run (IlvComparison *comparison, IlvModel model)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_run_get_model (ilv_comparison_get_run (comparison, i)) == model)
      return ilv_comparison_get_run (comparison, i);
  g_assert_not_reached ();
}

static IlvComparison *
compare (const char *start_method)
{
  return fixture_compare ("lost-updates",
                          MODEL (SEQUENTIAL) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO),
                          ILV_ORDER_IN_TURN, 1, "start-method", start_method, NULL);
}

static void
test_only_what_differs (void)
{
  g_autoptr (IlvComparison) comparison = compare ("fork-server");
  IlvRun *run = find_run (comparison, ILV_MODEL_ASYNCIO);
  const IlvModelled *modelled = ilv_modelled_find (run, "worker_memory_bytes", 300);
  g_autofree char *text = ilv_modelled_describe (modelled, format);
  double low, high;

  ilv_modelled_get_range (modelled, &low, &high);
  g_assert_cmpfloat (low, ==, 1.1 * 1024);
  g_assert_cmpfloat (high, ==, 1.5 * 1024);
  g_assert_cmpstr (text, ==, "1126.4 to 1536.0 with Python");
  g_assert_nonnull (ilv_modelled_find (run, "worker_memory_bytes", 5000));
  g_assert_null (ilv_modelled_find (run, "worker_memory_bytes", 1300));
  g_assert_null (ilv_modelled_find (run, "wall_s", 1));
  g_assert_null (ilv_modelled_find (find_run (comparison, ILV_MODEL_SEQUENTIAL), "creation_us", 1));
}

static void
test_start_methods (void)
{
  static const struct { const char *method; double low; } cases[]
    = { { "fork-server", 800 }, { "spawn", 19000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (IlvComparison) comparison = compare (cases[i].method);
      IlvRun *run = find_run (comparison, ILV_MODEL_MULTIPROCESSING);
      double low, high;

      ilv_modelled_get_range (ilv_modelled_find (run, "creation_us", 1), &low, &high);
      g_assert_cmpfloat (low, ==, cases[i].low);
    }
}

static IlvComparison *
compare_updates (const char *tasks, const char *pause, const char *locked)
{
  return fixture_compare ("lost-updates", MODEL (SEQUENTIAL) | MODEL (THREADING),
                          ILV_ORDER_IN_TURN, 1, "tasks", tasks, "sleep-ms", pause, "locked",
                          locked, NULL);
}

static void
test_only_what_was_measured (void)
{
  static const struct { const char *tasks, *pause, *locked; gboolean known; } cases[]
    = { { "100", "0.1", "no", TRUE }, { "99", "0.1", "no", FALSE }, { "100", "1", "no", FALSE },
        { "100", "0.1", "yes", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (IlvComparison) comparison
        = compare_updates (cases[i].tasks, cases[i].pause, cases[i].locked);
      IlvRun *run = find_run (comparison, ILV_MODEL_THREADING);

      g_assert_true ((ilv_modelled_find (run, "counter_last", 36) != NULL) == cases[i].known);
      g_assert_true ((ilv_modelled_find (run, "counter_last", 22) != NULL) == cases[i].known);
      g_assert_null (ilv_modelled_find (run, "counter_last", 23));
      g_assert_null (ilv_modelled_find (run, "counter_last", 35));
      g_assert_null (ilv_modelled_find (find_run (comparison, ILV_MODEL_SEQUENTIAL),
                                        "counter_last", 36));
    }
}

static JsonObject *
find_note (JsonArray *notes, const char *model, const char *measure)
{
  for (guint i = 0; i < json_array_get_length (notes); i++)
    {
      JsonObject *note = json_array_get_object_element (notes, i);

      if (strcmp (json_object_get_string_member (note, "model"), model) == 0
          && strcmp (json_object_get_string_member (note, "measure"), measure) == 0)
        return note;
    }
  return NULL;
}

static void
test_results (void)
{
  g_autoptr (IlvComparison) comparison = compare ("fork-server");
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;
  JsonArray *notes;
  JsonObject *note;

  fixture_run (comparison);
  json = ilv_results_to_json (comparison);
  notes = json_object_get_array_member (json_node_get_object (json), "modelled");
  note = find_note (notes, "asyncio", "creation_us");
  g_assert_nonnull (note);
  g_assert_cmpfloat (json_object_get_double_member (note, "ours"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (note, "ours"), <, 3.6);
  g_assert_cmpfloat (
    json_array_get_double_element (json_object_get_array_member (note, "python"), 0), ==, 3.6);
  g_assert_null (find_note (notes, "sequential", "creation_us"));
  text = ilv_results_to_text (comparison);
  g_assert_nonnull (strstr (text, "\n† modelled"));
  g_assert_nonnull (strstr (text, "Creation of a worker, asyncio: 3.60"));
}

/* The value itself stands in JSON, CSV and table, with Python's beside it where it is another. */
static void
test_updates_left (void)
{
  g_autoptr (IlvComparison) comparison = compare_updates ("100", "0.1", "no");
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *cell = NULL;
  JsonObject *run;
  double left;

  fixture_run (comparison);
  json = ilv_results_to_json (comparison);
  run = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (json), "runs"), 1);
  left = json_object_get_double_member (run, "counter_last");
  g_assert_cmpfloat (
    left, ==, ilv_run_get_counter (find_run (comparison, ILV_MODEL_THREADING), 0)->value);
  g_assert_true ((left < 23 || left > 35)
                 == (find_note (json_object_get_array_member (json_node_get_object (json),
                                                              "modelled"),
                                "threading", "counter_last") != NULL));
  text = ilv_results_to_text (comparison);
  g_assert_nonnull (strstr (text, "Counter in the end"));
  g_assert_true ((left < 23 || left > 35)
                 == (strstr (text, "Counter in the end, Threading: 23 to 35 with") != NULL));
  csv = ilv_results_to_csv (comparison);
  g_assert_nonnull (strstr (csv, ",counter_last,lost_updates,"));
  cell = g_strdup_printf (",%.0f,%u,100,", left,
                          (guint) ilv_run_get_counter (find_run (comparison, ILV_MODEL_THREADING),
                                                       0)->lost);
  g_assert_nonnull (strstr (csv, cell));
}

/* Where there are two nobody could tell which is meant. */
static void
test_one_counter (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("context-manager", MODEL (SEQUENTIAL), ILV_ORDER_IN_TURN, 1, "sleep-ms",
                       "1", NULL);
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;
  JsonArray *runs;

  fixture_run (comparison);
  json = ilv_results_to_json (comparison);
  runs = json_object_get_array_member (json_node_get_object (json), "runs");
  g_assert_true (
    json_object_get_null_member (json_array_get_object_element (runs, 0), "counter_last"));
  text = ilv_results_to_text (comparison);
  g_assert_null (strstr (text, "Counter in the end"));
}

/* Coroutines that suspend one after the other, and nothing between them. */
static void
test_switches (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("fetch-pages", MODEL (SEQUENTIAL) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "tasks", "50", "delay-ms", "5", NULL);
  g_autoptr (JsonNode) json = NULL;
  JsonArray *runs, *notes;
  JsonObject *note;
  double ours;

  fixture_run (comparison);
  json = ilv_results_to_json (comparison);
  runs = json_object_get_array_member (json_node_get_object (json), "runs");
  g_assert_true (
    json_object_get_null_member (json_array_get_object_element (runs, 0), "switch_us"));
  ours = json_object_get_double_member (json_array_get_object_element (runs, 1), "switch_us");
  g_assert_cmpfloat (ours, >, 0);
  notes = json_object_get_array_member (json_node_get_object (json), "modelled");
  note = find_note (notes, "asyncio", "switch_us");
  g_assert_true ((note == NULL) == (ours >= 0.87 && ours <= 1.4));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modelled/only what differs from Python is said to", test_only_what_differs);
  g_test_add_func ("/modelled/processes are compared by how they are started",
                   test_start_methods);
  g_test_add_func ("/modelled/JSON and table name Python's figure", test_results);
  g_test_add_func ("/modelled/what unsafe threads leave is compared where that was measured",
                   test_only_what_was_measured);
  g_test_add_func ("/modelled/what a counter held is in JSON, table and CSV", test_updates_left);
  g_test_add_func ("/modelled/of several counters none is the one", test_one_counter);
  g_test_add_func ("/modelled/a switch of coroutines stands beside Python's", test_switches);
  return g_test_run ();
}
