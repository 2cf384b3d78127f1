/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-fuzz.h"

#include "workload/workload.h"

#include <math.h>

/* A hostile file may ask for a million tasks; the first ones say enough. */
#define MAX_TASKS 20

static void
check_problems (GPtrArray *problems, const GError *error)
{
  guint line = 1;

  g_assert_cmpuint (problems->len, >, 0);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; i < problems->len; i++)
    {
      const IlvProblem *problem = problems->pdata[i];

      g_assert_cmpuint (problem->line, >=, line);
      g_assert_cmpuint (problem->column, >=, 1);
      g_assert_cmpuint (problem->message[0], !=, 0);
      g_assert_true (g_utf8_validate (problem->message, -1, NULL));
      line = problem->line;
    }
}

static void
work_out (const IlvStep *step, const IlvScope *scope)
{
  const IlvStepDescription *description = ilv_step_kind_describe (ilv_step_get_kind (step));

  for (guint i = 0; i < description->n_attributes; i++)
    {
      IlvAttributeType type = description->attributes[i].type;

      if (type == ILV_ATTRIBUTE_NUMBER || type == ILV_ATTRIBUTE_INTEGER)
        g_assert_true (isfinite (ilv_step_get_number (step, i, scope)));
      else if (type == ILV_ATTRIBUTE_TEXT)
        g_free (ilv_step_get_text (step, i, scope));
      else if (type == ILV_ATTRIBUTE_CHOICE)
        g_assert_nonnull (description->attributes[i].choices[ilv_step_get_choice (step, i)]);
    }
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    work_out (ilv_step_get_child (step, i), scope);
}

static void
check_workload (IlvScenario *scenario, IlvModel model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvWorkload) workload = ilv_workload_new (scenario, model, NULL, &error);

  if (workload == NULL)
    {
      g_assert_cmpint ((int) error->domain, ==, (int) ILV_SCENARIO_ERROR);
      return;
    }
  g_assert_cmpuint (ilv_workload_get_workers (workload), >=, 1);
  for (guint i = 0; i < MIN (MAX_TASKS, ilv_workload_get_n_tasks (workload)); i++)
    {
      const IlvTaskSpec *task = ilv_workload_get_task (workload, i);

      for (guint j = 0; j < task->group->n_steps; j++)
        work_out (task->group->steps[j], &task->scope);
    }
}

gboolean
scenario_fuzz (const char *text, gsize length)
{
  g_autoptr (GPtrArray) problems
    = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_problem_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario
    = ilv_scenario_parse (text, length, "fuzz.xml", problems, &error);

  if (scenario == NULL)
    {
      check_problems (problems, error);
      return FALSE;
    }
  g_assert_cmpuint (problems->len, ==, 0);
  for (guint model = 0; model < ILV_N_MODELS; model++)
    check_workload (scenario, (IlvModel) model);
  return TRUE;
}
