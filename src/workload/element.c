/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/element.h"

#include "workload/concurrency.h"
#include "workload/document-edit.h"
#include "workload/step.h"
#include "workload/topic.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_FIELDS 9

typedef struct
{
  const char *name;
  const char *title;
  const char *summary;
  IlvField fields[MAX_FIELDS]; /* their texts in English */
} Element;

static const char *const advanced_choices[] = { "no", "yes", NULL };
static const char *const setting_types[]
  = { "integer", "number", "boolean", "choice", "text", NULL };
static const char *const start_methods[] = { "fork-server", "spawn", NULL };
static const char *const error_choices[] = { "collect", "cancel", NULL };
static const char *topic_names[16];             /* filled at first use, as are the models */
static const char *model_names[ILV_N_MODELS + 1];

#define OBJECT_NAME \
  { "name", N_ ("Name"), N_ ("its name, for the steps and the picture"), ILV_FIELD_NAME, \
    .is_required = TRUE }

/* data/scenario.rng says the same in its own language; a test holds the two equal. */
static const Element elements[] = {
  { "scenario", N_ ("Scenario"),
    N_ ("What is asked, what can be set, and the tasks that run."),
    { { "title", N_ ("Title"), N_ ("the name people see"), ILV_FIELD_TEXT, ILV_FIELD_IN_CHILD,
        .is_required = TRUE },
      { "summary", N_ ("Summary"), N_ ("what happens, in two sentences"), ILV_FIELD_WORDS,
        ILV_FIELD_IN_CHILD, .is_required = TRUE },
      { "question", N_ ("Question"), N_ ("what the reader is asked to guess before the run"),
        ILV_FIELD_WORDS, ILV_FIELD_IN_CHILD, .is_required = TRUE },
      { "topic", N_ ("Topic"), N_ ("what it is about"), ILV_FIELD_CHOICE, .is_required = TRUE,
        .choices = topic_names },
      { "models", N_ ("Models"), N_ ("the models it can run under"), ILV_FIELD_MODELS,
        .is_required = TRUE, .all_models = "all" },
      { "id", N_ ("Id"), N_ ("the name on the command line, and of the file without .xml"),
        ILV_FIELD_NAME, .is_required = TRUE },
      { "order", N_ ("Place"), N_ ("its place inside the topic, smaller ones first"),
        ILV_FIELD_INTEGER, .default_text = "0", .min = 0, .max = 9999 } } },
  { "setting", N_ ("Setting"), N_ ("One thing that people may change before a run."),
    { { "name", N_ ("Name"), N_ ("the name in expressions and on the command line"),
        ILV_FIELD_NAME, .is_required = TRUE },
      { "title", N_ ("Title"), N_ ("the name people see"), ILV_FIELD_TEXT, .is_required = TRUE },
      { "type", N_ ("Type"), N_ ("what kind of value it has"), ILV_FIELD_CHOICE,
        .default_text = "integer", .choices = setting_types },
      { "choices", N_ ("Choices"), N_ ("the words to choose from, with one space between them"),
        ILV_FIELD_TEXT, .is_required = TRUE },
      { "default", N_ ("Default"), N_ ("the value when nothing is said"), ILV_FIELD_NUMBER,
        .is_required = TRUE },
      { "min", N_ ("Minimum"), N_ ("the smallest value allowed"), ILV_FIELD_NUMBER,
        .is_required = TRUE },
      { "max", N_ ("Maximum"), N_ ("the largest value allowed"), ILV_FIELD_NUMBER,
        .is_required = TRUE },
      { "unit", N_ ("Unit"), N_ ("of the value, as people see it"), ILV_FIELD_TEXT,
        .default_text = "" },
      { "advanced", N_ ("Advanced"), N_ ("yes: not shown unless asked for"), ILV_FIELD_CHOICE,
        .default_text = "no", .choices = advanced_choices } } },
  { "options", N_ ("Options of models"),
    N_ ("How the scenario runs under some of its models."),
    { { "model", N_ ("Models"),
        N_ ("which models; none: all that have no such options of their own"), ILV_FIELD_MODELS },
      { "workers", N_ ("Workers"), N_ ("threads or processes of the pool"), ILV_FIELD_INTEGER },
      { "limit", N_ ("Limit"), N_ ("most tasks in flight, 0 for no limit"), ILV_FIELD_INTEGER },
      { "start-method", N_ ("Start method"), N_ ("how processes are started"), ILV_FIELD_CHOICE,
        .choices = start_methods },
      { "on-error", N_ ("On error"), N_ ("what happens to the other tasks when one fails"),
        ILV_FIELD_CHOICE, .default_text = "collect", .choices = error_choices },
      { "stop-after-ms", N_ ("Stop after"),
        N_ ("milliseconds after which the run is asked to stop"), ILV_FIELD_NUMBER },
      { "grace-ms", N_ ("Grace"),
        N_ ("milliseconds that tasks under way then have to come to their end"),
        ILV_FIELD_NUMBER },
      { "replacements", N_ ("Replacements"),
        N_ ("how often a task is given to another worker when its own has died"),
        ILV_FIELD_INTEGER } } },
  { "exclude", N_ ("Model without sense"),
    N_ ("Why the scenario makes no sense under a model: one sentence."),
    { { "model", N_ ("Model"), N_ ("which model"), ILV_FIELD_CHOICE, .is_required = TRUE,
        .choices = model_names },
      { "when", N_ ("When"),
        N_ ("only with settings that make this more than 0, for a model the scenario has"),
        ILV_FIELD_NUMBER },
      { "", N_ ("Reason"), N_ ("a sentence, shown when somebody asks for the model"),
        ILV_FIELD_WORDS, ILV_FIELD_IN_TEXT, .is_required = TRUE } } },
  { "lock", N_ ("Lock"), N_ ("A lock that tasks can take."), { OBJECT_NAME } },
  { "counter", N_ ("Counter"), N_ ("A number that tasks share, 0 at the start."),
    { OBJECT_NAME } },
  { "semaphore", N_ ("Semaphore"), N_ ("So many permits that tasks can take, one each."),
    { OBJECT_NAME,
      { "permits", N_ ("Permits"), N_ ("how many there are"), ILV_FIELD_INTEGER,
        .is_required = TRUE } } },
  { "queue", N_ ("Queue"), N_ ("What some tasks put in and others get out, in that order."),
    { OBJECT_NAME,
      { "capacity", N_ ("Capacity"),
        N_ ("how many it holds before a producer must wait, 0 for no limit"), ILV_FIELD_INTEGER,
        .default_text = "0" } } },
  { "task", N_ ("Tasks"), N_ ("So many tasks with the same steps."),
    { { "name", N_ ("Name"), N_ ("the name of each in the picture"), ILV_FIELD_TEXT,
        .default_text = "T{index + 1}" },
      { "label", N_ ("Label"), N_ ("what each works on, in short"), ILV_FIELD_TEXT,
        .default_text = "" },
      { "count", N_ ("Count"), N_ ("how many there are"), ILV_FIELD_INTEGER,
        .default_text = "1" } } },
};

static void
fill_names (void)
{
  if (topic_names[0] != NULL)
    return;
  g_assert (ilv_topic_count () < G_N_ELEMENTS (topic_names));
  for (guint i = 0; i < ilv_topic_count (); i++)
    topic_names[i] = ilv_topic_get_name (i);
  for (guint i = 0; i < ILV_N_MODELS; i++)
    model_names[i] = ilv_model_get_name ((IlvModel) i);
}

/* Lock and semaphore are both a thing of the scenario and a step: what tells is where it stands. */
gboolean
ilv_element_is_step (const IlvNode *node)
{
  IlvStepKind kind;

  return node->parent != NULL && node->parent->parent != NULL
         && ilv_step_kind_from_name (node->name, &kind);
}

static const Element *
find_element (const IlvNode *node)
{
  if (node->parent != NULL && node->parent->parent != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (strcmp (elements[i].name, node->name) == 0 && (i == 0) == (node->parent == NULL))
      return &elements[i];
  return NULL;
}

const char *
ilv_element_get_title (const IlvNode *node)
{
  const Element *element = find_element (node);

  return element != NULL ? _ (element->title) : node->name;
}

const char *
ilv_element_get_summary (const IlvNode *node)
{
  const Element *element = find_element (node);
  IlvStepKind kind;

  if (element != NULL)
    return _ (element->summary);
  if (ilv_element_is_step (node) && ilv_step_kind_from_name (node->name, &kind))
    return _ (ilv_step_kind_describe (kind)->summary);
  return NULL;
}

static void
add_step_field (GArray *fields, const IlvAttribute *attribute)
{
  static const struct
  {
    IlvFieldType type;
    const char *object;
  } types[] = {
    [ILV_ATTRIBUTE_NUMBER] = { ILV_FIELD_NUMBER, NULL },
    [ILV_ATTRIBUTE_INTEGER] = { ILV_FIELD_INTEGER, NULL },
    [ILV_ATTRIBUTE_CHOICE] = { ILV_FIELD_CHOICE, NULL },
    [ILV_ATTRIBUTE_TEXT] = { ILV_FIELD_TEXT, NULL },
    [ILV_ATTRIBUTE_LOCK] = { ILV_FIELD_OBJECT, "lock" },
    [ILV_ATTRIBUTE_COUNTER] = { ILV_FIELD_OBJECT, "counter" },
    [ILV_ATTRIBUTE_SEMAPHORE] = { ILV_FIELD_OBJECT, "semaphore" },
    [ILV_ATTRIBUTE_QUEUE] = { ILV_FIELD_OBJECT, "queue" },
  };
  IlvField field = {
    .name = attribute->name,
    .title = attribute->name,
    .summary = _ (attribute->summary),
    .type = types[attribute->type].type,
    .is_required = attribute->default_text == NULL,
    .default_text = attribute->default_text,
    .min = attribute->min,
    .max = attribute->max,
    .choices = attribute->choices,
    .object = types[attribute->type].object,
  };

  g_array_append_val (fields, field);
}

/* Which fields a setting has depends on its type. */
static gboolean
fit_setting (IlvField *field, const char *type)
{
  static const char *const yes_no[] = { "no", "yes", NULL };
  gboolean is_number = type == NULL || strcmp (type, "integer") == 0
                       || strcmp (type, "number") == 0;

  if (strcmp (field->name, "min") == 0 || strcmp (field->name, "max") == 0)
    return is_number;
  if (strcmp (field->name, "choices") == 0)
    return g_strcmp0 (type, "choice") == 0;
  if (strcmp (field->name, "default") != 0 || is_number)
    return TRUE;
  field->type = strcmp (type, "boolean") == 0 ? ILV_FIELD_CHOICE : ILV_FIELD_TEXT;
  field->choices = strcmp (type, "boolean") == 0 ? yes_no : NULL;
  field->is_required = strcmp (type, "text") != 0;
  field->default_text = field->is_required ? NULL : "";
  return TRUE;
}

static void
add_element_fields (GArray *fields, const Element *element, const IlvNode *node)
{
  const IlvDocumentAttribute *type = ilv_node_find (node, "type");

  for (guint i = 0; i < MAX_FIELDS && element->fields[i].name != NULL; i++)
    {
      IlvField field = element->fields[i];

      field.title = _ (field.title);
      field.summary = _ (field.summary);
      if (strcmp (element->name, "setting") != 0
          || fit_setting (&field, type != NULL ? type->value : NULL))
        g_array_append_val (fields, field);
    }
}

GArray *
ilv_element_get_fields (const IlvNode *node)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (IlvField));
  const Element *element = find_element (node);
  IlvStepKind kind;

  fill_names ();
  if (element != NULL)
    add_element_fields (fields, element, node);
  else if (ilv_element_is_step (node) && ilv_step_kind_from_name (node->name, &kind))
    for (guint i = 0; i < ilv_step_kind_describe (kind)->n_attributes; i++)
      add_step_field (fields, &ilv_step_kind_describe (kind)->attributes[i]);
  return fields;
}

gboolean
ilv_element_is_field (const IlvNode *node)
{
  if (node->parent == NULL || node->parent->parent != NULL)
    return FALSE;
  for (guint i = 0; i < MAX_FIELDS && elements[0].fields[i].name != NULL; i++)
    if (elements[0].fields[i].place == ILV_FIELD_IN_CHILD
        && strcmp (elements[0].fields[i].name, node->name) == 0)
      return TRUE;
  return FALSE;
}

const char *
ilv_field_get_choice_title (const IlvField *field, guint choice)
{
  IlvModel model;

  if (field->choices == topic_names)
    return ilv_topic_get_title (field->choices[choice]);
  if (field->choices == model_names && ilv_model_from_name (field->choices[choice], &model))
    return ilv_model_get_title (model);
  return field->choices[choice];
}

static const IlvNode *
find_child (const IlvNode *node, const char *name)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const IlvNode *child = node->children->pdata[i];

      if (strcmp (child->name, name) == 0)
        return child;
    }
  return NULL;
}

char *
ilv_field_get (const IlvField *field, const IlvNode *node)
{
  const IlvDocumentAttribute *attribute;
  const IlvNode *child = node;

  if (field->place == ILV_FIELD_IN_CHILD)
    child = find_child (node, field->name);
  if (field->place != ILV_FIELD_IN_ATTRIBUTE)
    return child != NULL ? ilv_node_get_words (child) : NULL;
  attribute = ilv_node_find (node, field->name);
  return attribute != NULL ? g_strdup (attribute->value) : NULL;
}

/* A child that is missing stands behind those that come before it in the table. */
static char *
add_child (const IlvField *field, const IlvDocument *document, const IlvNode *node,
           const char *value)
{
  g_autofree char *escaped = g_markup_escape_text (value, -1);
  g_autofree char *xml = g_strdup_printf ("<%s>%s</%s>", field->name, escaped, field->name);
  guint position = 0;

  for (guint i = 0; strcmp (elements[0].fields[i].name, field->name) != 0; i++)
    {
      const IlvNode *before = find_child (node, elements[0].fields[i].name);

      if (before != NULL)
        position = MAX (position, ilv_node_get_position (before) + 1);
    }
  return ilv_document_add (document, node, position, xml);
}

char *
ilv_field_set (const IlvField *field, const IlvDocument *document, const IlvNode *node,
               const char *value)
{
  const IlvNode *child = node;

  if (field->place == ILV_FIELD_IN_CHILD)
    child = find_child (node, field->name);
  if (field->place != ILV_FIELD_IN_ATTRIBUTE)
    return child != NULL ? ilv_document_set_words (document, child, value)
                         : add_child (field, document, node, value);
  if (!field->is_required
      && (value[0] == '\0'
          || (field->type == ILV_FIELD_CHOICE && g_strcmp0 (value, field->default_text) == 0)))
    value = NULL;
  return ilv_document_set_attribute (document, node, field->name, value);
}
