/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people wrote themselves, at the command line. */
#include "cli-fixture.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define OWN "data/interleave/scenarios/"

static const char mine[] = "<scenario id=\"mine\" topic=\"io\" order=\"1\" models=\"sequential\">\n"
                           "  <title>Mine alone</title>\n"
                           "  <summary>It sleeps.</summary>\n"
                           "  <question>How long?</question>\n"
                           "  <task count=\"2\"><sleep ms=\"1\"/></task>\n"
                           "</scenario>\n";

static void
write_own (CliFixture *fixture)
{
  cli_run (fixture, "mkdir -p " OWN);
  cli_write_file (fixture, OWN "mine.xml", mine, -1);
  cli_write_file (fixture, OWN "misnamed.xml", mine, -1);
  cli_write_file (fixture, OWN "wrong.xml", "<scenario id=\"wrong\" topic=\"io\">\n<no/>\n<nor/>\n"
                                            "</scenario>\n", -1);
}

static void
own_scenarios_are_listed_apart (CliFixture *fixture, gconstpointer unused)
{
  const char *apart;

  cli_run (fixture, "\"$cli\" list");
  cli_assert_fine (fixture);
  g_assert_null (strstr (fixture->out, "Own scenarios"));
  write_own (fixture);
  cli_run (fixture, "\"$cli\" list");
  cli_assert_fine (fixture);
  apart = strstr (fixture->out, "\nOwn scenarios (");
  g_assert_nonnull (apart);
  g_assert_nonnull (strstr (apart, fixture->folder));
  g_assert_nonnull (strstr (apart, "\n  mine "));
  g_assert_nonnull (strstr (apart, "Mine alone\n"));
  g_assert_nonnull (strstr (apart, "the same name."));
  g_assert_nonnull (strstr (apart, "wrong.xml:1:"));
  g_assert_null (strstr (apart, "fetch-pages"));
}

/* NULL: there is none of that id. */
static JsonObject *
find_entry (JsonArray *entries, const char *id)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      if (g_str_equal (json_object_get_string_member (entry, "id"), id))
        return entry;
    }
  return NULL;
}

static void
json_says_which_are_own (CliFixture *fixture, gconstpointer unused)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *entries;
  JsonObject *own;

  write_own (fixture);
  cli_run (fixture, "\"$cli\" list --json");
  cli_assert_fine (fixture);
  root = json_from_string (fixture->out, NULL);
  entries = json_node_get_array (root);
  g_assert_false (json_object_get_boolean_member (find_entry (entries, "fetch-pages"), "own"));
  own = find_entry (entries, "mine");
  g_assert_true (json_object_get_boolean_member (own, "own"));
  g_assert_cmpstr (json_object_get_string_member (own, "title"), ==, "Mine alone");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (own, "path"), OWN "mine.xml"));
  g_assert_false (json_object_has_member (own, "error"));
  own = find_entry (entries, "wrong");
  g_assert_true (json_object_get_boolean_member (own, "own"));
  g_assert_nonnull (strstr (json_object_get_string_member (own, "error"), "wrong.xml:1:"));
}

static void
commands_know_own_scenarios_by_id (CliFixture *fixture, gconstpointer unused)
{
  write_own (fixture);
  cli_run (fixture, "\"$cli\" show mine");
  cli_assert_fine (fixture);
  g_assert_nonnull (strstr (fixture->out, "Mine alone"));
  cli_run (fixture, "\"$cli\" check mine");
  cli_assert_fine (fixture);
  cli_run (fixture, "\"$cli\" check fetch-pages");
  cli_assert_fine (fixture);
  cli_run (fixture, "\"$cli\" run mine");
  cli_assert_fine (fixture);
  g_assert_nonnull (strstr (fixture->out, "Sequential"));
  cli_run (fixture, "\"$cli\" run min");
  cli_assert_one_complaint (fixture, 2, "“mine”");
}

static void
every_mistake_of_an_own_scenario_is_told (CliFixture *fixture, gconstpointer unused)
{
  const char *const commands[] = { "run", "check", "show" };

  write_own (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *wrong = g_strdup_printf ("\"$cli\" %s wrong", commands[i]);
      g_autofree char *misnamed = g_strdup_printf ("\"$cli\" %s misnamed", commands[i]);

      cli_run (fixture, wrong);
      cli_assert_complaint (fixture, 2, "wrong.xml:2:");
      cli_assert_complaint (fixture, 2, "wrong.xml:3:");
      cli_run (fixture, misnamed);
      cli_assert_one_complaint (fixture, 2, "the same name.");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CLI_ADD ("own scenarios are listed apart", own_scenarios_are_listed_apart);
  CLI_ADD ("json says which scenarios are one's own", json_says_which_are_own);
  CLI_ADD ("commands know own scenarios by id", commands_know_own_scenarios_by_id);
  CLI_ADD ("every mistake of an own scenario is told", every_mistake_of_an_own_scenario_is_told);
  return g_test_run ();
}
