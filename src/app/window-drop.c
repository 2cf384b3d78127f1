/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are dropped on the window, and where what was opened is listed. */
#include "app/window-private.h"

#include "session/saved.h"

#include <glib/gi18n-lib.h>

/* Scenarios longer than that together are read while the window goes on. */
#define MOST_BYTES_AT_ONCE (64 << 10)

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

/* What is opened together. */
typedef struct
{
  GSList *files;        /* owned, of owned GFile */
  GPtrArray *scenarios; /* owned: those that could be read */
  GString *sentences;   /* owned: what is wrong with the others */
  gboolean run;
} Opening;

static Opening *
make_opening (GSList *files, gboolean run)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->files = g_slist_copy_deep (files, (GCopyFunc) (GCallback) g_object_ref, NULL);
  opening->scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_scenario_unref);
  opening->sentences = g_string_new (NULL);
  opening->run = run;
  return opening;
}

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_slist_free_full (opening->files, g_object_unref);
  g_ptr_array_unref (opening->scenarios);
  g_string_free (opening->sentences, TRUE);
  g_free (opening);
}

static void
read_scenario (Opening *opening, GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GError) error = NULL;
  IlvScenario *scenario;

  if (!path)
    {
      add_sentence (opening->sentences, _ ("Only files on this computer can be opened."));
      return;
    }
  scenario = ilv_scenario_load (path, NULL, &error);
  if (scenario)
    g_ptr_array_add (opening->scenarios, scenario);
  else
    add_sentence (opening->sentences, error->message);
}

/* Also in a thread of its own. */
static gboolean
read_scenarios (gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;

  for (GSList *item = opening->files; item; item = item->next)
    if (has_suffix (item->data, ".xml") && !g_cancellable_is_cancelled (cancellable))
      read_scenario (opening, item->data);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Whether the window would stumble if it read them itself. */
static gboolean
are_large (GSList *files)
{
  goffset bytes = 0;

  for (GSList *item = files; item; item = item->next)
    {
      g_autoptr (GFileInfo) info = NULL;

      if (has_suffix (item->data, ".xml") && g_file_peek_path (item->data))
        info = g_file_query_info (item->data, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
      bytes += info ? g_file_info_get_size (info) : 0;
    }
  return bytes > MOST_BYTES_AT_ONCE;
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

/* TRUE: a scenario is chosen now. */
static gboolean
show_opened (IlvWindow *self, Opening *opening)
{
  GFile *saved = find_run (opening->files);
  GPtrArray *scenarios = opening->scenarios;
  GString *sentences = opening->sentences;

  for (GSList *item = opening->files; item; item = item->next)
    {
      g_autofree char *sentence = describe_other (item->data, saved);

      if (sentence)
        add_sentence (sentences, sentence);
    }
  ilv_window_show_error (self, NULL);
  for (guint i = 0; i < scenarios->len; i++)
    ilv_window_list_opened (self, scenarios->pdata[i], FALSE);
  if (saved)
    ilv_window_open_saved (self, saved, opening->run);
  else if (scenarios->len > 0)
    ilv_window_list_opened (self, scenarios->pdata[0], TRUE);
  /* A run that opens clears the bar when it is there. */
  if (sentences->len > 0 && saved)
    ilv_window_show_toast (self, sentences->str);
  else if (sentences->len > 0)
    ilv_window_show_error (self, sentences->str);
  return !saved && scenarios->len > 0;
}

static void
on_read (IlvWindow *self, gpointer data, const GError *error)
{
  Opening *opening = data;

  if (show_opened (self, opening) && opening->run)
    ilv_window_run (self);
}

gboolean
ilv_window_open_files (IlvWindow *self, GSList *files, gboolean run)
{
  Opening *opening = make_opening (files, run);
  gboolean chosen;

  /* What was to be opened before is not wanted any more. */
  ilv_window_cancel_reading (self);
  if (are_large (files))
    {
      g_autofree char *name = g_file_get_basename (files->data);
      g_autofree char *title = g_strdup_printf (_ ("Opening “%s”"), name);

      ilv_window_start_work (self, &(IlvWork){ .title = title,
                                               .function = read_scenarios,
                                               .end = on_read,
                                               .data = opening,
                                               .free_data = free_opening });
      return FALSE;
    }
  read_scenarios (opening, NULL, NULL);
  chosen = show_opened (self, opening);
  free_opening (opening);
  return chosen;
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
