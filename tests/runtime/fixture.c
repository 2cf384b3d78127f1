/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <string.h>

char *
fixture_make_scenario (const char *body)
{
  return g_strconcat ("<scenario id='test' topic='gil' order='1' models='all'>"
                      "<title>Test</title><summary>A test.</summary><question>Why?</question>",
                      body, "</scenario>", NULL);
}

IlvExecution *
fixture_new (IlvModel model, const char *body, const char *sets, IlvArea *area)
{
  g_autofree char *xml = fixture_make_scenario (body);
  g_autoptr (GHashTable) settings = ilv_settings_new ();
  g_auto (GStrv) words = g_strsplit (sets ? sets : "", " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario = NULL;
  g_autoptr (IlvWorkload) workload = NULL;
  IlvExecution *execution;

  for (guint i = 0; words[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      g_hash_table_insert (settings, g_strdup (pair[0]), g_strdup (pair[1]));
    }
  scenario = ilv_scenario_parse (xml, strlen (xml), "test", NULL, &error);
  g_assert_no_error (error);
  workload = ilv_workload_new (scenario, model, settings, &error);
  g_assert_no_error (error);
  execution = ilv_execution_new (workload, area, NULL, &error);
  g_assert_no_error (error);
  return execution;
}

char *
fixture_dup_result (IlvExecution *execution, guint index)
{
  char *text;

  g_assert_cmpuint (index, <, execution->n_tasks);
  text = ilv_task_run_dup_result (&execution->tasks[index]);
  return text ? text : g_strdup ("");
}

guint
fixture_count (IlvExecution *execution, IlvState state)
{
  guint n = 0;

  for (guint i = 0; i < execution->n_tasks; i++)
    n += ilv_task_run_get_state (&execution->tasks[i]) == state;
  return n;
}
