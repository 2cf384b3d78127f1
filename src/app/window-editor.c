/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios of one's own: written, changed, listed and deleted. */
#include "app/window-private.h"

#include "app/notices.h"
#include "app/scenario-editor.h"
#include "workload/draft.h"
#include "workload/element-make.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

void
ilv_window_show_own_scenarios (IlvWindow *self)
{
  g_autoptr (GPtrArray) own = ilv_own_scenarios_load ();

  ilv_scenario_list_show_own (self->scenarios, own);
}

/* --- editors --- */

static void
on_run (IlvWindow *self, IlvScenario *scenario)
{
  ilv_scenario_list_put (self->scenarios, scenario, ILV_SCENARIO_DRAFT, TRUE);
  gtk_window_present (GTK_WINDOW (self));
  ilv_window_run (self);
}

static gboolean
remember_size (IlvWindow *self, GtkWindow *editor)
{
  int width;
  int height;

  gtk_window_get_default_size (editor, &width, &height);
  ilv_preferences_set (self->preferences, "editor-width", g_variant_new_int32 (width));
  ilv_preferences_set (self->preferences, "editor-height", g_variant_new_int32 (height));
  return FALSE;
}

static void
restore_size (IlvWindow *self, GtkWindow *editor)
{
  gtk_window_set_default_size (editor,
                               ilv_preferences_get_int (self->preferences, "editor-width", 1240),
                               ilv_preferences_get_int (self->preferences, "editor-height", 690));
}

static gboolean
close_now (gpointer user_data)
{
  gtk_window_close (user_data);
  return G_SOURCE_REMOVE;
}

/* Others are asked in their turn. */
static void
on_editor_closed (IlvWindow *self)
{
  if (self->leaving)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_now, g_object_ref (self), g_object_unref);
  self->leaving = FALSE;
}

static void
on_editor_kept (IlvWindow *self)
{
  self->leaving = FALSE;
}

/* The editor is a window beside this one and not above it: what is run shows here. */
static void
open_editor (IlvWindow *self, const char *text, const char *saved_id)
{
  IlvScenarioEditor *editor
    = ilv_scenario_editor_new (gtk_window_get_application (GTK_WINDOW (self)), text, saved_id);

  g_signal_connect_object (editor, "run", G_CALLBACK (on_run), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "saved", G_CALLBACK (ilv_window_show_own_scenarios), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "close-request", G_CALLBACK (remember_size), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "kept", G_CALLBACK (on_editor_kept), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "destroy", G_CALLBACK (on_editor_closed), self,
                           G_CONNECT_SWAPPED);
  restore_size (self, GTK_WINDOW (editor));
  gtk_window_present (GTK_WINDOW (editor));
}

/* All that are open. (transfer full) (element-type IlvScenarioEditor) */
static GPtrArray *
list_editors (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GPtrArray *editors = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (windows, i);

      if (ILV_IS_SCENARIO_EDITOR (window))
        g_ptr_array_add (editors, g_object_ref (window));
    }
  return editors;
}

gboolean
ilv_window_close_editors (IlvWindow *self)
{
  g_autoptr (GPtrArray) editors = list_editors ();
  gboolean closed = TRUE;

  for (guint i = 0; i < editors->len; i++)
    {
      IlvScenarioEditor *editor = editors->pdata[i];

      if (ilv_scenario_editor_is_changed (editor))
        {
          closed = FALSE;
          gtk_window_present (GTK_WINDOW (editor));
        }
      gtk_window_close (GTK_WINDOW (editor));
    }
  self->leaving = !closed;
  return closed;
}

static gboolean
present_editor (const char *saved_id)
{
  g_autoptr (GPtrArray) editors = list_editors ();

  for (guint i = 0; i < editors->len; i++)
    if (g_strcmp0 (ilv_scenario_editor_get_saved_id (editors->pdata[i]), saved_id) == 0)
      {
        gtk_window_present (editors->pdata[i]);
        return TRUE;
      }
  return FALSE;
}

/* --- what is asked for --- */

/* Changes one thing of the text of a file that is known to be XML; takes and gives the text. */
static char *
set_field (char *text, const char *name, const char *value)
{
  g_autofree char *owned = text;
  g_autoptr (IlvDraft) draft = ilv_draft_new (owned, NULL);
  const IlvDocument *document = ilv_draft_get_document (draft);
  const IlvNode *root = ilv_document_get_root (document);
  g_autoptr (GArray) fields = ilv_element_get_fields (root);

  for (guint i = 0; i < fields->len; i++)
    {
      const IlvField *field = &g_array_index (fields, IlvField, i);

      if (strcmp (field->name, name) == 0)
        return ilv_field_set (field, document, root, value);
    }
  return g_steal_pointer (&owned);
}

/* In the language the original is shown in: nobody else translates what is one's own. */
static char *
make_copy (IlvScenario *scenario)
{
  g_autofree char *wanted = g_strconcat (ilv_scenario_get_id (scenario), "-copy", NULL);
  g_autofree char *id = ilv_own_scenarios_make_id (wanted);
  g_autofree char *title
    = g_strdup_printf (_ ("%s (copy)"), ilv_scenario_get_title (scenario));
  char *text = g_strdup (ilv_scenario_get_xml (scenario));

  text = set_field (text, "id", id);
  text = set_field (text, "title", title);
  text = set_field (text, "summary", ilv_scenario_get_summary (scenario));
  return set_field (text, "question", ilv_scenario_get_question (scenario));
}

static void
edit_copy (IlvWindow *self, IlvScenario *scenario)
{
  g_autofree char *text = make_copy (scenario);

  open_editor (self, text, NULL);
}

/* The text of an own scenario, whatever it is; NULL: it has been said why not. */
static char *
read_own (IlvWindow *self, const char *id)
{
  g_autofree char *path = ilv_own_scenarios_find (id);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  if (!path || g_stat (path, &status) != 0)
    ilv_window_show_error (self, _ ("The file of this scenario is gone."));
  else if (status.st_size > ILV_DOCUMENT_MAX_BYTES)
    ilv_window_show_error (self, _ ("The file is too large for a scenario."));
  else if (!g_file_get_contents (path, &text, NULL, &error))
    ilv_window_show_error (self, error->message);
  return text ? g_utf8_make_valid (text, -1) : NULL;
}

static void
edit_own (IlvWindow *self, const char *id)
{
  g_autofree char *text = present_editor (id) ? NULL : read_own (self, id);

  if (text)
    open_editor (self, text, id);
}

typedef struct
{
  char *id;
  char *text;
} Deleted;

static void
free_deleted (gpointer data, GClosure *closure)
{
  Deleted *deleted = data;

  g_free (deleted->id);
  g_free (deleted->text);
  g_free (deleted);
}

static void
bring_back (AdwToast *toast, Deleted *deleted)
{
  IlvWindow *self = g_object_get_data (G_OBJECT (toast), "ilv-window");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ilv_own_scenarios_save (deleted->id, deleted->text, &error);

  if (!path)
    ilv_window_show_error (self, error->message);
  ilv_window_show_own_scenarios (self);
  if (path)
    ilv_scenario_list_choose (self->scenarios, deleted->id);
}

static void
delete_own (IlvWindow *self, const IlvScenarioEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ilv_own_scenarios_remove (entry->id, &error);
  g_autofree char *title
    = g_markup_escape_text (entry->scenario ? ilv_scenario_get_title (entry->scenario) : entry->id,
                            -1);
  g_autofree char *message = g_strdup_printf (_ ("“%s” deleted"), title);
  AdwToast *toast;
  Deleted *deleted;

  if (!text)
    {
      ilv_window_show_error (self, error->message);
      return;
    }
  deleted = g_new0 (Deleted, 1);
  deleted->id = g_strdup (entry->id);
  deleted->text = g_steal_pointer (&text);
  toast = adw_toast_new (message);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data (G_OBJECT (toast), "ilv-window", self);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (bring_back), deleted, free_deleted,
                         0);
  ilv_window_show_own_scenarios (self);
  ilv_notices_add (self->toasts, toast);
}

void
ilv_window_change_scenario (IlvWindow *self, const char *what, const IlvScenarioEntry *entry)
{
  if (strcmp (what, "edit") == 0)
    edit_own (self, entry->id);
  else if (strcmp (what, "edit-copy") == 0)
    edit_copy (self, entry->scenario);
  else if (strcmp (what, "delete") == 0)
    delete_own (self, entry);
}

static void
new_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *id = ilv_own_scenarios_make_id ("my-scenario");
  g_autofree char *text = ilv_element_make_scenario (id, _ ("My scenario"));

  open_editor (user_data, text, NULL);
}

static void
edit_copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvScenario *chosen = ilv_scenario_list_get_chosen (self->scenarios);

  if (chosen)
    edit_copy (self, chosen);
}

static void
edit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  edit_own (self, ilv_scenario_list_get_chosen_entry (self->scenarios)->id);
}

void
ilv_window_update_editor_actions (IlvWindow *self)
{
  const IlvScenarioEntry *chosen = ilv_scenario_list_get_chosen_entry (self->scenarios);
  GAction *edit = g_action_map_lookup_action (G_ACTION_MAP (self), "edit-scenario");
  GAction *copy = g_action_map_lookup_action (G_ACTION_MAP (self), "edit-copy");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (edit),
                               chosen && chosen->origin == ILV_SCENARIO_OWN);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (copy), chosen != NULL);
}

void
ilv_window_install_editor (IlvWindow *self)
{
  static const GActionEntry entries[] = { { "new-scenario", new_action },
                                          { "edit-copy", edit_copy_action },
                                          { "edit-scenario", edit_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
