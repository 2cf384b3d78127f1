/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-text.h"
#include "workload/workload.h"

#include <string.h>

#define TASK "<task><sleep ms=\"1\"/></task>"
#define SETTINGS                                                                                  \
  "<setting name=\"tasks\" title=\"Tasks\" default=\"3\" min=\"1\" max=\"2000000\"/>"             \
  "<setting name=\"workers\" title=\"Workers\" default=\"7\" min=\"0\" max=\"9000\"/>"            \
  "<setting name=\"limit\" title=\"Limit\" default=\"5\" min=\"0\" max=\"10\"/>"                  \
  "<setting name=\"sleep-ms\" title=\"Sleep\" type=\"number\" default=\"0.5\" min=\"-1\" "        \
  "max=\"10\"/>"                                                                                  \
  "<setting name=\"locked\" title=\"Locked\" type=\"boolean\" default=\"no\"/>"                   \
  "<setting name=\"mode\" title=\"Mode\" type=\"choice\" choices=\"slow fast\" "                  \
  "default=\"slow\"/>"

static IlvWorkload *
workload_with (IlvScenario *scenario, IlvModel model, const char *name, const char *value,
               GError **error)
{
  g_autoptr (GHashTable) settings = ilv_settings_new ();

  if (name != NULL)
    g_hash_table_insert (settings, g_strdup (name), g_strdup (value));
  return ilv_workload_new (scenario, model, settings, error);
}

static void
tasks_are_made_as_the_file_says (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "all", SETTINGS "<task name=\"A{index}\" label=\"{10000 * (index + 1)}\" count=\"tasks\">"
                    "<sleep ms=\"sleep-ms * (index + 1)\"/></task>"
                    "<task name=\"last {mode}\"><fetch path=\"/{tasks}\"/></task>");
  g_autoptr (IlvWorkload) workload
    = workload_with (scenario, ILV_MODEL_THREADING, "tasks", "4", NULL);
  const IlvTaskSpec *third = ilv_workload_get_task (workload, 2);
  const IlvTaskSpec *last = ilv_workload_get_task (workload, 4);
  g_autofree char *path = ilv_step_get_text (last->group->steps[0], ILV_FETCH_PATH, &last->scope);

  g_assert_cmpuint (ilv_workload_get_n_tasks (workload), ==, 5);
  g_assert_cmpstr (third->name, ==, "A2");
  g_assert_cmpstr (third->label, ==, "30\u00a0000");
  g_assert_cmpfloat (ilv_step_get_number (third->group->steps[0], ILV_SLEEP_MS, &third->scope),
                     ==, 1.5);
  g_assert_cmpstr (last->name, ==, "last slow");
  g_assert_cmpstr (path, ==, "/4");
}

static void
values_of_settings_are_kept_in_one_form (void)
{
  static const struct
  {
    const char *name;
    const char *given;
    const char *kept;
  } cases[] = {
    { "tasks", " 12 ", "12" },   { "tasks", "1e2", "100" },   { "sleep-ms", "1.50", "1.5" },
    { "locked", "TRUE", "yes" }, { "locked", "0", "no" },     { "mode", "fast", "fast" },
    { "sleep-ms", ".25", "0.25" },
  };
  g_autoptr (IlvScenario) scenario = scenario_with ("all", SETTINGS TASK);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IlvWorkload) workload = workload_with (scenario, ILV_MODEL_ASYNCIO,
                                                        cases[i].name, cases[i].given, &error);
      int index = ilv_scenario_find_setting (scenario, cases[i].name);

      g_assert_no_error (error);
      g_assert_cmpstr (ilv_workload_get_setting (workload, (guint) index), ==, cases[i].kept);
    }
}

static void
permits_and_capacities_must_make_sense (void)
{
  static const struct
  {
    const char *value;
    const char *part; /* NULL: it does */
  } cases[] = { { "0", "“gate” comes to 0 with these settings; it must be from 1 to 1000000" },
                { "1", NULL },
                { "500000", NULL },
                { "500001", "“line” comes to 1e+06" } };
  g_autoptr (IlvScenario) scenario
    = scenario_with ("all", "<semaphore name=\"gate\" permits=\"n\"/>"
                            "<queue name=\"line\" capacity=\"n * 2 - 1 + n / n\"/>"
                            "<queue name=\"endless\"/>"
                            "<setting name=\"n\" title=\"N\" default=\"1\" min=\"0\" "
                            "max=\"1e9\"/><task><sleep ms=\"1\"/></task>");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IlvWorkload) workload
        = workload_with (scenario, ILV_MODEL_ASYNCIO, "n", cases[i].value, &error);

      if (cases[i].part == NULL)
        {
          guint n = (guint) g_ascii_strtoull (cases[i].value, NULL, 10);

          g_assert_no_error (error);
          g_assert_cmpuint (ilv_workload_get_permits (workload, 0), ==, n);
          g_assert_cmpuint (ilv_workload_get_capacity (workload, 0), ==, 2 * n);
          g_assert_cmpuint (ilv_workload_get_capacity (workload, 1), ==, 0);
          continue;
        }
      g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }
}

static void
wrong_values_are_refused_with_what_was_expected (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    IlvScenarioError code;
    const char *part;
  } cases[] = {
    { "tasks", "0", ILV_SCENARIO_ERROR_RANGE, "from 1 to 2000000, not 0" },
    { "tasks", "2.5", ILV_SCENARIO_ERROR_RANGE, "whole number" },
    { "tasks", "ten", ILV_SCENARIO_ERROR_RANGE, "not “ten”" },
    { "tasks", "", ILV_SCENARIO_ERROR_RANGE, "whole number" },
    { "tasks", "nan", ILV_SCENARIO_ERROR_RANGE, "whole number" },
    { "sleep-ms", "inf", ILV_SCENARIO_ERROR_RANGE, "a number from -1 to 10" },
    { "sleep-ms", "1 ms", ILV_SCENARIO_ERROR_RANGE, "a number" },
    { "sleep-ms", "-0.5", ILV_SCENARIO_ERROR_RANGE, "in line 5 comes to -0.5 for task 1" },
    { "locked", "perhaps", ILV_SCENARIO_ERROR_RANGE, "yes or no" },
    { "mode", "fats", ILV_SCENARIO_ERROR_RANGE, "Did you mean “fast”?" },
    { "task", "1", ILV_SCENARIO_ERROR_UNKNOWN, "Did you mean “tasks”?" },
    { "wrokers", "1", ILV_SCENARIO_ERROR_UNKNOWN, "Did you mean “workers”?" },
    { "zzz", "1", ILV_SCENARIO_ERROR_UNKNOWN, "no setting “zzz”." },
    { "tasks", "1000001", ILV_SCENARIO_ERROR_RANGE, "at most 1000000 can run" },
    { "workers", "0", ILV_SCENARIO_ERROR_RANGE, "0 threads; it must be from 1 to 4000" },
    { "workers", "4001", ILV_SCENARIO_ERROR_RANGE, "4001 threads" },
    { "switch-interval-ms", "0", ILV_SCENARIO_ERROR_RANGE, "from 0.05 to 1000" },
    { "start-method", "fork", ILV_SCENARIO_ERROR_RANGE, "fork-server, spawn" },
    { "url", "ftp://example.org", ILV_SCENARIO_ERROR_RANGE, "http:// or https://" },
    { "url", "example.org", ILV_SCENARIO_ERROR_RANGE, "http:// or https://" },
    { "url", "http:///x", ILV_SCENARIO_ERROR_RANGE, "http:// or https://" },
  };
  g_autoptr (IlvScenario) scenario
    = scenario_with ("all", SETTINGS "<task count=\"tasks\"><sleep ms=\"sleep-ms\"/>"
                                     "<fetch path=\"/\"/></task>");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s=%s", cases[i].name, cases[i].value);
      g_assert_null (workload_with (scenario, ILV_MODEL_THREADING, cases[i].name,
                                    cases[i].value, &error));
      g_assert_error (error, ILV_SCENARIO_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }
}

static void
processes_are_fewer_than_threads_may_be (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with ("all", SETTINGS TASK);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvWorkload) most
    = workload_with (scenario, ILV_MODEL_MULTIPROCESSING, "workers", "256", NULL);

  g_assert_cmpuint (ilv_workload_get_workers (most), ==, 256);
  g_assert_null (
    workload_with (scenario, ILV_MODEL_MULTIPROCESSING, "workers", "257", &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, "257 processes; it must be from 1 to 256"));
}

static void
each_model_gets_its_own_options (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "sequential threading subinterpreters multiprocessing asyncio",
    SETTINGS "<options model=\"multiprocessing\" workers=\"workers - 5\" "
             "start-method=\"spawn\"/><options model=\"threading subinterpreters\" "
             "limit=\"2 * limit\"/>" TASK);
  g_autoptr (IlvWorkload) sequential
    = ilv_workload_new (scenario, ILV_MODEL_SEQUENTIAL, NULL, NULL);
  g_autoptr (IlvWorkload) threading = ilv_workload_new (scenario, ILV_MODEL_THREADING, NULL, NULL);
  g_autoptr (IlvWorkload) interpreters
    = ilv_workload_new (scenario, ILV_MODEL_SUBINTERPRETERS, NULL, NULL);
  g_autoptr (IlvWorkload) processes
    = ilv_workload_new (scenario, ILV_MODEL_MULTIPROCESSING, NULL, NULL);
  g_autoptr (IlvWorkload) chosen = workload_with (scenario, ILV_MODEL_MULTIPROCESSING,
                                                  "start-method", "fork-server", NULL);
  g_autoptr (IlvWorkload) loop = ilv_workload_new (scenario, ILV_MODEL_ASYNCIO, NULL, NULL);

  g_assert_cmpuint (ilv_workload_get_workers (sequential), ==, 1);
  g_assert_cmpuint (ilv_workload_get_limit (sequential), ==, 0);
  g_assert_cmpuint (ilv_workload_get_workers (threading), ==, 7);
  g_assert_cmpuint (ilv_workload_get_limit (threading), ==, 10);
  g_assert_cmpuint (ilv_workload_get_limit (interpreters), ==, 10);
  g_assert_cmpuint (ilv_workload_get_workers (processes), ==, 2);
  g_assert_cmpint (ilv_workload_get_start_method (processes), ==, ILV_START_SPAWN);
  g_assert_cmpint (ilv_workload_get_start_method (chosen), ==, ILV_START_FORK_SERVER);
  g_assert_cmpuint (ilv_workload_get_workers (loop), ==, 1);
  g_assert_cmpuint (ilv_workload_get_limit (loop), ==, 5);
}

static void
what_is_not_said_is_as_in_python (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with ("threading multiprocessing", TASK);
  g_autoptr (IlvWorkload) threading = ilv_workload_new (scenario, ILV_MODEL_THREADING, NULL, NULL);
  g_autoptr (IlvWorkload) processes
    = ilv_workload_new (scenario, ILV_MODEL_MULTIPROCESSING, NULL, NULL);

  g_assert_cmpuint (ilv_workload_get_workers (threading), ==,
                    MIN (32, g_get_num_processors () + 4));
  g_assert_cmpuint (ilv_workload_get_workers (processes), ==, g_get_num_processors ());
  g_assert_cmpfloat (ilv_workload_get_switch_interval (threading), ==, 0.005);
  g_assert_cmpuint (ilv_workload_get_limit (threading), ==, 0);
  g_assert_cmpstr (ilv_workload_get_url (threading), ==, "");
  g_assert_cmpuint (ilv_workload_get_seed (threading), ==, 1);
}

static void
a_model_that_makes_no_sense_is_refused_with_the_reason (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "threading", TASK "<exclude model=\"asyncio\">It has\n  no lock.</exclude>");
  static const struct
  {
    IlvModel model;
    const char *sentence;
  } cases[] = {
    { ILV_MODEL_ASYNCIO, "It has no lock." },
    { ILV_MODEL_SEQUENTIAL, "“Title” has nothing to show under Sequential: it is not one of the "
                            "models it compares." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ilv_workload_new (scenario, cases[i].model, NULL, &error));
      g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_REFUSED);
      g_assert_cmpstr (error->message, ==, cases[i].sentence);
    }
}

static void
sizes_that_would_never_end_are_refused (void)
{
  static const char *const kernels[] = { "primes", "factorial", "sha256", "array", "image" };

  for (guint i = 0; i < G_N_ELEMENTS (kernels); i++)
    {
      g_autofree char *body = g_strdup_printf (
        "<setting name=\"size\" title=\"S\" type=\"number\" default=\"1\" min=\"0\" "
        "max=\"1e300\"/><task count=\"3\"><compute kernel=\"%s\" size=\"size * index\"/></task>",
        kernels[i]);
      g_autoptr (IlvScenario) scenario = scenario_with ("threading", body);
      g_autoptr (GError) error = NULL;

      g_assert_null (workload_with (scenario, ILV_MODEL_THREADING, "size", "1e300", &error));
      g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
      g_assert_nonnull (strstr (error->message, "comes to 1e+300 for task 2"));
    }
}

static void
a_division_by_zero_is_refused (void)
{
  g_autoptr (IlvScenario) count = scenario_with (
    "threading", "<setting name=\"n\" title=\"N\" default=\"0\" min=\"0\" max=\"1\"/>"
                 "<task count=\"0 / n\"><sleep ms=\"1\"/></task>");
  g_autoptr (IlvScenario) step
    = scenario_with ("threading", "<task><sleep ms=\"0 / index\"/></task>");
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_workload_new (count, ILV_MODEL_THREADING, NULL, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_null (ilv_workload_new (step, ILV_MODEL_THREADING, NULL, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
}

static void
no_tasks_at_all_is_a_mistake (void)
{
  g_autoptr (IlvScenario) scenario
    = scenario_with ("threading", "<task count=\"0\"><sleep ms=\"1\"/></task>");
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_workload_new (scenario, ILV_MODEL_THREADING, NULL, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, "no tasks"));
}

static void
a_million_tasks_can_be_made (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "asyncio", "<task count=\"1000000\"><sleep ms=\"index / 1000\"/></task>");
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvWorkload) workload
    = ilv_workload_new (scenario, ILV_MODEL_ASYNCIO, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ilv_workload_get_n_tasks (workload), ==, 1000000);
  g_assert_cmpstr (ilv_workload_get_task (workload, 999999)->name, ==, "T1000000");
}

static gpointer
read_names (gpointer data)
{
  const IlvWorkload *workload = data;

  for (guint i = 0; i < ilv_workload_get_n_tasks (workload); i += 100)
    {
      const IlvTaskSpec *task = ilv_workload_get_task (workload, i);
      g_autofree char *name = g_strdup_printf (i < 5000 ? "T%u" : "U%u", i % 5000 + 1);

      g_assert_cmpstr (task->name, ==, name);
      g_assert_cmpfloat (task->scope.index, ==, i % 5000);
      g_assert_true (task == ilv_workload_get_task (workload, i));
    }
  return NULL;
}

static void
tasks_are_the_same_however_they_are_asked_for (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "asyncio", "<task count=\"5000\"><sleep ms=\"1\"/></task>"
               "<task count=\"0\"><sleep ms=\"1\"/></task>"
               "<task name=\"U{index + 1}\" count=\"5000\"><sleep ms=\"1\"/></task>");
  g_autoptr (IlvWorkload) workload
    = ilv_workload_new_lazily (scenario, ILV_MODEL_ASYNCIO, NULL, NULL);
  GThread *threads[4];

  g_assert_nonnull (workload);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("names", read_names, workload);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
mistakes_are_found_before_a_task_is_asked_for (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "asyncio", "<task count=\"5000\"><sleep ms=\"4900 - index\"/></task>");
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_workload_new_lazily (scenario, ILV_MODEL_ASYNCIO, NULL, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE);
}

static void
assert_connections (const char *tasks, IlvModel model, guint expected)
{
  g_autofree char *body = g_strconcat (
    "<setting name=\"workers\" title=\"W\" default=\"7\" min=\"1\" max=\"9\"/>"
    "<semaphore name=\"s\" permits=\"3\"/><counter name=\"c\"/>", tasks, NULL);
  g_autoptr (IlvScenario) scenario = scenario_with ("all", body);
  g_autoptr (IlvWorkload) workload = ilv_workload_new (scenario, model, NULL, NULL);

  g_assert_cmpuint (ilv_workload_count_connections (workload), ==, expected);
}

static void
connections_are_counted_that_are_open_together (void)
{
  static const char many[] = "<task count=\"100\"><load counter=\"c\"/><retry times=\"2\">"
                             "<fetch path=\"/\"/></retry></task>"
                             "<task count=\"50\"><hold seconds=\"1\"/></task>"
                             "<task count=\"20\"><semaphore name=\"s\"><echo/></semaphore></task>"
                             "<task count=\"10\"><sleep ms=\"5\"/><fetch path=\"/\"/></task>";

  assert_connections (many, ILV_MODEL_ASYNCIO, 153);
  assert_connections (many, ILV_MODEL_THREADING, 7);
  assert_connections (many, ILV_MODEL_SEQUENTIAL, 1);
  assert_connections (many, ILV_MODEL_MULTIPROCESSING, 1);
  assert_connections ("<task count=\"100\"><sleep ms=\"1\"/></task>", ILV_MODEL_ASYNCIO, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/tasks-are-made-as-the-file-says", tasks_are_made_as_the_file_says);
  g_test_add_func ("/workload/values-of-settings-are-kept-in-one-form",
                   values_of_settings_are_kept_in_one_form);
  g_test_add_func ("/workload/wrong-values-are-refused-with-what-was-expected",
                   wrong_values_are_refused_with_what_was_expected);
  g_test_add_func ("/workload/connections-are-counted-that-are-open-together",
                   connections_are_counted_that_are_open_together);
  g_test_add_func ("/workload/permits-and-capacities-must-make-sense",
                   permits_and_capacities_must_make_sense);
  g_test_add_func ("/workload/processes-are-fewer-than-threads-may-be",
                   processes_are_fewer_than_threads_may_be);
  g_test_add_func ("/workload/each-model-gets-its-own-options", each_model_gets_its_own_options);
  g_test_add_func ("/workload/what-is-not-said-is-as-in-python", what_is_not_said_is_as_in_python);
  g_test_add_func ("/workload/a-model-that-makes-no-sense-is-refused-with-the-reason",
                   a_model_that_makes_no_sense_is_refused_with_the_reason);
  g_test_add_func ("/workload/sizes-that-would-never-end-are-refused",
                   sizes_that_would_never_end_are_refused);
  g_test_add_func ("/workload/a-division-by-zero-is-refused", a_division_by_zero_is_refused);
  g_test_add_func ("/workload/no-tasks-at-all-is-a-mistake", no_tasks_at_all_is_a_mistake);
  g_test_add_func ("/workload/a-million-tasks-can-be-made", a_million_tasks_can_be_made);
  g_test_add_func ("/workload/tasks-are-the-same-however-they-are-asked-for",
                   tasks_are_the_same_however_they_are_asked_for);
  g_test_add_func ("/workload/mistakes-are-found-before-a-task-is-asked-for",
                   mistakes_are_found_before_a_task_is_asked_for);
  return g_test_run ();
}
