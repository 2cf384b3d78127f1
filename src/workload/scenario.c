/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/scenario.h"

#include "workload/scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (ilv-scenario-error-quark, ilv_scenario_error)

void
ilv_problem_free (IlvProblem *problem)
{
  g_free (problem->message);
  g_free (problem);
}

static void
setting_data_free (gpointer data)
{
  IlvSettingData *setting = data;

  g_free (setting->name);
  g_free (setting->title);
  g_free (setting->unit);
  g_free (setting->default_text);
  g_strfreev (setting->choices);
  g_free (setting);
}

const char *
ilv_scenario_translate (const char *english)
{
  return english[0] == '\0' ? english : g_dgettext (GETTEXT_PACKAGE, english);
}

IlvSettingData *
ilv_setting_data_new (const char *name, const char *title, const char *unit, IlvSettingType type)
{
  IlvSettingData *data = g_new0 (IlvSettingData, 1);

  data->name = g_strdup (name);
  data->setting.name = data->name;
  data->title = g_strdup (title);
  data->setting.title = ilv_scenario_translate (data->title);
  data->unit = g_strdup (unit);
  data->setting.unit = ilv_scenario_translate (data->unit);
  data->setting.type = type;
  return data;
}

static void
task_group_data_free (gpointer data)
{
  IlvTaskGroupData *group = data;

  g_free (group->name_text);
  g_free (group->label_text);
  g_clear_pointer (&group->name, ilv_template_free);
  g_clear_pointer (&group->label, ilv_template_free);
  g_clear_pointer (&group->count, ilv_expression_free);
  g_ptr_array_unref (group->steps);
  g_free (group);
}

IlvTaskGroupData *
ilv_task_group_data_new (void)
{
  IlvTaskGroupData *group = g_new0 (IlvTaskGroupData, 1);

  group->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_step_free);
  return group;
}

static void
sized_objects_init (IlvSizedObjects *objects)
{
  objects->names = g_ptr_array_new_with_free_func (g_free);
  objects->sizes = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_expression_free);
}

static void
sized_objects_clear (IlvSizedObjects *objects)
{
  g_ptr_array_unref (objects->names);
  g_ptr_array_unref (objects->sizes);
}

IlvScenario *
ilv_scenario_new (const char *text, gsize length)
{
  IlvScenario *scenario = g_new0 (IlvScenario, 1);

  g_atomic_ref_count_init (&scenario->references);
  scenario->xml = g_strndup (text, length);
  scenario->xml_length = length;
  scenario->settings = g_ptr_array_new_with_free_func (setting_data_free);
  scenario->locks = g_ptr_array_new_with_free_func (g_free);
  scenario->counters = g_ptr_array_new_with_free_func (g_free);
  sized_objects_init (&scenario->semaphores);
  sized_objects_init (&scenario->queues);
  scenario->groups = g_ptr_array_new_with_free_func (task_group_data_free);
  return scenario;
}

IlvScenario *
ilv_scenario_ref (IlvScenario *scenario)
{
  g_atomic_ref_count_inc (&scenario->references);
  return scenario;
}

static void
model_options_clear (IlvModelOptions *options)
{
  for (guint i = 0; i < ILV_N_OPTION_EXPRESSIONS; i++)
    g_clear_pointer (&options->expressions[i], ilv_expression_free);
  g_free (options->start_method);
  g_free (options->on_error);
  g_free (options->exclusion);
  g_clear_pointer (&options->exclusion_when, ilv_expression_free);
}

void
ilv_scenario_unref (IlvScenario *scenario)
{
  if (!g_atomic_ref_count_dec (&scenario->references))
    return;
  for (guint i = 0; i <= ILV_N_MODELS; i++)
    model_options_clear (&scenario->options[i]);
  g_ptr_array_unref (scenario->groups);
  sized_objects_clear (&scenario->queues);
  sized_objects_clear (&scenario->semaphores);
  g_ptr_array_unref (scenario->counters);
  g_ptr_array_unref (scenario->locks);
  g_ptr_array_unref (scenario->settings);
  g_free (scenario->question);
  g_free (scenario->summary);
  g_free (scenario->title);
  g_free (scenario->topic);
  g_free (scenario->id);
  g_free (scenario->xml);
  g_free (scenario);
}

const char *
ilv_scenario_get_id (const IlvScenario *scenario)
{
  return scenario->id;
}

const char *
ilv_scenario_get_topic (const IlvScenario *scenario)
{
  return scenario->topic;
}

int
ilv_scenario_get_order (const IlvScenario *scenario)
{
  return scenario->order;
}

const char *
ilv_scenario_get_title (const IlvScenario *scenario)
{
  return ilv_scenario_translate (scenario->title);
}

const char *
ilv_scenario_get_summary (const IlvScenario *scenario)
{
  return ilv_scenario_translate (scenario->summary);
}

const char *
ilv_scenario_get_question (const IlvScenario *scenario)
{
  return ilv_scenario_translate (scenario->question);
}

const char *
ilv_scenario_get_xml (const IlvScenario *scenario)
{
  return scenario->xml;
}

gsize
ilv_scenario_get_xml_length (const IlvScenario *scenario)
{
  return scenario->xml_length;
}

gboolean
ilv_scenario_has_model (const IlvScenario *scenario, IlvModel model)
{
  g_return_val_if_fail ((guint) model < ILV_N_MODELS, FALSE);
  return (scenario->models & (1u << model)) != 0;
}

/* What everybody knows, and fits side by side. */
static const guint first_models = 1u << ILV_MODEL_SEQUENTIAL | 1u << ILV_MODEL_THREADING
                                  | 1u << ILV_MODEL_MULTIPROCESSING | 1u << ILV_MODEL_ASYNCIO;

static guint
count_models (guint models)
{
  return (guint) __builtin_popcount (models);
}

guint
ilv_scenario_get_default_models (const IlvScenario *scenario)
{
  if (count_models (scenario->models) > 4 && (scenario->models & first_models) != 0)
    return scenario->models & first_models;
  return scenario->models;
}

const char *
ilv_scenario_get_exclusion (const IlvScenario *scenario, IlvModel model)
{
  const char *exclusion = scenario->options[model].exclusion;

  return exclusion != NULL ? ilv_scenario_translate (exclusion) : NULL;
}

char *
ilv_scenario_explain_refusal (const IlvScenario *scenario, IlvModel model)
{
  const char *exclusion;

  g_return_val_if_fail ((guint) model < ILV_N_MODELS, NULL);

  exclusion = ilv_scenario_get_exclusion (scenario, model);
  if (ilv_scenario_has_model (scenario, model))
    return NULL;
  if (exclusion != NULL)
    return g_strdup (exclusion);
  return g_strdup_printf (
    _ ("“%s” has nothing to show under %s: it is not one of the models it compares."),
    ilv_scenario_get_title (scenario), ilv_model_get_title (model));
}

const IlvModelOptions *
ilv_scenario_get_options (const IlvScenario *scenario, IlvModel model)
{
  return &scenario->options[model];
}

guint
ilv_scenario_get_n_settings (const IlvScenario *scenario)
{
  return scenario->settings->len;
}

const IlvSetting *
ilv_scenario_get_setting (const IlvScenario *scenario, guint index)
{
  const IlvSettingData *data;

  g_return_val_if_fail (index < scenario->settings->len, NULL);
  data = scenario->settings->pdata[index];
  return &data->setting;
}

int
ilv_scenario_find_setting (const IlvScenario *scenario, const char *name)
{
  for (guint i = 0; i < scenario->settings->len; i++)
    if (strcmp (ilv_scenario_get_setting (scenario, i)->name, name) == 0)
      return (int) i;
  return -1;
}

int
ilv_scenario_lookup_setting (const char *name, gpointer user_data)
{
  return ilv_scenario_find_setting (user_data, name);
}

guint
ilv_scenario_get_n_locks (const IlvScenario *scenario)
{
  return scenario->locks->len;
}

const char *
ilv_scenario_get_lock_name (const IlvScenario *scenario, guint index)
{
  g_return_val_if_fail (index < scenario->locks->len, NULL);
  return scenario->locks->pdata[index];
}

guint
ilv_scenario_get_n_counters (const IlvScenario *scenario)
{
  return scenario->counters->len;
}

const char *
ilv_scenario_get_counter_name (const IlvScenario *scenario, guint index)
{
  g_return_val_if_fail (index < scenario->counters->len, NULL);
  return scenario->counters->pdata[index];
}

guint
ilv_scenario_get_n_semaphores (const IlvScenario *scenario)
{
  return scenario->semaphores.names->len;
}

const char *
ilv_scenario_get_semaphore_name (const IlvScenario *scenario, guint index)
{
  g_return_val_if_fail (index < scenario->semaphores.names->len, NULL);
  return scenario->semaphores.names->pdata[index];
}

guint
ilv_scenario_get_n_queues (const IlvScenario *scenario)
{
  return scenario->queues.names->len;
}

const char *
ilv_scenario_get_queue_name (const IlvScenario *scenario, guint index)
{
  g_return_val_if_fail (index < scenario->queues.names->len, NULL);
  return scenario->queues.names->pdata[index];
}

guint
ilv_scenario_get_n_groups (const IlvScenario *scenario)
{
  return scenario->groups->len;
}

const IlvTaskGroup *
ilv_scenario_get_group (const IlvScenario *scenario, guint index)
{
  const IlvTaskGroupData *data;

  g_return_val_if_fail (index < scenario->groups->len, NULL);
  data = scenario->groups->pdata[index];
  return &data->group;
}

gboolean
ilv_scenario_needs_server (const IlvScenario *scenario)
{
  return scenario->needs_server;
}

gboolean
ilv_scenario_needs_echo (const IlvScenario *scenario)
{
  return scenario->needs_echo;
}

static gboolean
has_step (const IlvStep *step, IlvStepKind kind)
{
  if (ilv_step_get_kind (step) == kind)
    return TRUE;
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    if (has_step (ilv_step_get_child (step, i), kind))
      return TRUE;
  return FALSE;
}

gboolean
ilv_scenario_has_step (const IlvScenario *scenario, IlvStepKind kind)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (scenario, i);

      for (guint j = 0; j < group->n_steps; j++)
        if (has_step (group->steps[j], kind))
          return TRUE;
    }
  return FALSE;
}
