/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes the panels show, what they stand for and in which order they are. */
#include "app/window-private.h"

#include "app/lanes-popover.h"
#include "app/notices.h"

#include <glib/gi18n-lib.h>

/* Around a stretch that is zoomed to, of its length. */
#define MARGIN 0.05

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
show_lanes (IlvWindow *self)
{
  ilv_panel_grid_set_lanes (self->panels, get_mode (self),
                            ilv_lane_criteria_to_text (self->lane_criteria));
  ilv_lanes_popover_set_criteria (self->lanes_popover, self->lane_criteria);
}

static void
show_new_criteria (IlvWindow *self)
{
  ilv_window_remember_lanes (self);
  show_lanes (self);
}

void
ilv_window_set_lane_criteria (IlvWindow *self, const char *criteria)
{
  ilv_lane_criteria_free (self->lane_criteria);
  self->lane_criteria = ilv_lane_criteria_from_text (criteria);
  show_new_criteria (self);
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
  show_lanes (self);
}

static void
on_criteria_changed (IlvWindow *self)
{
  ilv_lanes_popover_read (self->lanes_popover, self->lane_criteria);
  show_new_criteria (self);
}

/* --- pinned and hidden lanes --------------------------------------------------------------- */

static void
pin_lane (GSimpleAction *action, GVariant *name, gpointer user_data)
{
  IlvWindow *self = user_data;
  const char *lane = g_variant_get_string (name, NULL);

  if (!g_hash_table_remove (self->lane_criteria->pinned, lane))
    g_hash_table_add (self->lane_criteria->pinned, g_strdup (lane));
  show_new_criteria (self);
}

static void
unpin_lanes (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_hash_table_remove_all (self->lane_criteria->pinned);
  show_new_criteria (self);
}

static const char *
get_scenario_id (IlvWindow *self)
{
  return self->scenario ? ilv_scenario_get_id (self->scenario) : "";
}

/* What was seen before comes back at a press on the toast, whatever scenario is chosen by then. */
static void
offer_undo (IlvWindow *self, const char *before, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.restore-lanes");
  adw_toast_set_action_target_value (
    toast, g_variant_new ("(ss)", get_scenario_id (self), before ? before : ""));
  ilv_notices_add (self->toasts, toast);
}

static void
hide_lane (GSimpleAction *action, GVariant *name, gpointer user_data)
{
  IlvWindow *self = user_data;
  const char *lane = g_variant_get_string (name, NULL);
  const char *before = ilv_lane_criteria_to_text (self->lane_criteria);
  g_autofree char *message = g_strdup_printf (_ ("“%s” is hidden in all panels"), lane);

  g_hash_table_remove (self->lane_criteria->only, lane);
  g_hash_table_remove (self->lane_criteria->pinned, lane);
  g_hash_table_add (self->lane_criteria->hidden, g_strdup (lane));
  show_new_criteria (self);
  offer_undo (self, before, message);
}

static void
hide_other_lanes (GSimpleAction *action, GVariant *name, gpointer user_data)
{
  IlvWindow *self = user_data;
  const char *lane = g_variant_get_string (name, NULL);
  const char *before = ilv_lane_criteria_to_text (self->lane_criteria);
  g_autofree char *message = g_strdup_printf (_ ("All lanes but “%s” are hidden"), lane);

  g_hash_table_remove_all (self->lane_criteria->hidden);
  g_hash_table_remove_all (self->lane_criteria->only);
  g_hash_table_add (self->lane_criteria->only, g_strdup (lane));
  show_new_criteria (self);
  offer_undo (self, before, message);
}

static void
show_all_lanes (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_hash_table_remove_all (self->lane_criteria->hidden);
  g_hash_table_remove_all (self->lane_criteria->only);
  show_new_criteria (self);
}

static void
restore_lanes (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  const char *scenario, *criteria;

  g_variant_get (parameter, "(&s&s)", &scenario, &criteria);
  if (g_str_equal (scenario, get_scenario_id (self)))
    ilv_window_set_lane_criteria (self, criteria);
  else
    ilv_window_remember_lanes_of (self, scenario, criteria);
}

static void
zoom_to_range (GSimpleAction *action, GVariant *range, gpointer user_data)
{
  IlvWindow *self = user_data;
  gint64 from, to, margin;

  g_variant_get (range, "(xx)", &from, &to);
  margin = (gint64) ((double) (to - from) * MARGIN);
  if (from < to)
    ilv_viewport_show (ilv_panel_grid_get_viewport (self->panels), from - margin, to + margin);
}

static const GActionEntry entries[] = {
  { "lanes", NULL, "s", "'auto'", set_lanes },
  { "pin-lane", pin_lane, "s" },
  { "unpin-lanes", unpin_lanes },
  { "hide-lane", hide_lane, "s" },
  { "hide-other-lanes", hide_other_lanes, "s" },
  { "show-lanes", show_all_lanes },
  { "restore-lanes", restore_lanes, "(ss)" },
  { "zoom-to-range", zoom_to_range, "(xx)" },
};

void
ilv_window_install_lane_actions (IlvWindow *self)
{
  g_autoptr (GVariant) mode = ilv_preferences_get (self->preferences, "lanes", "s");

  self->lane_criteria = ilv_lane_criteria_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->lanes_popover, "changed", G_CALLBACK (on_criteria_changed), self,
                           G_CONNECT_SWAPPED);
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
                     .criteria = ilv_lane_criteria_to_text (self->lane_criteria),
                     .without_connectors = !ilv_window_get_connectors (self),
                     .graph = ilv_window_get_graph (self),
                     .every_lane = ilv_viewport_get_every_lane (viewport) };
}
