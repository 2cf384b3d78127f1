/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-text.h"

#include <string.h>

char *
scenario_text_with (const char *models, const char *body)
{
  return g_strdup_printf ("<scenario id=\"test\" topic=\"io\" models=\"%s\">\n"
                          "<title>Title</title>\n"
                          "<summary>Summary.</summary>\n"
                          "<question>Question?</question>\n"
                          "%s\n"
                          "</scenario>\n",
                          models, body);
}

IlvScenario *
scenario_with (const char *models, const char *body)
{
  g_autofree char *text = scenario_text_with (models, body);
  g_autoptr (GError) error = NULL;
  IlvScenario *scenario = ilv_scenario_parse (text, strlen (text), "test.xml", NULL, &error);

  g_assert_no_error (error);
  return scenario;
}
