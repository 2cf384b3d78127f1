/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and saving: scenarios and runs of one's own. */
#include "app/window-private.h"

#include "session/saved.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GFile *file;               /* owned */
  IlvComparison *comparison; /* owned; opening: what was read, nullable */
  gboolean run;              /* when it is open */
} FileWork;

static FileWork *
make_file_work (GFile *file)
{
  FileWork *work = g_new0 (FileWork, 1);

  work->file = g_object_ref (file);
  return work;
}

static void
free_file_work (gpointer data)
{
  FileWork *work = data;

  g_object_unref (work->file);
  g_clear_object (&work->comparison);
  g_free (work);
}

static gboolean
read_saved (gpointer data, GCancellable *cancellable, GError **error)
{
  FileWork *work = data;

  work->comparison = ilv_comparison_load (work->file, cancellable, error);
  return work->comparison != NULL;
}

static void
show_saved (IlvWindow *self, gpointer data, const GError *error)
{
  FileWork *work = data;

  if (error)
    {
      ilv_window_show_error (self, error->message);
      return;
    }
  ilv_window_show_again (self, work->comparison);
  ilv_window_remember_file (self, work->file);
  if (ilv_comparison_is_incomplete (work->comparison))
    ilv_window_show_error (self, _ ("The end of the file is missing; what it holds is shown."));
  if (work->run)
    ilv_window_run (self);
}

void
ilv_window_open_saved (IlvWindow *self, GFile *file, gboolean run)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_strdup_printf (_ ("Opening “%s”"), name);
  FileWork *work = make_file_work (file);

  work->run = run;
  /* What was to be opened before is not wanted any more. */
  ilv_window_cancel_reading (self);
  ilv_window_start_work (self, &(IlvWork){ .title = title,
                                           .function = read_saved,
                                           .end = show_saved,
                                           .data = work,
                                           .free_data = free_file_work });
}

static gboolean
write_saved (gpointer data, GCancellable *cancellable, GError **error)
{
  FileWork *work = data;

  return ilv_comparison_save (work->comparison, work->file, cancellable, error);
}

static void
say_saved (IlvWindow *self, gpointer data, const GError *error)
{
  FileWork *work = data;
  g_autofree char *name = g_file_get_basename (work->file);
  g_autofree char *message = g_strdup_printf (_ ("Run saved as “%s”"), name);

  if (error)
    {
      ilv_window_show_error (self, error->message);
      return;
    }
  ilv_window_remember_file (self, work->file);
  ilv_window_show_toast (self, message);
}

static void
save (IlvWindow *self, IlvComparison *comparison, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_strdup_printf (_ ("Saving “%s”"), name);
  FileWork *work = make_file_work (file);

  work->comparison = g_object_ref (comparison);
  ilv_window_show_error (self, NULL);
  ilv_window_start_work (self, &(IlvWork){ .title = title,
                                           .function = write_saved,
                                           .end = say_saved,
                                           .data = work,
                                           .free_data = free_file_work,
                                           .writes = TRUE });
}

void
ilv_window_save (IlvWindow *self, GFile *file)
{
  g_return_if_fail (self->comparison && !ilv_comparison_is_running (self->comparison));
  save (self, self->comparison, file);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Saved runs and scenarios"));
  gtk_file_filter_add_pattern (filter, "*" ILV_SAVED_SUFFIX);
  gtk_file_filter_add_pattern (filter, "*.xml");
  ilv_window_ask_what_to_open (user_data, filter);
}

static void
save_chosen (IlvWindow *self, GFile *file, gpointer comparison)
{
  save (self, comparison, file);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvScenario *scenario = ilv_comparison_get_scenario (self->comparison);
  gboolean compared = ilv_comparison_is_side_by_side (self->comparison);
  g_autofree char *name = g_strconcat (ilv_scenario_get_id (scenario), compared ? "-compared" : "",
                                       ILV_SAVED_SUFFIX, NULL);

  ilv_window_ask_where_to_write (self, &(IlvTarget){ .title = _ ("Save Run"),
                                                     .accept = _ ("_Save"),
                                                     .name = name,
                                                     .suffix = ILV_SAVED_SUFFIX,
                                                     .chosen = save_chosen,
                                                     .data = g_object_ref (self->comparison),
                                                     .free_data = g_object_unref });
}

void
ilv_window_install_file_actions (IlvWindow *self)
{
  static const GActionEntry entries[] = { { "open", open_action }, { "save", save_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
