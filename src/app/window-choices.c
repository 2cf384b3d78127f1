/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen for a scenario: its settings, the models and their order, the lanes and theirs,
   each remembered for this scenario alone where it is not the scenario's own. */
#include "app/window-private.h"

#define MODELS_KEY "scenario-models"
#define ORDERS_KEY "scenario-orders"
#define LANES_KEY "scenario-lanes"
#define IN_TURN "in-turn"

static const char *
get_id (IlvWindow *self)
{
  return ilv_scenario_get_id (self->scenario);
}

static guint
get_wanted_models (IlvWindow *self)
{
  g_autoptr (GVariant) names
    = ilv_preferences_get_of_scenario (self->preferences, MODELS_KEY, get_id (self), "as");
  guint models = 0;

  for (gsize i = 0; names && i < g_variant_n_children (names); i++)
    {
      const char *name;
      IlvModel model;

      g_variant_get_child (names, i, "&s", &name);
      if (ilv_model_from_name (name, &model))
        models |= 1u << model;
    }
  return models;
}

static void
set_order (IlvWindow *self, const char *order)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self), "order",
                                      g_variant_new_string (order));
}

void
ilv_window_restore_choices (IlvWindow *self)
{
  g_autoptr (GHashTable) values = ilv_preferences_get_scenario (self->preferences, get_id (self));
  g_autoptr (GVariant) order
    = ilv_preferences_get_of_scenario (self->preferences, ORDERS_KEY, get_id (self), "s");
  g_autoptr (GVariant) lanes
    = ilv_preferences_get_of_scenario (self->preferences, LANES_KEY, get_id (self), "s");
  gboolean restoring = self->restoring;

  self->restoring = TRUE;
  ilv_settings_bar_set_scenario (self->settings, self->scenario, values);
  ilv_model_bar_set_scenario (self->models, self->scenario, get_wanted_models (self));
  set_order (self, order ? g_variant_get_string (order, NULL) : IN_TURN);
  ilv_window_set_lane_criteria (self, lanes ? g_variant_get_string (lanes, NULL) : NULL);
  self->restoring = restoring;
}

void
ilv_window_remember_settings (IlvWindow *self)
{
  g_autoptr (GHashTable) changed = NULL;

  if (self->restoring)
    return;
  changed = ilv_settings_bar_get_changed (self->settings);
  ilv_preferences_set_scenario (self->preferences, get_id (self), changed);
}

void
ilv_window_remember_models (IlvWindow *self)
{
  guint models = ilv_model_bar_get_chosen (self->models);
  GVariantBuilder names;
  g_autoptr (GVariant) value = NULL;

  if (self->restoring)
    return;
  g_variant_builder_init (&names, G_VARIANT_TYPE ("as"));
  for (guint model = 0; model < ILV_N_MODELS; model++)
    if ((models >> model) & 1)
      g_variant_builder_add (&names, "s", ilv_model_get_name ((IlvModel) model));
  value = g_variant_ref_sink (g_variant_builder_end (&names));
  if (models == 0 || models == ilv_scenario_get_default_models (self->scenario))
    g_clear_pointer (&value, g_variant_unref);
  ilv_preferences_set_of_scenario (self->preferences, MODELS_KEY, get_id (self), "as", value);
}

void
ilv_window_remember_order (IlvWindow *self)
{
  gboolean together = ilv_window_get_order (self) == ILV_ORDER_TOGETHER;

  if (self->scenario && !self->restoring)
    ilv_preferences_set_of_scenario (self->preferences, ORDERS_KEY, get_id (self), "s",
                                     together ? g_variant_new_string ("together") : NULL);
}

void
ilv_window_remember_lanes (IlvWindow *self)
{
  if (self->scenario && !self->restoring)
    ilv_window_remember_lanes_of (self, get_id (self),
                                  ilv_lane_criteria_to_text (self->lane_criteria));
}

void
ilv_window_remember_lanes_of (IlvWindow *self, const char *scenario, const char *criteria)
{
  ilv_preferences_set_of_scenario (self->preferences, LANES_KEY, scenario, "s",
                                   criteria && *criteria ? g_variant_new_string (criteria) : NULL);
}

void
ilv_window_reset_choices (IlvWindow *self)
{
  ilv_settings_bar_reset (self->settings);
  ilv_model_bar_choose (self->models, ilv_scenario_get_default_models (self->scenario));
  set_order (self, IN_TURN);
  ilv_window_set_lane_criteria (self, NULL);
}

void
ilv_window_choose_what_ran (IlvWindow *self, IlvComparison *comparison)
{
  IlvScenario *scenario = ilv_comparison_get_scenario (comparison);
  guint models = 0;

  self->restoring = TRUE;
  if (!ilv_scenario_list_choose (self->scenarios, ilv_scenario_get_id (scenario)))
    ilv_window_list_opened (self, scenario, TRUE);
  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    ilv_settings_bar_set_value (self->settings, ilv_scenario_get_setting (scenario, i)->name,
                                ilv_comparison_get_setting (comparison, i));
  /* Of runs side by side, what the first is of. */
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_run_has_scenario_of (ilv_comparison_get_run (comparison, i),
                                 ilv_comparison_get_run (comparison, 0)))
      models |= 1u << ilv_run_get_model (ilv_comparison_get_run (comparison, i));
  ilv_model_bar_choose (self->models, models);
  set_order (self, ilv_comparison_get_order (comparison) == ILV_ORDER_TOGETHER ? "together"
                                                                              : IN_TURN);
  self->restoring = FALSE;
  ilv_window_update_title (self);
}
