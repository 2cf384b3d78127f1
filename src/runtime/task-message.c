/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/task-message.h"

#include "runtime/program.h"

#include <string.h>

#define BYTES ((const GVariantType *) "y")

static GVariant *
make_bytes (const char *bytes, gsize n)
{
  return g_variant_new_fixed_array (BYTES, bytes ? bytes : "", bytes ? n : 0, 1);
}

static GVariant *
make_task (const IlvExecution *execution, guint index, guint16 first, const IlvTaskRun *task)
{
  const IlvTaskSpec *spec = ilv_workload_get_task (execution->workload, index);

  return g_variant_new ("(uqdybd@aysuu)", index, first, task ? task->variable : 0.0,
                        task ? (guchar) task->received : 0, (gboolean) (task && task->has_value),
                        task ? task->value : 0.0,
                        make_bytes (task ? task->body : NULL, task ? task->body_length : 0),
                        spec->name, task ? task->retries : 0,
                        task ? task->draws : 0);
}

GVariant *
ilv_task_message_new (const IlvExecution *execution, guint index)
{
  return make_task (execution, index, ILV_NO_INSTRUCTION, &execution->tasks[index]);
}

GVariant *
ilv_task_message_new_step (const IlvExecution *execution, const IlvTaskRun *task)
{
  return make_task (execution, task->id - 1, task->pc, task);
}

/* With a NUL behind it, as a page has that was fetched. */
static void
set_body (IlvTaskRun *task, GVariant *bytes)
{
  gsize n;
  gconstpointer data = g_variant_get_fixed_array (bytes, &n, 1);

  g_clear_pointer (&task->body, g_free);
  task->body_length = n;
  if (n == 0)
    return;
  task->body = g_malloc (n + 1);
  memcpy (task->body, data, n);
  task->body[n] = '\0';
}

/* Of the step before. */
static void
forget_results (IlvTaskRun *task)
{
  g_clear_pointer (&task->text, g_free);
  g_clear_pointer (&task->error, g_free);
  task->has_value = false;
  task->lasting = false;
}

IlvTaskRun *
ilv_task_message_read (GVariant *message, IlvExecution *execution, gboolean *step)
{
  g_autoptr (GVariant) body = NULL;
  guint32 index, retries, draws;
  guint16 first;
  double variable, value;
  guchar received;
  gboolean has_value;
  IlvTaskRun *task;

  g_variant_get (message, "(uqdybd@ay&suu)", &index, &first, &variable, &received, &has_value,
                 &value, &body, NULL, &retries, &draws);
  *step = first != ILV_NO_INSTRUCTION;
  if (index >= execution->n_tasks)
    return NULL;
  task = &execution->tasks[index];
  task->retries = retries;
  task->draws = draws;
  if (!*step)
    return task;
  if (first >= task->program->n_instructions
      || task->program->instructions[first].kind != ILV_INSTRUCTION_STEP)
    return NULL;
  forget_results (task);
  task->pc = first;
  task->variable = variable;
  task->received = received;
  task->has_value = has_value;
  task->value = value;
  set_body (task, body);
  return task;
}

GVariant *
ilv_result_message_new (const IlvTaskRun *task, guint how, const char *body)
{
  const char *words = task->list ? task->list : task->text;
  g_autofree char *text = words ? g_utf8_make_valid (words, -1) : NULL;
  g_autofree char *error = task->error ? g_utf8_make_valid (task->error, -1) : NULL;
  GVariant *page = NULL;

  if (task->body && task->body != body)
    page = make_bytes (task->body, task->body_length);
  return g_variant_new ("(uybdmsdm@aymsub)", task->id - 1, (guchar) how,
                        (gboolean) (task->has_value && !task->list), task->value, text,
                        task->variable, page, error, task->retries, (gboolean) task->lasting);
}

IlvTaskRun *
ilv_result_message_find (GVariant *message, IlvExecution *execution, guint *how)
{
  guint32 index;
  guchar byte;

  g_variant_get_child (message, 0, "u", &index);
  g_variant_get_child (message, 1, "y", &byte);
  *how = byte;
  return index < execution->n_tasks ? &execution->tasks[index] : NULL;
}

void
ilv_result_message_apply (GVariant *message, IlvTaskRun *task)
{
  g_autoptr (GVariant) page = NULL;
  g_autofree char *text = NULL;
  g_autofree char *error = NULL;
  gboolean has_value, lasting;
  double value;

  g_variant_get (message, "(uybdmsdm@aymsub)", NULL, NULL, &has_value, &value, &text,
                 &task->variable, &page, &error, &task->retries, &lasting);
  ilv_task_run_set_error (task, g_steal_pointer (&error));
  task->lasting = lasting;
  if (has_value)
    ilv_task_run_set_value (task, value);
  else
    ilv_task_run_set_text (task, g_steal_pointer (&text));
  if (page)
    set_body (task, page);
}
