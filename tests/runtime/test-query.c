/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "runtime/database.h"

#include <string.h>

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"5\" min=\"1\" max=\"10\"/>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "processes", ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

static RunFixture *
run (gconstpointer form, const char *tasks)
{
  g_autofree char *body = g_strconcat (WORKERS, tasks, NULL);
  RunFixture *fixture = run_fixture_new (body, forms[GPOINTER_TO_UINT (form)].model, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (ilv_database_prepare (fixture->execution, &error));
  g_assert_no_error (error);
  g_assert_true (run_fixture_run (fixture, forms[GPOINTER_TO_UINT (form)].driver));
  return fixture;
}

static void
test_select (gconstpointer form)
{
  g_autoptr (RunFixture) fixture
    = run (form, "<task count=\"10\"><query rows=\"index * 10\"/></task>");

  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat (fixture->execution->tasks[i].value, ==, (i * 10) * (i * 10 + 1) / 2);
}

static void
test_insert (gconstpointer form)
{
  g_autoptr (RunFixture) fixture
    = run (form, "<task count=\"20\"><query kind=\"insert\" rows=\"7\"/></task>");
  g_autoptr (IlvDatabase) database = ilv_database_open (fixture->execution, NULL);
  gint64 rows = 0;

  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 20);
  g_assert_true (ilv_database_count (database, &rows, NULL));
  g_assert_cmpint (rows, ==, 140);
}

static void
test_folder (gconstpointer form)
{
  RunFixture *fixture = run (form, "<task count=\"3\"><query kind=\"insert\"/></task>");
  g_autofree char *folder = g_strdup (fixture->execution->folder);

  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  run_fixture_free (fixture);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_stop (gconstpointer form)
{
  guint index = GPOINTER_TO_UINT (form);
  guint files = run_fixture_count_open_files ();
  RunFixture *fixture = run_fixture_new (
    WORKERS "<task count=\"9\"><query delay-ms=\"20000\"/></task>", forms[index].model, NULL);

  g_assert_true (ilv_database_prepare (fixture->execution, NULL));
  run_fixture_run_and_stop (fixture, forms[index].driver, 100);
  g_assert_cmpfloat (fixture->seconds, <, 1.1);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 9);
  run_fixture_free (fixture);
  g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
}

static void
test_unwritable (gconstpointer form)
{
  guint index = GPOINTER_TO_UINT (form);
  g_autoptr (RunFixture) fixture = run_fixture_new (
    WORKERS "<task count=\"2\"><query rows=\"1\"/></task>", forms[index].model, NULL);
  g_autoptr (GError) error = NULL;

  ilv_execution_set_folder (fixture->execution, "/nonexistent/folder");
  g_assert_false (ilv_database_prepare (fixture->execution, &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent/folder"));
  g_assert_true (run_fixture_run (fixture, forms[index].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 2);
  g_assert_nonnull (strstr (fixture->execution->tasks[0].error, "/nonexistent/folder"));
}

static void
test_side_by_side (void)
{
  g_autoptr (RunFixture) threads
    = run (GUINT_TO_POINTER (0), "<task count=\"5\"><query delay-ms=\"100\"/></task>");
  g_autoptr (RunFixture) loop
    = run (GUINT_TO_POINTER (2), "<task count=\"5\"><query delay-ms=\"100\"/></task>");

  g_assert_cmpint (run_fixture_get_maximum (threads, ILV_COUNTER_IN_FLIGHT), ==, 5);
  g_assert_cmpint (run_fixture_get_maximum (loop, ILV_COUNTER_IN_FLIGHT), ==, 1);
  g_assert_cmpuint (run_fixture_count (threads, ILV_RECORD_STATE, -1, ILV_STATE_WAITING_IO), ==,
                    5);
  g_assert_cmpuint (run_fixture_count (loop, ILV_RECORD_STATE, -1, ILV_STATE_BLOCKING_LOOP), ==,
                    5);
  g_assert_cmpfloat (loop->seconds, >=, 0.5);
  g_assert_cmpfloat (threads->seconds, <, 0.4);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("query", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("reading adds up the rows that were asked for", test_select);
  add ("every row that was written is there", test_insert);
  add ("the file goes with the run", test_folder);
  add ("a stop ends queries that take long", test_stop);
  add ("a folder that cannot be made is named", test_unwritable);
  g_test_add_func ("/query/threads wait side by side, a loop for one after the other",
                   test_side_by_side);
  return g_test_run ();
}
