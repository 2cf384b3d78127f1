/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/element-form.h"

#include "workload/document-edit.h"

#include <glib/gi18n-lib.h>

struct _IlvElementForm
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *title;
  GtkLabel *summary;
  GtkLabel *problem;
  GtkBox *fields;
  char *shown; /* owned: which fields they are */
};

G_DEFINE_FINAL_TYPE (IlvElementForm, ilv_element_form, GTK_TYPE_WIDGET)

enum { EDITED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_edited (IlvElementForm *self, const char *value, IlvElementField *field)
{
  g_signal_emit (self, signals[EDITED], 0, ilv_element_field_get_field (field)->name, value);
}

static void
ilv_element_form_dispose (GObject *object)
{
  IlvElementForm *self = ILV_ELEMENT_FORM (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (ilv_element_form_parent_class)->dispose (object);
}

static void
ilv_element_form_class_init (IlvElementFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_element_form_dispose;
  signals[EDITED] = g_signal_new ("edited", ILV_TYPE_ELEMENT_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/element-form.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvElementForm, content);
  gtk_widget_class_bind_template_child (widget_class, IlvElementForm, title);
  gtk_widget_class_bind_template_child (widget_class, IlvElementForm, summary);
  gtk_widget_class_bind_template_child (widget_class, IlvElementForm, problem);
  gtk_widget_class_bind_template_child (widget_class, IlvElementForm, fields);
}

static void
ilv_element_form_init (IlvElementForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Fields that stay the same are kept, with the cursor in them. */
static char *
identify (const IlvNode *node, const GArray *fields)
{
  GString *text = g_string_new (node->name);

  for (guint i = 0; i < fields->len; i++)
    {
      const IlvField *field = &g_array_index (fields, IlvField, i);

      g_string_append_printf (text, " %s:%d:%d", field->name, field->type, field->place);
    }
  return g_string_free (text, FALSE);
}

static void
rebuild (IlvElementForm *self, const GArray *fields)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))) != NULL)
    gtk_box_remove (self->fields, child);
  for (guint i = 0; i < fields->len; i++)
    {
      GtkWidget *field = ilv_element_field_new (&g_array_index (fields, IlvField, i));

      g_signal_connect_object (field, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->fields, field);
    }
}

static void
show_head (IlvElementForm *self, const IlvDraft *draft, const IlvNode *node, const char *path)
{
  const IlvDraftProblem *problem = ilv_draft_find_problem (draft, path, NULL);
  const char *summary = ilv_element_get_summary (node);

  gtk_label_set_label (self->title, ilv_element_get_title (node));
  gtk_label_set_label (self->summary,
                       summary ? summary : _ ("This element is not known; it can be changed in "
                                              "the XML."));
  gtk_label_set_label (self->problem, problem ? problem->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

void
ilv_element_form_show (IlvElementForm *self, const IlvDraft *draft, const char *path)
{
  const IlvNode *node = ilv_document_find (ilv_draft_get_document (draft), path);
  g_autoptr (GArray) fields = NULL;
  g_autofree char *wanted = NULL;

  g_return_if_fail (node != NULL);

  fields = ilv_element_get_fields (node);
  wanted = identify (node, fields);
  show_head (self, draft, node, path);
  if (g_strcmp0 (wanted, self->shown) != 0)
    {
      rebuild (self, fields);
      g_free (self->shown);
      self->shown = g_steal_pointer (&wanted);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->fields)); child;
       child = gtk_widget_get_next_sibling (child))
    ilv_element_field_update (ILV_ELEMENT_FIELD (child), draft, node);
}

IlvElementField *
ilv_element_form_find (IlvElementForm *self, const char *field)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->fields)); child;
       child = gtk_widget_get_next_sibling (child))
    if (strcmp (ilv_element_field_get_field (ILV_ELEMENT_FIELD (child))->name, field) == 0)
      return ILV_ELEMENT_FIELD (child);
  return NULL;
}

void
ilv_element_form_focus (IlvElementForm *self, const char *field)
{
  IlvElementField *found = field ? ilv_element_form_find (self, field) : NULL;
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->fields));

  if (found)
    ilv_element_field_focus (found);
  else if (first)
    ilv_element_field_focus (ILV_ELEMENT_FIELD (first));
}
