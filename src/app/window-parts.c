/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the panels show beside their lanes; remembered. */
#include "app/window-private.h"

static void
set_connectors (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_simple_action_set_state (action, state);
  ilv_preferences_set (self->preferences, "connectors", state);
  ilv_panel_grid_set_connectors (self->panels, g_variant_get_boolean (state));
}

static void
set_graph (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvGraph graph;

  if (!ilv_graph_from_name (g_variant_get_string (state, NULL), &graph))
    return;
  g_simple_action_set_state (action, state);
  ilv_preferences_set (self->preferences, "graph", state);
  ilv_panel_grid_set_graph (self->panels, graph);
}

static void
choose_graph_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_panel_grid_choose_graph (ILV_WINDOW (user_data)->panels);
}

static void
show_lock_times_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_panel_grid_show_lock_times (ILV_WINDOW (user_data)->panels);
}

static const GActionEntry entries[] = {
  { "choose-graph", choose_graph_action },
  { "lock-times", show_lock_times_action },
  { "graph", NULL, "s", "'done'", set_graph },
  { "connectors", NULL, NULL, "true", set_connectors },
};

gboolean
ilv_window_get_connectors (IlvWindow *self)
{
  g_autoptr (GVariant) state
    = g_action_group_get_action_state (G_ACTION_GROUP (self), "connectors");

  return state == NULL || g_variant_get_boolean (state);
}

IlvGraph
ilv_window_get_graph (IlvWindow *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self), "graph");
  IlvGraph graph = ILV_GRAPH_DONE;

  if (state)
    ilv_graph_from_name (g_variant_get_string (state, NULL), &graph);
  return graph;
}

void
ilv_window_install_part_actions (IlvWindow *self)
{
  g_autofree char *graph = ilv_preferences_get_string (self->preferences, "graph", "done");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (!ilv_preferences_get_boolean (self->preferences, "connectors", TRUE))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "connectors",
                                        g_variant_new_boolean (FALSE));
  g_action_group_change_action_state (G_ACTION_GROUP (self), "graph",
                                      g_variant_new_string (graph));
}
