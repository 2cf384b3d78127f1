/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/scenario-row.h"

#include "workload/topic.h"

#include <glib/gi18n-lib.h>

struct _IlvScenarioRow
{
  GtkListBoxRow parent_instance;

  IlvScenarioEntry entry; /* owned parts */
};

G_DEFINE_FINAL_TYPE (IlvScenarioRow, ilv_scenario_row, GTK_TYPE_LIST_BOX_ROW)

static void
ilv_scenario_row_finalize (GObject *object)
{
  IlvScenarioRow *self = ILV_SCENARIO_ROW (object);

  g_clear_pointer (&self->entry.scenario, ilv_scenario_unref);
  g_free (self->entry.id);
  g_free (self->entry.error);
  G_OBJECT_CLASS (ilv_scenario_row_parent_class)->finalize (object);
}

static void
ilv_scenario_row_class_init (IlvScenarioRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_scenario_row_finalize;
}

static void
ilv_scenario_row_init (IlvScenarioRow *self)
{
}

static const char *
get_title (const IlvScenarioEntry *entry)
{
  return entry->scenario ? ilv_scenario_get_title (entry->scenario) : entry->id;
}

static void
add_warning (IlvScenarioRow *self, GtkBox *box)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (icon, "error");
  gtk_box_append (box, icon);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
}

static void
describe (IlvScenarioRow *self, const char *title, const char *summary)
{
  /* The title again, because a long one is cut. */
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title, summary);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
}

static void
show_entry (IlvScenarioRow *self)
{
  const IlvScenarioEntry *entry = &self->entry;
  GtkWidget *label = gtk_label_new (get_title (entry));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (!entry->scenario)
    add_warning (self, GTK_BOX (box));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  describe (self, get_title (entry),
            entry->scenario ? ilv_scenario_get_summary (entry->scenario) : entry->error);
}

GtkWidget *
ilv_scenario_row_new (IlvScenarioOrigin origin, IlvScenario *scenario, const char *id,
                      const char *error)
{
  IlvScenarioRow *self;

  g_return_val_if_fail (scenario || error, NULL);

  self = g_object_new (ILV_TYPE_SCENARIO_ROW, NULL);
  self->entry = (IlvScenarioEntry){ .origin = origin,
                                    .scenario = scenario ? ilv_scenario_ref (scenario) : NULL,
                                    .id = g_strdup (id),
                                    .error = g_strdup (error) };
  show_entry (self);
  return GTK_WIDGET (self);
}

const IlvScenarioEntry *
ilv_scenario_row_get_entry (IlvScenarioRow *self)
{
  g_return_val_if_fail (ILV_IS_SCENARIO_ROW (self), NULL);
  return &self->entry;
}

gboolean
ilv_scenario_row_has_text_of (IlvScenarioRow *self, IlvScenario *scenario)
{
  g_return_val_if_fail (ILV_IS_SCENARIO_ROW (self), FALSE);
  return self->entry.scenario
         && g_strcmp0 (ilv_scenario_get_xml (self->entry.scenario),
                       ilv_scenario_get_xml (scenario))
              == 0;
}

static gboolean
holds (const char *text, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, wanted) != NULL;
}

gboolean
ilv_scenario_row_matches (IlvScenarioRow *self, const char *wanted)
{
  IlvScenario *scenario = self->entry.scenario;

  if (holds (ilv_scenario_row_get_heading (self), wanted) || holds (self->entry.id, wanted))
    return TRUE;
  return scenario
         && (holds (ilv_scenario_get_title (scenario), wanted)
             || holds (ilv_scenario_get_summary (scenario), wanted)
             || holds (ilv_scenario_get_question (scenario), wanted)
             || holds (ilv_topic_get_title (ilv_scenario_get_topic (scenario)), wanted));
}

const char *
ilv_scenario_row_get_heading (IlvScenarioRow *self)
{
  switch (self->entry.origin)
    {
    case ILV_SCENARIO_OWN:
      return _ ("Own scenarios");
    case ILV_SCENARIO_DRAFT:
      return _ ("Being written");
    case ILV_SCENARIO_OPENED:
      return _ ("Opened files");
    case ILV_SCENARIO_SHIPPED:
    default:
      return ilv_topic_get_title (ilv_scenario_get_topic (self->entry.scenario));
    }
}

int
ilv_scenario_row_compare (IlvScenarioRow *first, IlvScenarioRow *second)
{
  if (first->entry.origin != second->entry.origin)
    return first->entry.origin < second->entry.origin ? -1 : 1;
  if (first->entry.origin == ILV_SCENARIO_SHIPPED)
    return 0;
  return g_utf8_collate (get_title (&first->entry), get_title (&second->entry));
}
