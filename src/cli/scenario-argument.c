/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/scenario-argument.h"

#include "cli/complain.h"
#include "workload/catalogue.h"
#include "workload/near-miss.h"
#include "workload/own-scenarios.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_problem (gpointer data)
{
  ilv_problem_free (data);
}

IlvScenario *
ilv_scenario_argument_load_file (const char *path)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (free_problem);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_name (path);
  IlvScenario *scenario = ilv_scenario_load (path, problems, &error);

  if (scenario)
    return scenario;
  for (guint i = 0; i < problems->len; i++)
    {
      const IlvProblem *problem = g_ptr_array_index (problems, i);

      ilv_complain ("%s:%u:%u: %s", name, problem->line, problem->column, problem->message);
    }
  if (problems->len == 0)
    ilv_complain ("%s", error->message);
  return NULL;
}

IlvScenario *
ilv_scenario_argument_load (const char *argument)
{
  g_autofree char *own = NULL;
  g_autoptr (GError) error = NULL;
  IlvScenario *scenario;

  if (strchr (argument, '/') || g_str_has_suffix (argument, ".xml"))
    return ilv_scenario_argument_load_file (argument);
  scenario = ilv_catalogue_find (argument, &error);
  if (scenario)
    return scenario;
  /* One of their own may have several mistakes, each with its place. */
  own = g_error_matches (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_INVALID)
          ? ilv_own_scenarios_find (argument) : NULL;
  if (own)
    return ilv_scenario_argument_load_file (own);
  ilv_complain ("%s", error->message);
  return NULL;
}

gboolean
ilv_model_argument_parse (const char *name, IlvModel *model)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *all = NULL;
  g_autofree char *near = NULL;

  if (ilv_model_from_name (name, model))
    return TRUE;
  names = g_ptr_array_new ();
  for (guint i = 0; i < ILV_N_MODELS; i++)
    g_ptr_array_add (names, (gpointer) ilv_model_get_name (i));
  near = ilv_near_miss_describe (name, names);
  g_ptr_array_add (names, NULL);
  all = g_strjoinv (", ", (char **) names->pdata);
  ilv_complain (_ ("There is no model “%s”.%s There are %s."), name, near, all);
  return FALSE;
}
