/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SCENARIO_FD 3
#define REPORT_FD 4

typedef struct
{
  GSubprocess *process;
  int report; /* the end to read */
} Runner;

static int
make_memory (const char *text)
{
  int fd = memfd_create ("scenario", MFD_CLOEXEC);
  gsize length = strlen (text);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, length), ==, (gssize) length);
  return fd;
}

/* `scenario` NULL: no descriptor for it. */
static void
runner_start (Runner *runner, const char *scenario, const char *const *words)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "src", "runtime",
                                                 "interleave-runner", NULL);
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, &error));
  g_strv_builder_add (arguments, path);
  g_strv_builder_addv (arguments, (const char **) words);
  argv = g_strv_builder_end (arguments);
  if (scenario)
    g_subprocess_launcher_take_fd (launcher, make_memory (scenario), SCENARIO_FD);
  g_subprocess_launcher_take_fd (launcher, ends[1], REPORT_FD);
  runner->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);
  runner->report = ends[0];
}

static void
runner_run (Runner *runner, const char *body, const char *model, const char *set)
{
  g_autofree char *scenario = fixture_make_scenario (body);
  const char *words[] = { "run", "--scenario-fd=3", "--report-fd=4", "--model", model,
                          set ? "--set" : NULL, set, NULL };

  runner_start (runner, scenario, words);
}

/* Everything it wrote, until it closed its end. */
static char *
read_report (const Runner *runner)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  ssize_t n;

  while ((n = read (runner->report, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The report's object, after the runner's end with `status`. */
static JsonObject *
runner_end (Runner *runner, int status)
{
  g_autofree char *line = read_report (runner);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_wait (runner->process, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (runner->process));
  g_assert_cmpint (g_subprocess_get_exit_status (runner->process), ==, status);
  g_clear_object (&runner->process);
  close (runner->report);
  if (*line == '\0')
    return NULL;
  g_test_message ("%.200s", line);
  g_assert_true (strchr (line, '\n') == line + strlen (line) - 1);
  node = json_from_string (line, &error);
  g_assert_no_error (error);
  return json_node_dup_object (node);
}

static void
test_report (void)
{
  static const char *const models[] = { "sequential", "threading", "asyncio" };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (JsonObject) report = NULL;
      JsonObject *tasks, *counter, *result;
      JsonArray *results;
      Runner runner;

      runner_run (&runner,
                  "<counter name='total'/>"
                  "<setting name='size' title='S' default='10' min='1' max='100000'/>"
                  "<task name='P' count='2'><compute kernel='primes' size='size'/></task>"
                  "<task name='R'><raise message='as “wished”'/></task>"
                  "<task name='C'><load counter='total'/><store counter='total' add='2.5'/></task>",
                  models[i], "size=10000");
      report = runner_end (&runner, 0);
      g_assert_cmpstr (json_object_get_string_member (report, "status"), ==, "finished");
      g_assert_false (json_object_has_member (report, "error"));
      tasks = json_object_get_object_member (report, "tasks");
      g_assert_cmpint (json_object_get_int_member (tasks, "done"), ==, 3);
      g_assert_cmpint (json_object_get_int_member (tasks, "failed"), ==, 1);
      g_assert_cmpint (json_object_get_int_member (tasks, "cancelled"), ==, 0);
      results = json_object_get_array_member (report, "results");
      g_assert_cmpuint (json_array_get_length (results), ==, 4);
      result = json_array_get_object_element (results, 1);
      g_assert_cmpint (json_object_get_int_member (result, "task"), ==, 2);
      g_assert_cmpstr (json_object_get_string_member (result, "state"), ==, "done");
      g_assert_cmpstr (json_object_get_string_member (result, "text"), ==, "1229");
      result = json_array_get_object_element (results, 2);
      g_assert_cmpstr (json_object_get_string_member (result, "state"), ==, "failed");
      g_assert_cmpstr (json_object_get_string_member (result, "text"), ==, "as “wished”");
      counter = json_object_get_object_member (json_object_get_object_member (report, "counters"),
                                               "total");
      g_assert_cmpfloat (json_object_get_double_member (counter, "value"), ==, 2.5);
      g_assert_cmpint (json_object_get_int_member (counter, "lost"), ==, 0);
      g_assert_cmpfloat (json_object_get_double_member (report, "wall_s"), >, 0);
      g_assert_cmpint (json_object_get_int_member (report, "peak_rss_bytes"), >, 1 << 20);
    }
}

static void
test_usage (void)
{
  g_autoptr (JsonObject) report = NULL;
  double used, wall;
  Runner runner;

  runner_run (&runner,
              "<setting name='workers' title='W' default='3' min='1' max='9'/>"
              "<task name='P' count='3'><compute kernel='primes' size='50000' repeat='20'/></task>",
              "threading", NULL);
  report = runner_end (&runner, 0);
  used = json_object_get_double_member (report, "cpu_user_s")
         + json_object_get_double_member (report, "cpu_system_s");
  wall = json_object_get_double_member (report, "wall_s");
  /* One lock, so no more than about one processor; starting up is in the one and not the other. */
  g_assert_cmpfloat (used, >, 0);
  g_assert_cmpfloat (used, <, wall * 1.5 + 0.1);
  g_assert_cmpint (json_object_get_int_member (report, "workers"), ==, 3);
  /* Threads that wait for the lock give up the processor. */
  g_assert_cmpint (json_object_get_int_member (report, "voluntary_switches"), >, 2);
}

static void
test_results_are_capped (void)
{
  g_autoptr (JsonObject) report = NULL;
  Runner runner;

  runner_run (&runner, "<task name='T' count='1500'><sleep ms='0'/></task>", "asyncio", NULL);
  report = runner_end (&runner, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (report, "results")), ==,
                    1000);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (report, "tasks"), "done"), ==,
      1500);
}

static void
test_mistakes (void)
{
  static const struct { const char *body, *model, *set; } cases[] = {
    { "<task name='T'><dance/></task>", "sequential", NULL },
    { "<task name='T'><sleep ms='1'/></task>", "quantum", NULL },
    { "<task name='T'><sleep ms='1'/></task>", "sequential", "colour=red" },
    { "<task name='T'><sleep ms='1'/></task>", "sequential", "colour" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) report = NULL;
      const char *sentence;
      Runner runner;

      runner_run (&runner, cases[i].body, cases[i].model, cases[i].set);
      report = runner_end (&runner, 0);
      g_assert_cmpstr (json_object_get_string_member (report, "status"), ==, "failed");
      sentence = json_object_get_string_member (report, "error");
      g_assert_true (g_str_has_suffix (sentence, "."));
    }
}

static void
test_usage_errors (void)
{
  static const char *const words[][4] = {
    { NULL },
    { "dance", NULL },
    { "run", "--report-fd=4", NULL },
    { "run", "--no-such-option", NULL },
    { "serve", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      Runner runner;

      runner_start (&runner, NULL, words[i]);
      g_assert_null (runner_end (&runner, 2));
    }
}

/* Until the run is under way: a runner has a second thread from then on. */
static void
wait_until_it_runs (const Runner *runner)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/task",
                                           g_subprocess_get_identifier (runner->process));
  guint threads = 0;

  while (threads < 2)
    {
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

      g_assert_nonnull (folder);
      for (threads = 0; g_dir_read_name (folder); threads++)
        continue;
      g_usleep (1000);
    }
}

static void
test_stop (void)
{
  static const char *const models[] = { "sequential", "threading", "asyncio" };
  static const char *const steps[]
      = { "<sleep ms='3000000'/>",
          "<compute kernel='primes' size='1000000' repeat='1000000'/>",
          "<compute kernel='factorial' size='1000000' gil='held' repeat='1000000'/>" };

  for (guint i = 0; i < G_N_ELEMENTS (models) * G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *body = g_strconcat (
          "<setting name='workers' title='W' default='3' min='1' max='9'/>"
          "<task name='T' count='4'>",
          steps[i % G_N_ELEMENTS (steps)], "</task>", NULL);
      g_autoptr (JsonObject) report = NULL;
      Runner runner;

      runner_run (&runner, body, models[i / G_N_ELEMENTS (steps)], NULL);
      wait_until_it_runs (&runner);
      g_subprocess_send_signal (runner.process, SIGTERM);
      report = runner_end (&runner, 0);
      g_assert_cmpstr (json_object_get_string_member (report, "status"), ==, "stopped");
      g_assert_cmpint (
          json_object_get_int_member (json_object_get_object_member (report, "tasks"), "cancelled"),
          ==, 4);
    }
}

static void
test_serve (void)
{
  const char *words[] = { "serve", "--report-fd=4", NULL };
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  char line[64] = { 0 };
  gint64 port;
  Runner runner;

  runner_start (&runner, NULL, words);
  g_assert_cmpint (read (runner.report, line, sizeof line - 1), >, 0);
  node = json_from_string (line, &error);
  g_assert_no_error (error);
  port = json_object_get_int_member (json_node_get_object (node), "port");
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_send_signal (runner.process, SIGTERM);
  g_assert_null (runner_end (&runner, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runner/its report says what became of every task", test_report);
  g_test_add_func ("/runner/what was used is the operating system's word", test_usage);
  g_test_add_func ("/runner/more results than anybody reads are left out", test_results_are_capped);
  g_test_add_func ("/runner/a mistake in the scenario is reported as a sentence", test_mistakes);
  g_test_add_func ("/runner/wrong arguments end with status 2", test_usage_errors);
  g_test_add_func ("/runner/SIGTERM ends a run with its tasks cancelled", test_stop);
  g_test_add_func ("/runner/it serves pages until it is told to end", test_serve);
  return g_test_run ();
}
