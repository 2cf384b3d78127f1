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

void
ilv_window_save (IlvWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_strdup_printf (_ ("Saving “%s”"), name);
  FileWork *work;

  g_return_if_fail (self->comparison != NULL);
  work = make_file_work (file);
  work->comparison = g_object_ref (self->comparison);
  ilv_window_start_work (self, &(IlvWork){ .title = title,
                                           .function = write_saved,
                                           .end = say_saved,
                                           .data = work,
                                           .free_data = free_file_work,
                                           .writes = TRUE });
}

static void
open_file (IlvWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path && g_str_has_suffix (path, ".xml"))
    ilv_window_open (self, path);
  else
    ilv_window_open_saved (self, file, FALSE);
}

static void
on_chosen (GtkNativeDialog *native, int response, gpointer user_data)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (native);
  IlvWindow *self = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (chooser);
  if (file && gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_OPEN)
    open_file (self, file);
  else if (file && self->comparison && !ilv_comparison_is_running (self->comparison))
    ilv_window_save (self, file);
  gtk_native_dialog_destroy (native);
  g_object_unref (native);
}

static GtkFileChooser *
make_chooser (IlvWindow *self, const char *title, GtkFileChooserAction action,
              const char *accept)
{
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), self, 0);
  return GTK_FILE_CHOOSER (chooser);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkFileChooser *chooser = make_chooser (user_data, _ ("Open a Run or a Scenario"),
                                          GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Saved runs and scenarios"));
  gtk_file_filter_add_pattern (filter, "*" ILV_SAVED_SUFFIX);
  gtk_file_filter_add_pattern (filter, "*.xml");
  gtk_file_chooser_add_filter (chooser, filter);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvScenario *scenario = ilv_comparison_get_scenario (self->comparison);
  gboolean compared = ilv_comparison_is_side_by_side (self->comparison);
  g_autofree char *name = g_strconcat (ilv_scenario_get_id (scenario), compared ? "-compared" : "",
                                       ILV_SAVED_SUFFIX, NULL);
  GtkFileChooser *chooser
    = make_chooser (self, _ ("Save Run"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"));

  gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
ilv_window_install_file_actions (IlvWindow *self)
{
  static const GActionEntry entries[] = { { "open", open_action }, { "save", save_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
