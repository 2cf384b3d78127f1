/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved comparisons at the command line. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>

typedef struct
{
  char *folder;
  char *out;
  char *err;
  int status; /* exit status */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("export-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->out);
  g_free (fixture->err);
}

/* Arguments in one string, in which every @ stands for the test's folder. */
static void
run (Fixture *fixture, const char *line)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "src", "cli", "interleave-cli",
                                                    NULL);
  g_auto (GStrv) parts = g_strsplit (line, "@", -1);
  g_autofree char *arguments = g_strjoinv (fixture->folder, parts);
  g_autofree char *whole = g_strdup_printf ("%s %s", program, arguments);
  g_autoptr (GError) error = NULL;
  int status;

  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_spawn_command_line_sync (whole, &fixture->out, &fixture->err, &status, &error);
  g_assert_no_error (error);
  fixture->status = WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static char *
read_file (Fixture *fixture, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  return contents;
}

static void
assert_same_file (Fixture *fixture, const char *a, const char *b)
{
  gsize length_a, length_b;
  g_autofree char *contents_a = read_file (fixture, a, &length_a);
  g_autofree char *contents_b = read_file (fixture, b, &length_b);

  g_assert_cmpmem (contents_a, length_a, contents_b, length_b);
}

static void
test_a_saved_run_exports_what_the_run_did (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *fresh = NULL;

  run (fixture, "run gather-sleeps -m threading -m asyncio -s sleep-ms=5 --json --save @/a.fxt "
                "--chrome-trace @/a.json --csv @/a.csv --png @/a.png");
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  fresh = g_steal_pointer (&fixture->out);
  run (fixture, "export @/a.fxt --json --save @/b.fxt --chrome-trace @/b.json --csv @/b.csv "
                "--png @/b.png");
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_cmpstr (fixture->out, ==, fresh);
  assert_same_file (fixture, "a.fxt", "b.fxt");
  assert_same_file (fixture, "a.json", "b.json");
  assert_same_file (fixture, "a.csv", "b.csv");
  assert_same_file (fixture, "a.png", "b.png");
}

static void
test_a_chrome_trace_is_json_of_its_events (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *trace = NULL;
  guint phases[128] = { 0 };
  JsonArray *events;

  run (fixture, "run lost-updates -m threading --quiet --chrome-trace @/a.json");
  g_assert_cmpint (fixture->status, ==, 0);
  trace = read_file (fixture, "a.json", NULL);
  g_assert_true (json_parser_load_from_data (parser, trace, -1, NULL));
  events = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                         "traceEvents");
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      phases[json_object_get_string_member (event, "ph")[0] & 0x7f]++;
    }
  g_assert_cmpuint (phases['B'], >, 20);
  g_assert_cmpuint (phases['E'], ==, phases['B']);
  g_assert_cmpuint (phases['C'], >, 10);
  g_assert_cmpuint (phases['M'], >, 3);
  g_assert_cmpuint (phases['b'], >, 0);
  g_assert_cmpuint (phases['b'], ==, phases['e']);
}

static void
test_names_are_no_formulas_in_a_spreadsheet (Fixture *fixture, gconstpointer unused)
{
  static const char scenario[]
    = "<scenario id=\"names\" topic=\"io\" order=\"1\" models=\"sequential\">\n"
      "  <title>Names</title><summary>S.</summary><question>Q?</question>\n"
      "  <task name=\"=1+1\"><sleep ms=\"1\"/></task>\n"
      "  <task name=\"+a,b\"><sleep ms=\"1\"/></task>\n"
      "  <task name=\"-&quot;c\"><sleep ms=\"1\"/></task>\n"
      "  <task name=\"@d\"><sleep ms=\"1\"/></task>\n"
      "  <task name=\"e=f\"><sleep ms=\"1\"/></task>\n"
      "</scenario>\n";
  static const char *const fields[]
    = { ",'=1+1,", ",\"'+a,b\",", ",\"'-\"\"c\",", ",'@d,", ",e=f," };
  g_autofree char *path = g_build_filename (fixture->folder, "names.xml", NULL);
  g_autofree char *csv = NULL;

  g_assert_true (g_file_set_contents (path, scenario, -1, NULL));
  run (fixture, "run @/names.xml --quiet --csv @/a.csv");
  g_assert_cmpint (fixture->status, ==, 0);
  csv = read_file (fixture, "a.csv", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_nonnull (strstr (csv, fields[i]));
}

static void
test_a_file_cut_off_is_shown_and_said (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.fxt", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  run (fixture, "run gather-sleeps -m sequential -s sleep-ms=5 --quiet --save @/a.fxt");
  bytes = read_file (fixture, "a.fxt", &length);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length - 40, NULL));
  run (fixture, "export @/a.fxt");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->err, "interleave-cli: The end of the file"));
  g_assert_nonnull (strstr (fixture->out, "Sequential"));
}

static void
test_what_was_not_saved_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "no.fxt", NULL);

  run (fixture, "export @/missing.fxt");
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "missing.fxt"));
  g_assert_true (g_file_set_contents (path, "not a trace", -1, NULL));
  run (fixture, "export @/no.fxt");
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_true (g_str_has_prefix (fixture->err, "interleave-cli: "));
  g_assert_nonnull (strstr (fixture->err, "Fuchsia trace format"));
  run (fixture, "run gather-sleeps -m sequential --save @/no/where.fxt");
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_cmpstr (fixture->out, ==, "");
}

static void
test_runs_side_by_side (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *csv = NULL;

  run (fixture, "run fetch-pages -m sequential -m threading -s delay-ms=20 --quiet --save @/a.fxt");
  g_assert_cmpint (fixture->status, ==, 0);
  run (fixture, "run fetch-pages -m threading -s delay-ms=5 --quiet --save @/b.fxt");
  g_assert_cmpint (fixture->status, ==, 0);
  run (fixture, "export --run @/a.fxt:threading --run @/b.fxt:threading --png @/c.png "
                "--csv-results @/c.csv --save @/c.fxt");
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "A: Threading · Delay of an answer 20 ms\n"
                                          "B: Threading · Delay of an answer 5 ms\n"));
  csv = read_file (fixture, "c.csv", NULL);
  g_assert_true (g_str_has_prefix (csv, "run,scenario,settings,model,status,"));
  run (fixture, "export @/c.fxt --save @/d.fxt --png @/d.png");
  g_assert_cmpint (fixture->status, ==, 0);
  assert_same_file (fixture, "c.fxt", "d.fxt");
  assert_same_file (fixture, "c.png", "d.png");
  run (fixture, "export @/a.fxt @/b.fxt");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "C: Threading · Delay of an answer 5 ms"));
}

static void
test_wrong_picks_are_refused (Fixture *fixture, gconstpointer unused)
{
  run (fixture, "run gather-sleeps -m sequential -m threading -s sleep-ms=5 --quiet "
                "--save @/a.fxt");
  run (fixture, "export @/a.fxt @/a.fxt @/a.fxt");
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "--run"));
  run (fixture, "export --run @/a.fxt:asyncio");
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "asyncio"));
  run (fixture, "export --run @/a.fxt");
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "FILE.fxt:MODEL"));
  run (fixture, "export");
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "is missing"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/cli/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a saved run exports what the run did", test_a_saved_run_exports_what_the_run_did);
  ADD ("a chrome trace is JSON of its events", test_a_chrome_trace_is_json_of_its_events);
  ADD ("names are no formulas in a spreadsheet", test_names_are_no_formulas_in_a_spreadsheet);
  ADD ("a file cut off is shown and said", test_a_file_cut_off_is_shown_and_said);
  ADD ("runs of several files stand side by side", test_runs_side_by_side);
  ADD ("what is no run is refused", test_wrong_picks_are_refused);
  ADD ("what was not saved is refused", test_what_was_not_saved_is_refused);
  return g_test_run ();
}
