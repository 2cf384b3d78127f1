/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files are: asks for one to open or to write, in the folder of the last one. */
#include "app/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What was asked for, while it is asked. */
typedef struct
{
  char *suffix; /* ".fxt" */
  IlvFileChosen chosen;
  gpointer data; /* owned */
  GDestroyNotify free_data;
  GFile *file; /* owned, nullable: what may be there already */
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->suffix);
  if (asked->free_data)
    asked->free_data (asked->data);
  g_clear_object (&asked->file);
  g_free (asked);
}

static void
begin_in_last_folder (IlvWindow *self, GtkFileChooser *chooser)
{
  g_autofree char *uri = ilv_preferences_get_string (self->preferences, "last-folder", "");
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  if (folder && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

static void
remember_folder (IlvWindow *self, GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (folder)
    ilv_preferences_set (self->preferences, "last-folder",
                         g_variant_new_take_string (g_file_get_uri (folder)));
}

static GtkFileChooser *
make_chooser (IlvWindow *self, const char *title, GtkFileChooserAction action, const char *accept,
              GCallback respond)
{
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  begin_in_last_folder (self, GTK_FILE_CHOOSER (chooser));
  g_signal_connect_object (chooser, "response", respond, self, 0);
  return GTK_FILE_CHOOSER (chooser);
}

/* --- to open --- */

static void
on_opened (GtkNativeDialog *native, int response, gpointer user_data)
{
  g_autoptr (GListModel) files = NULL;
  GSList *list = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (native));
  for (guint i = 0; files && i < g_list_model_get_n_items (files); i++)
    list = g_slist_append (list, g_list_model_get_item (files, i));
  if (list)
    {
      remember_folder (user_data, list->data);
      ilv_window_open_files (user_data, list, FALSE);
    }
  g_slist_free_full (list, g_object_unref);
  gtk_native_dialog_destroy (native);
  g_object_unref (native);
}

void
ilv_window_ask_what_to_open (IlvWindow *self, GtkFileFilter *filter)
{
  GtkFileChooser *chooser
    = make_chooser (self, _ ("Open a Run or a Scenario"), GTK_FILE_CHOOSER_ACTION_OPEN,
                    _ ("_Open"), G_CALLBACK (on_opened));

  gtk_file_chooser_set_select_multiple (chooser, TRUE);
  gtk_file_chooser_add_filter (chooser, filter);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- to write --- */

static void
take_target (IlvWindow *self, Asked *asked)
{
  remember_folder (self, asked->file);
  asked->chosen (self, asked->file, asked->data);
}

static void
on_replace_answer (GtkWidget *dialog, const char *answer, gpointer user_data)
{
  if (strcmp (answer, "replace") == 0)
    take_target (user_data, g_object_get_data (G_OBJECT (dialog), "ilv-asked"));
}

/* The desktop asked about the name as it was written. Takes what was asked. */
static void
ask_to_replace (IlvWindow *self, Asked *asked)
{
  g_autofree char *name = g_file_get_basename (asked->file);
  g_autofree char *heading = g_strdup_printf (_ ("Replace “%s”?"), name);
  GtkWidget *dialog
    = adw_message_dialog_new (GTK_WINDOW (self), heading,
                              _ ("There is such a file already. What it holds is lost then."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "replace", _ ("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "ilv-asked", asked, free_asked);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_replace_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The name that was written, with the suffix by which the file is found again. */
static GFile *
complete (GFile *file, const char *suffix)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *small = g_ascii_strdown (name, -1);
  g_autofree char *whole = NULL;
  g_autoptr (GFile) folder = NULL;

  if (g_str_has_suffix (small, suffix))
    return g_object_ref (file);
  whole = g_strconcat (name, suffix, NULL);
  folder = g_file_get_parent (file);
  return g_file_get_child (folder, whole);
}

static void
on_target_chosen (GtkNativeDialog *native, int response, gpointer user_data)
{
  g_autoptr (GFile) file = NULL;
  Asked *asked = g_object_steal_data (G_OBJECT (native), "ilv-asked");

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  gtk_native_dialog_destroy (native);
  g_object_unref (native);
  if (file)
    asked->file = complete (file, asked->suffix);
  if (file && !g_file_equal (asked->file, file) && g_file_query_exists (asked->file, NULL))
    {
      ask_to_replace (user_data, asked);
      return;
    }
  if (file)
    take_target (user_data, asked);
  free_asked (asked);
}

void
ilv_window_ask_where_to_write (IlvWindow *self, const IlvTarget *target)
{
  GtkFileChooser *chooser
    = make_chooser (self, target->title, GTK_FILE_CHOOSER_ACTION_SAVE, target->accept,
                    G_CALLBACK (on_target_chosen));
  Asked *asked = g_new0 (Asked, 1);

  asked->suffix = g_strdup (target->suffix);
  asked->chosen = target->chosen;
  asked->data = target->data;
  asked->free_data = target->free_data;
  g_object_set_data_full (G_OBJECT (chooser), "ilv-asked", asked, free_asked);
  gtk_file_chooser_set_current_name (chooser, target->name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
