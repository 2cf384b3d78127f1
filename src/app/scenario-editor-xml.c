/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of the scenario editor: marks in it, the cursor, and changes that come from the form. */
#include "app/scenario-editor-private.h"

#include "workload/document-edit.h"

#define MARK_CATEGORY "mistake"
#define ELEMENT_CATEGORY "element"
#define MAX_MARKED_LINES 500 /* nobody sees more at once */

static void
get_iter (IlvScenarioEditor *self, const char *text, gsize offset, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (self->buffer), iter,
                                      (int) g_utf8_pointer_to_offset (text, text + offset));
}

char *
ilv_scenario_editor_get_text (IlvScenarioEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

void
ilv_scenario_editor_put_text (IlvScenarioEditor *self, const char *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *before = ilv_scenario_editor_get_text (self);
  GtkTextIter from, to;
  gsize at, removed, added;

  ilv_text_compare (before, text, &at, &removed, &added);
  if (removed == 0 && added == 0)
    return;
  get_iter (self, before, at, &from);
  get_iter (self, before, at + removed, &to);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &from, &to);
  gtk_text_buffer_insert (buffer, &from, text + at, (int) added);
  gtk_text_buffer_end_user_action (buffer);
}

gsize
ilv_scenario_editor_get_cursor (IlvScenarioEditor *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  const char *text = ilv_draft_get_text (self->draft);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return (gsize) (g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&iter)) - text);
}

void
ilv_scenario_editor_go_to (IlvScenarioEditor *self, gsize offset)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  get_iter (self, ilv_draft_get_text (self->draft), offset, &iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->xml), gtk_text_buffer_get_insert (buffer),
                                0.1, FALSE, 0, 0);
}

static void
mark (IlvScenarioEditor *self, const IlvDraftProblem *problem)
{
  const char *text = ilv_draft_get_text (self->draft);
  GtkTextIter from, to;

  get_iter (self, text, problem->from, &from);
  get_iter (self, text, problem->to, &to);
  gtk_text_buffer_apply_tag (GTK_TEXT_BUFFER (self->buffer), self->mistake_tag, &from, &to);
  gtk_text_iter_set_line_offset (&from, 0);
  gtk_source_buffer_create_source_mark (self->buffer, NULL, MARK_CATEGORY, &from);
}

void
ilv_scenario_editor_mark_mistakes (IlvScenarioEditor *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  const GPtrArray *problems = ilv_draft_get_problems (self->draft);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->mistake_tag, &start, &end);
  gtk_source_buffer_remove_source_marks (self->buffer, &start, &end, MARK_CATEGORY);
  for (guint i = 0; i < problems->len; i++)
    mark (self, problems->pdata[i]);
}

void
ilv_scenario_editor_show_element (IlvScenarioEditor *self, gboolean cursor)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  const IlvDocument *document = ilv_draft_get_document (self->draft);
  const IlvNode *node = document ? ilv_document_find (document, self->path) : NULL;
  const char *text = ilv_draft_get_text (self->draft);
  GtkTextIter start, end;

  if (node && cursor)
    {
      self->following = TRUE;
      ilv_scenario_editor_go_to (self, (gsize) (node->at - text));
      self->following = FALSE;
    }
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_source_buffer_remove_source_marks (self->buffer, &start, &end, ELEMENT_CATEGORY);
  /* The whole file needs no mark. */
  if (!node || !node->parent)
    return;
  get_iter (self, text, (gsize) (node->at - text), &start);
  get_iter (self, text, (gsize) (node->end - text), &end);
  gtk_text_iter_set_line_offset (&start, 0);
  for (guint i = 0; i < MAX_MARKED_LINES && gtk_text_iter_compare (&start, &end) < 0; i++)
    {
      gtk_source_buffer_create_source_mark (self->buffer, NULL, ELEMENT_CATEGORY, &start);
      gtk_text_iter_forward_line (&start);
    }
}

/* The sentences of all mistakes between two bytes of the text. (transfer full) (nullable) */
static char *
collect_sentences (IlvScenarioEditor *self, gsize from, gsize to)
{
  const GPtrArray *problems = ilv_draft_get_problems (self->draft);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const IlvDraftProblem *problem = problems->pdata[i];

      if (problem->from <= to && problem->to >= from)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", problem->message);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gsize
get_offset (IlvScenarioEditor *self, const GtkTextIter *iter)
{
  const char *text = ilv_draft_get_text (self->draft);

  return (gsize) (g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (iter)) - text);
}

static gboolean
on_query_tooltip (IlvScenarioEditor *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->xml);
  g_autofree char *sentences = NULL;
  GtkTextIter iter;

  if (ilv_scenario_editor_is_reading (self))
    return FALSE;
  if (keyboard)
    gtk_text_buffer_get_iter_at_mark (GTK_TEXT_BUFFER (self->buffer), &iter,
                                      gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->buffer)));
  else
    {
      gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &x, &y);
      if (!gtk_text_view_get_iter_at_location (view, &iter, x, y))
        return FALSE;
    }
  sentences = collect_sentences (self, get_offset (self, &iter), get_offset (self, &iter));
  gtk_tooltip_set_text (tooltip, sentences);
  return sentences != NULL;
}

static char *
on_mark_tooltip (GtkSourceMarkAttributes *attributes, GtkSourceMark *mark_of,
                 IlvScenarioEditor *self)
{
  GtkTextIter from, to;

  if (ilv_scenario_editor_is_reading (self))
    return NULL;
  gtk_text_buffer_get_iter_at_mark (GTK_TEXT_BUFFER (self->buffer), &from,
                                    GTK_TEXT_MARK (mark_of));
  to = from;
  if (!gtk_text_iter_ends_line (&to))
    gtk_text_iter_forward_to_line_end (&to);
  return collect_sentences (self, get_offset (self, &from), get_offset (self, &to));
}

static void
on_cursor_moved (IlvScenarioEditor *self)
{
  g_autofree char *path = NULL;

  /* While the text changes, what it holds is not known yet. */
  if (self->following || ilv_scenario_editor_is_reading (self) || !self->draft)
    return;
  path = ilv_draft_find_element (self->draft, ilv_scenario_editor_get_cursor (self));
  if (path && strcmp (path, self->path) != 0)
    ilv_scenario_editor_select (self, path);
}

static void
follow_theme (IlvScenarioEditor *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  GdkRGBA accent;

  gtk_source_buffer_set_style_scheme (
    self->buffer,
    gtk_source_style_scheme_manager_get_scheme (schemes, dark ? "Adwaita-dark" : "Adwaita"));
  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                      "accent_bg_color", &accent))
    {
      g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();

      accent.alpha = 0.1f;
      gtk_source_mark_attributes_set_background (attributes, &accent);
      gtk_source_view_set_mark_attributes (self->xml, ELEMENT_CATEGORY, attributes, 0);
    }
}

static void
make_tags (IlvScenarioEditor *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GdkRGBA red = { 0.88f, 0.11f, 0.14f, 1.0f };

  self->mistake_tag = gtk_text_buffer_create_tag (buffer, NULL, "underline",
                                                  PANGO_UNDERLINE_ERROR, "underline-rgba", &red,
                                                  NULL);
}

void
ilv_scenario_editor_prepare_xml (IlvScenarioEditor *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();

  self->buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->xml)));
  gtk_source_buffer_set_language (self->buffer,
                                  gtk_source_language_manager_get_language (languages, "xml"));
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  make_tags (self);
  gtk_source_mark_attributes_set_icon_name (attributes, "dialog-error-symbolic");
  g_signal_connect_object (attributes, "query-tooltip-text", G_CALLBACK (on_mark_tooltip), self,
                           0);
  gtk_source_view_set_mark_attributes (self->xml, MARK_CATEGORY, attributes, 1);
  g_signal_connect_object (self->xml, "query-tooltip", G_CALLBACK (on_query_tooltip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (on_cursor_moved),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_theme), self, G_CONNECT_SWAPPED);
  follow_theme (self);
}
