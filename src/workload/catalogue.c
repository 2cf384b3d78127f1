/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/catalogue.h"

#include "workload/location.h"
#include "workload/near-miss.h"
#include "workload/own-scenarios.h"
#include "workload/scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SUFFIX ".xml"

/* The ids of all scenarios in the folder, in no order. */
static GPtrArray *
list_ids (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("The scenarios that come with the program cannot be read: %s"),
                   local_error->message);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (SUFFIX)));
  return g_steal_pointer (&ids);
}

static IlvScenario *
load_one (const char *folder, const char *id, GError **error)
{
  g_autofree char *file = g_strconcat (id, SUFFIX, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return ilv_scenario_load (path, NULL, error);
}

static int
compare_scenarios (gconstpointer a, gconstpointer b)
{
  const IlvScenario *first = *(IlvScenario *const *) a;
  const IlvScenario *second = *(IlvScenario *const *) b;
  int topics = ilv_topic_find (ilv_scenario_get_topic (first))
               - ilv_topic_find (ilv_scenario_get_topic (second));
  int orders = ilv_scenario_get_order (first) - ilv_scenario_get_order (second);

  if (topics != 0)
    return topics;
  if (orders != 0)
    return orders;
  return strcmp (ilv_scenario_get_id (first), ilv_scenario_get_id (second));
}

GPtrArray *
ilv_catalogue_load (GError **error)
{
  g_autofree char *folder = ilv_location_get_scenarios ();
  g_autoptr (GPtrArray) ids = list_ids (folder, error);
  g_autoptr (GPtrArray) scenarios
    = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_scenario_unref);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      IlvScenario *scenario = load_one (folder, ids->pdata[i], error);

      if (scenario == NULL)
        return NULL;
      g_ptr_array_add (scenarios, scenario);
    }
  g_ptr_array_sort (scenarios, compare_scenarios);
  return g_steal_pointer (&scenarios);
}

IlvScenario *
ilv_catalogue_find (const char *id, GError **error)
{
  g_autofree char *folder = ilv_location_get_scenarios ();
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *own = NULL;
  g_auto (GStrv) known = NULL;
  g_autofree char *near = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  ids = list_ids (folder, error);
  if (ids == NULL)
    return NULL;
  if (g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    return load_one (folder, id, error);
  own = ilv_own_scenarios_find (id);
  if (own != NULL)
    return ilv_own_scenarios_load_one (id, error);
  known = ilv_own_scenarios_list_taken (NULL);
  g_ptr_array_set_size (ids, 0);
  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (ids, g_strdup (known[i]));
  near = ilv_near_miss_describe (id, ids);
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_UNKNOWN,
               _ ("There is no scenario “%s”.%s"), id, near);
  return NULL;
}
