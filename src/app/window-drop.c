/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are dropped on the window, and where what was opened is listed. */
#include "app/window-private.h"

#include "session/saved.h"

#include <glib/gi18n-lib.h>

void
ilv_window_list_opened (IlvWindow *self, IlvScenario *scenario, gboolean choose)
{
  const char *id = ilv_scenario_get_id (scenario);
  IlvScenarioOrigin origin = ILV_SCENARIO_OPENED;

  /* What is listed already is not listed twice. */
  for (IlvScenarioOrigin i = ILV_SCENARIO_SHIPPED; i < ILV_SCENARIO_OPENED; i++)
    {
      const IlvScenarioEntry *entry = ilv_scenario_list_find (self->scenarios, i, id);

      if (entry && entry->scenario
          && strcmp (ilv_scenario_get_xml (entry->scenario), ilv_scenario_get_xml (scenario)) == 0)
        origin = i;
    }
  ilv_scenario_list_put (self->scenarios, scenario, origin, choose);
}

static gboolean
has_suffix (GFile *file, const char *suffix)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *small = name ? g_ascii_strdown (name, -1) : NULL;

  return small && g_str_has_suffix (small, suffix);
}

static void
add_sentence (GString *sentences, const char *sentence)
{
  g_string_append_printf (sentences, "%s%s", sentences->len > 0 ? "\n" : "", sentence);
}

/* Those that can be read are listed; the first of them is given. (transfer full) (nullable) */
static IlvScenario *
add_scenarios (IlvWindow *self, GSList *files, GString *sentences)
{
  IlvScenario *first = NULL;

  for (GSList *item = files; item; item = item->next)
    {
      g_autofree char *path = g_file_get_path (item->data);
      g_autoptr (IlvScenario) scenario = NULL;
      g_autoptr (GError) error = NULL;

      if (!has_suffix (item->data, ".xml"))
        continue;
      if (!path)
        {
          add_sentence (sentences, _ ("Only files on this computer can be opened."));
          continue;
        }
      scenario = ilv_scenario_load (path, NULL, &error);
      if (!scenario)
        {
          add_sentence (sentences, error->message);
          continue;
        }
      ilv_window_list_opened (self, scenario, FALSE);
      if (!first)
        first = g_steal_pointer (&scenario);
    }
  return first;
}

/* What is wrong with a file that is neither a scenario nor the run to show; NULL: nothing. */
static char *
describe_other (GFile *file, GFile *run)
{
  g_autofree char *name = g_file_get_basename (file);

  if (file == run || has_suffix (file, ".xml"))
    return NULL;
  if (has_suffix (file, ILV_SAVED_SUFFIX))
    return g_strdup_printf (_ ("“%s” is not shown: one saved run is opened at a time."), name);
  return g_strdup_printf (_ ("“%s” is neither a saved run (.fxt) nor a scenario (.xml)."), name);
}

/* A file that is alone may have any name: its first bytes say whether it is a run. */
static GFile *
find_run (GSList *files)
{
  if (files && !files->next && !has_suffix (files->data, ".xml")
      && g_file_query_file_type (files->data, G_FILE_QUERY_INFO_NONE, NULL)
           != G_FILE_TYPE_DIRECTORY)
    return files->data;
  for (GSList *item = files; item; item = item->next)
    if (has_suffix (item->data, ILV_SAVED_SUFFIX))
      return item->data;
  return NULL;
}

gboolean
ilv_window_open_files (IlvWindow *self, GSList *files, gboolean run)
{
  g_autoptr (GString) sentences = g_string_new (NULL);
  GFile *saved = find_run (files);
  g_autoptr (IlvScenario) scenario = add_scenarios (self, files, sentences);

  for (GSList *item = files; item; item = item->next)
    {
      g_autofree char *sentence = describe_other (item->data, saved);

      if (sentence)
        add_sentence (sentences, sentence);
    }
  ilv_window_show_error (self, NULL);
  if (saved)
    ilv_window_open_saved (self, saved, run);
  else if (scenario)
    ilv_window_list_opened (self, scenario, TRUE);
  /* A run that opens clears the bar when it is there. */
  if (sentences->len > 0 && saved)
    ilv_window_show_toast (self, sentences->str);
  else if (sentences->len > 0)
    ilv_window_show_error (self, sentences->str);
  return !saved && scenario;
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  ilv_window_open_files (user_data, files, FALSE);
  g_slist_free (files);
  return TRUE;
}

void
ilv_window_accept_files (IlvWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "drop-area");
  gtk_widget_add_controller (GTK_WIDGET (self->toasts), GTK_EVENT_CONTROLLER (target));
}
