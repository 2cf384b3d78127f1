/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which moment the panels show: the play head, what it follows, and the keys and buttons for it. */
#include "app/window-private.h"

#include "report/report.h"
#include "trace/event-search.h"

#define ZOOM 1.25

static IlvTransport *
get_transport (gpointer window)
{
  return ilv_panel_grid_get_transport (ILV_WINDOW (window)->panels);
}

static IlvViewport *
get_viewport (gpointer window)
{
  return ilv_panel_grid_get_viewport (ILV_WINDOW (window)->panels);
}

/* --- what is recorded ------------------------------------------------------------------------ */

static void
measure_recorded (IlvComparison *comparison, gint64 *now, gint64 *end)
{
  *now = *end = 0;
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      const IlvTrace *trace = ilv_run_get_trace (run);

      if (ilv_trace_get_n_lanes (trace) == 0)
        continue;
      *end = MAX (*end, ilv_report_find_end (run));
      if (ilv_run_get_state (run) == ILV_RUN_RUNNING)
        *now = MAX (*now, ilv_trace_get_end (trace));
    }
}

void
ilv_window_update_transport (IlvWindow *self)
{
  gint64 now, end;

  if (!self->comparison)
    {
      ilv_transport_reset (get_transport (self));
      return;
    }
  measure_recorded (self->comparison, &now, &end);
  ilv_transport_set_recorded (get_transport (self), now, end,
                              ilv_comparison_is_running (self->comparison));
}

void
ilv_window_look_at_panels (IlvWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == GTK_WIDGET (self->run_button)
      && ilv_panel_grid_get_n_panels (self->panels) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (ilv_panel_grid_get_panel (self->panels, 0)));
}

gint64
ilv_window_get_shown_end (IlvWindow *self, gint64 recorded)
{
  IlvTransport *transport = get_transport (self);

  return ilv_transport_get_state (transport) == ILV_TRANSPORT_LIVE
           ? recorded
           : MIN (recorded, ilv_transport_get_time (transport));
}

/* --- what is played -------------------------------------------------------------------------- */

static void
update_range (IlvWindow *self)
{
  gint64 from, to;

  if (!ilv_viewport_get_selection (get_viewport (self), &from, &to))
    {
      from = ilv_viewport_get_from (get_viewport (self));
      to = ilv_viewport_get_to (get_viewport (self));
    }
  ilv_transport_set_range (get_transport (self), from, to);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ilv_transport_advance (get_transport (widget), gdk_frame_clock_get_frame_time (clock));
  return G_SOURCE_CONTINUE;
}

/* Frames are asked for while something moves, and not otherwise. */
static void
update_frames (IlvWindow *self)
{
  gboolean playing = ilv_transport_get_state (get_transport (self)) == ILV_TRANSPORT_PLAYING;

  if (playing && self->play_tick == 0)
    self->play_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  if (!playing)
    ilv_window_stop_playing (self);
}

void
ilv_window_stop_playing (IlvWindow *self)
{
  if (self->play_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->play_tick);
  self->play_tick = 0;
}

/* The view goes along with the head that leaves it, unless somebody has looked away. */
static void
on_moved (IlvWindow *self)
{
  gint64 until = ilv_transport_get_until (get_transport (self));
  gint64 before = self->head_before;

  self->head_before = until;
  if (until != G_MAXINT64
      && (ilv_transport_get_state (get_transport (self)) != ILV_TRANSPORT_PLAYING
          || (before >= ilv_viewport_get_from (get_viewport (self))
              && before <= ilv_viewport_get_to (get_viewport (self)))))
    ilv_viewport_reveal (get_viewport (self), until);
}

static void
show_state (IlvWindow *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
enable (IlvWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
on_changed (IlvWindow *self)
{
  static const char *const names[] = { "play", "to-start", "to-end", "step" };
  IlvTransport *transport = get_transport (self);
  gboolean recorded = ilv_transport_get_end (transport) > 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    enable (self, names[i], recorded);
  enable (self, "follow-live", ilv_transport_is_growing (transport)
                                 && ilv_transport_get_state (transport) != ILV_TRANSPORT_LIVE);
  enable (self, "zoom-in", recorded);
  enable (self, "zoom-out", recorded && !ilv_viewport_is_fitted (get_viewport (self)));
  show_state (self, "speed", g_variant_new_double (ilv_transport_get_speed (transport)));
  show_state (self, "loop", g_variant_new_boolean (ilv_transport_get_loop (transport)));
  update_frames (self);
}

static void
on_view_changed (IlvWindow *self)
{
  update_range (self);
  enable (self, "zoom-out", ilv_transport_get_end (get_transport (self)) > 0
                              && !ilv_viewport_is_fitted (get_viewport (self)));
}

/* --- what is done ---------------------------------------------------------------------------- */

static void
play_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_transport_toggle (get_transport (user_data));
}

/* The panel that is seen to have the focus; NULL: none, all are meant. */
static IlvPanelView *
get_focused_panel (IlvWindow *self)
{
  GtkWidget *panel = gtk_widget_get_focus_child (GTK_WIDGET (self->panels));

  return panel && gtk_window_get_focus_visible (GTK_WINDOW (self)) && ILV_IS_PANEL_VIEW (panel)
           ? ILV_PANEL_VIEW (panel)
           : NULL;
}

/* The nearest event of those panels in that direction; `time` itself when there is none. */
static gint64
find_event (IlvWindow *self, gint64 time, int direction)
{
  IlvPanelView *focused = get_focused_panel (self);
  gint64 nearest = time;

  for (guint i = 0; i < ilv_panel_grid_get_n_panels (self->panels); i++)
    {
      IlvPanelView *view = ilv_panel_grid_get_panel (self->panels, i);
      IlvRun *run = ilv_panel_view_get_run (view);
      const IlvTrace *trace = run ? ilv_run_get_trace (run) : NULL;
      gint64 found;

      if (!trace || (focused && view != focused)
          || !(direction > 0 ? ilv_trace_find_event_after (trace, time, &found)
                             : ilv_trace_find_event_before (trace, time, &found)))
        continue;
      if (nearest == time || (direction > 0 ? found < nearest : found > nearest))
        nearest = found;
    }
  return nearest;
}

static void
step_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvTransport *transport = get_transport (user_data);

  ilv_transport_pause (transport);
  ilv_transport_seek (transport, find_event (user_data, ilv_transport_get_time (transport),
                                             g_variant_get_int32 (parameter)));
}

static void
to_start_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_transport_go_to_start (get_transport (user_data));
  ilv_viewport_go_to_edge (get_viewport (user_data), -1);
}

static void
to_end_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_transport_go_to_end (get_transport (user_data));
  ilv_viewport_go_to_edge (get_viewport (user_data), 1);
}

static void
follow_live_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_transport_go_to_end (get_transport (user_data));
}

static void
change_speed_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  ilv_transport_change_speed (get_transport (self), g_variant_get_int32 (parameter));
  ilv_preferences_set (self->preferences, "speed",
                       g_variant_new_double (ilv_transport_get_speed (get_transport (self))));
}

static void
set_speed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  ilv_transport_set_speed (get_transport (self), g_variant_get_double (state));
  ilv_preferences_set (self->preferences, "speed", state);
}

static void
set_loop (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;

  ilv_transport_set_loop (get_transport (self), g_variant_get_boolean (state));
  ilv_preferences_set (self->preferences, "loop", state);
}

/* Round the play head where it is seen, else round the middle. */
static void
zoom (IlvWindow *self, double factor)
{
  IlvViewport *viewport = get_viewport (self);
  gint64 from = ilv_viewport_get_from (viewport);
  gint64 to = ilv_viewport_get_to (viewport);
  gint64 head = ilv_transport_get_until (get_transport (self));

  ilv_viewport_zoom (viewport, head >= from && head <= to ? head : from + (to - from) / 2, factor);
}

static void
zoom_in_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom (user_data, ZOOM);
}

static void
zoom_out_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom (user_data, 1 / ZOOM);
}

static const GActionEntry entries[] = {
  { "play", play_action },
  { "step", step_action, "i" },
  { "to-start", to_start_action },
  { "to-end", to_end_action },
  { "follow-live", follow_live_action },
  { "change-speed", change_speed_action, "i" },
  { "speed", NULL, "d", "0.2", set_speed },
  { "loop", NULL, NULL, "false", set_loop },
  { "zoom-in", zoom_in_action },
  { "zoom-out", zoom_out_action },
};

static void
add_key (GtkShortcutController *keys, guint key, const char *action, int argument)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, 0),
                                            gtk_named_action_new (action));

  if (argument != 0)
    gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (argument));
  gtk_shortcut_controller_add_shortcut (keys, shortcut);
}

/* Not as accelerators: buttons take the space bar for themselves, and whoever writes into an entry
   writes. Nor as bindings of the class: a window has one of its own for the space bar. */
static void
add_keys (IlvWindow *self)
{
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  add_key (keys, GDK_KEY_space, "win.play", 0);
  add_key (keys, GDK_KEY_comma, "win.step", -1);
  add_key (keys, GDK_KEY_period, "win.step", 1);
  add_key (keys, GDK_KEY_Home, "win.to-start", 0);
  add_key (keys, GDK_KEY_End, "win.to-end", 0);
  add_key (keys, GDK_KEY_l, "win.loop", 0);
  add_key (keys, GDK_KEY_bracketleft, "win.change-speed", -1);
  add_key (keys, GDK_KEY_bracketright, "win.change-speed", 1);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (keys));
}

static void
restore (IlvWindow *self)
{
  g_autoptr (GVariant) speed = ilv_preferences_get (self->preferences, "speed", "d");

  if (speed && g_variant_get_double (speed) > 0)
    ilv_transport_set_speed (get_transport (self), g_variant_get_double (speed));
  ilv_transport_set_loop (get_transport (self),
                          ilv_preferences_get_boolean (self->preferences, "loop", FALSE));
}

void
ilv_window_install_transport (IlvWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->head_before = G_MAXINT64;
  g_signal_connect_object (get_transport (self), "moved", G_CALLBACK (on_moved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_transport (self), "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_viewport (self), "changed", G_CALLBACK (on_view_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_viewport (self), "selected", G_CALLBACK (update_range), self,
                           G_CONNECT_SWAPPED);
  add_keys (self);
  ilv_transport_bar_set_transport (self->transport_bar, get_transport (self));
  restore (self);
  update_range (self);
  on_changed (self);
}
