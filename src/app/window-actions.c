/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "app/notices.h"

#include <glib/gi18n-lib.h>

static void
run_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_run (user_data);
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_stop (user_data);
}

static void
search_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  adw_flap_set_reveal_flap (self->left_flap, TRUE);
  ilv_scenario_list_search (self->scenarios);
}

static void
toggle_flap (AdwFlap *flap)
{
  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
toggle_scenarios_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  toggle_flap (ILV_WINDOW (user_data)->left_flap);
}

static void
toggle_legend_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  toggle_flap (ILV_WINDOW (user_data)->right_flap);
}

static void
reset_settings_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_reset_choices (user_data);
}

static void
set_order (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_simple_action_set_state (action, state);
  ilv_window_remember_order (user_data);
}

static void
set_arrangement (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_simple_action_set_state (action, state);
  ilv_preferences_set (self->preferences, "arrangement", state);
  ilv_panel_grid_set_arrangement (self->panels, ilv_window_get_arrangement (self));
}

static void
set_every_lane (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_simple_action_set_state (action, state);
  ilv_viewport_set_every_lane (ilv_panel_grid_get_viewport (self->panels),
                               g_variant_get_boolean (state));
  gtk_widget_queue_allocate (GTK_WIDGET (self->panels));
}

static void
undo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_notices_undo (ILV_WINDOW (user_data)->toasts);
}

static const GActionEntry entries[] = {
  { "run", run_action },
  { "stop", stop_action },
  { "search", search_action },
  { "toggle-scenarios", toggle_scenarios_action },
  { "toggle-legend", toggle_legend_action },
  { "reset-settings", reset_settings_action },
  { "undo", undo_action },
  { "order", NULL, "s", "'in-turn'", set_order },
  { "arrangement", NULL, "s", "'columns'", set_arrangement },
  { "every-lane", NULL, NULL, "false", set_every_lane },
};

static void
restore_state (IlvWindow *self, const char *name)
{
  g_autoptr (GVariant) state = ilv_preferences_get (self->preferences, name, "s");

  if (state)
    g_action_group_change_action_state (G_ACTION_GROUP (self), name, state);
}

void
ilv_window_install_actions (IlvWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ilv_window_install_file_actions (self);
  ilv_window_install_editor (self);
  ilv_window_install_export_actions (self);
  ilv_window_install_range_actions (self);
  ilv_window_install_lane_actions (self);
  ilv_window_install_part_actions (self);
  restore_state (self, "arrangement");
}

static gboolean
has_state (IlvWindow *self, const char *name, const char *wanted)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self), name);

  return state && g_strcmp0 (g_variant_get_string (state, NULL), wanted) == 0;
}

IlvOrder
ilv_window_get_order (IlvWindow *self)
{
  return has_state (self, "order", "together") ? ILV_ORDER_TOGETHER : ILV_ORDER_IN_TURN;
}

IlvArrangement
ilv_window_get_arrangement (IlvWindow *self)
{
  return has_state (self, "arrangement", "rows") ? ILV_PICTURE_ROWS : ILV_PICTURE_COLUMNS;
}

static void
enable (IlvWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  if (action)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* The button loses the focus as soon as what it does cannot be done. */
static void
update_run_button (IlvWindow *self, gboolean running)
{
  gboolean can_run
    = self->scenario && !running && ilv_model_bar_get_chosen (self->models) != 0;

  enable (self, running ? "stop" : "run", running || can_run);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run_button),
                                  running ? "win.stop" : "win.run");
  enable (self, running ? "run" : "stop", FALSE);
  adw_button_content_set_label (self->run_content, running ? _ ("Stop") : _ ("Run"));
  adw_button_content_set_icon_name (self->run_content, running ? "media-playback-stop-symbolic"
                                                               : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_button),
                               running ? _ ("Stop all runs (Escape)")
                                       : _ ("Run the chosen models (F5)"));
  if (running)
    gtk_widget_remove_css_class (GTK_WIDGET (self->run_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->run_button), "suggested-action");
}

void
ilv_window_update_actions (IlvWindow *self)
{
  gboolean running = self->comparison && ilv_comparison_is_running (self->comparison);
  gboolean shown = self->comparison != NULL;

  update_run_button (self, running);
  enable (self, "export", shown && !running);
  enable (self, "save", shown && !running);
  enable (self, "export-panel", shown && !running);
  enable (self, "print", shown && !running);
  enable (self, "copy-picture", shown && !running);
  enable (self, "copy-panel", shown && !running);
  enable (self, "copy-table", shown && !running);
  enable (self, "copy-results", shown && !running);
  ilv_window_update_recent_actions (self);
  enable (self, "reset-settings", self->scenario != NULL);
  ilv_window_update_editor_actions (self);
  ilv_window_update_range_actions (self);
  ilv_window_update_hint (self);
}
