/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/scenario-editor-private.h"

#include "app/element-chooser.h"
#include "app/notices.h"
#include "workload/document-edit.h"
#include "workload/element-make.h"
#include "workload/own-scenarios.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (IlvScenarioEditor, ilv_scenario_editor, ADW_TYPE_WINDOW)

enum { RUN, SAVED, KEPT, N_SIGNALS };
static guint signals[N_SIGNALS];

void
ilv_scenario_editor_show_toast (IlvScenarioEditor *self, const char *message)
{
  ilv_notices_say (self->toasts, message);
}

/* --- what the text holds --- */

void
ilv_scenario_editor_show_file (IlvScenarioEditor *self)
{
  const IlvDocument *document = ilv_draft_get_document (self->draft);
  const IlvNode *title = NULL;
  g_autofree char *words = NULL;
  g_autofree char *file = NULL;
  gboolean changed = ilv_scenario_editor_is_changed (self);

  if (document)
    for (guint i = 0; i < ilv_document_get_root (document)->children->len && !title; i++)
      {
        const IlvNode *child = ilv_document_get_root (document)->children->pdata[i];

        title = strcmp (child->name, "title") == 0 ? child : NULL;
      }
  words = title ? ilv_node_get_words (title) : NULL;
  file = self->saved_id ? g_strconcat (self->saved_id, ".xml", NULL) : NULL;
  if (file && changed)
    {
      g_autofree char *saved = g_steal_pointer (&file);

      file = g_strdup_printf (_ ("%s · not saved"), saved);
    }
  adw_window_title_set_title (self->title, words && *words ? words : _ ("Scenario"));
  adw_window_title_set_subtitle (self->title, file ? file : _ ("Not saved yet"));
  gtk_window_set_title (GTK_WINDOW (self), adw_window_title_get_title (self->title));
}

static void
show_mistakes (IlvScenarioEditor *self)
{
  const GPtrArray *problems = ilv_draft_get_problems (self->draft);
  g_autofree char *text = NULL;
  const IlvDraftProblem *problem;

  gtk_widget_set_visible (self->next_mistake, problems->len > 0);
  gtk_image_set_from_icon_name (self->mistake_icon, problems->len > 0
                                                      ? "dialog-error-symbolic"
                                                      : "emblem-ok-symbolic");
  if (problems->len == 0)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->mistake_icon), "error");
      gtk_label_set_label (self->mistake, _ ("No mistakes: the scenario can be run."));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->mistake), NULL);
      return;
    }
  problem = problems->pdata[MIN (self->shown_mistake, problems->len - 1)];
  gtk_widget_add_css_class (GTK_WIDGET (self->mistake_icon), "error");
  text = problems->len == 1
           ? g_strdup_printf (_ ("Line %u: %s"), problem->line, problem->message)
           : g_strdup_printf (_ ("%u mistakes. Line %u: %s"), problems->len, problem->line,
                              problem->message);
  gtk_label_set_label (self->mistake, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mistake), text);
}

static void
show_element (IlvScenarioEditor *self)
{
  const IlvDocument *document = ilv_draft_get_document (self->draft);
  const GPtrArray *problems = ilv_draft_get_problems (self->draft);

  gtk_widget_set_sensitive (GTK_WIDGET (self->outline), document != NULL);
  gtk_stack_set_visible_child_name (self->form_stack, document ? "form" : "broken");
  if (!document)
    {
      const IlvDraftProblem *problem = problems->pdata[0];
      g_autofree char *text = g_strdup_printf (_ ("Line %u: %s"), problem->line, problem->message);

      gtk_label_set_label (self->broken, text);
      return;
    }
  ilv_element_form_show (self->form, self->draft, self->path);
}

void
ilv_scenario_editor_choose_path (IlvScenarioEditor *self, const char *wanted)
{
  const IlvDocument *document = ilv_draft_get_document (self->draft);
  g_autofree char *path = g_strdup (wanted);

  if (!path)
    path = ilv_draft_find_element (self->draft, ilv_scenario_editor_get_cursor (self));
  if (!document || (path && !ilv_document_find (document, path)))
    return;
  if (!path && ilv_document_find (document, self->path))
    return;
  g_free (self->path);
  self->path = path ? g_steal_pointer (&path) : g_strdup ("");
}

void
ilv_scenario_editor_show_draft (IlvScenarioEditor *self, GPtrArray *items, const char *path)
{
  gboolean moves = path && strcmp (path, self->path) != 0;

  self->shown_mistake = 0;
  ilv_scenario_editor_choose_path (self, path);
  if (items)
    ilv_outline_show (self->outline, items, self->path);
  show_element (self);
  ilv_scenario_editor_mark_mistakes (self);
  ilv_scenario_editor_show_element (self, moves);
  show_mistakes (self);
  ilv_scenario_editor_show_file (self);
  ilv_scenario_editor_update_actions (self);
}

static gboolean
on_refresh (gpointer user_data)
{
  IlvScenarioEditor *self = user_data;

  self->refresh = 0;
  ilv_scenario_editor_read (self, NULL);
  return G_SOURCE_REMOVE;
}

/* One change may come as several, so what they make is read once, before the next frame. */
static void
on_text_changed (IlvScenarioEditor *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_refresh, self, NULL);
}

void
ilv_scenario_editor_change (IlvScenarioEditor *self, char *text, const char *path)
{
  g_autofree char *owned = text;

  if (!owned)
    return;
  ilv_scenario_editor_put_text (self, owned);
  ilv_scenario_editor_read (self, path ? path : self->path);
}

void
ilv_scenario_editor_select (IlvScenarioEditor *self, const char *path)
{
  g_free (self->path);
  self->path = g_strdup (path);
  ilv_outline_select (self->outline, self->path);
  show_element (self);
  ilv_scenario_editor_show_element (self, FALSE);
  ilv_scenario_editor_update_actions (self);
}

/* --- what people do --- */

static void
on_outline_selected (IlvScenarioEditor *self)
{
  g_autofree char *path = g_strdup (ilv_outline_get_path (self->outline));

  ilv_scenario_editor_settle (self);
  if (strcmp (path, self->path) == 0 || !ilv_draft_get_document (self->draft))
    return;
  ilv_scenario_editor_select (self, path);
  ilv_scenario_editor_show_element (self, TRUE);
}

/* The field of that name, as the element has it now. */
static gboolean
find_field (const IlvNode *node, const char *name, IlvField *field)
{
  g_autoptr (GArray) fields = ilv_element_get_fields (node);

  for (guint i = 0; i < fields->len; i++)
    {
      *field = g_array_index (fields, IlvField, i);
      if (strcmp (field->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

void
ilv_scenario_editor_set_field (IlvScenarioEditor *self, const char *path, const char *name,
                               const char *value)
{
  const IlvDocument *document = ilv_draft_get_document (self->draft);
  const IlvNode *node = document ? ilv_document_find (document, path) : NULL;
  IlvField field;

  if (!node || !find_field (node, name, &field))
    return;
  if (strcmp (node->name, "setting") == 0 && strcmp (name, "type") == 0)
    ilv_scenario_editor_change (self, ilv_element_set_type (document, node, value), NULL);
  else
    ilv_scenario_editor_change (
      self, ilv_field_set (&field, document, node, value), NULL);
}

static void
on_field_edited (IlvScenarioEditor *self, const char *name, const char *value)
{
  if (!ilv_scenario_editor_set_field_later (self, name, value))
    ilv_scenario_editor_set_field (self, self->path, name, value);
}

static void
on_element_chosen (IlvScenarioEditor *self, const char *parent_path, const char *name)
{
  const IlvDocument *document;
  const IlvNode *parent;
  const IlvNode *node;
  g_autofree char *path = NULL;
  char *text;

  ilv_scenario_editor_settle (self);
  document = ilv_draft_get_document (self->draft);
  parent = document ? ilv_document_find (document, parent_path) : NULL;
  node = document ? ilv_document_find (document, self->path) : NULL;
  if (!parent)
    return;
  /* Behind the selected one where that is its neighbour; what belongs to the scenario has its
     place there. */
  text = ilv_element_add (document, parent,
                          node && node->parent == parent && parent->parent ? node : NULL, name,
                          &path);
  ilv_scenario_editor_change (self, text, path);
  ilv_element_form_focus (self->form, NULL);
}

static void
fill_chooser (GtkMenuButton *button, gpointer user_data)
{
  IlvScenarioEditor *self = user_data;

  if (self->draft)
    ilv_scenario_editor_settle (self);
  if (self->draft && ilv_draft_get_document (self->draft))
    ilv_element_chooser_fill (ILV_ELEMENT_CHOOSER (gtk_menu_button_get_popover (button)),
                              self->draft, self->path);
}

static void
make_menus (IlvScenarioEditor *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GPtrArray) holders = ilv_element_list_holders ();
  GtkWidget *chooser = ilv_element_chooser_new ();

  for (guint i = 0; i < holders->len; i++)
    {
      g_autofree char *label = g_strdup_printf ("<%s>", (const char *) holders->pdata[i]);
      g_autofree char *action = g_strdup_printf ("editor.wrap::%s",
                                                 (const char *) holders->pdata[i]);

      g_menu_append (menu, label, action);
    }
  gtk_menu_button_set_menu_model (self->wrap_button, G_MENU_MODEL (menu));
  gtk_widget_set_halign (chooser, GTK_ALIGN_START);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_element_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->add_button, chooser);
  gtk_menu_button_set_create_popup_func (self->add_button, fill_chooser, self, NULL);
}

static gboolean
ilv_scenario_editor_close_request (GtkWindow *window)
{
  IlvScenarioEditor *self = ILV_SCENARIO_EDITOR (window);

  if (!self->discarded && ilv_scenario_editor_ask_before_closing (self))
    return TRUE;
  return GTK_WINDOW_CLASS (ilv_scenario_editor_parent_class)->close_request (window);
}

static void
ilv_scenario_editor_dispose (GObject *object)
{
  IlvScenarioEditor *self = ILV_SCENARIO_EDITOR (object);

  ilv_scenario_editor_stop_reading (self);
  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->draft, ilv_draft_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->saved_id, g_free);
  g_clear_pointer (&self->saved_text, g_free);
  g_clear_pointer (&self->taken, g_strfreev);
  G_OBJECT_CLASS (ilv_scenario_editor_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, toasts);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, title);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, add_button);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, wrap_button);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, outline);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, form_stack);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, form);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, broken);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, xml);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, mistake_icon);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, mistake);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioEditor, next_mistake);
}

static void
ilv_scenario_editor_class_init (IlvScenarioEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_scenario_editor_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ilv_scenario_editor_close_request;
  signals[RUN] = g_signal_new ("run", ILV_TYPE_SCENARIO_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SAVED] = g_signal_new ("saved", ILV_TYPE_SCENARIO_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[KEPT] = g_signal_new ("kept", ILV_TYPE_SCENARIO_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  g_type_ensure (ILV_TYPE_OUTLINE);
  g_type_ensure (ILV_TYPE_ELEMENT_FORM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/scenario-editor.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_outline_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_field_edited);
  ilv_scenario_editor_bind_keys (widget_class);
}

static void
ilv_scenario_editor_init (IlvScenarioEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->path = g_strdup ("");
  g_queue_init (&self->wishes);
  make_menus (self);
  ilv_scenario_editor_prepare_xml (self);
  ilv_scenario_editor_install_actions (self);
}

IlvScenarioEditor *
ilv_scenario_editor_new (GtkApplication *application, const char *text, const char *saved_id)
{
  IlvScenarioEditor *self
    = g_object_new (ILV_TYPE_SCENARIO_EDITOR, "application", application, NULL);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  self->saved_id = g_strdup (saved_id);
  self->saved_text = g_strdup (text);
  self->taken = ilv_own_scenarios_list_taken (saved_id);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  ilv_scenario_editor_refresh (self, "");
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_text_changed), self,
                           G_CONNECT_SWAPPED);
  /* Its first field, the title: a list has no rows yet that could have it. */
  ilv_element_form_focus (self->form, NULL);
  return self;
}

const char *
ilv_scenario_editor_get_saved_id (IlvScenarioEditor *self)
{
  return self->saved_id;
}

gboolean
ilv_scenario_editor_is_changed (IlvScenarioEditor *self)
{
  g_autofree char *text = NULL;

  if (!ilv_scenario_editor_is_reading (self))
    return g_strcmp0 (ilv_draft_get_text (self->draft), self->saved_text) != 0;
  text = ilv_scenario_editor_get_text (self);
  return !g_queue_is_empty (&self->wishes) || g_strcmp0 (text, self->saved_text) != 0;
}
