/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/scenario-private.h"

#include "workload/near-miss.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const option_attributes[]
  = { "model",         "workers",  "limit",        "start-method",
      "stop-after-ms", "grace-ms", "replacements", "on-error", NULL };
static const char *const exclusion_attributes[] = { "model", "when", NULL };

static gboolean
read_model_name (IlvBuilder *builder, const char *name, const char *at, IlvModel *model)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *near = NULL;

  if (ilv_model_from_name (name, model))
    return TRUE;
  for (guint i = 0; i < ILV_N_MODELS; i++)
    g_ptr_array_add (names, (gpointer) ilv_model_get_name ((IlvModel) i));
  near = ilv_near_miss_describe (name, names);
  ilv_builder_add_problem (builder, at, _ ("There is no model “%s”.%s"), name, near);
  return FALSE;
}

/* Names with spaces between them, as a bit set. */
static guint
read_model_names (IlvBuilder *builder, const IlvDocumentAttribute *attribute)
{
  g_auto (GStrv) names = g_strsplit_set (attribute->value, " \t\r\n", 64);
  gsize offset = 0;
  guint models = 0;

  for (guint i = 0; names[i] != NULL; offset += strlen (names[i]) + 1, i++)
    {
      const char *at = attribute->value_at + offset;
      IlvModel model;

      if (names[i][0] == '\0' || !read_model_name (builder, names[i], at, &model))
        continue;
      if (models & (1u << model))
        ilv_builder_add_problem (builder, at, _ ("The model “%s” is named twice."), names[i]);
      models |= 1u << model;
    }
  return models;
}

void
ilv_builder_read_models (IlvBuilder *builder, const IlvNode *root)
{
  const IlvDocumentAttribute *attribute = ilv_builder_require (builder, root, "models");

  if (attribute == NULL)
    return;
  if (strcmp (attribute->value, "all") == 0)
    builder->scenario->models = (1u << ILV_N_MODELS) - 1;
  else
    builder->scenario->models = read_model_names (builder, attribute);
}

static IlvExpression *
read_option (IlvBuilder *builder, const IlvNode *node, const char *name)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, name);
  IlvExpression *expression;

  if (attribute == NULL)
    return NULL;
  expression = ilv_builder_parse_expression (builder, attribute->value, attribute->value_at);
  if (expression != NULL && ilv_expression_uses_index (expression))
    ilv_builder_add_problem (builder, attribute->value_at,
                             _ ("“index” counts tasks and means nothing here."));
  return expression;
}

static void
read_start_method (IlvBuilder *builder, const IlvNode *node, IlvModelOptions *options)
{
  const IlvDocumentAttribute *method = ilv_node_find (node, "start-method");

  if (method == NULL)
    return;
  if (strcmp (method->value, "fork-server") != 0 && strcmp (method->value, "spawn") != 0)
    ilv_builder_add_problem (builder, method->value_at,
                             _ ("There is no start method “%s”; fork-server or spawn is "
                                "expected."),
                             method->value);
  options->start_method = g_strdup (method->value);
}

static void
read_on_error (IlvBuilder *builder, const IlvNode *node, IlvModelOptions *options)
{
  const IlvDocumentAttribute *what = ilv_node_find (node, "on-error");

  if (what == NULL)
    return;
  if (strcmp (what->value, "collect") != 0 && strcmp (what->value, "cancel") != 0)
    ilv_builder_add_problem (builder, what->value_at,
                             _ ("“on-error” must be one of collect, cancel, not “%s”."),
                             what->value);
  options->on_error = g_strdup (what->value);
}

static void
fill_options (IlvBuilder *builder, const IlvNode *node, IlvModelOptions *options)
{
  static const char *const names[ILV_N_OPTION_EXPRESSIONS] = {
    [ILV_OPTION_WORKERS] = "workers",          [ILV_OPTION_LIMIT] = "limit",
    [ILV_OPTION_STOP_AFTER] = "stop-after-ms", [ILV_OPTION_GRACE] = "grace-ms",
    [ILV_OPTION_REPLACEMENTS] = "replacements",
  };

  options->has_element = TRUE;
  for (guint i = 0; i < ILV_N_OPTION_EXPRESSIONS; i++)
    options->expressions[i] = read_option (builder, node, names[i]);
  read_start_method (builder, node, options);
  read_on_error (builder, node, options);
}

static void
read_options_of (IlvBuilder *builder, const IlvNode *node, IlvModel model, const char *at)
{
  IlvModelOptions *options = &builder->scenario->options[model];

  if (!ilv_scenario_has_model (builder->scenario, model))
    ilv_builder_add_problem (builder, at,
                             _ ("The model “%s” is not among the scenario's models."),
                             ilv_model_get_name (model));
  if (options->has_element)
    {
      ilv_builder_add_problem (builder, node->at,
                               _ ("There are <options> for the model “%s” already."),
                               ilv_model_get_name (model));
      return;
    }
  fill_options (builder, node, options);
}

static void
read_common_options (IlvBuilder *builder, const IlvNode *node)
{
  IlvModelOptions *options = &builder->scenario->options[ILV_N_MODELS];

  if (options->has_element)
    ilv_builder_add_problem (builder, node->at, _ ("There are <options> for all models already."));
  else
    fill_options (builder, node, options);
}

void
ilv_builder_read_options (IlvBuilder *builder, const IlvNode *node)
{
  const IlvDocumentAttribute *name = ilv_node_find (node, "model");
  guint models;

  ilv_builder_check_attributes (builder, node, option_attributes);
  if (name == NULL)
    {
      read_common_options (builder, node);
      return;
    }
  models = read_model_names (builder, name);
  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (models & (1u << i))
      read_options_of (builder, node, (IlvModel) i, name->value_at);
}

void
ilv_builder_read_exclusion (IlvBuilder *builder, const IlvNode *node)
{
  const IlvDocumentAttribute *name = ilv_builder_require (builder, node, "model");
  g_autofree char *words = ilv_node_get_words (node);
  IlvExpression *when;
  IlvModelOptions *options;
  IlvModel model;

  ilv_builder_check_attributes (builder, node, exclusion_attributes);
  if (words[0] == '\0')
    ilv_builder_add_problem (builder, node->at, _ ("<%s> must hold some text."), node->name);
  if (name == NULL || !read_model_name (builder, name->value, name->value_at, &model))
    return;
  when = read_option (builder, node, "when");
  if (when == NULL && ilv_scenario_has_model (builder->scenario, model))
    ilv_builder_add_problem (builder, name->value_at,
                             _ ("The model “%s” is among the scenario's models, so it cannot be "
                                "excluded."),
                             name->value);
  else if (when != NULL && !ilv_scenario_has_model (builder->scenario, model))
    ilv_builder_add_problem (builder, name->value_at,
                             _ ("The model “%s” is not among the scenario's models."),
                             name->value);
  options = &builder->scenario->options[model];
  if (options->exclusion != NULL)
    ilv_builder_add_problem (builder, node->at,
                             _ ("The model “%s” is excluded twice."), name->value);
  g_free (options->exclusion);
  options->exclusion = g_steal_pointer (&words);
  g_clear_pointer (&options->exclusion_when, ilv_expression_free);
  options->exclusion_when = when;
}
