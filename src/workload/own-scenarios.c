/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/own-scenarios.h"

#include "workload/location.h"
#include "workload/scenario-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define SUFFIX ".xml"

void
ilv_own_scenario_free (IlvOwnScenario *own)
{
  g_free (own->path);
  g_free (own->id);
  g_clear_pointer (&own->scenario, ilv_scenario_unref);
  g_free (own->error);
  g_free (own);
}

char *
ilv_own_scenarios_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "interleave", "scenarios", NULL);
}

static char *
make_path (const char *folder, const char *id)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

static void
add_ids (GPtrArray *ids, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX) && name[0] != '.')
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (SUFFIX)));
}

static IlvScenario *
load_named (const char *path, const char *id, GError **error)
{
  g_autoptr (IlvScenario) scenario = ilv_scenario_load (path, NULL, error);
  g_autofree char *name = NULL;

  if (scenario == NULL || strcmp (ilv_scenario_get_id (scenario), id) == 0)
    return g_steal_pointer (&scenario);
  name = g_path_get_basename (path);
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
               _ ("The scenario in “%s” has the id “%s”; file and id must have the same name."),
               name, ilv_scenario_get_id (scenario));
  return NULL;
}

static IlvOwnScenario *
load_one (const char *folder, const char *id)
{
  IlvOwnScenario *own = g_new0 (IlvOwnScenario, 1);
  g_autoptr (GError) error = NULL;

  own->path = make_path (folder, id);
  own->id = g_strdup (id);
  own->scenario = load_named (own->path, id, &error);
  if (own->scenario == NULL)
    own->error = g_strdup (error->message);
  return own;
}

IlvScenario *
ilv_own_scenarios_load_one (const char *id, GError **error)
{
  g_autofree char *path = ilv_own_scenarios_find (id);

  g_return_val_if_fail (path != NULL, NULL);
  return load_named (path, id, error);
}

static int
compare_own (gconstpointer a, gconstpointer b)
{
  const IlvOwnScenario *first = *(IlvOwnScenario *const *) a;
  const IlvOwnScenario *second = *(IlvOwnScenario *const *) b;

  return g_utf8_collate (
    first->scenario != NULL ? ilv_scenario_get_title (first->scenario) : first->id,
    second->scenario != NULL ? ilv_scenario_get_title (second->scenario) : second->id);
}

GPtrArray *
ilv_own_scenarios_load (void)
{
  g_autofree char *folder = ilv_own_scenarios_get_folder ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_own_scenario_free);

  add_ids (ids, folder);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (all, load_one (folder, ids->pdata[i]));
  g_ptr_array_sort (all, compare_own);
  return all;
}

char *
ilv_own_scenarios_find (const char *id)
{
  g_autofree char *folder = ilv_own_scenarios_get_folder ();
  g_autofree char *path = NULL;

  /* An id from elsewhere must not lead out of the folder. */
  if (!ilv_is_id (id))
    return NULL;
  path = make_path (folder, id);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

GStrv
ilv_own_scenarios_list_taken (const char *except)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GStrvBuilder) taken = g_strv_builder_new ();
  g_autofree char *shipped = ilv_location_get_scenarios ();
  g_autofree char *own = ilv_own_scenarios_get_folder ();

  add_ids (ids, shipped);
  add_ids (ids, own);
  for (guint i = 0; i < ids->len; i++)
    if (g_strcmp0 (ids->pdata[i], except) != 0)
      g_strv_builder_add (taken, ids->pdata[i]);
  return g_strv_builder_end (taken);
}

char *
ilv_own_scenarios_make_id (const char *wanted)
{
  g_auto (GStrv) taken = ilv_own_scenarios_list_taken (NULL);
  /* An id has 48 characters at most; a number must still fit. */
  g_autofree char *stem = g_strndup (wanted, 44);
  g_autofree char *id = g_strdup (wanted);

  for (guint i = 2; g_strv_contains ((const char *const *) taken, id) || !ilv_is_id (id); i++)
    {
      g_return_val_if_fail (ilv_is_id (stem) && i < 1000, NULL);
      g_free (id);
      id = g_strdup_printf ("%s-%u", stem, i);
    }
  return g_steal_pointer (&id);
}

char *
ilv_own_scenarios_save (const char *id, const char *text, GError **error)
{
  g_autofree char *folder = ilv_own_scenarios_get_folder ();
  g_autofree char *path = make_path (folder, id);
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (ilv_is_id (id), NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("The folder “%s” cannot be made: %s."), folder, g_strerror (errno));
      return NULL;
    }
  if (!g_file_set_contents_full (path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0666, &local_error))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("The scenario cannot be saved: %s"), local_error->message);
      return NULL;
    }
  return g_steal_pointer (&path);
}

char *
ilv_own_scenarios_remove (const char *id, GError **error)
{
  g_autofree char *folder = ilv_own_scenarios_get_folder ();
  g_autofree char *path = make_path (folder, id);
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &local_error))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("The scenario file cannot be read: %s"), local_error->message);
      return NULL;
    }
  if (g_unlink (path) != 0)
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED,
                   _ ("“%s” cannot be removed: %s."), path, g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&text);
}
