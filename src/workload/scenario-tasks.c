/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/scenario-private.h"

#include "workload/near-miss.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const task_attributes[] = { "name", "label", "count", NULL };
static const char *const background_attributes[] = { "name", "label", "queue", NULL };

/* What is known of a task while its steps are read. */
typedef struct
{
  IlvBuilder *builder;
  const IlvNode *task;
  guint instructions;
  gboolean background;
  gboolean fetched; /* what brings a page stands before the step being read */
} TaskReader;

static void read_steps (TaskReader *reader, const IlvNode *node, guint depth, GPtrArray *steps);

static void
read_choice (IlvBuilder *builder, const IlvAttribute *attribute, const char *value,
             const char *at, guint *index)
{
  g_autofree char *list = NULL;

  for (guint i = 0; attribute->choices[i] != NULL; i++)
    if (strcmp (attribute->choices[i], value) == 0)
      {
        *index = i;
        return;
      }
  list = g_strjoinv (", ", (char **) attribute->choices);
  ilv_builder_add_problem (builder, at, _ ("“%s” must be one of %s, not “%s”."),
                           attribute->name, list, value);
}

static void
read_reference (IlvBuilder *builder, const char *element, GPtrArray *objects, const char *value,
                const char *at, guint *index)
{
  g_autofree char *near = NULL;

  for (guint i = 0; i < objects->len; i++)
    if (strcmp (objects->pdata[i], value) == 0)
      {
        *index = i;
        return;
      }
  near = ilv_near_miss_describe (value, objects);
  ilv_builder_add_problem (builder, at, _ ("The scenario has no <%s name=\"%s\"/>.%s"), element,
                           value, near);
}

static void
read_value (IlvBuilder *builder, const IlvAttribute *attribute, const char *text, const char *at,
            IlvAttributeValue *value)
{
  switch (attribute->type)
    {
    case ILV_ATTRIBUTE_NUMBER:
    case ILV_ATTRIBUTE_INTEGER:
      value->expression = ilv_builder_parse_expression (builder, text, at);
      break;
    case ILV_ATTRIBUTE_CHOICE:
      read_choice (builder, attribute, text, at, &value->index);
      break;
    case ILV_ATTRIBUTE_TEXT:
      value->text = ilv_builder_parse_template (builder, text, at);
      break;
    case ILV_ATTRIBUTE_LOCK:
      read_reference (builder, "lock", builder->scenario->locks, text, at, &value->index);
      break;
    case ILV_ATTRIBUTE_COUNTER:
      read_reference (builder, "counter", builder->scenario->counters, text, at, &value->index);
      break;
    case ILV_ATTRIBUTE_SEMAPHORE:
      read_reference (builder, "semaphore", builder->scenario->semaphores.names, text, at,
                      &value->index);
      break;
    case ILV_ATTRIBUTE_QUEUE:
      read_reference (builder, "queue", builder->scenario->queues.names, text, at, &value->index);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_number (const IlvAttribute *attribute)
{
  return attribute->type == ILV_ATTRIBUTE_NUMBER || attribute->type == ILV_ATTRIBUTE_INTEGER;
}

static void
read_attributes (IlvBuilder *builder, const IlvNode *node, IlvStep *step)
{
  const IlvStepDescription *description = ilv_step_kind_describe (step->kind);
  const char *names[ILV_MAX_ATTRIBUTES + 1] = { NULL };

  for (guint i = 0; i < description->n_attributes; i++)
    {
      const IlvAttribute *attribute = &description->attributes[i];
      const IlvDocumentAttribute *given = ilv_node_find (node, attribute->name);

      names[i] = attribute->name;
      if (given == NULL && attribute->default_text == NULL)
        ilv_builder_require (builder, node, attribute->name);
      else
        read_value (builder, attribute, given != NULL ? given->value : attribute->default_text,
                    given != NULL ? given->value_at : node->at, &step->values[i]);
      if (is_number (attribute) && step->values[i].expression != NULL
          && ilv_expression_uses_variable (step->values[i].expression))
        step->uses_variable = TRUE;
    }
  ilv_builder_check_attributes (builder, node, names);
}

static void
check_order (TaskReader *reader, const IlvNode *node, const IlvStep *step)
{
  const IlvDocumentAttribute *path = ilv_node_find (node, "path");

  if (step->kind == ILV_STEP_FETCH || step->kind == ILV_STEP_FILE || step->kind == ILV_STEP_GET)
    reader->fetched = TRUE;
  if (step->kind == ILV_STEP_FETCH && path != NULL && path->value[0] != '/')
    ilv_builder_add_problem (reader->builder, path->value_at,
                             _ ("A path begins with “/”, unlike “%s”."), path->value);
  if (step->kind == ILV_STEP_COMPUTE
      && step->values[ILV_COMPUTE_KERNEL].index == ILV_KERNEL_WORDS && !reader->fetched)
    ilv_builder_add_problem (reader->builder, node->at,
                             _ ("The kernel “words” counts the words of the page fetched last, "
                                "but no <fetch> stands before it."));
}

static void
read_unknown_step (TaskReader *reader, const IlvNode *node)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();
  g_autofree char *near = NULL;
  g_autofree char *list = NULL;

  for (guint i = 0; i < ILV_N_STEP_KINDS; i++)
    g_ptr_array_add (kinds, (gpointer) ilv_step_kind_get_name ((IlvStepKind) i));
  near = ilv_near_miss_describe (node->name, kinds);
  g_ptr_array_add (kinds, NULL);
  list = g_strjoinv (", ", (char **) kinds->pdata);
  ilv_builder_add_problem (reader->builder, node->at,
                           _ ("There is no step <%s>; one of %s is expected.%s"), node->name,
                           list, near);
}

static gboolean
has_parts (const IlvNode *node, const IlvStepKind *parts, guint n_parts)
{
  if (node->children->len != n_parts)
    return FALSE;
  for (guint i = 0; i < n_parts; i++)
    if (strcmp (((const IlvNode *) node->children->pdata[i])->name,
                ilv_step_kind_get_name (parts[i]))
        != 0)
      return FALSE;
  return TRUE;
}

/* The parts of a step stand in it and nowhere else. */
static void
check_place (TaskReader *reader, const IlvNode *node, const IlvNode *around, IlvStepKind kind)
{
  const char *inside = ilv_step_kind_describe (kind)->inside;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  guint n_parts = 0;
  const IlvStepKind *parts = ilv_step_kind_get_parts (kind, &n_parts);

  if (inside != NULL && strcmp (around->name, inside) != 0)
    ilv_builder_add_problem (reader->builder, node->at, _ ("<%s> must stand directly inside <%s>."),
                             node->name, inside);
  if (parts == NULL || has_parts (node, parts, n_parts))
    return;
  for (guint i = 0; i < n_parts; i++)
    g_ptr_array_add (names, (gpointer) ilv_step_kind_get_name (parts[i]));
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  ilv_builder_add_problem (reader->builder, node->at,
                           _ ("<%s> must hold %s, in this order, and nothing else."), node->name,
                           list);
}

/* Locks and semaphores of coroutines are for one thread. */
static void
check_background (TaskReader *reader, const IlvNode *node, IlvStepKind kind)
{
  if (reader->background && (kind == ILV_STEP_LOCK || kind == ILV_STEP_SEMAPHORE))
    ilv_builder_add_problem (reader->builder, node->at,
                             _ ("<%s> cannot stand in a <background>: its thread shares queues "
                                "with the tasks, and no locks or semaphores."),
                             node->name);
}

static void
read_children (TaskReader *reader, const IlvNode *node, guint depth, IlvStep *step)
{
  const IlvStepDescription *description = ilv_step_kind_describe (step->kind);

  if (!description->holds_steps && node->children->len > 0)
    ilv_builder_add_problem (reader->builder, ((const IlvNode *) node->children->pdata[0])->at,
                             _ ("<%s> holds no other steps."), node->name);
  if (!description->holds_steps)
    return;
  if (node->children->len == 0)
    ilv_builder_add_problem (reader->builder, node->at, _ ("<%s> must hold steps."), node->name);
  step->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_step_free);
  read_steps (reader, node, depth + 1, step->children);
}

static void
read_step (TaskReader *reader, const IlvNode *node, const IlvNode *around, guint depth,
           GPtrArray *steps)
{
  IlvStepKind kind;
  IlvStep *step;
  guint line = 0;

  if (!ilv_step_kind_from_name (node->name, &kind))
    {
      read_unknown_step (reader, node);
      return;
    }
  ilv_document_locate (reader->builder->document, node->at, &line, NULL);
  step = ilv_step_new (kind, line);
  g_ptr_array_add (steps, step);
  reader->instructions += ilv_step_kind_describe (kind)->holds_steps ? 2 : 1;
  read_attributes (reader->builder, node, step);
  check_background (reader, node, kind);
  check_place (reader, node, around, kind);
  check_order (reader, node, step);
  read_children (reader, node, depth, step);
}

static void
read_steps (TaskReader *reader, const IlvNode *node, guint depth, GPtrArray *steps)
{
  g_autofree char *words = ilv_node_get_words (node);

  if (words[0] != '\0')
    ilv_builder_add_problem (reader->builder, node->at,
                             _ ("<%s> holds elements only, no text."), node->name);
  if (depth > ILV_MAX_STEP_NESTING)
    {
      ilv_builder_add_problem (reader->builder, node->at,
                               _ ("Steps are nested too deeply here; at most %d are allowed "
                                  "inside one another."),
                               ILV_MAX_STEP_NESTING);
      return;
    }
  for (guint i = 0; i < node->children->len; i++)
    read_step (reader, node->children->pdata[i], node, depth, steps);
}

static IlvTemplate *
read_text (IlvBuilder *builder, const IlvNode *node, const char *name, const char *fallback,
           char **text)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, name);

  *text = g_strdup (attribute != NULL ? attribute->value : fallback);
  return ilv_builder_parse_template (builder, *text,
                                     attribute != NULL ? attribute->value_at : node->at);
}

/* Of a label that people read: what it says in their language. A translation whose expressions
   make no sense is as good as none. */
static IlvTemplate *
read_translated_label (IlvBuilder *builder, const IlvNode *node, char **text)
{
  g_autoptr (IlvTemplate) english = read_text (builder, node, "label", "", text);
  const char *words = ilv_scenario_translate (*text);
  IlvTemplate *translated = NULL;

  if (words != *text && english != NULL)
    translated
      = ilv_template_parse (words, ilv_scenario_lookup_setting, builder->scenario, NULL, NULL);
  return translated != NULL ? translated : g_steal_pointer (&english);
}

static void
read_count (IlvBuilder *builder, const IlvNode *node, IlvTaskGroupData *data)
{
  const IlvDocumentAttribute *count = ilv_node_find (node, "count");

  /* What is not known was told of already. */
  if (strcmp (node->name, "task") != 0)
    count = NULL;
  data->count = ilv_builder_parse_expression (builder, count != NULL ? count->value : "1",
                                              count != NULL ? count->value_at : node->at);
  if (data->count != NULL && ilv_expression_uses_index (data->count))
    ilv_builder_add_problem (builder, count->value_at,
                             _ ("“index” counts tasks and means nothing here."));
}

/* What tasks and background threads have in common. NULL: there are too many of them. */
static IlvTaskGroupData *
read_group (TaskReader *reader, const char *const *attributes, const char *default_name)
{
  IlvBuilder *builder = reader->builder;
  const IlvNode *node = reader->task;
  IlvTaskGroupData *data;

  if (builder->scenario->groups->len >= ILV_MAX_GROUPS)
    {
      ilv_builder_add_problem (builder, node->at,
                               _ ("Too many <%s> elements; at most %d are allowed."), node->name,
                               ILV_MAX_GROUPS);
      return NULL;
    }
  data = ilv_task_group_data_new ();
  g_ptr_array_add (builder->scenario->groups, data);
  ilv_builder_check_attributes (builder, node, attributes);
  data->name = read_text (builder, node, "name", default_name, &data->name_text);
  data->label = read_translated_label (builder, node, &data->label_text);
  read_count (builder, node, data);
  builder->in_step = TRUE;
  read_steps (reader, node, 0, data->steps);
  builder->in_step = FALSE;
  if (node->children->len == 0)
    ilv_builder_add_problem (builder, node->at, _ ("<%s> must hold steps."), node->name);
  if (reader->instructions > ILV_MAX_INSTRUCTIONS)
    ilv_builder_add_problem (builder, node->at,
                             _ ("The task has too many steps; at most %d are allowed (a step that "
                                "holds others counts as two)."),
                             ILV_MAX_INSTRUCTIONS);
  data->group = (IlvTaskGroup){ .name = data->name_text,
                                .label = data->label_text,
                                .count = data->count,
                                .background = reader->background,
                                .queue = -1,
                                .n_steps = data->steps->len,
                                .steps = (const IlvStep *const *) data->steps->pdata };
  return data;
}

void
ilv_builder_read_task (IlvBuilder *builder, const IlvNode *node)
{
  TaskReader reader = { .builder = builder, .task = node };

  read_group (&reader, task_attributes, "T{index + 1}");
}

/* It goes on beside the tasks and shares memory with them. */
static void
check_background_models (IlvBuilder *builder, const IlvNode *node)
{
  static const IlvModel models[]
    = { ILV_MODEL_SEQUENTIAL, ILV_MODEL_SUBINTERPRETERS, ILV_MODEL_MULTIPROCESSING };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    if (ilv_scenario_has_model (builder->scenario, models[i]))
      ilv_builder_add_problem (builder, node->at,
                               _ ("A <background> thread works beside the tasks in their own "
                                  "memory, which is not so under the model “%s”."),
                               ilv_model_get_name (models[i]));
}

void
ilv_builder_read_background (IlvBuilder *builder, const IlvNode *node)
{
  TaskReader reader = { .builder = builder, .task = node, .background = TRUE };
  IlvTaskGroupData *data = read_group (&reader, background_attributes, "Background");
  const IlvDocumentAttribute *queue = ilv_node_find (node, "queue");
  guint index = G_MAXUINT;

  check_background_models (builder, node);
  if (data == NULL || queue == NULL)
    return;
  read_reference (builder, "queue", builder->scenario->queues.names, queue->value, queue->value_at,
                  &index);
  data->group.queue = index == G_MAXUINT ? -1 : (int) index;
}
