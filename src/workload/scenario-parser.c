/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the text of a file to a scenario, or to the list of everything that is wrong with it. */
#include "workload/scenario-private.h"

#include "workload/near-miss.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Nobody reads more, and a hostile file must not fill the memory with them. */
#define MAX_PROBLEMS 500

static const char *const scenario_attributes[] = { "id", "topic", "order", "models", NULL };
static const char *const no_attributes[] = { NULL };

static IlvProblem *
add_problem (IlvBuilder *builder, const char *at, char *message)
{
  IlvProblem *problem = g_new0 (IlvProblem, 1);

  problem->message = message;
  ilv_document_locate (builder->document, at, &problem->line, &problem->column);
  g_ptr_array_add (builder->problems, problem);
  return problem;
}

void
ilv_builder_add_problem (IlvBuilder *builder, const char *at, const char *format, ...)
{
  va_list arguments;

  if (builder->problems->len >= MAX_PROBLEMS)
    return;
  va_start (arguments, format);
  add_problem (builder, at, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* `missing` is static, `message` is taken. */
static void
add_missing (IlvBuilder *builder, const IlvNode *node, const char *missing, char *message)
{
  if (builder->problems->len >= MAX_PROBLEMS)
    g_free (message);
  else
    add_problem (builder, node->at, message)->missing = missing;
}

void
ilv_builder_check_attributes (IlvBuilder *builder, const IlvNode *node, const char *const *known)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();

  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (candidates, (gpointer) known[i]);
  for (guint i = 0; i < node->attributes->len; i++)
    {
      const IlvDocumentAttribute *attribute
        = &g_array_index (node->attributes, IlvDocumentAttribute, i);
      g_autofree char *near = NULL;

      if (ilv_node_find (node, attribute->name) != attribute)
        ilv_builder_add_problem (builder, attribute->at,
                                 _ ("The attribute “%s” stands here twice."), attribute->name);
      if (g_strv_contains (known, attribute->name))
        continue;
      near = ilv_near_miss_describe (attribute->name, candidates);
      ilv_builder_add_problem (builder, attribute->at, _ ("<%s> has no attribute “%s”.%s"),
                               node->name, attribute->name, near);
    }
}

const IlvDocumentAttribute *
ilv_builder_require (IlvBuilder *builder, const IlvNode *node, const char *name)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, name);

  if (attribute == NULL)
    add_missing (builder, node, name,
                 g_strdup_printf (_ ("<%s> needs the attribute “%s”."), node->name, name));
  else if (attribute->value[0] == '\0')
    ilv_builder_add_problem (builder, attribute->at, _ ("The attribute “%s” must not be empty."),
                             name);
  else
    return attribute;
  return NULL;
}

/* `at` is the value's place in the file, `offset` that of the mistake in the value. */
static void
add_expression_problem (IlvBuilder *builder, const char *text, const char *at, gsize offset,
                        const GError *error)
{
  g_autoptr (GPtrArray) settings = g_ptr_array_new ();
  g_autofree char *near = NULL;
  g_autofree char *name = g_strdup (text + offset);
  g_autofree char *excerpt = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 60));

  name[strspn (name, ILV_NAME_CHARACTERS)] = '\0';
  if (g_error_matches (error, ILV_EXPRESSION_ERROR, ILV_EXPRESSION_ERROR_UNKNOWN_NAME))
    for (guint i = 0; i < ilv_scenario_get_n_settings (builder->scenario); i++)
      g_ptr_array_add (settings,
                       (gpointer) ilv_scenario_get_setting (builder->scenario, i)->name);
  near = ilv_near_miss_describe (name, settings);
  ilv_builder_add_problem (builder, at + offset, _ ("In “%s”, %s.%s"), excerpt,
                           error->message, near);
}

static void
add_variable_problem (IlvBuilder *builder, const char *at)
{
  ilv_builder_add_problem (builder, at,
                           _ ("“variable” and “result” are what a task has while it runs: they can "
                              "be used in its steps only."));
}

IlvExpression *
ilv_builder_parse_expression (IlvBuilder *builder, const char *text, const char *at)
{
  g_autoptr (GError) error = NULL;
  gsize offset = 0;
  IlvExpression *expression = ilv_expression_parse (text, ilv_scenario_lookup_setting,
                                                    builder->scenario, &offset, &error);

  if (expression == NULL)
    add_expression_problem (builder, text, at, offset, error);
  else if (!builder->in_step && ilv_expression_uses_variable (expression))
    add_variable_problem (builder, at);
  return expression;
}

static void
look_for_variable (const char *text, const IlvExpression *expression, gpointer uses_variable)
{
  if (expression != NULL && ilv_expression_uses_variable (expression))
    *(gboolean *) uses_variable = TRUE;
}

IlvTemplate *
ilv_builder_parse_template (IlvBuilder *builder, const char *text, const char *at)
{
  g_autoptr (GError) error = NULL;
  gsize offset = 0;
  IlvTemplate *template = ilv_template_parse (text, ilv_scenario_lookup_setting,
                                              builder->scenario, &offset, &error);

  gboolean uses_variable = FALSE;

  if (template == NULL)
    add_expression_problem (builder, text, at, offset, error);
  else
    ilv_template_foreach (template, look_for_variable, &uses_variable);
  if (!builder->in_step && uses_variable)
    add_variable_problem (builder, at);
  return template;
}

static void
read_topic (IlvBuilder *builder, const IlvNode *root)
{
  const IlvDocumentAttribute *topic = ilv_builder_require (builder, root, "topic");
  g_autoptr (GPtrArray) topics = g_ptr_array_new ();
  g_autofree char *list = NULL;

  if (topic == NULL)
    return;
  builder->scenario->topic = g_strdup (topic->value);
  if (ilv_topic_find (topic->value) >= 0)
    return;
  for (guint i = 0; i < ilv_topic_count (); i++)
    g_ptr_array_add (topics, (gpointer) ilv_topic_get_name (i));
  g_ptr_array_add (topics, NULL);
  list = g_strjoinv (", ", (char **) topics->pdata);
  ilv_builder_add_problem (builder, topic->value_at,
                           _ ("There is no topic “%s”; it must be one of %s."), topic->value,
                           list);
}

static void
read_root (IlvBuilder *builder, const IlvNode *root)
{
  const IlvDocumentAttribute *id = ilv_builder_require (builder, root, "id");
  const IlvDocumentAttribute *order = ilv_node_find (root, "order");
  guint64 number = 0;

  ilv_builder_check_attributes (builder, root, scenario_attributes);
  if (id != NULL && !ilv_is_id (id->value))
    ilv_builder_add_problem (builder, id->value_at,
                             _ ("“%s” is no id: small letters, digits and hyphens are expected, "
                                "with a letter first, at most 48."),
                             id->value);
  if (id != NULL)
    builder->scenario->id = g_strdup (id->value);
  if (order != NULL && !g_ascii_string_to_unsigned (order->value, 10, 0, 9999, &number, NULL))
    ilv_builder_add_problem (builder, order->value_at,
                             _ ("“order” must be a whole number from 0 to 9999, not “%s”."),
                             order->value);
  builder->scenario->order = (int) number;
  read_topic (builder, root);
  ilv_builder_read_models (builder, root);
}

static void
read_words (IlvBuilder *builder, const IlvNode *node, char **words)
{
  ilv_builder_check_attributes (builder, node, no_attributes);
  if (*words != NULL)
    ilv_builder_add_problem (builder, node->at, _ ("<%s> stands here a second time."),
                             node->name);
  g_free (*words);
  *words = ilv_node_get_words (node);
  if (**words == '\0')
    ilv_builder_add_problem (builder, node->at, _ ("<%s> must hold some text."), node->name);
  if (node->children->len > 0)
    ilv_builder_add_problem (builder, ((const IlvNode *) node->children->pdata[0])->at,
                             _ ("<%s> holds text only."), node->name);
}

static void
read_unknown (IlvBuilder *builder, const IlvNode *node)
{
  static const char *const names[] = { "title", "summary", "question", "setting", "lock",
                                       "counter", "semaphore", "queue", "options", "exclude",
                                       "task", "background" };
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autofree char *near = NULL;
  IlvStepKind kind;

  if (ilv_step_kind_from_name (node->name, &kind))
    {
      ilv_builder_add_problem (builder, node->at, _ ("The step <%s> must stand inside a <task>."),
                               node->name);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (candidates, (gpointer) names[i]);
  near = ilv_near_miss_describe (node->name, candidates);
  ilv_builder_add_problem (builder, node->at,
                           _ ("<%s> is not known here; title, summary, question, setting, lock, "
                              "counter, semaphore, queue, options, exclude, task or background "
                              "is expected.%s"),
                           node->name, near);
}

/* What later elements refer to: everything but the options, the exclusions and the tasks. */
static void
read_declaration (IlvBuilder *builder, const IlvNode *node)
{
  IlvScenario *scenario = builder->scenario;

  if (strcmp (node->name, "title") == 0)
    read_words (builder, node, &scenario->title);
  else if (strcmp (node->name, "summary") == 0)
    read_words (builder, node, &scenario->summary);
  else if (strcmp (node->name, "question") == 0)
    read_words (builder, node, &scenario->question);
  else if (strcmp (node->name, "setting") == 0)
    ilv_builder_read_setting (builder, node);
  else if (ilv_is_object (node->name))
    ilv_builder_read_object (builder, node);
  else if (strcmp (node->name, "options") != 0 && strcmp (node->name, "exclude") != 0
           && strcmp (node->name, "task") != 0 && strcmp (node->name, "background") != 0)
    read_unknown (builder, node);
}

static void
read_text_outside (IlvBuilder *builder, const IlvNode *node)
{
  g_autofree char *words = ilv_node_get_words (node);

  if (words[0] != '\0')
    ilv_builder_add_problem (builder, node->at, _ ("<%s> holds elements only, no text."),
                             node->name);
}

static gboolean
has_tasks (const IlvScenario *scenario)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (scenario); i++)
    if (!ilv_scenario_get_group (scenario, i)->background)
      return TRUE;
  return FALSE;
}

static void
check_whole (IlvBuilder *builder, const IlvNode *root)
{
  const IlvScenario *scenario = builder->scenario;
  const struct
  {
    const char *name;
    gboolean there;
  } needed[] = { { "title", scenario->title != NULL },
                 { "summary", scenario->summary != NULL },
                 { "question", scenario->question != NULL },
                 { "task", has_tasks (scenario) } };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!needed[i].there)
      add_missing (builder, root, needed[i].name,
                   g_strdup_printf (_ ("<scenario> needs a <%s>."), needed[i].name));
}

static void
build (IlvBuilder *builder)
{
  const IlvNode *root = ilv_document_get_root (builder->document);

  if (strcmp (root->name, "scenario") != 0)
    {
      ilv_builder_add_problem (builder, root->at, _ ("<scenario> is expected here, not <%s>."),
                               root->name);
      return;
    }
  read_root (builder, root);
  read_text_outside (builder, root);
  for (guint i = 0; i < root->children->len; i++)
    read_declaration (builder, root->children->pdata[i]);
  ilv_builder_add_shared_settings (builder);
  for (guint i = 0; i < root->children->len; i++)
    {
      const IlvNode *node = root->children->pdata[i];

      ilv_builder_read_size (builder, node);
      if (strcmp (node->name, "options") == 0)
        ilv_builder_read_options (builder, node);
      else if (strcmp (node->name, "exclude") == 0)
        ilv_builder_read_exclusion (builder, node);
      else if (strcmp (node->name, "task") == 0)
        ilv_builder_read_task (builder, node);
      else if (strcmp (node->name, "background") == 0)
        ilv_builder_read_background (builder, node);
    }
  check_whole (builder, root);
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const IlvProblem *first = *(IlvProblem *const *) a;
  const IlvProblem *second = *(IlvProblem *const *) b;

  if (first->line != second->line)
    return first->line < second->line ? -1 : 1;
  if (first->column != second->column)
    return first->column < second->column ? -1 : 1;
  return 0;
}

static void
add_plain_problem (GPtrArray *problems, guint line, guint column, char *message)
{
  IlvProblem *problem = g_new0 (IlvProblem, 1);

  *problem = (IlvProblem){ .line = line, .column = column, .message = message };
  g_ptr_array_add (problems, problem);
}

static void
parse_into (IlvScenario *scenario, GPtrArray *problems)
{
  g_autoptr (IlvDocument) document = NULL;
  IlvBuilder builder = { .scenario = scenario, .problems = problems };
  char *message = NULL;
  guint line = 1;
  guint column = 1;

  if (scenario->xml_length > ILV_DOCUMENT_MAX_BYTES)
    {
      add_plain_problem (problems, 1, 1,
                         g_strdup_printf (_ ("The file is too large for a scenario; at most %d "
                                             "bytes are allowed."),
                                          ILV_DOCUMENT_MAX_BYTES));
      return;
    }
  document = ilv_document_new (scenario->xml, scenario->xml_length, &line, &column, &message);
  if (document == NULL)
    {
      add_plain_problem (problems, line, column, message);
      return;
    }
  builder.document = document;
  build (&builder);
  g_ptr_array_sort (problems, compare_problems);
}

IlvScenario *
ilv_scenario_parse (const char *text, gsize length, const char *name, GPtrArray *problems,
                    GError **error)
{
  g_autoptr (IlvScenario) scenario = NULL;
  g_autoptr (GPtrArray) found
    = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_problem_free);

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  scenario = ilv_scenario_new (text, length);
  parse_into (scenario, found);
  if (found->len == 0)
    return g_steal_pointer (&scenario);
  if (error != NULL)
    {
      const IlvProblem *first = found->pdata[0];

      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_INVALID, "%s:%u:%u: %s", name,
                   first->line, first->column, first->message);
    }
  if (problems != NULL)
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&found));
  return NULL;
}

IlvScenario *
ilv_scenario_load (const char *path, GPtrArray *problems, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  g_return_val_if_fail (path != NULL, NULL);

  /* One byte more than allowed tells that a file is too large, whatever its length. */
  text = g_malloc (ILV_DOCUMENT_MAX_BYTES + 1);
  stream = g_file_read (file, NULL, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("The scenario file “%s” cannot be read. There is no such file."), name);
      return NULL;
    }
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, ILV_DOCUMENT_MAX_BYTES + 1,
                                   &length, NULL, &local_error))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("The scenario file cannot be read: %s"), local_error->message);
      return NULL;
    }
  return ilv_scenario_parse (text, length, path, problems, error);
}
