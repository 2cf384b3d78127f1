/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/workload-private.h"

#include "workload/near-miss.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DEFAULT_GRACE_MS 2000.0
#define HOUR_MS (60.0 * 60 * 1000)
#define MAX_REPLACEMENTS 1000

IlvSettings *
ilv_settings_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
is_thread_pool (IlvModel model)
{
  return model == ILV_MODEL_THREADING || model == ILV_MODEL_FREE_THREADING
         || model == ILV_MODEL_SUBINTERPRETERS || model == ILV_MODEL_ASYNCIO_THREADS;
}

static gboolean
is_process_pool (IlvModel model)
{
  return model == ILV_MODEL_MULTIPROCESSING || model == ILV_MODEL_ASYNCIO_PROCESSES;
}

static gboolean
is_loop (IlvModel model)
{
  return model == ILV_MODEL_ASYNCIO || model == ILV_MODEL_ASYNCIO_THREADS
         || model == ILV_MODEL_ASYNCIO_PROCESSES;
}

static gboolean
check_model (IlvScenario *scenario, IlvModel model, GError **error)
{
  g_autofree char *refusal = ilv_scenario_explain_refusal (scenario, model);

  if (refusal == NULL)
    return TRUE;
  g_set_error_literal (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_REFUSED, refusal);
  return FALSE;
}

static gboolean
check_names (IlvScenario *scenario, IlvSettings *settings, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autoptr (GList) names = g_hash_table_get_keys (settings);

  /* The same mistake is told first every time. */
  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    g_ptr_array_add (known, (gpointer) ilv_scenario_get_setting (scenario, i)->name);
  for (GList *name = names; name != NULL; name = name->next)
    if (ilv_scenario_find_setting (scenario, name->data) < 0)
      {
        g_autofree char *near = ilv_near_miss_describe (name->data, known);

        g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_UNKNOWN,
                     _ ("The scenario “%s” has no setting “%s”.%s"),
                     ilv_scenario_get_id (scenario), (const char *) name->data, near);
        return FALSE;
      }
  return TRUE;
}

static gboolean
fill_settings (IlvWorkload *workload, IlvSettings *settings, GError **error)
{
  guint n_settings = ilv_scenario_get_n_settings (workload->scenario);

  if (settings != NULL && !check_names (workload->scenario, settings, error))
    return FALSE;
  workload->numbers = g_new0 (double, n_settings + 1);
  workload->texts = g_new0 (char *, n_settings + 1);
  for (guint i = 0; i < n_settings; i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (workload->scenario, i);
      const char *given
        = settings != NULL ? g_hash_table_lookup (settings, setting->name) : NULL;

      if (!ilv_setting_read (setting, given != NULL ? given : setting->default_text,
                             &workload->numbers[i], &workload->texts[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_url (const IlvWorkload *workload, GError **error)
{
  const char *url = ilv_workload_get_url (workload);
  g_autoptr (GUri) uri = NULL;

  if (url[0] == '\0')
    return TRUE;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0'
      && (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0
          || g_strcmp0 (g_uri_get_scheme (uri), "https") == 0))
    return TRUE;
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
               _ ("“url” must be a web address that begins with http:// or https://, not “%s”."),
               url);
  return FALSE;
}

IlvScope
ilv_workload_make_scope (const IlvWorkload *workload, double index)
{
  return (IlvScope){ .settings = workload->numbers,
                     .texts = (const char *const *) workload->texts,
                     .index = index,
                     .cores = workload->cores };
}

/* With these settings it may make no sense under the model. */
static gboolean
check_settings (const IlvWorkload *workload, GError **error)
{
  const IlvModelOptions *options
    = ilv_scenario_get_options (workload->scenario, workload->model);
  IlvScope scope = ilv_workload_make_scope (workload, 0);

  if (options->exclusion_when == NULL
      || !(ilv_expression_evaluate (options->exclusion_when, &scope) > 0))
    return TRUE;
  g_set_error_literal (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_REFUSED,
                       ilv_scenario_get_exclusion (workload->scenario, workload->model));
  return FALSE;
}

/* What the file's options say, for the model or for all, else the setting of that name, else
   `fallback`. */
static double
get_option (const IlvWorkload *workload, IlvOption option, const char *setting, double fallback)
{
  const IlvModel models[] = { workload->model, ILV_N_MODELS };
  IlvScope scope = ilv_workload_make_scope (workload, 0);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const IlvModelOptions *options = ilv_scenario_get_options (workload->scenario, models[i]);

      if (options->expressions[option] != NULL)
        return floor (ilv_expression_evaluate (options->expressions[option], &scope));
    }
  return ilv_workload_get_number (workload, setting, fallback);
}

static gboolean
fill_workers (IlvWorkload *workload, GError **error)
{
  guint cores = workload->cores;
  gboolean processes = is_process_pool (workload->model);
  guint max = processes ? ILV_MAX_PROCESSES : ILV_MAX_THREADS;
  double workers;

  workload->workers = 1;
  if (!processes && !is_thread_pool (workload->model))
    return TRUE;
  /* Python's own defaults: ThreadPoolExecutor's, and a process for each core. */
  workers = get_option (workload, ILV_OPTION_WORKERS, "workers",
                        processes ? cores : MIN (32, cores + 4));
  if (!(workers >= 1 && workers <= max))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                   processes ? _ ("%s cannot run with %g processes; it must be from 1 to %u.")
                             : _ ("%s cannot run with %g threads; it must be from 1 to %u."),
                   ilv_model_get_title (workload->model), workers, max);
      return FALSE;
    }
  workload->workers = (guint) workers;
  return TRUE;
}

static gboolean
fill_limit (IlvWorkload *workload, GError **error)
{
  double limit = is_loop (workload->model)
                   ? get_option (workload, ILV_OPTION_LIMIT, "limit", 0)
                   : get_option (workload, ILV_OPTION_LIMIT, "", 0);

  if (!(limit >= 0 && limit <= ILV_MAX_TASKS))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                   _ ("%s cannot run with a limit of %g; it must be from 0 (none) to %d."),
                   ilv_model_get_title (workload->model), limit, ILV_MAX_TASKS);
      return FALSE;
    }
  workload->limit = (guint) limit;
  return TRUE;
}

/* NULL: one of them is out of its range. */
static guint *
evaluate_sizes (IlvWorkload *workload, const IlvSizedObjects *objects, guint least,
                GError **error)
{
  IlvScope scope = ilv_workload_make_scope (workload, 0);
  g_autofree guint *sizes = g_new0 (guint, objects->names->len + 1);

  for (guint i = 0; i < objects->names->len; i++)
    {
      double size = floor (ilv_expression_evaluate (objects->sizes->pdata[i], &scope));

      if (!(size >= least && size <= ILV_MAX_SIZE))
        {
          g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                       _ ("“%s” comes to %g with these settings; it must be from %u to %d."),
                       (const char *) objects->names->pdata[i], size, least, ILV_MAX_SIZE);
          return NULL;
        }
      sizes[i] = (guint) size;
    }
  return g_steal_pointer (&sizes);
}

static gboolean
fill_objects (IlvWorkload *workload, GError **error)
{
  workload->permits = evaluate_sizes (workload, &workload->scenario->semaphores, 1, error);
  if (workload->permits == NULL)
    return FALSE;
  workload->capacities = evaluate_sizes (workload, &workload->scenario->queues, 0, error);
  return workload->capacities != NULL;
}

static gboolean
fill_time (IlvWorkload *workload, IlvOption option, const char *name, double fallback,
           double *ms, GError **error)
{
  *ms = get_option (workload, option, name, fallback);
  if (*ms >= 0 && *ms <= HOUR_MS)
    return TRUE;
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
               _ ("“%s” comes to %g with these settings; it must be from 0 to %.0f."), name, *ms,
               HOUR_MS);
  return FALSE;
}

/* What stops a run before its end, and what a failure does to the others. */
static gboolean
fill_endings (IlvWorkload *workload, GError **error)
{
  const IlvModelOptions *own = ilv_scenario_get_options (workload->scenario, workload->model);
  const IlvModelOptions *common = ilv_scenario_get_options (workload->scenario, ILV_N_MODELS);
  int setting = ilv_scenario_find_setting (workload->scenario, "on-error");
  const char *on_error = own->on_error != NULL ? own->on_error : common->on_error;
  double replacements = get_option (workload, ILV_OPTION_REPLACEMENTS, "replacements", 0);

  if (setting >= 0)
    on_error = workload->texts[setting];
  workload->cancels_siblings = g_strcmp0 (on_error, "cancel") == 0;
  workload->replacements = (guint) CLAMP (replacements, 0, MAX_REPLACEMENTS);
  return fill_time (workload, ILV_OPTION_STOP_AFTER, "stop-after-ms", 0, &workload->stop_after,
                    error)
         && fill_time (workload, ILV_OPTION_GRACE, "grace-ms", DEFAULT_GRACE_MS,
                       &workload->grace, error);
}

static void
fill_start_method (IlvWorkload *workload, IlvSettings *settings)
{
  const char *said
    = ilv_scenario_get_options (workload->scenario, workload->model)->start_method;
  gboolean chosen = settings != NULL && g_hash_table_contains (settings, "start-method");
  int index = ilv_scenario_find_setting (workload->scenario, "start-method");

  if (said == NULL)
    said = ilv_scenario_get_options (workload->scenario, ILV_N_MODELS)->start_method;
  if (index >= 0 && (chosen || said == NULL))
    said = workload->texts[index];
  workload->start_method
    = g_strcmp0 (said, "spawn") == 0 ? ILV_START_SPAWN : ILV_START_FORK_SERVER;
}

/* All but its tasks. */
static IlvWorkload *
make_empty (IlvScenario *scenario, IlvModel model, IlvSettings *settings, GError **error)
{
  g_autoptr (IlvWorkload) workload = NULL;

  if (!check_model (scenario, model, error))
    return NULL;
  workload = g_new0 (IlvWorkload, 1);
  g_atomic_ref_count_init (&workload->references);
  workload->scenario = ilv_scenario_ref (scenario);
  workload->model = model;
  workload->cores = g_get_num_processors ();
  if (!fill_settings (workload, settings, error) || !check_url (workload, error)
      || !check_settings (workload, error) || !fill_endings (workload, error)
      || !fill_workers (workload, error) || !fill_limit (workload, error)
      || !fill_objects (workload, error))
    return NULL;
  fill_start_method (workload, settings);
  return g_steal_pointer (&workload);
}

IlvWorkload *
ilv_workload_new_lazily (IlvScenario *scenario, IlvModel model, IlvSettings *settings,
                         GError **error)
{
  g_autoptr (IlvWorkload) workload = NULL;

  g_return_val_if_fail (scenario != NULL && (guint) model < ILV_N_MODELS, NULL);

  workload = make_empty (scenario, model, settings, error);
  if (workload == NULL || !ilv_workload_count_groups (workload, error)
      || !ilv_workload_check_tasks (workload, error))
    return NULL;
  return g_steal_pointer (&workload);
}

IlvWorkload *
ilv_workload_new (IlvScenario *scenario, IlvModel model, IlvSettings *settings, GError **error)
{
  IlvWorkload *workload = ilv_workload_new_lazily (scenario, model, settings, error);

  if (workload != NULL)
    ilv_workload_make_tasks (workload);
  return workload;
}

guint
ilv_workload_count_tasks (IlvScenario *scenario, IlvModel model, IlvSettings *settings,
                          GError **error)
{
  g_autoptr (IlvWorkload) workload = NULL;

  g_return_val_if_fail (scenario != NULL && (guint) model < ILV_N_MODELS, 0);

  workload = make_empty (scenario, model, settings, error);
  if (workload == NULL || !ilv_workload_count_groups (workload, error))
    return 0;
  return workload->n_tasks - ilv_workload_get_n_background (workload);
}

IlvWorkload *
ilv_workload_ref (IlvWorkload *workload)
{
  g_atomic_ref_count_inc (&workload->references);
  return workload;
}

void
ilv_workload_unref (IlvWorkload *workload)
{
  if (!g_atomic_ref_count_dec (&workload->references))
    return;
  if (workload->texts != NULL)
    for (guint i = 0; i < ilv_scenario_get_n_settings (workload->scenario); i++)
      g_free (workload->texts[i]);
  g_free (workload->texts);
  g_free (workload->numbers);
  g_free (workload->permits);
  g_free (workload->capacities);
  ilv_workload_clear_tasks (workload);
  ilv_scenario_unref (workload->scenario);
  g_free (workload);
}
