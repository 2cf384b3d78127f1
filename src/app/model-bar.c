/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/model-bar.h"

#include "app/pill-layout.h"
#include "app/short-title.h"

struct _IlvModelBar
{
  GtkWidget parent_instance;
  GtkWidget *buttons[ILV_N_MODELS]; /* owned as children, nullable */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (IlvModelBar, ilv_model_bar, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clear (IlvModelBar *self)
{
  for (guint i = 0; i < ILV_N_MODELS; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);
}

static void
on_toggled (IlvModelBar *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
ilv_model_bar_dispose (GObject *object)
{
  clear (ILV_MODEL_BAR (object));
  G_OBJECT_CLASS (ilv_model_bar_parent_class)->dispose (object);
}

static void
ilv_model_bar_class_init (IlvModelBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_model_bar_dispose;
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_MODEL_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), ILV_TYPE_PILL_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ilv_model_bar_init (IlvModelBar *self)
{
}

static void
add_button (IlvModelBar *self, IlvModel model)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (ilv_model_get_pill_title (model));
  g_autofree char *tooltip
    = g_strdup_printf ("%s\n%s", ilv_model_get_title (model), ilv_model_get_summary (model));

  gtk_widget_add_css_class (button, "pill-toggle");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ilv_model_get_title (model), -1);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  self->buttons[model] = button;
}

void
ilv_model_bar_set_scenario (IlvModelBar *self, IlvScenario *scenario, guint wanted)
{
  clear (self);
  for (guint model = 0; model < ILV_N_MODELS; model++)
    if (ilv_scenario_has_model (scenario, (IlvModel) model))
      add_button (self, (IlvModel) model);
  wanted &= ilv_model_bar_get_offered (self);
  ilv_model_bar_choose (self, wanted ? wanted : ilv_scenario_get_default_models (scenario));
}

guint
ilv_model_bar_get_chosen (IlvModelBar *self)
{
  guint models = 0;

  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (self->buttons[i] && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->buttons[i])))
      models |= 1u << i;
  return models;
}

guint
ilv_model_bar_get_offered (IlvModelBar *self)
{
  guint models = 0;

  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (self->buttons[i])
      models |= 1u << i;
  return models;
}

void
ilv_model_bar_choose (IlvModelBar *self, guint models)
{
  self->filling = TRUE;
  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (self->buttons[i])
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), (models >> i) & 1);
  self->filling = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}
