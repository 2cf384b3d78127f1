/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a task gives as its result: a number, or a list of them. */
#include "runtime/operation.h"

#include <string.h>

#define SEPARATOR ", "
#define MAX_LENGTH 4096 /* bytes of a list: nobody reads more */

/* Numbers of a list stand in it as they are shown, so that they are compared by what they say. */
static guint
find_place (char **numbers, const char *number, IlvResultList order)
{
  double value = g_ascii_strtod (number, NULL);
  guint n = g_strv_length (numbers);

  if (order == ILV_RESULT_LIST_SORTED)
    for (guint i = 0; i < n; i++)
      if (g_ascii_strtod (numbers[i], NULL) > value)
        return i;
  return n;
}

static char *
insert (const char *list, const char *number, IlvResultList order)
{
  g_auto (GStrv) numbers = g_strsplit (list, SEPARATOR, -1);
  guint place = find_place (numbers, number, order);
  GString *result = g_string_new (NULL);

  for (guint i = 0; i <= g_strv_length (numbers); i++)
    {
      const char *next = i < place ? numbers[i] : i == place ? number : numbers[i - 1];

      g_string_append_printf (result, "%s%s", i > 0 ? SEPARATOR : "", next);
    }
  return g_string_free (result, FALSE);
}

static IlvOutcome
give_result (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  double value = ilv_step_get_number (step, ILV_RESULT_VALUE, scope);
  IlvResultList list = ilv_step_get_choice (step, ILV_RESULT_LIST);
  g_autofree char *number = NULL;
  char *longer;

  ilv_task_run_set_value (task, value);
  if (list == ILV_RESULT_LIST_NO)
    return ILV_OUTCOME_NEXT;
  number = ilv_task_run_write_number (value);
  if (task->list && strlen (task->list) > MAX_LENGTH)
    return ILV_OUTCOME_NEXT;
  longer = task->list ? insert (task->list, number, list) : g_steal_pointer (&number);
  g_free (task->list);
  task->list = longer;
  return ILV_OUTCOME_NEXT;
}

const IlvStepOperations ilv_step_result = { .blocking = give_result, .suspending = give_result };
