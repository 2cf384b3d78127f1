/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window does with the stretch of time that is seen, and the one selected in it. */
#include "app/window-private.h"

/* ms between figures of a range that is being dragged, zoomed or moved: they take a part of a
   frame, and nobody reads sixty of them a second. */
#define PAUSE 100

static IlvViewport *
get_viewport (gpointer window)
{
  return ilv_panel_grid_get_viewport (ILV_WINDOW (window)->panels);
}

static void
fit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_viewport_fit (get_viewport (user_data));
}

static void
back_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_viewport_back (get_viewport (user_data));
}

static void
forward_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_viewport_forward (get_viewport (user_data));
}

static void
select_visible_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvViewport *viewport = get_viewport (user_data);

  ilv_viewport_select (viewport, ilv_viewport_get_from (viewport), ilv_viewport_get_to (viewport));
}

static void
clear_selection_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_viewport_clear_selection (get_viewport (user_data));
}

static void
zoom_to_selection_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_viewport_show_selection (get_viewport (user_data));
}

/* Escape ends what is most pressing: a run that goes on, before what is only marked. */
static void
dismiss_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  if (self->comparison && ilv_comparison_is_running (self->comparison))
    ilv_window_stop (self);
  else if (ilv_panel_grid_leave_strip (self->panels))
    return;
  else if (ilv_viewport_get_selection (get_viewport (self), NULL, NULL))
    ilv_viewport_clear_selection (get_viewport (self));
  else if (ilv_statistics_get_lit (self->statistics) != ILV_STATE_NONE)
    ilv_statistics_light (self->statistics, ILV_STATE_NONE);
  else
    ilv_window_leave_stage (self);
}

static const GActionEntry entries[] = {
  { "fit", fit_action },
  { "back", back_action },
  { "forward", forward_action },
  { "select-visible", select_visible_action },
  { "clear-selection", clear_selection_action },
  { "zoom-to-selection", zoom_to_selection_action },
  { "dismiss", dismiss_action },
};

static void
enable (IlvWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ilv_window_update_range_actions (IlvWindow *self)
{
  IlvViewport *viewport = get_viewport (self);
  gboolean shown = self->comparison != NULL;
  gboolean selected = ilv_viewport_get_selection (viewport, NULL, NULL);

  enable (self, "fit", shown && !ilv_viewport_is_fitted (viewport));
  enable (self, "back", shown && ilv_viewport_can_go_back (viewport));
  enable (self, "forward", shown && ilv_viewport_can_go_forward (viewport));
  enable (self, "select-visible", shown);
  enable (self, "clear-selection", selected);
  enable (self, "zoom-to-selection", selected);
}

void
ilv_window_refresh_statistics (IlvWindow *self)
{
  guint models = ilv_window_get_shown_models (self);
  IlvShownRange range;

  ilv_shown_range_take (&range, self->panels, self->comparison);
  ilv_statistics_update (self->statistics, self->comparison, models, &range);
  ilv_symbol_legend_update (self->symbols, self->comparison, models, &range);
  ilv_lane_shares_update (self->lane_shares, self->comparison, models, &range);
  ilv_range_figures_update (self->range_figures, self->comparison, models, &range);
  ilv_window_update_stage (self);
}

/* Whether the figures would be of other stretches than the last ones: not when lanes scroll.
   *at_once: a selection came or went, and what stands beside the panels with it. */
static gboolean
take_ranges (IlvWindow *self, gboolean *at_once)
{
  IlvViewport *viewport = get_viewport (self);
  gint64 ranges[G_N_ELEMENTS (self->told_ranges)]
    = { ilv_viewport_get_from (viewport), ilv_viewport_get_to (viewport) };

  ilv_viewport_get_selection (viewport, &ranges[2], &ranges[3]);
  if (memcmp (ranges, self->told_ranges, sizeof ranges) == 0)
    return FALSE;
  *at_once = (ranges[2] == ranges[3]) != (self->told_ranges[2] == self->told_ranges[3]);
  memcpy (self->told_ranges, ranges, sizeof ranges);
  return TRUE;
}

static gboolean
on_pause (gpointer user_data)
{
  IlvWindow *self = user_data;

  if (!self->range_moved)
    {
      self->range_timeout = 0;
      return G_SOURCE_REMOVE;
    }
  self->range_moved = FALSE;
  ilv_window_refresh_statistics (self);
  return G_SOURCE_CONTINUE;
}

void
ilv_window_stop_range (IlvWindow *self)
{
  g_clear_handle_id (&self->range_timeout, g_source_remove);
}

static void
on_range_changed (IlvWindow *self)
{
  gboolean at_once;

  ilv_window_update_range_actions (self);
  /* While runs go on, the frames take care of it. */
  if (self->tick != 0 || !take_ranges (self, &at_once))
    return;
  self->range_moved = self->range_timeout != 0 && !at_once;
  if (self->range_moved)
    return;
  ilv_window_refresh_statistics (self);
  if (self->range_timeout == 0)
    self->range_timeout = g_timeout_add (PAUSE, on_pause, self);
}

static void
on_state_lit (IlvWindow *self, guint state)
{
  ilv_panel_grid_light_state (self->panels, (IlvState) state);
}

/* Letters and signs that nobody wanted are for the panels: after a click on Run the focus stays
   there, and the panels are what one looks at. */
static gboolean
on_key (IlvWindow *self, guint key, guint code, GdkModifierType keys,
        GtkEventControllerKey *controller)
{
  GtkWidget *panels = GTK_WIDGET (self->panels);

  if (gdk_keyval_to_unicode (key) <= ' ' || (keys & gtk_accelerator_get_default_mod_mask ())
      || gtk_widget_get_focus_child (panels))
    return GDK_EVENT_PROPAGATE;
  return gtk_event_controller_key_forward (controller, panels);
}

static void
forward_keys (IlvWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
ilv_window_install_range_actions (IlvWindow *self)
{
  IlvViewport *viewport = get_viewport (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  forward_keys (self);
  g_signal_connect_object (self->statistics, "lit", G_CALLBACK (on_state_lit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "changed", G_CALLBACK (on_range_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "selected", G_CALLBACK (on_range_changed), self,
                           G_CONNECT_SWAPPED);
}
