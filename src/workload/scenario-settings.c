/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/scenario-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const setting_attributes[]
  = { "name", "title", "unit", "type", "default", "min", "max", "choices", "advanced", NULL };
static const char *const reserved_names[] = { "index", "cores", "min", "max", NULL };
static const char *const start_methods[] = { "fork-server", "spawn", NULL };

static gboolean
is_number (IlvSettingType type)
{
  return type == ILV_SETTING_INTEGER || type == ILV_SETTING_NUMBER;
}

/* Defaults and limits may speak of the machine's cores, but not of other settings. */
static double
read_constant (IlvBuilder *builder, const IlvDocumentAttribute *attribute)
{
  g_autoptr (IlvExpression) expression = NULL;
  g_autoptr (GError) error = NULL;
  IlvScope scope = { .cores = g_get_num_processors () };
  gsize offset = 0;
  double value;

  if (attribute == NULL)
    return 0;
  expression = ilv_expression_parse (attribute->value, NULL, NULL, &offset, &error);
  if (expression == NULL)
    {
      ilv_builder_add_problem (builder, attribute->value_at + offset, _ ("In “%s”, %s."),
                               attribute->value, error->message);
      return 0;
    }
  value = ilv_expression_evaluate (expression, &scope);
  if (isfinite (value) && !ilv_expression_uses_index (expression))
    return value;
  ilv_builder_add_problem (builder, attribute->value_at,
                           _ ("“%s” is not a number: only numbers and cores can be used here."),
                           attribute->value);
  return 0;
}

static void
read_number_default (IlvBuilder *builder, const IlvNode *node, IlvSettingData *data)
{
  const IlvDocumentAttribute *attribute = ilv_builder_require (builder, node, "default");
  IlvSetting *setting = &data->setting;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double value;

  setting->min = read_constant (builder, ilv_builder_require (builder, node, "min"));
  setting->max = read_constant (builder, ilv_builder_require (builder, node, "max"));
  value = read_constant (builder, attribute);
  if (setting->type == ILV_SETTING_INTEGER)
    value = floor (value);
  if (attribute != NULL && (value < setting->min || value > setting->max))
    ilv_builder_add_problem (builder, attribute->value_at,
                             _ ("The default %.12g is not from min %.12g to max %.12g."), value,
                             setting->min, setting->max);
  data->default_text = g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.12g", value));
  setting->default_number = value;
}

static void
read_choices (IlvBuilder *builder, const IlvNode *node, IlvSettingData *data)
{
  const IlvDocumentAttribute *choices = ilv_builder_require (builder, node, "choices");

  if (choices == NULL)
    return;
  data->choices = g_strsplit (choices->value, " ", 65);
  data->setting.choices = (const char *const *) data->choices;
  for (guint i = 0; data->choices[i] != NULL; i++)
    if (data->choices[i][0] == '\0' || i == 64)
      {
        ilv_builder_add_problem (builder, choices->value_at,
                                 _ ("“choices” must be words with one space between them, at "
                                    "most 64."));
        return;
      }
}

static void
read_word_default (IlvBuilder *builder, const IlvNode *node, IlvSettingData *data)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, "default");
  g_autoptr (GError) error = NULL;

  if (data->setting.type == ILV_SETTING_CHOICE)
    read_choices (builder, node, data);
  if (attribute == NULL && data->setting.type == ILV_SETTING_TEXT)
    data->default_text = g_strdup ("");
  else if (attribute == NULL)
    ilv_builder_require (builder, node, "default");
  else if (data->setting.type == ILV_SETTING_CHOICE && data->choices == NULL)
    return; /* told of already */
  else if (!ilv_setting_read (&data->setting, attribute->value, &data->setting.default_number,
                              &data->default_text, &error))
    ilv_builder_add_problem (builder, attribute->value_at, "%s", error->message);
}

static IlvSettingType
read_type (IlvBuilder *builder, const IlvNode *node)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, "type");
  IlvSettingType type = ILV_SETTING_INTEGER;

  if (attribute != NULL && !ilv_setting_type_from_name (attribute->value, &type))
    ilv_builder_add_problem (builder, attribute->value_at,
                             _ ("There is no type “%s”; integer, number, boolean, choice or text "
                                "is expected."),
                             attribute->value);
  return type;
}

static void
check_name (IlvBuilder *builder, const IlvDocumentAttribute *name)
{
  gsize length = strspn (name->value, "abcdefghijklmnopqrstuvwxyz0123456789-");

  if (!g_ascii_islower (name->value[0]) || name->value[length] != '\0' || length > 48
      || name->value[length - 1] == '-' || strstr (name->value, "--") != NULL)
    ilv_builder_add_problem (builder, name->value_at,
                             _ ("“%s” is no name: small letters, digits and hyphens are "
                                "expected, with a letter first, at most 48."),
                             name->value);
  if (g_strv_contains (reserved_names, name->value))
    ilv_builder_add_problem (builder, name->value_at,
                             _ ("“%s” means something else in expressions; choose another name."),
                             name->value);
  if (ilv_scenario_find_setting (builder->scenario, name->value) >= 0)
    ilv_builder_add_problem (builder, name->value_at, _ ("There is a <setting> “%s” already."),
                             name->value);
}

/* Limits and choices only where the type has them. */
static void
check_fits_type (IlvBuilder *builder, const IlvNode *node, IlvSettingType type)
{
  static const char *const limits[] = { "min", "max" };
  const IlvDocumentAttribute *attribute;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      attribute = ilv_node_find (node, limits[i]);
      if (attribute != NULL && !is_number (type))
        ilv_builder_add_problem (builder, attribute->at,
                                 _ ("A setting of type %s has no “%s”."),
                                 ilv_setting_type_get_name (type), limits[i]);
    }
  attribute = ilv_node_find (node, "choices");
  if (attribute != NULL && type != ILV_SETTING_CHOICE)
    ilv_builder_add_problem (builder, attribute->at, _ ("A setting of type %s has no “%s”."),
                             ilv_setting_type_get_name (type), "choices");
}

static gboolean
read_flag (IlvBuilder *builder, const IlvNode *node, const char *name)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, name);

  if (attribute == NULL || strcmp (attribute->value, "no") == 0)
    return FALSE;
  if (strcmp (attribute->value, "yes") != 0)
    ilv_builder_add_problem (builder, attribute->value_at, _ ("“%s” must be yes or no, not “%s”."),
                             name, attribute->value);
  return TRUE;
}

void
ilv_builder_read_setting (IlvBuilder *builder, const IlvNode *node)
{
  const IlvDocumentAttribute *name = ilv_builder_require (builder, node, "name");
  const IlvDocumentAttribute *title = ilv_builder_require (builder, node, "title");
  const IlvDocumentAttribute *unit = ilv_node_find (node, "unit");
  IlvSettingType type = read_type (builder, node);
  IlvSettingData *data;

  ilv_builder_check_attributes (builder, node, setting_attributes);
  if (builder->scenario->settings->len >= ILV_MAX_SETTINGS)
    {
      ilv_builder_add_problem (builder, node->at, _ ("Too many settings; at most %d are allowed."),
                               ILV_MAX_SETTINGS);
      return;
    }
  if (name == NULL)
    return;
  check_name (builder, name);
  check_fits_type (builder, node, type);
  data = ilv_setting_data_new (name->value, title != NULL ? title->value : "",
                               unit != NULL ? unit->value : "", type);
  g_ptr_array_add (builder->scenario->settings, data);
  data->setting.advanced = read_flag (builder, node, "advanced");
  if (is_number (type))
    read_number_default (builder, node, data);
  else
    read_word_default (builder, node, data);
  data->setting.default_text = data->default_text;
}

static gboolean
has_step (const IlvNode *node, IlvStepKind kind)
{
  if (strcmp (node->name, ilv_step_kind_get_name (kind)) == 0)
    return TRUE;
  for (guint i = 0; i < node->children->len; i++)
    if (has_step (node->children->pdata[i], kind))
      return TRUE;
  return FALSE;
}

static gboolean
has_jitter (const IlvNode *node)
{
  if (ilv_node_find (node, "jitter") != NULL)
    return TRUE;
  for (guint i = 0; i < node->children->len; i++)
    if (has_jitter (node->children->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Whether anything is left to chance. */
static gboolean
draws (const IlvNode *root)
{
  return has_step (root, ILV_STEP_RAISE) || has_step (root, ILV_STEP_CRASH) || has_jitter (root);
}

/* An advanced setting, unless the file has one of that name itself. */
static IlvSettingData *
add_shared (IlvBuilder *builder, const char *name, const char *title, const char *unit,
            IlvSettingType type, const char *default_text)
{
  IlvSettingData *data;

  if (ilv_scenario_find_setting (builder->scenario, name) >= 0)
    return NULL;
  data = ilv_setting_data_new (name, title, unit, type);
  data->setting.advanced = TRUE;
  data->default_text = g_strdup (default_text);
  data->setting.default_text = data->default_text;
  g_ptr_array_add (builder->scenario->settings, data);
  return data;
}

static void
add_seed (IlvBuilder *builder)
{
  IlvSettingData *data = add_shared (builder, "seed", N_ ("Seed of what happens by chance"), "",
                                     ILV_SETTING_INTEGER, "1");

  if (data == NULL)
    return;
  data->setting.min = 0;
  data->setting.max = G_MAXUINT32;
  data->setting.default_number = 1;
}

void
ilv_builder_add_shared_settings (IlvBuilder *builder)
{
  guint models = builder->scenario->models;
  const IlvNode *root = ilv_document_get_root (builder->document);
  IlvSettingData *data;

  builder->scenario->needs_echo
    = has_step (root, ILV_STEP_ECHO) || has_step (root, ILV_STEP_HOLD);
  builder->scenario->needs_server = builder->scenario->needs_echo;
  if (has_step (root, ILV_STEP_FETCH))
    {
      builder->scenario->needs_server = TRUE;
      add_shared (builder, "url", N_ ("Web address in place of the local server"), "",
                  ILV_SETTING_TEXT, "");
    }
  if (draws (root))
    add_seed (builder);
  if (models & (1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO_THREADS))
    {
      data = add_shared (builder, "switch-interval-ms", N_ ("Switch interval"), N_ ("ms"),
                         ILV_SETTING_NUMBER, "5");
      if (data != NULL)
        {
          data->setting.min = 0.05;
          data->setting.max = 1000;
          data->setting.default_number = 5;
        }
    }
  if (models & (1u << ILV_MODEL_MULTIPROCESSING | 1u << ILV_MODEL_ASYNCIO_PROCESSES))
    {
      data = add_shared (builder, "start-method", N_ ("How processes are started"), "",
                         ILV_SETTING_CHOICE, "fork-server");
      if (data != NULL)
        {
          data->choices = g_strdupv ((char **) start_methods);
          data->setting.choices = (const char *const *) data->choices;
        }
    }
}
