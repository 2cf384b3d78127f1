/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/complain.h"
#include "workload/catalogue.h"
#include "workload/own-scenarios.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_scenario (JsonBuilder *builder, const IlvScenario *scenario)
{
  add_text (builder, "topic", ilv_scenario_get_topic (scenario));
  add_text (builder, "title", ilv_scenario_get_title (scenario));
  add_text (builder, "summary", ilv_scenario_get_summary (scenario));
  add_text (builder, "question", ilv_scenario_get_question (scenario));
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (ilv_scenario_has_model (scenario, i))
      json_builder_add_string_value (builder, ilv_model_get_name (i));
  json_builder_end_array (builder);
}

/* NULL for `own`: it comes with the program. */
static void
add_entry (JsonBuilder *builder, const char *id, const IlvScenario *scenario,
           const IlvOwnScenario *own)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", id);
  json_builder_set_member_name (builder, "own");
  json_builder_add_boolean_value (builder, own != NULL);
  if (own)
    {
      g_autofree char *path = g_filename_display_name (own->path);

      add_text (builder, "path", path);
    }
  if (scenario)
    add_scenario (builder, scenario);
  else
    add_text (builder, "error", own->error);
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *scenarios, GPtrArray *owns)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < scenarios->len; i++)
    add_entry (builder, ilv_scenario_get_id (scenarios->pdata[i]), scenarios->pdata[i], NULL);
  for (guint i = 0; i < owns->len; i++)
    {
      const IlvOwnScenario *own = g_ptr_array_index (owns, i);

      add_entry (builder, own->id, own->scenario, own);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

static int
find_width (GPtrArray *scenarios, GPtrArray *owns)
{
  glong width = 0;

  for (guint i = 0; i < scenarios->len; i++)
    width = MAX (width, g_utf8_strlen (ilv_scenario_get_id (scenarios->pdata[i]), -1));
  for (guint i = 0; i < owns->len; i++)
    width = MAX (width, g_utf8_strlen (((IlvOwnScenario *) owns->pdata[i])->id, -1));
  return (int) width;
}

static void
print_owns (GPtrArray *owns, int width)
{
  g_autofree char *folder = ilv_own_scenarios_get_folder ();
  g_autofree char *name = g_filename_display_name (folder);

  if (owns->len == 0)
    return;
  g_print ("\n%s (%s)\n", _ ("Own scenarios"), name);
  for (guint i = 0; i < owns->len; i++)
    {
      const IlvOwnScenario *own = g_ptr_array_index (owns, i);

      if (own->scenario)
        g_print ("  %-*s  %s\n", width, own->id, ilv_scenario_get_title (own->scenario));
      else
        g_print ("  %-*s  ⚠ %s\n", width, own->id, own->error);
    }
}

static void
print_text (GPtrArray *scenarios, GPtrArray *owns)
{
  const char *topic = NULL;
  int width = find_width (scenarios, owns);

  for (guint i = 0; i < scenarios->len; i++)
    {
      const IlvScenario *scenario = g_ptr_array_index (scenarios, i);

      if (g_strcmp0 (topic, ilv_scenario_get_topic (scenario)) != 0)
        g_print ("%s%s\n", topic ? "\n" : "",
                 ilv_topic_get_title (ilv_scenario_get_topic (scenario)));
      topic = ilv_scenario_get_topic (scenario);
      g_print ("  %-*s  %s\n", width, ilv_scenario_get_id (scenario),
               ilv_scenario_get_title (scenario));
    }
  print_owns (owns, width);
}

IlvExit
ilv_command_list (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print a JSON array"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) scenarios = NULL;
  g_autoptr (GPtrArray) owns = NULL;
  g_autoptr (GError) error = NULL;
  IlvExit status;

  if (!ilv_command_parse (&argc, &argv, NULL, _ ("Lists the scenarios by topic."), entries,
                          &status))
    return status;
  scenarios = ilv_catalogue_load (&error);
  if (!scenarios)
    {
      ilv_complain ("%s", error->message);
      return ILV_EXIT_USAGE;
    }
  owns = ilv_own_scenarios_load ();
  if (json)
    print_json (scenarios, owns);
  else
    print_text (scenarios, owns);
  return ILV_EXIT_FINE;
}
