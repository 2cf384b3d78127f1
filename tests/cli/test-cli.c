/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as a program: what it prints, what it writes and how it exits. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char *program;
static char *folder;

typedef struct
{
  int status; /* exit status; -1: killed */
  char *out;
  char *err;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->out);
  g_free (outcome->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* Arguments in one string, split as a shell does. */
static GSubprocess *
start (const char *line, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  GSubprocess *child;

  g_strv_builder_add (builder, program);
  if (*line)
    {
      g_shell_parse_argv (line, NULL, &arguments, &error);
      g_assert_no_error (error);
      g_strv_builder_addv (builder, (const char **) arguments);
    }
  argv = g_strv_builder_end (builder);
  child = g_subprocess_newv ((const char *const *) argv, flags, &error);
  g_assert_no_error (error);
  return child;
}

static Outcome
finish (GSubprocess *child)
{
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };

  g_subprocess_communicate_utf8 (child, NULL, NULL, &outcome.out, &outcome.err, &error);
  g_assert_no_error (error);
  outcome.status = g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child) : -1;
  return outcome;
}

static Outcome
run (const char *line)
{
  g_autoptr (GSubprocess) child
    = start (line, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  return finish (child);
}

/* The same with a path in the test's folder for %s. */
static Outcome
run_with_file (const char *line, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (line, "%s", 2);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *whole = g_strconcat (parts[0], path, parts[1], NULL);

  return run (whole);
}

static void
assert_contains (const char *text, const char *part)
{
  if (!strstr (text, part))
    g_error ("“%s” does not hold “%s”", text, part);
}

static void
assert_fine (const Outcome *outcome)
{
  if (outcome->status != 0 || *outcome->err)
    g_error ("status %d: %s", outcome->status, outcome->err);
}

/* Every line of standard error is a complaint. */
static void
assert_complaints (const Outcome *outcome, int status, const char *part)
{
  g_auto (GStrv) lines = g_strsplit (outcome->err, "\n", -1);
  guint n = g_strv_length (lines);

  g_assert_cmpint (outcome->status, ==, status);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpstr (lines[n - 1], ==, "");
  for (guint i = 0; i + 1 < n; i++)
    g_assert_true (g_str_has_prefix (lines[i], "interleave-cli: "));
  assert_contains (outcome->err, part);
}

static char *
write_file (const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_usage (void)
{
  static const struct
  {
    const char *line;
    const char *part;
  } wrong[] = {
    { "", "--help" },
    { "rnu", "rnu" },
    { "--nonsense", "--nonsense" },
    { "run", "SCENARIO" },
    { "run fetch-pages gather-sleeps", "gather-sleeps" },
    { "run --nonsense fetch-pages", "--nonsense" },
    { "export", "RUN.fxt" },
    { "export /nowhere/run.fxt", "/nowhere/run.fxt" },
    { "run fetch-page", "fetch-pages" },
    { "run fetch-pages -m threadin", "threading" },
    { "run switch-interval -m asyncio", "event loop" },
    { "run fetch-pages -s taks=5", "tasks" },
    { "run fetch-pages -s tasks", "NAME=VALUE" },
    { "run fetch-pages -s =5", "NAME=VALUE" },
    { "run fetch-pages -s tasks=many", "tasks" },
    { "run fetch-pages -s tasks=0", "tasks" },
    { "run fetch-pages --order sideways", "in-turn" },
    { "run fetch-pages --repeat 0", "--repeat" },
    { "run fetch-pages --repeat x", "x" },
    { "run fetch-pages --timeout -1", "--timeout" },
    { "run fetch-pages --size 5x5", "5x5" },
    { "run fetch-pages --size 1000", "1000" },
    { "run fetch-pages --theme pink", "projector" },
    { "run fetch-pages --lanes cars", "workers, tasks, cores or auto" },
    { "run /nowhere/file.xml", "/nowhere/file.xml" },
    { "show", "SCENARIO" },
    { "show fetch-page", "fetch-pages" },
    { "list fetch-pages", "fetch-pages" },
    { "check", "FILE.xml" },
    { "check /nowhere/file.xml", "/nowhere/file.xml" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (Outcome) outcome = run (wrong[i].line);

      g_test_message ("%s", wrong[i].line);
      assert_complaints (&outcome, 2, wrong[i].part);
      g_assert_cmpstr (outcome.out, ==, "");
    }
}

static void
test_no_text (void)
{
  const char *const lines[] = { "run gather-sleeps -s sleep-ms=\xff", "run gather-sleeps -m \xff" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Outcome) outcome = run (lines[i]);

      assert_complaints (&outcome, 2, "The value of an option is not valid UTF-8");
      g_assert_null (strstr (outcome.err, "conversion"));
    }
}

static void
test_help (void)
{
  static const char *const lines[] = { "--help", "help", "run --help", "list --help", "show --help",
                                       "check --help", "--version" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Outcome) outcome = run (lines[i]);

      assert_fine (&outcome);
      assert_contains (outcome.out, "interleave-cli");
    }
}

static void
test_list (void)
{
  g_auto (Outcome) text = run ("list");
  g_auto (Outcome) json = run ("list --json");
  g_autoptr (JsonNode) root = NULL;
  JsonArray *scenarios;

  assert_fine (&text);
  assert_fine (&json);
  root = json_from_string (json.out, NULL);
  g_assert_nonnull (root);
  scenarios = json_node_get_array (root);
  g_assert_cmpuint (json_array_get_length (scenarios), >=, 11);
  for (guint i = 0; i < json_array_get_length (scenarios); i++)
    {
      JsonObject *scenario = json_array_get_object_element (scenarios, i);

      assert_contains (text.out, json_object_get_string_member (scenario, "id"));
      assert_contains (text.out, json_object_get_string_member (scenario, "title"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (scenario, "models")),
                        >, 0);
    }
}

static void
test_show (void)
{
  g_auto (Outcome) outcome = run ("show one-chef");

  assert_fine (&outcome);
  assert_contains (outcome.out, "one-chef");
  assert_contains (outcome.out, "sleep-ms");
  assert_contains (outcome.out, "0 to 10000");
  assert_contains (outcome.out, "sequential");
  /* Why threads are refused is the file's own sentence. */
  assert_contains (outcome.out, "again one cook");
}

static void
test_show_python (void)
{
  g_auto (Outcome) threads = run ("show prime-count --python threading");
  g_auto (Outcome) loop = run ("show fetch-pages --python asyncio");
  g_auto (Outcome) refused = run ("show one-chef --python threading");
  g_auto (Outcome) unknown = run ("show one-chef --python thread");

  assert_fine (&threads);
  assert_contains (threads.out, "ThreadPoolExecutor");
  assert_fine (&loop);
  assert_contains (loop.out, "async def");
  assert_complaints (&refused, 2, "one cook");
  assert_complaints (&unknown, 2, "thread");
}

static JsonObject *
run_json (const char *line, JsonNode **root)
{
  g_auto (Outcome) outcome = run (line);
  g_autoptr (GError) error = NULL;

  assert_fine (&outcome);
  *root = json_from_string (outcome.out, &error);
  g_assert_no_error (error);
  return json_node_get_object (*root);
}

static void
assert_members (JsonObject *object, const char *names, GType type)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);

  for (guint i = 0; list[i]; i++)
    {
      JsonNode *node = json_object_get_member (object, list[i]);

      if (!node)
        g_error ("“%s” is missing", list[i]);
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != type)
        g_error ("“%s” is a %s", list[i], g_type_name (json_node_get_value_type (node)));
    }
}

static void
assert_run_members (JsonObject *object)
{
  assert_members (object, "model status", G_TYPE_STRING);
  assert_members (object, "wall_s speedup cpu_user_s cpu_system_s cores_used throughput_per_s "
                          "loop_lag_ms_max", G_TYPE_DOUBLE);
  assert_members (object, "peak_rss_bytes voluntary_switches involuntary_switches workers "
                          "ipc_bytes events dropped", G_TYPE_INT64);
  assert_members (json_object_get_object_member (object, "tasks"), "done failed cancelled retried",
                  G_TYPE_INT64);
  assert_members (json_object_get_object_member (object, "latency_ms"), "p50 p95 p99 max",
                  G_TYPE_DOUBLE);
  assert_members (json_object_get_object_member (object, "gil"), "holds handovers drop_requests",
                  G_TYPE_INT64);
  assert_members (json_object_get_object_member (object, "gil"), "wait_share", G_TYPE_DOUBLE);
  assert_members (json_object_get_object_member (
                    json_object_get_object_member (object, "gil"), "hold_ms"),
                  "p50 p95 max", G_TYPE_DOUBLE);
  assert_members (json_object_get_object_member (
                    json_object_get_object_member (object, "gil"), "wait_ms"),
                  "p50 p95 max", G_TYPE_DOUBLE);
  assert_members (json_object_get_object_member (object, "states_s"),
                  "starting ready running running-free waiting-gil waiting-lock waiting-io "
                  "sleeping serialising blocking-loop", G_TYPE_DOUBLE);
  g_assert_nonnull (json_object_get_object_member (object, "counters"));
}

static void
test_json (void)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = run_json (
    "run prime-count -m sequential -m threading -s rounds=2 -s tasks=3 --repeat 2 --json", &root);
  JsonArray *runs = json_object_get_array_member (object, "runs");

  g_assert_cmpstr (json_object_get_string_member (object, "scenario"), ==, "prime-count");
  g_assert_cmpstr (json_object_get_string_member (object, "order"), ==, "in-turn");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "settings"),
                                               "tasks"), ==, 3);
  assert_members (json_object_get_object_member (object, "machine"), "cores memory_bytes",
                  G_TYPE_INT64);
  assert_members (json_object_get_object_member (object, "machine"), "cpu kernel", G_TYPE_STRING);
  g_assert_nonnull (json_object_get_array_member (object, "findings"));
  g_assert_cmpuint (json_array_get_length (runs), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *member = json_array_get_object_element (runs, i);
      JsonArray *results = json_object_get_array_member (member, "results");

      assert_run_members (member);
      g_assert_cmpstr (json_object_get_string_member (member, "status"), ==, "finished");
      g_assert_false (json_object_has_member (member, "error"));
      g_assert_cmpuint (
        json_array_get_length (json_object_get_array_member (member, "wall_s_all")), ==, 2);
      g_assert_cmpuint (json_array_get_length (results), ==, 3);
      g_assert_cmpstr (json_object_get_string_member (
                         json_array_get_object_element (results, 2), "text"), ==, "3245");
      g_assert_cmpint (json_object_get_int_member (member, "dropped"), ==, 0);
      g_assert_cmpint (json_object_get_int_member (member, "events"), >, 0);
    }
}

static void
test_table (void)
{
  g_auto (Outcome) outcome
    = run ("run gather-sleeps -m sequential -m asyncio -s sleep-ms=5 --order together");
  g_auto (Outcome) quiet = run ("run gather-sleeps -m asyncio -s sleep-ms=5 --quiet");

  assert_fine (&outcome);
  assert_contains (outcome.out, "Sequential");
  assert_contains (outcome.out, "asyncio");
  assert_contains (outcome.out, "Wall time");
  assert_contains (outcome.out, "Speed-up");
  g_assert_null (strchr (outcome.out, '\033'));
  assert_fine (&quiet);
  g_assert_cmpstr (quiet.out, ==, "");
}

static guint32
read_big_endian (const char *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

static void
test_pictures (void)
{
  g_autofree char *line = g_strdup_printf (
    "run gather-sleeps -m asyncio -s sleep-ms=5 --size 800x600 --theme dark --png %s/a.png "
    "--svg %s/a.svg --pdf %s/a.pdf", folder, folder, folder);
  g_auto (Outcome) outcome = run (line);
  static const char *const names[] = { "a.png", "a.svg", "a.pdf" };
  static const char *const begins[] = { "\211PNG\r\n\032\n", "<?xml", "%PDF-" };

  assert_fine (&outcome);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 1000);
      g_assert_cmpmem (bytes, strlen (begins[i]), begins[i], strlen (begins[i]));
      if (i == 0)
        {
          g_assert_cmpuint (read_big_endian (bytes + 16), ==, 800);
          g_assert_cmpuint (read_big_endian (bytes + 20), ==, 600);
        }
    }
}

static void
assert_intervals (const char *csv)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  guint n = g_strv_length (lines);

  g_assert_cmpstr (lines[0], ==, "model,lane,task,state,begin_s,end_s,object");
  g_assert_cmpstr (lines[n - 1], ==, "");
  g_assert_cmpuint (n, >, 6);
  for (guint i = 1; i + 1 < n; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (fields), ==, 7);
      g_assert_cmpfloat (g_ascii_strtod (fields[4], NULL), <=, g_ascii_strtod (fields[5], NULL));
    }
}

static void
test_csv (void)
{
  g_autofree char *line = g_strdup_printf (
    "run gather-sleeps -m sequential -m asyncio -s sleep-ms=5 --csv %s/i.csv --csv-results "
    "%s/r.csv", folder, folder);
  g_auto (Outcome) outcome = run (line);
  g_autofree char *intervals_path = g_build_filename (folder, "i.csv", NULL);
  g_autofree char *results_path = g_build_filename (folder, "r.csv", NULL);
  g_autofree char *intervals = NULL;
  g_autofree char *results = NULL;

  assert_fine (&outcome);
  g_assert_true (g_file_get_contents (intervals_path, &intervals, NULL, NULL));
  assert_intervals (intervals);
  assert_contains (intervals, "\r\nsequential,");
  assert_contains (intervals, "\r\nasyncio,");
  assert_contains (intervals, ",sleeping,");
  g_assert_true (g_file_get_contents (results_path, &results, NULL, NULL));
  g_assert_true (g_str_has_prefix (results, "model,status,wall_s,"));
  assert_contains (results, "\r\nsequential,finished,");
  assert_contains (results, "\r\nasyncio,finished,");
}

static void
test_unwritable (void)
{
  static const char *const options[] = { "--png", "--svg", "--pdf", "--csv", "--csv-results" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *missing
        = g_strdup_printf ("run gather-sleeps %s %s/no/where", options[i], folder);
      g_autofree char *taken = g_strdup_printf ("run gather-sleeps %s %s", options[i], folder);
      g_auto (Outcome) no_folder = run (missing);
      g_autofree char *device = g_strdup_printf ("run gather-sleeps %s /dev/null", options[i]);
      g_auto (Outcome) is_folder = run (taken);
      g_auto (Outcome) is_device = run (device);

      /* Nothing on standard output: nothing was run. */
      assert_complaints (&no_folder, 1, "no/where");
      g_assert_cmpstr (no_folder.out, ==, "");
      assert_complaints (&is_folder, 1, folder);
      g_assert_cmpstr (is_folder.out, ==, "");
      assert_complaints (&is_device, 1, "/dev/null");
      g_assert_cmpstr (is_device.out, ==, "");
    }
}

static void
test_full_disk (void)
{
  g_autofree char *line = g_strdup_printf ("%s list >/dev/full", program);
  const char *argv[] = { "sh", "-c", line, NULL };
  g_autoptr (GSubprocess) child
    = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL);
  g_auto (Outcome) outcome = finish (child);

  assert_complaints (&outcome, 1, "Standard output");
}

static void
test_check (void)
{
  g_autofree char *source
    = g_test_build_filename (G_TEST_DIST, "data", "scenarios", "gather-sleeps.xml", NULL);
  g_autofree char *line = g_strdup_printf ("check %s", source);
  g_auto (Outcome) good = run (line);
  g_autofree char *path G_GNUC_UNUSED
    = write_file ("wrong.xml", "<scenario id=\"a\" topic=\"io\">\n"
                               "  <nonsense/>\n"
                               "  <title>A</title>\n"
                               "  <more-nonsense/>\n"
                               "</scenario>\n");
  g_auto (Outcome) wrong = run_with_file ("check %s", "wrong.xml");
  g_auto (Outcome) wrong_run = run_with_file ("run %s", "wrong.xml");

  assert_fine (&good);
  assert_complaints (&wrong, 2, "wrong.xml:2:");
  assert_contains (wrong.err, "wrong.xml:4:");
  g_assert_cmpstr (wrong.out, ==, "");
  assert_complaints (&wrong_run, 2, "wrong.xml:2:");
}

static void
test_own_file (void)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "data", "scenarios", "gather-sleeps.xml", NULL);
  g_autofree char *line
    = g_strdup_printf ("run %s -m asyncio -s sleep-ms=5 --json", path);
  g_autoptr (JsonNode) root = NULL;

  g_assert_cmpstr (json_object_get_string_member (run_json (line, &root), "scenario"), ==,
                   "gather-sleeps");
}

static void
test_timeout (void)
{
  g_auto (Outcome) outcome
    = run ("run gather-sleeps -m sequential -s sleep-ms=4000 --timeout 0.3 --json");
  g_autoptr (JsonNode) root = json_from_string (outcome.out, NULL);
  JsonObject *member;

  assert_complaints (&outcome, 1, "Sequential");
  member = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (root), "runs"), 0);
  g_assert_cmpstr (json_object_get_string_member (member, "status"), ==, "failed");
  assert_contains (json_object_get_string_member (member, "error"), "0.3 s");
}

/* Waits until the program has started a runner, as the kernel tells. */
static void
wait_for_child (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/task/%s/children", pid, pid);

  for (;;)
    {
      g_autofree char *children = NULL;

      g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
      if (*children)
        return;
      g_usleep (2000);
    }
}

static void
test_interrupt (void)
{
  g_autoptr (GSubprocess) child
    = start ("run gather-sleeps -m sequential -m asyncio -s sleep-ms=4000",
             G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  wait_for_child (g_subprocess_get_identifier (child));
  g_subprocess_send_signal (child, SIGINT);
  {
    g_auto (Outcome) outcome = finish (child);

    g_assert_cmpint (outcome.status, ==, 1);
    assert_contains (outcome.out, "stopped");
    g_assert_cmpstr (outcome.err, ==, "");
  }
}

/* Everything the program writes to a terminal. */
static char *
run_on_terminal (const char *line)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_auto (GStrv) arguments = NULL;
  g_autofree char *whole = g_strdup_printf ("%s %s", program, line);
  g_autoptr (GSubprocess) child = NULL;
  GString *text = g_string_new (NULL);
  int terminal, user_end;
  char buffer[1024];
  ssize_t n;

  g_assert_cmpint (openpty (&terminal, &user_end, NULL, NULL, NULL), ==, 0);
  g_subprocess_launcher_take_stderr_fd (launcher, user_end);
  g_shell_parse_argv (whole, NULL, &arguments, NULL);
  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, NULL);
  g_subprocess_launcher_close (launcher);
  while ((n = read (terminal, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (terminal);
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_successful (child));
  return g_string_free (text, FALSE);
}

static void
test_progress (void)
{
  g_autofree char *shown = run_on_terminal ("run gather-sleeps -m sequential -s sleep-ms=80");
  g_autofree char *quiet = run_on_terminal ("run gather-sleeps -m sequential -s sleep-ms=80 -q");

  assert_contains (shown, "Sequential");
  assert_contains (shown, "of 3 tasks");
  g_assert_null (strchr (shown, '\n'));
  /* Wiped in the end. */
  g_assert_true (g_str_has_suffix (shown, "\r\033[K"));
  g_assert_cmpstr (quiet, ==, "");
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  program = g_test_build_filename (G_TEST_BUILT, "src", "cli", "interleave-cli", NULL);
  folder = g_dir_make_tmp ("interleave-test-XXXXXX", NULL);
  g_test_add_func ("/cli/wrong usage is one line and exit status 2", test_usage);
  g_test_add_func ("/cli/an option that is no text is our sentence", test_no_text);
  g_test_add_func ("/cli/help goes to standard output", test_help);
  g_test_add_func ("/cli/list names every scenario", test_list);
  g_test_add_func ("/cli/show gives settings, models and reasons", test_show);
  g_test_add_func ("/cli/show gives the Python of a model", test_show_python);
  g_test_add_func ("/cli/json has every field with its type", test_json);
  g_test_add_func ("/cli/run prints a table and no escapes into a pipe", test_table);
  g_test_add_func ("/cli/pictures have their format and size", test_pictures);
  g_test_add_func ("/cli/csv has its columns and rows", test_csv);
  g_test_add_func ("/cli/what cannot be written is said before the run", test_unwritable);
  g_test_add_func ("/cli/a full disk behind standard output is a failure", test_full_disk);
  g_test_add_func ("/cli/check tells every mistake with its place", test_check);
  g_test_add_func ("/cli/a file of one's own runs", test_own_file);
  g_test_add_func ("/cli/a run over its time is a failure", test_timeout);
  g_test_add_func ("/cli/an interrupt stops the runs and prints what there is", test_interrupt);
  g_test_add_func ("/cli/progress is one line that is wiped", test_progress);
  status = g_test_run ();
  remove_folder ();
  g_free (folder);
  g_free (program);
  return status;
}
