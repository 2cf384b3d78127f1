/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes the panels show. */
#include "app/window-private.h"

static IlvLaneMode
get_mode (IlvWindow *self)
{
  g_autoptr (GVariant) state
    = g_action_group_get_action_state (G_ACTION_GROUP (self), "lanes");
  IlvLaneMode mode = ILV_LANES_AUTO;

  if (state)
    ilv_lane_mode_from_name (g_variant_get_string (state, NULL), &mode);
  return mode;
}

static void
set_lanes (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvLaneMode mode;

  if (!ilv_lane_mode_from_name (g_variant_get_string (state, NULL), &mode))
    return;
  g_simple_action_set_state (action, state);
  ilv_preferences_set (self->preferences, "lanes", state);
  ilv_panel_grid_set_lanes (self->panels, mode);
}

static const GActionEntry entries[] = {
  { "lanes", NULL, "s", "'auto'", set_lanes },
};

void
ilv_window_install_lane_actions (IlvWindow *self)
{
  g_autoptr (GVariant) mode = ilv_preferences_get (self->preferences, "lanes", "s");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (mode)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "lanes", mode);
}

void
ilv_window_get_view (IlvWindow *self, IlvView *view)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (self->panels);

  *view = (IlvView){ .from = ilv_viewport_get_from (viewport),
                     .to = ilv_viewport_get_to (viewport),
                     .until = G_MAXINT64,
                     .first_row = ilv_viewport_get_first_row (viewport),
                     .lanes = get_mode (self),
                     .without_connectors = !ilv_window_get_connectors (self),
                     .graph = ilv_window_get_graph (self),
                     .every_lane = ilv_viewport_get_every_lane (viewport) };
}
