/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-text.h"
#include "workload/document-edit.h"
#include "workload/draft.h"

#include <string.h>

static void
a_valid_text_is_a_scenario (void)
{
  g_autofree char *text = scenario_text_with ("all", "<task><sleep ms=\"1\"/></task>");
  g_autoptr (IlvDraft) draft = ilv_draft_new (text, NULL);

  g_assert_cmpstr (ilv_draft_get_text (draft), ==, text);
  g_assert_nonnull (ilv_draft_get_scenario (draft));
  g_assert_nonnull (ilv_draft_get_document (draft));
  g_assert_cmpuint (ilv_draft_get_problems (draft)->len, ==, 0);
}

/* A mistake, what of the text it marks, and whose it is. */
typedef struct
{
  const char *body;
  const char *marked;
  const char *path;
  const char *field;
} Mistake;

static void
every_mistake_belongs_to_an_element_and_its_field (void)
{
  static const Mistake mistakes[] = {
    { "<task><sleep ms=\"x\"/></task>", "x", "3/0", "ms" },
    { "<task><sleep ms=\"1 + unknown\"/></task>", "1 + unknown", "3/0", "ms" },
    { "<task><sleep ms=\"\"/></task>", "ms", "3/0", "ms" },
    { "<task><sleep/></task>", "<sleep", "3/0", "ms" },
    { "<task><sleep ms=\"1\" often=\"1\"/></task>", "often", "3/0", NULL },
    { "<task><sleeep ms=\"1\"/></task>", "<sleeep", "3/0", NULL },
    { "<task><compute kernel=\"guess\"/></task>", "guess", "3/0", "kernel" },
    { "<task><repeat times=\"1\"/></task>", "<repeat", "3/0", NULL },
    { "<task/>", "<task", "3", NULL },
    { "<setting name=\"a\" title=\"A\" default=\"5\" min=\"0\" max=\"1\"/>"
      "<task><sleep ms=\"1\"/></task>",
      "5", "3", "default" },
    { "<title>Again</title><task><sleep ms=\"1\"/></task>", "<title", "", "title" },
    { "", "<scenario", "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *text = scenario_text_with ("all", mistakes[i].body);
      g_autoptr (IlvDraft) draft = ilv_draft_new (text, NULL);
      const IlvDraftProblem *problem;
      g_autofree char *marked = NULL;

      g_test_message ("%s", mistakes[i].body);
      g_assert_null (ilv_draft_get_scenario (draft));
      g_assert_cmpuint (ilv_draft_get_problems (draft)->len, ==, 1);
      problem = ilv_draft_get_problems (draft)->pdata[0];
      marked = g_strndup (text + problem->from, problem->to - problem->from);
      g_assert_cmpstr (marked, ==, mistakes[i].marked);
      g_assert_cmpstr (problem->path, ==, mistakes[i].path);
      g_assert_cmpstr (problem->field, ==, mistakes[i].field);
      g_assert_true (ilv_draft_find_problem (draft, mistakes[i].path, mistakes[i].field)
                     == problem);
    }
}

static void
a_missing_title_belongs_to_its_field (void)
{
  g_autoptr (IlvDraft) draft = ilv_draft_new ("<scenario id=\"a\" topic=\"io\" models=\"all\">"
                                              "<task><sleep ms=\"1\"/></task></scenario>",
                                              NULL);

  g_assert_cmpuint (ilv_draft_get_problems (draft)->len, ==, 3);
  g_assert_nonnull (ilv_draft_find_problem (draft, "", "title"));
  g_assert_nonnull (ilv_draft_find_problem (draft, "", "summary"));
  g_assert_nonnull (ilv_draft_find_problem (draft, "", "question"));
  g_assert_cmpuint (ilv_draft_count_problems (draft, "", FALSE), ==, 3);
}

static void
mistakes_inside_are_counted (void)
{
  g_autofree char *text = scenario_text_with (
    "all", "<task><repeat times=\"y\"><sleep ms=\"x\"/><block/></repeat></task>");
  g_autoptr (IlvDraft) draft = ilv_draft_new (text, NULL);

  g_assert_cmpuint (ilv_draft_count_problems (draft, "3/0", FALSE), ==, 1);
  g_assert_cmpuint (ilv_draft_count_problems (draft, "3/0", TRUE), ==, 3);
  g_assert_cmpuint (ilv_draft_count_problems (draft, "3", FALSE), ==, 0);
  g_assert_cmpuint (ilv_draft_count_problems (draft, "", TRUE), ==, 3);
}

static void
a_text_that_is_no_xml_says_where (void)
{
  static const struct
  {
    const char *text;
    guint line;
    const char *marked;
  } texts[] = {
    { "<scenario>\n<title>A</tittle>\n</scenario>", 2, NULL },
    { "", 1, "" },
    { "   ", 1, NULL },
    { "<scenario", 1, "o" },
    { "<scénario é", 1, "é" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (IlvDraft) draft = ilv_draft_new (texts[i].text, NULL);
      const GPtrArray *problems = ilv_draft_get_problems (draft);
      const IlvDraftProblem *problem = problems->pdata[0];
      g_autofree char *marked
        = g_strndup (texts[i].text + problem->from, problem->to - problem->from);

      g_test_message ("%s: %s", texts[i].text, problem->message);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_null (ilv_draft_get_document (draft));
      g_assert_null (problem->path);
      g_assert_cmpuint (problem->line, ==, texts[i].line);
      g_assert_true (g_utf8_validate (marked, -1, NULL));
      if (texts[i].marked != NULL)
        g_assert_cmpstr (marked, ==, texts[i].marked);
      else
        g_assert_cmpuint (strlen (marked), >, 0);
    }
}

static void
the_element_around_a_place_is_found (void)
{
  g_autofree char *text
    = scenario_text_with ("all", "<task><repeat times=\"2\"> <sleep ms=\"1\"/></repeat></task>");
  g_autoptr (IlvDraft) draft = ilv_draft_new (text, NULL);
  static const struct
  {
    const char *at;
    const char *path;
  } places[] = { { "ms=", "3/0/0" }, { " <sleep", "3/0" }, { "</repeat", "3/0" }, { "Title", "" } };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path
        = ilv_draft_find_element (draft, (gsize) (strstr (text, places[i].at) - text));

      g_assert_cmpstr (path, ==, places[i].path);
    }
  g_assert_null (ilv_draft_find_element (draft, strlen (text) + 1));
}

static void
an_id_that_is_taken_is_a_mistake (void)
{
  static const char *const taken[] = { "fetch-pages", "test", NULL };
  g_autofree char *text = scenario_text_with ("all", "<task><sleep ms=\"1\"/></task>");
  g_autoptr (IlvDraft) draft = ilv_draft_new (text, taken);
  const IlvDraftProblem *problem = ilv_draft_find_problem (draft, "", "id");
  g_autofree char *id = ilv_draft_get_id (draft);
  g_autofree char *marked = NULL;

  g_assert_cmpstr (id, ==, "test");
  g_assert_null (ilv_draft_get_scenario (draft));
  g_assert_nonnull (problem);
  marked = g_strndup (text + problem->from, problem->to - problem->from);
  g_assert_cmpstr (marked, ==, "test");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/valid", a_valid_text_is_a_scenario);
  g_test_add_func ("/draft/mistakes", every_mistake_belongs_to_an_element_and_its_field);
  g_test_add_func ("/draft/missing", a_missing_title_belongs_to_its_field);
  g_test_add_func ("/draft/count", mistakes_inside_are_counted);
  g_test_add_func ("/draft/no-xml", a_text_that_is_no_xml_says_where);
  g_test_add_func ("/draft/taken", an_id_that_is_taken_is_a_mistake);
  g_test_add_func ("/draft/places", the_element_around_a_place_is_found);
  return g_test_run ();
}
