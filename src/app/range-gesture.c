/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/range-gesture.h"

/* Logical pixels: within which an end is met, and up to which a drag is but a click. */
#define REACH 5
#define CLICK 4

struct _IlvRangeGesture
{
  IlvPanelView *view;    /* borrowed: owns this */
  IlvViewport *viewport; /* owned */
  gboolean armed;        /* a press that selects as soon as it becomes a drag */
  gboolean selecting;
  gboolean beside_axis;  /* where a press that stays a click ends the selection */
  gint64 fixed; /* the end that stays */
  const char *cursor;
};

static IlvPanel *
get_panel (IlvRangeGesture *self)
{
  return ilv_panel_view_get_panel (self->view);
}

/* Inside what is seen: a selection ends at the edge of the panel, wherever the pointer goes. */
static gint64
get_time (IlvRangeGesture *self, double x)
{
  return CLAMP (ilv_panel_x_to_time (get_panel (self), x), ilv_viewport_get_from (self->viewport),
                ilv_viewport_get_to (self->viewport));
}

/* The end that stays when the one at x is dragged. */
static gboolean
find_opposite (IlvRangeGesture *self, double x, gint64 *fixed)
{
  gint64 time = ilv_panel_x_to_time (get_panel (self), x);
  gint64 reach = ilv_panel_x_to_time (get_panel (self), x + REACH) - time;

  return ilv_viewport_find_opposite (self->viewport, time, MAX (reach, 1), fixed);
}

static void
begin_selecting (IlvRangeGesture *self, GtkGesture *gesture)
{
  self->armed = FALSE;
  self->selecting = TRUE;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Shift moves the nearer end of what is selected to the pointer. */
static gboolean
find_farther_end (IlvRangeGesture *self, gint64 time, gint64 *fixed)
{
  return ilv_viewport_find_opposite (self->viewport, time, G_MAXINT64, fixed);
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, IlvRangeGesture *self)
{
  GdkModifierType keys
    = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  IlvPlace place = ilv_panel_find_place (get_panel (self), x, y);
  gint64 time = get_time (self, x);

  self->armed = self->selecting = FALSE;
  self->beside_axis = place != ILV_PLACE_AXIS;
  self->fixed = time;
  if (place == ILV_PLACE_NONE || ilv_panel_view_is_on_play_head (self->view, x, y))
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
  else if (find_opposite (self, x, &self->fixed))
    begin_selecting (self, GTK_GESTURE (drag));
  else if ((keys & GDK_SHIFT_MASK) && find_farther_end (self, time, &self->fixed))
    {
      begin_selecting (self, GTK_GESTURE (drag));
      ilv_viewport_select (self->viewport, self->fixed, time);
    }
  else if (keys & (GDK_SHIFT_MASK | GDK_CONTROL_MASK))
    begin_selecting (self, GTK_GESTURE (drag));
  else if (place == ILV_PLACE_AXIS || ilv_viewport_is_fitted (self->viewport))
    /* Where everything is seen already a drag would move nothing. */
    self->armed = TRUE;
  else
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
  if (self->selecting || self->armed)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, IlvRangeGesture *self)
{
  double x;
  double y;

  if (self->armed && ABS (dx) >= CLICK)
    begin_selecting (self, GTK_GESTURE (drag));
  if (!self->selecting)
    return;
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  ilv_viewport_select (self->viewport, self->fixed, get_time (self, x + dx));
}

static void
on_drag_end (GtkGestureDrag *drag, double dx, double dy, IlvRangeGesture *self)
{
  if (self->armed && self->beside_axis)
    ilv_viewport_clear_selection (self->viewport);
  self->armed = self->selecting = FALSE;
}

static void
on_cancel (GtkGesture *drag, GdkEventSequence *sequence, IlvRangeGesture *self)
{
  self->armed = self->selecting = FALSE;
}

static void
show_cursor (IlvRangeGesture *self, const char *cursor)
{
  if (cursor == self->cursor)
    return;
  self->cursor = cursor;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view), cursor);
}

static void
on_motion (GtkEventController *motion, double x, double y, IlvRangeGesture *self)
{
  IlvPlace place = ilv_panel_find_place (get_panel (self), x, y);
  gint64 fixed;

  if (self->selecting || (place != ILV_PLACE_NONE && find_opposite (self, x, &fixed)))
    show_cursor (self, "ew-resize");
  else if (ilv_panel_view_is_on_play_head (self->view, x, y))
    show_cursor (self, "grab");
  else
    show_cursor (self, place == ILV_PLACE_AXIS ? "crosshair" : NULL);
}

static void
free_gesture (gpointer data)
{
  IlvRangeGesture *self = data;

  g_object_unref (self->viewport);
  g_free (self);
}

IlvRangeGesture *
ilv_range_gesture_attach (IlvPanelView *view, IlvViewport *viewport)
{
  IlvRangeGesture *self = g_new0 (IlvRangeGesture, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->view = view;
  self->viewport = g_object_ref (viewport);
  /* Before the drag that pans, which asks whether this one is busy. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_cancel), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  /* Freed after the controllers, which go when the view does. */
  g_object_set_data_full (G_OBJECT (view), "ilv-range-gesture", self, free_gesture);
  return self;
}

gboolean
ilv_range_gesture_is_busy (IlvRangeGesture *self)
{
  return self->armed || self->selecting;
}
