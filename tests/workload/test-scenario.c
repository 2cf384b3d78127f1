/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-text.h"
#include "workload/document.h"

#include <glib/gstdio.h>
#include <string.h>

#define TASK "<task><sleep ms=\"1\"/></task>"

static GPtrArray *
problems_of (const char *text, gsize length)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_problem_free);
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_scenario_parse (text, length, "test.xml", problems, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "test.xml:"));
  return problems;
}

/* A mistake in the body, which starts in line 5. */
typedef struct
{
  const char *body;
  guint line;
  guint column;
  const char *part; /* of the sentence */
} Mistake;

static void
assert_mistakes (const Mistake *mistakes, gsize n_mistakes)
{
  for (gsize i = 0; i < n_mistakes; i++)
    {
      g_autofree char *text = scenario_text_with ("threading asyncio", mistakes[i].body);
      g_autoptr (GPtrArray) problems = problems_of (text, strlen (text));
      const IlvProblem *problem = problems->pdata[0];

      g_test_message ("%s: %u:%u: %s", mistakes[i].body, problem->line, problem->column,
                      problem->message);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_cmpuint (problem->line, ==, mistakes[i].line);
      g_assert_cmpuint (problem->column, ==, mistakes[i].column);
      g_assert_nonnull (strstr (problem->message, mistakes[i].part));
    }
}

static void
mistakes_in_settings_are_told_where_they_stand (void)
{
  static const Mistake mistakes[] = {
    { "<setting title=\"N\" default=\"1\" min=\"0\" max=\"2\"/>" TASK, 5, 1,
      "needs the attribute “name”" },
    { "<setting name=\"\" title=\"N\" default=\"1\" min=\"0\" max=\"2\"/>" TASK, 5, 10,
      "must not be empty" },
    { "<setting name=\"Big\" title=\"N\" default=\"1\" min=\"0\" max=\"2\"/>" TASK, 5, 16,
      "no name" },
    { "<setting name=\"index\" title=\"N\" default=\"1\" min=\"0\" max=\"2\"/>" TASK, 5, 16,
      "something else" },
    { "<setting name=\"n\" default=\"1\" min=\"0\" max=\"2\"/>" TASK, 5, 1, "“title”" },
    { "<setting name=\"n\" title=\"N\" default=\"3\" min=\"0\" max=\"2\"/>" TASK, 5, 38,
      "not from min 0 to max 2" },
    { "<setting name=\"n\" title=\"N\" default=\"x\" min=\"-1\" max=\"2\"/>" TASK, 5, 38,
      "no setting “x”" },
    { "<setting name=\"n\" title=\"N\" default=\"1 +\" min=\"-1\" max=\"2\"/>" TASK, 5, 41,
      "missing" },
    { "<setting name=\"n\" title=\"N\" default=\"index\" min=\"0\" max=\"2\"/>" TASK, 5, 38,
      "not a number" },
    { "<setting name=\"n\" title=\"N\" min=\"0\" max=\"2\"/>" TASK, 5, 1, "“default”" },
    { "<setting name=\"n\" title=\"N\" type=\"float\" default=\"1\" min=\"0\" max=\"2\"/>" TASK, 5,
      35, "no type “float”" },
    { "<setting name=\"n\" title=\"N\" type=\"boolean\" default=\"maybe\"/>" TASK, 5, 53,
      "yes or no" },
    { "<setting name=\"n\" title=\"N\" type=\"boolean\" default=\"no\" min=\"0\"/>" TASK, 5, 57,
      "has no “min”" },
    { "<setting name=\"n\" title=\"N\" type=\"choice\" default=\"a\"/>" TASK, 5, 1,
      "“choices”" },
    { "<setting name=\"n\" title=\"N\" type=\"choice\" choices=\"a b\" default=\"c\"/>" TASK, 5,
      66, "one of a, b" },
    { "<setting name=\"n\" title=\"N\" type=\"choice\" choices=\"a  b\" default=\"a\"/>" TASK, 5,
      52, "one space" },
    { "<setting name=\"n\" title=\"N\" type=\"text\" advanced=\"1\"/>" TASK, 5, 51,
      "yes or no" },
    { "<setting name=\"n\" title=\"N\" type=\"text\" defualt=\"1\"/>" TASK, 5, 41,
      "Did you mean “default”?" },
    { "<setting name=\"n\" title=\"N\" type=\"text\" title=\"M\"/>" TASK, 5, 41, "twice" },
    { "<setting name=\"n\" title=\"N\" type=\"text\"/>\n  <setting name=\"n\" title=\"N\" "
      "type=\"text\"/>" TASK,
      6, 18, "already" },
  };

  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
mistakes_in_steps_are_told_where_they_stand (void)
{
  static const Mistake mistakes[] = {
    { "<task></task>", 5, 1, "must hold steps" },
    { "<task>\n  <slep ms=\"1\"/>\n</task>", 6, 3, "Did you mean “sleep”?" },
    { "<task><sleep/></task>", 5, 7, "needs the attribute “ms”" },
    { "<task><sleep ms=\"1\" time=\"2\"/></task>", 5, 21, "no attribute “time”" },
    { "<task><sleep ms=\"2 * dealy\"/></task>", 5, 22, "no setting “dealy”" },
    { "<task><sleep ms=\"1\"><sleep ms=\"1\"/></sleep></task>", 5, 21, "holds no other" },
    { "<task>hello<sleep ms=\"1\"/></task>", 5, 1, "no text" },
    { "<task><repeat times=\"2\"/></task>", 5, 7, "must hold steps" },
    { "<task><compute kernel=\"prime\"/></task>", 5, 24, "one of primes, factorial" },
    { "<task><compute kernel=\"primes\" gil=\"kept\"/></task>", 5, 37, "interpreted, held" },
    { "<task><compute kernel=\"words\"/></task>", 5, 7, "no <fetch> stands before" },
    { "<setting name=\"delay\" title=\"N\" type=\"text\"/>"
      "<task><sleep ms=\"dealy\"/></task>", 5, 63, "Did you mean “delay”?" },
    { "<task><fetch path=\"html\"/></task>", 5, 20, "begins with “/”" },
    { "<task><fetch path=\"/{what}\"/></task>", 5, 22, "no setting “what”" },
    { "<task><fetch path=\"/{1\"/></task>", 5, 21, "no “}”" },
    { "<task><load counter=\"c\"/></task>", 5, 22, "no <counter name=\"c\"/>" },
    { "<lock name=\"door\"/><task><lock name=\"doors\"><sleep ms=\"1\"/></lock></task>", 5, 38,
      "Did you mean “door”?" },
    { "<semaphore name=\"gate\" permits=\"1\"/>"
      "<task><semaphore name=\"gates\"><sleep ms=\"1\"/></semaphore></task>", 5, 60,
      "Did you mean “gate”?" },
    { "<task count=\"variable\"><sleep ms=\"1\"/></task>", 5, 14, "in its steps only" },
    { "<task name=\"{result}\"><sleep ms=\"1\"/></task>", 5, 13, "in its steps only" },
    { "<queue name=\"a\"/><task><put queue=\"b\"/></task>", 5, 36, "no <queue name=\"b\"/>" },
    { "<queue name=\"a\"/><task><put queue=\"a\" sentinel=\"1\"/></task>", 5, 49,
      "must be one of no, yes" },
    { "<task count=\"index\"><sleep ms=\"1\"/></task>", 5, 14, "means nothing here" },
    { "<task count=\"\"><sleep ms=\"1\"/></task>", 5, 14, "missing" },
    { "<task name=\"T{\"><sleep ms=\"1\"/></task>", 5, 14, "no “}”" },
    { "<sleep ms=\"1\"/>" TASK, 5, 1, "inside a <task>" },
  };

  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
mistakes_around_the_tasks_are_told_where_they_stand (void)
{
  static const Mistake mistakes[] = {
    { "", 1, 1, "needs a <task>" },
    { "<tsak/>" TASK, 5, 1, "Did you mean “task”?" },
    { "<title>Again</title>" TASK, 5, 1, "second time" },
    { "text" TASK, 1, 1, "no text" },
    { "<lock/>" TASK, 5, 1, "needs the attribute “name”" },
    { "<lock name=\"A\"/>" TASK, 5, 13, "no name" },
    { "<counter name=\"a\"/><counter name=\"a\"/>" TASK, 5, 35, "already" },
    { "<semaphore name=\"a\"/>" TASK, 5, 1, "needs the attribute “permits”" },
    { "<semaphore name=\"a\" permits=\"index\"/>" TASK, 5, 30, "means nothing here" },
    { "<queue name=\"a\" capacity=\"b\"/>" TASK, 5, 27, "no setting “b”" },
    { "<queue name=\"a\" permits=\"1\"/>" TASK, 5, 17, "has no attribute “permits”" },
    { "<options model=\"thraeding\"/>" TASK, 5, 17, "Did you mean “threading”?" },
    { "<options model=\"sequential\"/>" TASK, 5, 17, "not among" },
    { "<options model=\"asyncio sequential\"/>" TASK, 5, 17, "not among" },
    { "<options model=\"asyncio asyncio\"/>" TASK, 5, 25, "named twice" },
    { "<options model=\"asyncio\" workers=\"index\"/>" TASK, 5, 35, "means nothing" },
    { "<options model=\"asyncio\" limit=\"a\"/>" TASK, 5, 33, "no setting “a”" },
    { "<options model=\"asyncio\" start-method=\"fork\"/>" TASK, 5, 40, "fork-server or spawn" },
    { "<options model=\"asyncio\" limit=\"1\"/><options model=\"asyncio\"/>" TASK, 5, 37,
      "already" },
    { "<exclude model=\"asyncio\">No.</exclude>" TASK, 5, 17, "cannot be excluded" },
    { "<exclude model=\"sequential\"/>" TASK, 5, 1, "some text" },
    { "<exclude model=\"sequential\" when=\"1\">No.</exclude>" TASK, 5, 17, "not among" },
    { "<exclude model=\"asyncio\" when=\"index\">No.</exclude>" TASK, 5, 32, "means nothing" },
    { "<!-- <task> -->\n<![CDATA[ ]]><?go <task>?><x/>" TASK, 6, 27, "not known here" },
    { "<!-- größer -->  <x/>" TASK, 5, 18, "not known here" },
  };

  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
mistakes_in_the_first_line_are_told_where_they_stand (void)
{
  static const struct
  {
    const char *start;
    guint column;
    const char *part;
  } cases[] = {
    { "<scenario topic=\"io\" models=\"all\">", 1, "“id”" },
    { "<scenario id=\"A b\" topic=\"io\" models=\"all\">", 15, "no id" },
    { "<scenario id=\"a\" models=\"all\">", 1, "“topic”" },
    { "<scenario id=\"a\" topic=\"web\" models=\"all\">", 25, "no topic “web”" },
    { "<scenario id=\"a\" topic=\"io\">", 1, "“models”" },
    { "<scenario id=\"a\" topic=\"io\" models=\"asyncio thread\">", 45, "“threading”" },
    { "<scenario id=\"a\" topic=\"io\" models=\"asyncio asyncio\">", 45, "twice" },
    { "<scenario id=\"a\" topic=\"io\" models=\"all\" order=\"-1\">", 49, "from 0 to 9999" },
    { "<scenario id=\"a\" topic=\"io\" models=\"all\" modles=\"\">", 42, "no attribute" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (
        cases[i].start, "<title>T</title><summary>S</summary><question>Q</question>", TASK,
        "</scenario>", NULL);
      g_autoptr (GPtrArray) problems = problems_of (text, strlen (text));
      const IlvProblem *problem = problems->pdata[0];

      g_test_message ("%s: %u: %s", cases[i].start, problem->column, problem->message);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_cmpuint (problem->line, ==, 1);
      g_assert_cmpuint (problem->column, ==, cases[i].column);
      g_assert_nonnull (strstr (problem->message, cases[i].part));
    }
}

static void
what_is_not_xml_is_told_with_its_line (void)
{
  static const struct
  {
    const char *text;
    guint line;
    const char *part;
  } cases[] = {
    { "<?xml version=\"1.0\"?>\n\n<!DOCTYPE a>\n<scenario/>", 3, "document type" },
    { "<a/>\n<b/>", 2, "another <b>" },
    { "", 1, "not XML" },
    { "<?xml version=\"1.0\"?>\n<!-- nothing -->", 2, "no element at all" },
    { "hello", 1, "not XML" },
    { "<scenario>\n<title>\n</scenario>", 3, "title" },
    { "<scenario>\n<a b=c/></scenario>", 2, "not XML" },
    { "<scenario>\n\n&nothing;</scenario>", 3, "nothing" },
    { "<scenario>\n\xff</scenario>", 2, "not text in UTF-8" },
    { "<!--\n\xff-->\n<scenario/>", 2, "not text in UTF-8" },
    { "<!DOCTYPE scenario>\n<scenario/>", 1, "document type" },
    { "<scenery/>", 1, "<scenario> is expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) problems = problems_of (cases[i].text, strlen (cases[i].text));
      const IlvProblem *problem = problems->pdata[0];

      g_test_message ("%u:%u: %s", problem->line, problem->column, problem->message);
      g_assert_cmpuint (problem->line, ==, cases[i].line);
      g_assert_nonnull (strstr (problem->message, cases[i].part));
    }
}

static void
all_mistakes_are_told_at_once_in_their_order (void)
{
  g_autofree char *text = scenario_text_with (
    "threading", "<task><sleep/>\n<slep/></task>\n"
                 "<setting name=\"n\" title=\"N\" default=\"9\" min=\"0\" max=\"2\"/>\n"
                 "<x/>");
  g_autoptr (GPtrArray) problems = problems_of (text, strlen (text));
  guint line = 0;

  g_assert_cmpuint (problems->len, ==, 4);
  for (guint i = 0; i < problems->len; i++)
    {
      const IlvProblem *problem = problems->pdata[i];

      g_assert_cmpuint (problem->line, >, line);
      line = problem->line;
    }
  g_assert_cmpuint (line, ==, 8);
}

static char *
repeated (const char *text, guint times)
{
  GString *result = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (result, text);
  return g_string_free (result, FALSE);
}

static void
assert_one_problem (const char *before, const char *middle, guint times, const char *after,
                    const char *part)
{
  g_autofree char *many = repeated (middle, times);
  g_autofree char *body = g_strconcat (before, many, after, NULL);
  g_autofree char *text = scenario_text_with ("threading", body);
  g_autoptr (GPtrArray) problems = problems_of (text, strlen (text));
  const IlvProblem *problem = problems->pdata[0];

  g_test_message ("%s", problem->message);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (problem->message, part));
}

static void
hostile_files_meet_limits (void)
{
  g_autofree char *closed = repeated ("</repeat>", ILV_MAX_STEP_NESTING + 1);
  g_autofree char *end = g_strconcat ("<sleep ms=\"1\"/>", closed, "</task>", NULL);

  assert_one_problem ("<task>", "<repeat times=\"1\">", ILV_MAX_STEP_NESTING + 1, end,
                      "at most 8");
  assert_one_problem ("", "<a>\n", 1000, "", "at most 24");
  assert_one_problem ("<a ", "b=\"\" ", 100, "/>" TASK, "too many attributes");
  assert_one_problem ("<task>", "<sleep ms=\"1\"/>", ILV_MAX_INSTRUCTIONS + 1, "</task>",
                      "at most 65535");
  assert_one_problem ("", TASK, ILV_MAX_GROUPS + 1, "", "at most 256");
  assert_one_problem ("<task><sleep ms=\"", "(", 400, "\"/></task>", "parentheses");
  assert_one_problem ("<task><sleep ms=\"", "1", 600, "\"/></task>", "at most 512");
  assert_one_problem ("<!--", "x", ILV_DOCUMENT_MAX_BYTES, "-->" TASK, "too large");
}

static void
the_largest_things_allowed_are_accepted (void)
{
  g_autofree char *steps = repeated ("<sleep ms=\"1\"/>", ILV_MAX_INSTRUCTIONS);
  g_autofree char *open = repeated ("<repeat times=\"1\">", ILV_MAX_STEP_NESTING);
  g_autofree char *closed = repeated ("</repeat>", ILV_MAX_STEP_NESTING);
  g_autofree char *body = g_strconcat ("<task>", steps, "</task><task>", open,
                                       "<sleep ms=\"1\"/>", closed, "</task>", NULL);
  g_autoptr (IlvScenario) scenario = scenario_with ("all", body);

  g_assert_cmpuint (ilv_scenario_get_group (scenario, 0)->n_steps, ==, ILV_MAX_INSTRUCTIONS);
}

static void
ten_thousand_mistakes_do_not_fill_the_memory (void)
{
  g_autofree char *body = repeated ("<x/>", 10000);
  g_autofree char *text = scenario_text_with ("threading", body);
  g_autoptr (GPtrArray) problems = problems_of (text, strlen (text));

  g_assert_cmpuint (problems->len, ==, 500);
}

static void
what_a_file_says_is_what_the_scenario_has (void)
{
  g_autoptr (IlvScenario) scenario = scenario_with (
    "threading multiprocessing free-threading",
    "<task name=\"A{index}\" label=\"l\" count=\"2\"><lock name=\"a\" when=\"0\">"
    "<load counter=\"c\"/><store counter=\"c\" add=\"-1\"/></lock></task>"
    "<task><repeat times=\"3\"><fetch path=\"/x\"/></repeat><raise message=\"no\"/></task>"
    "<lock name=\"b\"/><lock name=\"a\"/><counter name=\"c\"/>");
  const IlvTaskGroup *group = ilv_scenario_get_group (scenario, 0);
  const IlvStep *lock = group->steps[0];
  IlvScope scope = { 0 };

  g_assert_cmpstr (ilv_scenario_get_id (scenario), ==, "test");
  g_assert_cmpstr (ilv_scenario_get_title (scenario), ==, "Title");
  g_assert_cmpuint (ilv_scenario_get_n_groups (scenario), ==, 2);
  g_assert_cmpuint (ilv_scenario_get_n_locks (scenario), ==, 2);
  g_assert_cmpstr (ilv_scenario_get_counter_name (scenario, 0), ==, "c");
  g_assert_true (ilv_scenario_needs_server (scenario));
  g_assert_cmpstr (group->name, ==, "A{index}");
  g_assert_cmpint (ilv_step_get_kind (lock), ==, ILV_STEP_LOCK);
  g_assert_cmpuint (ilv_step_get_line (lock), ==, 5);
  g_assert_cmpuint (ilv_step_get_reference (lock, ILV_LOCK_LOCK), ==, 1);
  g_assert_cmpfloat (ilv_step_get_number (lock, ILV_LOCK_WHEN, &scope), ==, 0);
  g_assert_cmpuint (ilv_step_get_n_children (lock), ==, 2);
  g_assert_cmpfloat (
    ilv_step_get_number (ilv_step_get_child (lock, 1), ILV_STORE_ADD, &scope), ==, -1);
  g_assert_cmpuint (ilv_scenario_get_default_models (scenario), ==,
                    1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_FREE_THREADING
                     | 1u << ILV_MODEL_MULTIPROCESSING);
}

static void
a_background_thread_is_a_group_of_its_own (void)
{
  static const char body[] = "<queue name=\"a\"/><queue name=\"q\"/>"
                             "<background name=\"L\" queue=\"q\"><get queue=\"q\"/></background>"
                             TASK "<background><sleep ms=\"1\"/></background>";
  g_autoptr (IlvScenario) scenario = scenario_with ("threading asyncio", body);

  g_assert_cmpuint (ilv_scenario_get_n_groups (scenario), ==, 3);
  g_assert_true (ilv_scenario_get_group (scenario, 0)->background);
  g_assert_cmpint (ilv_scenario_get_group (scenario, 0)->queue, ==, 1);
  g_assert_false (ilv_scenario_get_group (scenario, 1)->background);
  g_assert_cmpint (ilv_scenario_get_group (scenario, 1)->queue, ==, -1);
  g_assert_cmpstr (ilv_scenario_get_group (scenario, 2)->name, ==, "Background");
  g_assert_cmpint (ilv_scenario_get_group (scenario, 2)->queue, ==, -1);
}

static void
mistakes_in_a_background_thread_are_told_where_they_stand (void)
{
  static const Mistake mistakes[] = {
    { "<background></background>" TASK, 5, 1, "must hold steps" },
    { "<background count=\"2\"><sleep ms=\"1\"/></background>" TASK, 5, 13,
      "no attribute “count”" },
    { "<queue name=\"log\"/>\n<background queue=\"lag\"><sleep ms=\"1\"/></background>" TASK, 6,
      20, "Did you mean “log”?" },
    { "<lock name=\"l\"/>\n<background><lock name=\"l\"><sleep ms=\"1\"/></lock></background>"
      TASK, 6, 13, "no locks or semaphores" },
    { "<semaphore name=\"s\" permits=\"1\"/>\n<background><repeat times=\"2\">"
      "<semaphore name=\"s\"><sleep ms=\"1\"/></semaphore></repeat></background>" TASK, 6, 31,
      "no locks or semaphores" },
  };
  g_autofree char *others = scenario_text_with (
    "all", "<background><sleep ms=\"1\"/></background>" TASK);
  g_autofree char *alone
    = scenario_text_with ("asyncio", "<background><sleep ms=\"1\"/></background>");
  g_autoptr (GPtrArray) of_others = problems_of (others, strlen (others));
  g_autoptr (GPtrArray) of_alone = problems_of (alone, strlen (alone));

  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
  g_assert_cmpuint (of_others->len, ==, 3);
  for (guint i = 0; i < of_others->len; i++)
    {
      const IlvProblem *problem = of_others->pdata[i];

      g_assert_cmpuint (problem->line, ==, 5);
      g_assert_nonnull (strstr (problem->message, "in their own memory"));
    }
  g_assert_cmpuint (of_alone->len, ==, 1);
  g_assert_nonnull (strstr (((IlvProblem *) of_alone->pdata[0])->message, "needs a <task>"));
}

static void
settings_that_all_share_are_there_where_they_mean_something (void)
{
  g_autoptr (IlvScenario) plain = scenario_with ("asyncio", TASK);
  g_autoptr (IlvScenario) full = scenario_with (
    "threading multiprocessing", "<task><repeat times=\"2\"><fetch path=\"/\"/></repeat></task>");
  g_autoptr (IlvScenario) own = scenario_with (
    "threading", "<setting name=\"switch-interval-ms\" title=\"T\" type=\"number\" "
                 "default=\"1\" min=\"1\" max=\"2\"/>" TASK);

  g_assert_cmpuint (ilv_scenario_get_n_settings (plain), ==, 0);
  g_assert_false (ilv_scenario_needs_server (plain));
  g_assert_cmpuint (ilv_scenario_get_n_settings (full), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (ilv_scenario_get_setting (full, i)->advanced);
  g_assert_cmpint (ilv_scenario_find_setting (full, "url"), >=, 0);
  g_assert_cmpint (ilv_scenario_find_setting (full, "start-method"), >=, 0);
  g_assert_cmpuint (ilv_scenario_get_n_settings (own), ==, 1);
  g_assert_false (ilv_scenario_get_setting (own, 0)->advanced);
}

static void
a_file_that_is_not_there_is_told_in_a_sentence (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_scenario_load ("/nonexistent/scenario.xml", NULL, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (ilv_scenario_load ("/dev/zero", NULL, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "/dev/zero:1:1: The file is too large"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenario/a-background-thread-is-a-group-of-its-own",
                   a_background_thread_is_a_group_of_its_own);
  g_test_add_func ("/scenario/mistakes-in-a-background-thread-are-told-where-they-stand",
                   mistakes_in_a_background_thread_are_told_where_they_stand);
  g_test_add_func ("/scenario/mistakes-in-settings-are-told-where-they-stand",
                   mistakes_in_settings_are_told_where_they_stand);
  g_test_add_func ("/scenario/mistakes-in-steps-are-told-where-they-stand",
                   mistakes_in_steps_are_told_where_they_stand);
  g_test_add_func ("/scenario/mistakes-around-the-tasks-are-told-where-they-stand",
                   mistakes_around_the_tasks_are_told_where_they_stand);
  g_test_add_func ("/scenario/mistakes-in-the-first-line-are-told-where-they-stand",
                   mistakes_in_the_first_line_are_told_where_they_stand);
  g_test_add_func ("/scenario/what-is-not-xml-is-told-with-its-line",
                   what_is_not_xml_is_told_with_its_line);
  g_test_add_func ("/scenario/all-mistakes-are-told-at-once-in-their-order",
                   all_mistakes_are_told_at_once_in_their_order);
  g_test_add_func ("/scenario/hostile-files-meet-limits", hostile_files_meet_limits);
  g_test_add_func ("/scenario/the-largest-things-allowed-are-accepted",
                   the_largest_things_allowed_are_accepted);
  g_test_add_func ("/scenario/ten-thousand-mistakes-do-not-fill-the-memory",
                   ten_thousand_mistakes_do_not_fill_the_memory);
  g_test_add_func ("/scenario/what-a-file-says-is-what-the-scenario-has",
                   what_a_file_says_is_what_the_scenario_has);
  g_test_add_func ("/scenario/settings-that-all-share-are-there-where-they-mean-something",
                   settings_that_all_share_are_there_where_they_mean_something);
  g_test_add_func ("/scenario/a-file-that-is-not-there-is-told-in-a-sentence",
                   a_file_that_is_not_there_is_told_in_a_sentence);
  return g_test_run ();
}
