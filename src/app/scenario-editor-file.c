/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file of the scenario editor: saved, closed, and never written over what somebody else has
 * written meanwhile without asking.
 */
#include "app/scenario-editor-private.h"

#include "workload/document-edit.h"
#include "workload/own-scenarios.h"

#include <glib/gi18n-lib.h>

/* Of the file with that id, as it is now. NULL: it is not there, or cannot be read. */
static char *
read_file (const char *id)
{
  g_autofree char *path = ilv_own_scenarios_find (id);
  g_autofree char *text = NULL;
  gsize length;

  if (!path || !g_file_get_contents (path, &text, &length, NULL)
      || length > ILV_DOCUMENT_MAX_BYTES)
    return NULL;
  return g_utf8_make_valid (text, (gssize) length);
}

/* The file of that id holds what was neither read nor written here. */
static gboolean
is_of_others (IlvScenarioEditor *self, const char *id)
{
  g_autofree char *path = ilv_own_scenarios_find (id);
  g_autofree char *text = read_file (id);

  if (!path)
    return FALSE;
  return !text || g_strcmp0 (id, self->saved_id) != 0 || g_strcmp0 (text, self->saved_text) != 0;
}

/* Under another name than it had: the file of the old one would be a second scenario. */
static void
follow_id (IlvScenarioEditor *self, const char *id)
{
  g_autofree char *removed = NULL;

  if (self->saved_id && strcmp (self->saved_id, id) != 0 && !is_of_others (self, self->saved_id))
    removed = ilv_own_scenarios_remove (self->saved_id, NULL);
  g_free (self->saved_id);
  self->saved_id = g_strdup (id);
  g_strfreev (self->taken);
  self->taken = ilv_own_scenarios_list_taken (id);
}

/* Whatever the file has for mistakes, it is not lost; only its name must be one that can be. */
static char *
choose_id (IlvScenarioEditor *self)
{
  g_autofree char *id = ilv_draft_get_id (self->draft);

  if (id && !g_strv_contains ((const char *const *) self->taken, id))
    return g_steal_pointer (&id);
  if (!ilv_draft_get_document (self->draft) && self->saved_id)
    return g_strdup (self->saved_id);
  return NULL;
}

static gboolean
write_file (IlvScenarioEditor *self, const char *id)
{
  const char *text = ilv_draft_get_text (self->draft);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ilv_own_scenarios_save (id, text, &error);

  if (!path)
    {
      ilv_scenario_editor_show_toast (self, error->message);
      return FALSE;
    }
  follow_id (self, id);
  g_free (self->saved_text);
  self->saved_text = g_strdup (text);
  ilv_scenario_editor_show_file (self);
  ilv_scenario_editor_show_toast (self, ilv_draft_get_scenario (self->draft)
                                          ? _ ("Saved among your own scenarios")
                                          : _ ("Saved. It can be run once it has no mistakes."));
  g_signal_emit_by_name (self, "saved", id);
  return TRUE;
}

/* --- what others have written --- */

/* The text here becomes a scenario of another id, which its file is called by. */
static gboolean
keep_both (IlvScenarioEditor *self, const char *id)
{
  g_autofree char *fresh = ilv_own_scenarios_make_id (id);
  const IlvDocument *document = ilv_draft_get_document (self->draft);

  /* What has the old id is left to the others. */
  g_clear_pointer (&self->saved_id, g_free);
  if (document)
    {
      g_strfreev (self->taken);
      self->taken = ilv_own_scenarios_list_taken (NULL);
      ilv_scenario_editor_change (
        self,
        ilv_document_set_attribute (document, ilv_document_get_root (document), "id", fresh), "");
      ilv_scenario_editor_settle (self);
    }
  return write_file (self, fresh);
}

/* As a change that can be undone. */
static void
reload (IlvScenarioEditor *self, const char *id)
{
  g_autofree char *text = read_file (id);

  if (!text)
    {
      ilv_scenario_editor_show_toast (self, _ ("The file of this scenario is gone."));
      return;
    }
  g_free (self->saved_id);
  self->saved_id = g_strdup (id);
  g_free (self->saved_text);
  self->saved_text = g_strdup (text);
  g_strfreev (self->taken);
  self->taken = ilv_own_scenarios_list_taken (id);
  ilv_scenario_editor_put_text (self, text);
  ilv_scenario_editor_refresh (self, "");
}

static void close_later (IlvScenarioEditor *self);

static void
on_conflict_answer (IlvScenarioEditor *self, const char *answer, GtkWidget *dialog)
{
  const char *id = g_object_get_data (G_OBJECT (dialog), "ilv-id");
  gboolean closes = self->closes_when_saved;
  gboolean saved = FALSE;

  self->closes_when_saved = FALSE;
  ilv_scenario_editor_settle (self);
  if (strcmp (answer, "overwrite") == 0)
    saved = write_file (self, id);
  else if (strcmp (answer, "keep-both") == 0)
    saved = keep_both (self, id);
  else if (strcmp (answer, "reload") == 0)
    reload (self, id);
  if (closes && saved)
    close_later (self);
  else if (closes)
    g_signal_emit_by_name (self, "kept");
}

static void
ask_about_conflict (IlvScenarioEditor *self, const char *id)
{
  GtkWidget *dialog
    = adw_message_dialog_new (GTK_WINDOW (self), _ ("Overwrite the file?"), NULL);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (dialog);
  g_autofree char *text = read_file (id);

  adw_message_dialog_format_body (
    question,
    _ ("“%s.xml” has been changed by another program since it was read or saved here. Overwriting "
       "it loses that; keeping both saves this scenario under another name."),
    id);
  adw_message_dialog_add_responses (question, "cancel", _ ("_Cancel"), "reload", _ ("_Reload"),
                                    "keep-both", _ ("_Keep Both"), "overwrite", _ ("_Overwrite"),
                                    NULL);
  adw_message_dialog_set_response_enabled (question, "reload", text != NULL);
  adw_message_dialog_set_response_appearance (question, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "keep-both");
  adw_message_dialog_set_close_response (question, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "ilv-id", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_conflict_answer), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->question, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
ilv_scenario_editor_save (IlvScenarioEditor *self)
{
  g_autofree char *id = NULL;

  ilv_scenario_editor_settle (self);
  id = choose_id (self);
  if (!id)
    {
      ilv_scenario_editor_show_toast (
        self, _ ("Not saved: the scenario needs an id of its own, which names the file."));
      return FALSE;
    }
  if (!is_of_others (self, id))
    return write_file (self, id);
  ask_about_conflict (self, id);
  return FALSE;
}

/* --- closing --- */

void
ilv_scenario_editor_discard (IlvScenarioEditor *self)
{
  self->discarded = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
discard_now (gpointer user_data)
{
  ilv_scenario_editor_discard (user_data);
  return G_SOURCE_REMOVE;
}

/* Once the question has gone: a window must not go before those above it. */
static void
close_later (IlvScenarioEditor *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, discard_now, g_object_ref (self), g_object_unref);
}

static void
on_close_answer (IlvScenarioEditor *self, const char *answer)
{
  GtkWindow *question = self->question;

  if (strcmp (answer, "discard") == 0
      || (strcmp (answer, "save") == 0 && ilv_scenario_editor_save (self)))
    close_later (self);
  else if (strcmp (answer, "save") == 0 && self->question != question)
    self->closes_when_saved = TRUE; /* there is another question first */
  else
    g_signal_emit_by_name (self, "kept");
}

gboolean
ilv_scenario_editor_ask_before_closing (IlvScenarioEditor *self)
{
  GtkWidget *dialog;

  ilv_scenario_editor_settle (self);
  if (!ilv_scenario_editor_is_changed (self))
    return FALSE;
  if (self->question)
    {
      gtk_window_present (self->question);
      return TRUE;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Save the scenario?"),
                                   _ ("What has been changed since it was saved is lost "
                                      "otherwise."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "discard", _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_answer), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->question, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}
