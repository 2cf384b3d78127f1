/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/scenario-list.h"

struct _IlvScenarioList
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkSearchEntry *search;
  GtkListBox *list;
  char *wanted; /* owned: what is searched for, case folded */
};

G_DEFINE_FINAL_TYPE (IlvScenarioList, ilv_scenario_list, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static IlvScenario *
get_scenario (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "ilv-scenario");
}

static gboolean
matches (const char *text, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, wanted) != NULL;
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  IlvScenarioList *self = user_data;
  IlvScenario *scenario = get_scenario (row);

  return self->wanted == NULL || *self->wanted == '\0'
         || matches (ilv_scenario_get_title (scenario), self->wanted)
         || matches (ilv_scenario_get_summary (scenario), self->wanted)
         || matches (ilv_scenario_get_question (scenario), self->wanted)
         || matches (ilv_topic_get_title (ilv_scenario_get_topic (scenario)), self->wanted);
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *topic = ilv_scenario_get_topic (get_scenario (row));
  GtkWidget *heading;

  if (before && g_strcmp0 (ilv_scenario_get_topic (get_scenario (before)), topic) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row))
    return;
  heading = gtk_label_new (ilv_topic_get_title (topic));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "topic");
  gtk_list_box_row_set_header (row, heading);
}

static void
on_search_changed (IlvScenarioList *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_list_box_invalidate_filter (self->list);
}

/* Enter takes the first scenario found, so that no mouse is needed. */
static void
on_search_activate (IlvScenarioList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        gtk_list_box_select_row (self->list, row);
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

static void
on_search_stopped (IlvScenarioList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
on_row_selected (IlvScenarioList *self, GtkListBoxRow *row)
{
  if (row)
    g_signal_emit (self, signals[CHOSEN], 0, get_scenario (row));
}

static void
ilv_scenario_list_dispose (GObject *object)
{
  IlvScenarioList *self = ILV_SCENARIO_LIST (object);

  if (self->list)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (ilv_scenario_list_parent_class)->dispose (object);
}

static void
ilv_scenario_list_class_init (IlvScenarioListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_scenario_list_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", ILV_TYPE_SCENARIO_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/scenario-list.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioList, content);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioList, search);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioList, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}

static void
ilv_scenario_list_init (IlvScenarioList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_header_func (self->list, add_heading, NULL, NULL);
}

void
ilv_scenario_list_add (IlvScenarioList *self, IlvScenario *scenario)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (ilv_scenario_get_title (scenario));
  /* The title again, because a long one is cut. */
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", ilv_scenario_get_title (scenario),
                                              ilv_scenario_get_summary (scenario));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ilv_scenario_get_title (scenario),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  ilv_scenario_get_summary (scenario), -1);
  g_object_set_data_full (G_OBJECT (row), "ilv-scenario", ilv_scenario_ref (scenario),
                          (GDestroyNotify) ilv_scenario_unref);
  gtk_list_box_append (self->list, row);
}

gboolean
ilv_scenario_list_choose (IlvScenarioList *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (ilv_scenario_get_id (get_scenario (row)), id) == 0)
      {
        gtk_list_box_select_row (self->list, row);
        return TRUE;
      }
  return FALSE;
}

IlvScenario *
ilv_scenario_list_get_chosen (IlvScenarioList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row ? get_scenario (row) : NULL;
}

void
ilv_scenario_list_search (IlvScenarioList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
