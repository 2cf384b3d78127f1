/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/element-field.h"

#include "trace/quantity.h"
#include "workload/concurrency.h"
#include "workload/document-edit.h"

#include <glib/gi18n-lib.h>

struct _IlvElementField
{
  GtkWidget parent_instance;

  IlvField field;
  GtkWidget *control; /* owned as child or in one, as the labels are */
  GtkLabel *error;
  GPtrArray *values;  /* owned: what the rows of a drop-down stand for */
  GtkCheckButton *models[ILV_N_MODELS];
  gboolean updating; /* what changes now was not changed by the user */
};

G_DEFINE_FINAL_TYPE (IlvElementField, ilv_element_field, GTK_TYPE_WIDGET)

enum { EDITED, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_drop_down (const IlvField *field)
{
  return field->type == ILV_FIELD_CHOICE || field->type == ILV_FIELD_OBJECT;
}

/* --- what people write --- */

static void
emit_edited (IlvElementField *self, const char *value)
{
  if (!self->updating)
    g_signal_emit (self, signals[EDITED], 0, value);
}

static void
on_entry_changed (IlvElementField *self)
{
  emit_edited (self, gtk_editable_get_text (GTK_EDITABLE (self->control)));
}

static char *
get_words (IlvElementField *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
on_words_changed (IlvElementField *self)
{
  g_autofree char *words = get_words (self);

  emit_edited (self, words);
}

static void
on_selected (IlvElementField *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));

  if (selected < self->values->len)
    emit_edited (self, self->values->pdata[selected]);
}

static void
on_model_toggled (IlvElementField *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_chosen = 0;

  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (gtk_check_button_get_active (self->models[i]))
      {
        g_string_append_printf (names, "%s%s", n_chosen > 0 ? " " : "",
                                ilv_model_get_name ((IlvModel) i));
        n_chosen++;
      }
  emit_edited (self, n_chosen == ILV_N_MODELS && self->field.all_models ? self->field.all_models
                                                                        : names->str);
}

/* --- what it is written in --- */

/* One history for the whole editor: what is undone here is undone in the XML. */
static GtkWidget *
make_entry (IlvElementField *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), self->field.default_text);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_entry_changed), self,
                           G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
make_text (IlvElementField *self)
{
  GtkWidget *text = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (text), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (text), 8);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (text), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (text), 6);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_widget_add_css_class (text, "words");
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_words_changed), self,
                           G_CONNECT_SWAPPED);
  return text;
}

/* A few lines at first, and as many as are wanted before it scrolls. */
static GtkWidget *
make_frame (GtkWidget *text)
{
  GtkWidget *frame = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), text);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), 90);
  return frame;
}

static GtkWidget *
make_models (IlvElementField *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < ILV_N_MODELS; i++)
    {
      GtkWidget *check
        = gtk_check_button_new_with_label (ilv_model_get_title ((IlvModel) i));

      self->models[i] = GTK_CHECK_BUTTON (check);
      gtk_widget_set_tooltip_text (check, ilv_model_get_summary ((IlvModel) i));
      gtk_grid_attach (GTK_GRID (grid), check, (int) i / 4, (int) i % 4, 1, 1);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_model_toggled), self,
                               G_CONNECT_SWAPPED);
    }
  return grid;
}

static GtkWidget *
make_control (IlvElementField *self)
{
  GtkWidget *drop_down;

  if (self->field.type == ILV_FIELD_WORDS)
    return make_text (self);
  if (self->field.type == ILV_FIELD_MODELS)
    return make_models (self);
  if (!is_drop_down (&self->field))
    return make_entry (self);
  drop_down = gtk_drop_down_new (NULL, NULL);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  return drop_down;
}

static char *
format_limit (double limit)
{
  return limit == (double) (gint64) limit ? ilv_quantity_count ((gint64) limit)
                                          : g_strdup_printf ("%.12g", limit);
}

static char *
describe (const IlvField *field)
{
  gboolean is_number = field->type == ILV_FIELD_NUMBER || field->type == ILV_FIELD_INTEGER;
  g_autofree char *min = format_limit (field->min);
  g_autofree char *max = format_limit (field->max);

  if (!is_number || field->min >= field->max)
    return g_strdup (field->summary);
  return g_strdup_printf (_ ("%s (%s to %s)"), field->summary, min, max);
}

static GtkWidget *
add_label (IlvElementField *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
ilv_element_field_dispose (GObject *object)
{
  IlvElementField *self = ILV_ELEMENT_FIELD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->control = NULL;
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (ilv_element_field_parent_class)->dispose (object);
}

static void
ilv_element_field_class_init (IlvElementFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_element_field_dispose;
  signals[EDITED] = g_signal_new ("edited", ILV_TYPE_ELEMENT_FIELD, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
ilv_element_field_init (IlvElementField *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  self->values = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
ilv_element_field_new (const IlvField *field)
{
  IlvElementField *self = g_object_new (ILV_TYPE_ELEMENT_FIELD, NULL);
  g_autofree char *description = describe (field);

  self->field = *field;
  add_label (self, field->title, "caption-heading");
  self->control = make_control (self);
  gtk_widget_set_tooltip_text (self->control, description);
  gtk_widget_set_parent (field->type == ILV_FIELD_WORDS ? make_frame (self->control)
                                                        : self->control,
                         GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  field->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
  self->error = GTK_LABEL (add_label (self, NULL, "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_add_css_class (add_label (self, description, "caption"), "dim-label");
  return GTK_WIDGET (self);
}

const IlvField *
ilv_element_field_get_field (IlvElementField *self)
{
  return &self->field;
}

/* --- what the draft says --- */

/* White space does not count: who has just typed a space must not lose it. */
static char *
make_plain (const char *words)
{
  g_auto (GStrv) list = g_strsplit_set (words, " \t\r\n", -1);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (guint i = 0; list[i] != NULL; i++)
    if (list[i][0] != '\0')
      g_string_append_printf (plain, "%s%s", plain->len > 0 ? " " : "", list[i]);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
show_words (IlvElementField *self, const char *value)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  g_autofree char *words = get_words (self);
  g_autofree char *plain = make_plain (words);

  if (strcmp (plain, value) != 0)
    gtk_text_buffer_set_text (buffer, value, -1);
}

static void
show_models (IlvElementField *self, const char *value)
{
  g_auto (GStrv) names = g_strsplit_set (value, " \t\r\n", -1);
  gboolean all = g_strcmp0 (value, self->field.all_models) == 0;

  for (guint i = 0; i < ILV_N_MODELS; i++)
    gtk_check_button_set_active (self->models[i],
                                 all
                                   || g_strv_contains ((const char *const *) names,
                                                       ilv_model_get_name ((IlvModel) i)));
}

static void
add_row (GPtrArray *values, GtkStringList *rows, const char *value, const char *title)
{
  gtk_string_list_append (rows, title);
  g_ptr_array_add (values, g_strdup (value));
}

static void
add_objects (IlvElementField *self, GPtrArray *values, GtkStringList *rows, const IlvNode *root)
{
  for (guint i = 0; i < root->children->len; i++)
    {
      const IlvNode *child = root->children->pdata[i];
      const IlvDocumentAttribute *name = ilv_node_find (child, "name");

      if (name != NULL && strcmp (child->name, self->field.object) == 0)
        add_row (values, rows, name->value, name->value);
    }
}

static gboolean
has_same (const GPtrArray *values, const GPtrArray *others)
{
  for (guint i = 0; i < values->len && values->len == others->len; i++)
    if (strcmp (values->pdata[i], others->pdata[i]) != 0)
      return FALSE;
  return values->len == others->len;
}

/* What is not among them is shown as it stands, so that choosing is the only change. */
static void
show_choice (IlvElementField *self, const IlvDraft *draft, const char *value)
{
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  guint selected = 0;

  if (!self->field.is_required && self->field.default_text == NULL)
    add_row (values, rows, "", _ ("Not set"));
  for (guint i = 0; self->field.choices != NULL && self->field.choices[i] != NULL; i++)
    add_row (values, rows, self->field.choices[i], ilv_field_get_choice_title (&self->field, i));
  if (self->field.type == ILV_FIELD_OBJECT)
    add_objects (self, values, rows, ilv_document_get_root (ilv_draft_get_document (draft)));
  if (!g_ptr_array_find_with_equal_func (values, value, g_str_equal, &selected))
    {
      selected = values->len;
      add_row (values, rows, value, value);
    }
  if (!has_same (values, self->values))
    {
      g_ptr_array_unref (self->values);
      self->values = g_steal_pointer (&values);
      gtk_drop_down_set_model (GTK_DROP_DOWN (self->control), G_LIST_MODEL (rows));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), selected);
}

static void
show_value (IlvElementField *self, const IlvDraft *draft, const char *value)
{
  if (self->field.type == ILV_FIELD_WORDS)
    show_words (self, value ? value : "");
  else if (self->field.type == ILV_FIELD_MODELS)
    show_models (self, value ? value : "");
  else if (is_drop_down (&self->field))
    show_choice (self, draft,
                 value ? value : self->field.default_text ? self->field.default_text : "");
  else if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->control)), value ? value : ""))
    gtk_editable_set_text (GTK_EDITABLE (self->control), value ? value : "");
}

static void
show_error (IlvElementField *self, const char *message)
{
  gtk_label_set_label (self->error, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  if (message)
    gtk_widget_add_css_class (self->control, "error");
  else
    gtk_widget_remove_css_class (self->control, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
                               message ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

void
ilv_element_field_update (IlvElementField *self, const IlvDraft *draft, const IlvNode *node)
{
  g_autofree char *value = ilv_field_get (&self->field, node);
  g_autofree char *path = ilv_node_get_path (node);
  const IlvDraftProblem *problem = ilv_draft_find_problem (draft, path, self->field.name);

  self->updating = TRUE;
  show_value (self, draft, value);
  self->updating = FALSE;
  show_error (self, problem ? problem->message : NULL);
}

void
ilv_element_field_enter (IlvElementField *self, const char *value)
{
  guint selected = 0;

  if (self->field.type == ILV_FIELD_WORDS)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), value, -1);
  else if (self->field.type == ILV_FIELD_MODELS)
    show_models (self, value);
  else if (!is_drop_down (&self->field))
    gtk_editable_set_text (GTK_EDITABLE (self->control), value);
  else if (g_ptr_array_find_with_equal_func (self->values, value, g_str_equal, &selected))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), selected);
}

void
ilv_element_field_focus (IlvElementField *self)
{
  gtk_widget_grab_focus (self->models[0] ? GTK_WIDGET (self->models[0]) : self->control);
}

const char *
ilv_element_field_get_error (IlvElementField *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->error)) ? gtk_label_get_label (self->error)
                                                           : NULL;
}
