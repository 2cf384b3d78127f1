/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/scenario-editor-private.h"

#include "workload/document-edit.h"
#include "workload/element-make.h"
#include "workload/workload.h"

/* --- elements --- */

static const IlvNode *
get_selected (IlvScenarioEditor *self)
{
  const IlvDocument *document = ilv_draft_get_document (self->draft);

  return document ? ilv_document_find (document, self->path) : NULL;
}

/* Each gives the whole text and where the element then is, or NULL where it cannot be done. */
static char *
move_up (const IlvDocument *document, const IlvNode *node, char **path)
{
  return ilv_element_move (document, node, TRUE, path);
}

static char *
move_down (const IlvDocument *document, const IlvNode *node, char **path)
{
  return ilv_element_move (document, node, FALSE, path);
}

static gboolean
can_move_up (const IlvNode *node)
{
  return ilv_element_can_move (node, TRUE);
}

static gboolean
can_move_down (const IlvNode *node)
{
  return ilv_element_can_move (node, FALSE);
}

static const struct
{
  const char *action;
  gboolean (*can) (const IlvNode *node);
  char *(*change) (const IlvDocument *document, const IlvNode *node, char **path);
} changes[] = {
  { "remove", ilv_element_can_remove, ilv_element_remove },
  { "duplicate", ilv_element_can_remove, ilv_element_duplicate },
  { "move-up", can_move_up, move_up },
  { "move-down", can_move_down, move_down },
  { "move-into", ilv_element_can_move_into, ilv_element_move_into },
  { "move-out", ilv_element_can_move_out, ilv_element_move_out },
};

static void
change_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  const IlvNode *node;

  if (ilv_scenario_editor_act_later (self, action, parameter))
    return;
  node = get_selected (self);
  for (gsize i = 0; node && i < G_N_ELEMENTS (changes); i++)
    if (strcmp (changes[i].action, name) == 0)
      {
        g_autofree char *path = NULL;
        char *text = changes[i].change (ilv_draft_get_document (self->draft), node, &path);

        ilv_scenario_editor_change (self, text, path);
        return;
      }
}

static void
wrap_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;
  const IlvNode *node;
  g_autofree char *path = NULL;
  char *text;

  if (ilv_scenario_editor_act_later (self, action, parameter))
    return;
  node = get_selected (self);
  if (!node)
    return;
  text = ilv_element_wrap (ilv_draft_get_document (self->draft), node,
                           g_variant_get_string (parameter, NULL), &path);
  ilv_scenario_editor_change (self, text, path);
}

static void
add_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (ILV_SCENARIO_EDITOR (user_data)->add_button);
}

static void
focus_fields_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_element_form_focus (ILV_SCENARIO_EDITOR (user_data)->form, NULL);
}

/* --- the text --- */

static void
undo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;

  /* What has not been done yet must not be done after it was undone. */
  if (g_queue_is_empty (&self->wishes) || !ilv_scenario_editor_act_later (self, action, parameter))
    gtk_text_buffer_undo (GTK_TEXT_BUFFER (self->buffer));
}

static void
redo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;

  if (g_queue_is_empty (&self->wishes) || !ilv_scenario_editor_act_later (self, action, parameter))
    gtk_text_buffer_redo (GTK_TEXT_BUFFER (self->buffer));
}

static void
next_mistake_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;
  const GPtrArray *problems;
  const IlvDraftProblem *problem;
  gsize cursor;
  guint next = 0;

  ilv_scenario_editor_settle (self);
  problems = ilv_draft_get_problems (self->draft);
  cursor = ilv_scenario_editor_get_cursor (self);
  if (problems->len == 0)
    return;
  /* The first one behind the cursor, or the first one of all. */
  for (guint i = problems->len; i-- > 0;)
    if (((const IlvDraftProblem *) problems->pdata[i])->from > cursor)
      next = i;
  problem = problems->pdata[next];
  if (problem->path)
    ilv_scenario_editor_select (self, problem->path);
  self->following = TRUE;
  ilv_scenario_editor_go_to (self, problem->from);
  self->following = FALSE;
  if (problem->field)
    ilv_element_form_focus (self->form, problem->field);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->xml));
}

/* --- the file --- */

/* Some things show only when the tasks are made: a size that comes to less than nothing for the
   last of them. NULL: it can be run with its defaults. (transfer full) */
static char *
find_obstacle (IlvScenario *scenario)
{
  guint models = ilv_scenario_get_default_models (scenario);

  for (guint i = 0; i < ILV_N_MODELS; i++)
    {
      g_autoptr (IlvWorkload) workload = NULL;
      g_autoptr (GError) error = NULL;

      if (models & (1u << i))
        workload = ilv_workload_new (scenario, (IlvModel) i, NULL, &error);
      if (error)
        return g_strdup (error->message);
    }
  return NULL;
}

static void
run_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;
  g_autofree char *obstacle = NULL;

  ilv_scenario_editor_settle (self);
  if (!ilv_draft_get_scenario (self->draft))
    return;
  obstacle = find_obstacle (ilv_draft_get_scenario (self->draft));
  if (obstacle)
    ilv_scenario_editor_show_toast (self, obstacle);
  else
    g_signal_emit_by_name (self, "run", ilv_draft_get_scenario (self->draft));
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_scenario_editor_save (user_data);
}

/* --- all of them --- */

static void
add_shortcut (GtkEventController *controller, const char *keys, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys),
                      gtk_named_action_new (action)));
}

/* Before the entries get the keys: they take them even where they have no history. */
static void
capture_undo (IlvScenarioEditor *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_shortcut (controller, "<Control>z", "editor.undo");
  add_shortcut (controller, "<Control><Shift>z|<Control>y", "editor.redo");
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
ilv_scenario_editor_install_actions (IlvScenarioEditor *self)
{
  static const GActionEntry entries[] = {
    { "undo", undo_action },
    { "redo", redo_action },
    { "save", save_action },
    { "run", run_action },
    { "add", add_action },
    { "wrap", wrap_action, "s" },
    { "next-mistake", next_mistake_action },
    { "focus-fields", focus_fields_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      GActionEntry entry = { changes[i].action, change_action };

      g_action_map_add_action_entries (G_ACTION_MAP (self->actions), &entry, 1, self);
    }
  /* At once, unlike what has to be read from the text. */
  g_object_bind_property (self->buffer, "can-undo",
                          g_action_map_lookup_action (G_ACTION_MAP (self->actions), "undo"),
                          "enabled", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->buffer, "can-redo",
                          g_action_map_lookup_action (G_ACTION_MAP (self->actions), "redo"),
                          "enabled", G_BINDING_SYNC_CREATE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "editor", G_ACTION_GROUP (self->actions));
  capture_undo (self);
}

static void
enable (IlvScenarioEditor *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ilv_scenario_editor_update_actions (IlvScenarioEditor *self)
{
  const IlvDocument *document = ilv_draft_get_document (self->draft);
  const IlvNode *node = get_selected (self);

  enable (self, "run", ilv_draft_get_scenario (self->draft) != NULL);
  enable (self, "next-mistake", ilv_draft_get_problems (self->draft)->len > 0);
  enable (self, "add", document != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), document != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    enable (self, changes[i].action, node && changes[i].can (node));
  enable (self, "wrap", node && ilv_element_can_wrap (node));
  gtk_widget_set_sensitive (GTK_WIDGET (self->wrap_button), node && ilv_element_can_wrap (node));
}

void
ilv_scenario_editor_bind_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_s, GDK_CONTROL_MASK, "editor.save" },
    { GDK_KEY_d, GDK_CONTROL_MASK, "editor.duplicate" },
    { GDK_KEY_F5, 0, "editor.run" },
    { GDK_KEY_F8, 0, "editor.next-mistake" },
    { GDK_KEY_w, GDK_CONTROL_MASK, "window.close" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}
