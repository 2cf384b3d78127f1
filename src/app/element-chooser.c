/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/element-chooser.h"

#include "workload/document-edit.h"
#include "workload/element-make.h"

#include <glib/gi18n-lib.h>

struct _IlvElementChooser
{
  GtkPopover parent_instance;

  GtkSearchEntry *search;
  GtkListBox *list;
  char *wanted; /* owned: what is searched for, case folded */
};

G_DEFINE_FINAL_TYPE (IlvElementChooser, ilv_element_chooser, GTK_TYPE_POPOVER)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
get_text (GtkListBoxRow *row, const char *key)
{
  return g_object_get_data (G_OBJECT (row), key);
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  IlvElementChooser *self = user_data;

  return !self->wanted || strstr (get_text (row, "ilv-search"), self->wanted) != NULL;
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *heading = get_text (row, "ilv-heading");
  GtkWidget *label;

  if (before && strcmp (get_text (before, "ilv-heading"), heading) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "topic");
  gtk_list_box_row_set_header (row, label);
}

static void
on_search_changed (IlvElementChooser *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
}

static void
on_row_activated (IlvElementChooser *self, GtkListBoxRow *row)
{
  g_autofree char *parent = g_strdup (get_text (row, "ilv-parent"));
  g_autofree char *name = g_strdup (get_text (row, "ilv-name"));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, parent, name);
}

/* Enter takes the first one found, so that typing is enough. */
static void
on_search_activate (IlvElementChooser *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        on_row_activated (self, row);
        return;
      }
}

static void
on_search_stopped (IlvElementChooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
ilv_element_chooser_show (GtkWidget *widget)
{
  IlvElementChooser *self = ILV_ELEMENT_CHOOSER (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  GTK_WIDGET_CLASS (ilv_element_chooser_parent_class)->show (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
ilv_element_chooser_dispose (GObject *object)
{
  IlvElementChooser *self = ILV_ELEMENT_CHOOSER (object);

  if (self->list)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (ilv_element_chooser_parent_class)->dispose (object);
}

static void
ilv_element_chooser_class_init (IlvElementChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_element_chooser_dispose;
  widget_class->show = ilv_element_chooser_show;
  signals[CHOSEN] = g_signal_new ("chosen", ILV_TYPE_ELEMENT_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/element-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvElementChooser, search);
  gtk_widget_class_bind_template_child (widget_class, IlvElementChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ilv_element_chooser_init (IlvElementChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_header_func (self->list, add_heading, NULL, NULL);
}

GtkWidget *
ilv_element_chooser_new (void)
{
  return g_object_new (ILV_TYPE_ELEMENT_CHOOSER, NULL);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 46);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_row (IlvElementChooser *self, const IlvNode *parent, const char *name, const char *heading)
{
  const char *title = ilv_element_get_part_title (parent, name);
  const char *summary = ilv_element_get_part_summary (parent, name);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *dim = make_label (summary, "caption");
  g_autofree char *both = g_strdup_printf ("%s %s", title, summary);

  gtk_widget_add_css_class (dim, "dim-label");
  gtk_box_append (GTK_BOX (box), make_label (title, NULL));
  gtk_box_append (GTK_BOX (box), dim);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  g_object_set_data_full (G_OBJECT (row), "ilv-name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (row), "ilv-parent", ilv_node_get_path (parent), g_free);
  g_object_set_data_full (G_OBJECT (row), "ilv-heading", g_strdup (heading), g_free);
  g_object_set_data_full (G_OBJECT (row), "ilv-search", g_utf8_casefold (both, -1), g_free);
  gtk_list_box_append (self->list, row);
}

static void
add_parts (IlvElementChooser *self, const IlvNode *parent, const char *heading)
{
  g_autoptr (GPtrArray) names = ilv_element_list_parts (parent);

  for (guint i = 0; i < names->len; i++)
    add_row (self, parent, names->pdata[i], heading);
}

void
ilv_element_chooser_fill (IlvElementChooser *self, const IlvDraft *draft, const char *path)
{
  const IlvDocument *document = ilv_draft_get_document (draft);
  const IlvNode *root = ilv_document_get_root (document);
  const IlvNode *node = ilv_document_find (document, path);
  g_autoptr (GPtrArray) inside = ilv_element_list_parts (node ? node : root);
  g_autofree char *heading = NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  /* A step that holds none is followed by what is added. */
  if (node && inside->len == 0 && ilv_element_is_step (node))
    {
      heading = g_strdup_printf (_ ("Step after <%s>"), node->name);
      add_parts (self, node->parent, heading);
    }
  else if (node && node != root && inside->len > 0)
    {
      heading = g_strdup_printf (_ ("Step in <%s>"), node->name);
      add_parts (self, node, heading);
    }
  add_parts (self, root, _ ("For the scenario"));
}
