/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/view-gesture.h"

#include <math.h>

#define ZOOM_STEP 1.25 /* of a notch of the wheel */
#define PAN_STEP 0.1   /* the same, of what is seen */
/* What a double click shows around the interval it was made on, of the interval's length. */
#define INTERVAL_MARGIN 0.15
/* Logical pixels up to which a drag is but a click. */
#define CLICK 4

struct _IlvViewGesture
{
  IlvPanelView *view;    /* borrowed: owns this */
  IlvViewport *viewport; /* owned */
  gint64 drag_from;      /* what was seen when the drag began */
  gint64 drag_to;
  gboolean pans; /* the drag does, and does not select */
};

/* NULL: there is nothing to move in. */
static IlvPanel *
get_panel (IlvViewGesture *self)
{
  return ilv_panel_view_get_run (self->view) ? ilv_panel_view_get_panel (self->view) : NULL;
}

static gint64
get_range (IlvViewGesture *self)
{
  return ilv_viewport_get_to (self->viewport) - ilv_viewport_get_from (self->viewport);
}

static gboolean
on_scroll (GtkEventController *controller, double dx, double dy, IlvViewGesture *self)
{
  GdkModifierType keys = gtk_event_controller_get_current_event_state (controller);
  gint64 pointed = ilv_viewport_get_pointed (self->viewport);

  if (!get_panel (self))
    return GDK_EVENT_PROPAGATE;
  if (keys & GDK_CONTROL_MASK)
    {
      if (pointed == G_MININT64)
        pointed = ilv_viewport_get_from (self->viewport) + get_range (self) / 2;
      ilv_viewport_zoom (self->viewport, pointed, pow (ZOOM_STEP, -dy));
      return GDK_EVENT_STOP;
    }
  if ((keys & GDK_SHIFT_MASK) || dx != 0)
    {
      ilv_viewport_pan (self->viewport,
                        (gint64) ((dx != 0 ? dx : dy) * PAN_STEP * (double) get_range (self)));
      return GDK_EVENT_STOP;
    }
  /* Where all lanes fit, the wheel is for whatever the panels stand in. */
  return ilv_viewport_scroll_rows (self->viewport, dy);
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, IlvViewGesture *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->drag_from = ilv_viewport_get_from (self->viewport);
  self->drag_to = ilv_viewport_get_to (self->viewport);
  self->pans = get_panel (self) && !ilv_panel_view_is_drag_taken (self->view);
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, IlvViewGesture *self)
{
  IlvPanel *panel = get_panel (self);
  /* The range keeps its length while dragged, so that pixels always stand for the same time. */
  double pixels = panel ? ilv_panel_time_to_x (panel, self->drag_to)
                            - ilv_panel_time_to_x (panel, self->drag_from)
                        : 0;
  gint64 moved = ilv_viewport_get_from (self->viewport) - self->drag_from;

  if (self->pans && pixels != 0)
    ilv_viewport_pan (self->viewport,
                      (gint64) (-dx / pixels * (double) (self->drag_to - self->drag_from)) - moved);
}

/* A click beside the axis ends the selection. */
static void
on_drag_end (GtkGestureDrag *drag, double dx, double dy, IlvViewGesture *self)
{
  if (self->pans && ABS (dx) < CLICK && ABS (dy) < CLICK)
    ilv_viewport_clear_selection (self->viewport);
}

static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, IlvViewGesture *self)
{
  IlvPanel *panel = get_panel (self);
  gint64 margin;
  IlvHit hit;

  if (n_press != 2 || !panel)
    return;
  if (ilv_panel_hit (panel, x, y, &hit) == ILV_HIT_NOTHING || hit.from >= hit.to)
    return;
  margin = (gint64) ((double) (hit.to - hit.from) * INTERVAL_MARGIN);
  ilv_viewport_show (self->viewport, hit.from - margin, hit.to + margin);
}

static void
ilv_view_gesture_free (gpointer data)
{
  IlvViewGesture *self = data;

  g_object_unref (self->viewport);
  g_free (self);
}

IlvViewGesture *
ilv_view_gesture_attach (IlvPanelView *view, IlvViewport *viewport)
{
  IlvViewGesture *self = g_new0 (IlvViewGesture, 1);
  GtkEventController *scroll
    = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->view = view;
  self->viewport = g_object_ref (viewport);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (view), scroll);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  g_object_set_data_full (G_OBJECT (view), "ilv-view-gesture", self, ilv_view_gesture_free);
  return self;
}
