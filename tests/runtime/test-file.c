/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include <string.h>
#include <unistd.h>

static const RunForm forms[] = {
  { "sequential", ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential },
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "processes", ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

static char *
find_file (RunFixture *fixture, const char *name)
{
  const char *folder = ilv_execution_make_folder (fixture->execution, NULL);

  g_assert_nonnull (folder);
  return g_build_filename (folder, name, NULL);
}

static char *
dup_error (RunFixture *fixture, guint form)
{
  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[0]), ==, ILV_STATE_FAILED);
  return ilv_task_run_dup_result (&fixture->execution->tasks[0]);
}

/* Lines of many tasks do not run into one another. */
static void
test_lines (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<task count=\"8\"><repeat times=\"25\"><file action=\"append\" name=\"log\""
                       " text=\"line {index}\"/></repeat></task>",
                       forms[form].model, NULL);
  g_autofree char *path = find_file (fixture, "log");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint counts[8] = { 0 };

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 8);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 201);
  for (guint i = 0; i < 200; i++)
    {
      g_assert_true (g_str_has_prefix (lines[i], "line "));
      counts[lines[i][5] - '0']++;
    }
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (counts[i], ==, 25);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_FILE_BYTES), ==, 200 * 7);
}

static void
test_round_trip (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<task><file action=\"write\" name=\"a\" bytes=\"70000\"/>"
                       "<file action=\"write\" name=\"a\" text=\"three words here\"/>"
                       "<file action=\"read\" name=\"a\"/><compute kernel=\"words\"/></task>",
                       forms[form].model, NULL);
  g_autofree char *result = NULL;

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  result = ilv_task_run_dup_result (&fixture->execution->tasks[0]);
  g_assert_cmpstr (result, ==, "3");
}

static void
test_full_disk (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<task><file action=\"append\" name=\"full\" text=\"a line\"/></task>",
                       forms[form].model, NULL);
  g_autofree char *path = find_file (fixture, "full");
  g_autofree char *sentence = NULL;

  g_assert_cmpint (symlink ("/dev/full", path), ==, 0);
  sentence = dup_error (fixture, form);
  g_assert_cmpstr (sentence, ==, "The file “full” could not be written: No space left on device.");
}

static void
test_missing (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task><file action=\"read\" name=\"none\"/></task>", forms[form].model, NULL);
  g_autofree char *sentence = dup_error (fixture, form);

  g_assert_cmpstr (sentence, ==, "The file “none” could not be read: No such file or directory.");
}

static void
test_name (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task><file action=\"write\" name=\"../x\" text=\"a\"/></task>", forms[form].model, NULL);
  g_autofree char *sentence = dup_error (fixture, form);

  g_assert_nonnull (strstr (sentence, "“../x” is no name for a file"));
}

static void
test_stop (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  guint files = run_fixture_count_open_files ();
  g_autofree char *folder = NULL;

  for (guint ms = 5; ms <= 65; ms += 30)
    {
      g_autoptr (RunFixture) fixture = run_fixture_new (
        "<task count=\"4\"><repeat times=\"1e9\"><file action=\"write\" name=\"f{index}\""
        " bytes=\"300000\"/></repeat></task>",
        forms[form].model, NULL);

      g_free (folder);
      folder = g_strdup (ilv_execution_make_folder (fixture->execution, NULL));
      run_fixture_run_and_stop (fixture, forms[form].driver, ms);
      g_assert_cmpfloat (fixture->seconds, <, 1.1);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 4);
    }
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("file", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("appended lines stay whole, and all are there", test_lines);
  add ("what was written last is read", test_round_trip);
  add ("a full disk fails the task with a sentence", test_full_disk);
  add ("a missing file fails the task with a sentence", test_missing);
  add ("no file outside the run's folder is touched", test_name);
  add ("a stop ends it and the folder goes", test_stop);
  return g_test_run ();
}
