/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the window keeps up with a comparison: while it runs, a step a frame. */
#include "app/window-private.h"

/* µs. Steps this far apart leave the cores to what is measured. Figures that change more often
   than a few times a second cannot be read. */
#define STEP_PAUSE (12 * G_TIME_SPAN_MILLISECOND)
#define STATISTICS_PAUSE (250 * G_TIME_SPAN_MILLISECOND)

/* Steps until all panels show what was taken in, however many they are. */
#define PANEL_STEPS 3

/* While runs go on, the axis ends somewhat later than they do and is lengthened in steps: an axis
   that grew with every frame would have all finished panels drawn again in each. */
#define SHORTEST_AXIS (G_GINT64_CONSTANT (100) * 1000 * 1000)
#define AXIS_STEP 1.25

gint64
ilv_window_reset_live (IlvWindow *self)
{
  self->live_to = 0;
  self->last_step = self->last_statistics = 0;
  return SHORTEST_AXIS;
}

/* Returns whether another stretch is seen now. */
static gboolean
update_limits (IlvWindow *self)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (self->panels);
  gint64 before = ilv_viewport_get_to (viewport);
  gint64 from = 0;
  gint64 to = 0;

  if (!self->comparison)
    return FALSE;
  ilv_report_fit (self->comparison, &from, &to);
  if (ilv_comparison_is_running (self->comparison))
    {
      to = ilv_window_get_shown_end (self, to);
      if (to > self->live_to)
        self->live_to = MAX (SHORTEST_AXIS, (gint64) ((double) to * AXIS_STEP));
      to = MAX (self->live_to, SHORTEST_AXIS);
    }
  if (from < to)
    ilv_viewport_set_limits (viewport, from, to);
  return ilv_viewport_get_to (viewport) != before;
}

static void
refresh_panels (IlvWindow *self)
{
  ilv_window_update_transport (self);
  update_limits (self);
  ilv_panel_grid_refresh (self->panels, self->comparison);
}

static void
refresh_some (IlvWindow *self, IlvRefresh what)
{
  if (what & ILV_REFRESH_PANELS)
    refresh_panels (self);
  if (what & ILV_REFRESH_STATISTICS)
    {
      ilv_window_update_sidebar_width (self);
      ilv_window_refresh_statistics (self);
    }
  if (what & ILV_REFRESH_RESULTS)
    ilv_results_view_update (self->results, self->comparison);
  if (what & ILV_REFRESH_DESCRIPTIONS)
    ilv_panel_grid_describe (self->panels);
}

void
ilv_window_refresh (IlvWindow *self)
{
  self->due = 0;
  g_clear_handle_id (&self->refreshing, g_source_remove);
  refresh_some (self, ILV_REFRESH_ALL);
}

void
ilv_window_refresh_in_turn (IlvWindow *self)
{
  refresh_some (self, ILV_REFRESH_PANELS | ILV_REFRESH_RESULTS);
  ilv_window_refresh_soon (self, ILV_REFRESH_STATISTICS | ILV_REFRESH_DESCRIPTIONS);
}

/* One thing at a time: each takes up to a frame's time where there are many lanes, and input and
   frames go before the next. */
static gboolean
refresh_next (gpointer data)
{
  IlvWindow *self = data;
  IlvRefresh what = self->due & -self->due;

  self->due &= ~what;
  if (self->due == 0)
    self->refreshing = 0;
  refresh_some (self, what);
  return self->refreshing != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
ilv_window_refresh_soon (IlvWindow *self, IlvRefresh what)
{
  /* At once, because with the repeat after this one the trace that was shown before is freed. */
  ilv_panel_grid_show_traces (self->panels, self->comparison);
  self->due |= what;
  if (self->refreshing == 0)
    self->refreshing = g_idle_add (refresh_next, self);
}

/* Either figures, or a longer axis, for which all panels are drawn, or some of the panels, or what
   is new: all in one frame would make it late.
   Whether there is anything new each panel sees for itself: the comparison takes records in by
   itself too. */
static void
step (IlvWindow *self, gint64 now)
{
  if (now - self->last_statistics >= STATISTICS_PAUSE)
    {
      self->last_statistics = now;
      ilv_window_refresh_statistics (self);
      return;
    }
  ilv_window_update_transport (self);
  if (update_limits (self))
    return;
  if (!ilv_panel_grid_catch_up (self->panels, self->comparison, PANEL_STEPS))
    ilv_comparison_poll (self->comparison);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  IlvWindow *self = ILV_WINDOW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - self->last_step < STEP_PAUSE)
    return G_SOURCE_CONTINUE;
  self->last_step = now;
  step (self, now);
  return G_SOURCE_CONTINUE;
}

void
ilv_window_start_frames (IlvWindow *self)
{
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

void
ilv_window_stop_frames (IlvWindow *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}
