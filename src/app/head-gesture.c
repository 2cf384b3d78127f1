/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/head-gesture.h"

/* Logical pixels up to which a drag is but a click. */
#define CLICK 4

struct _IlvHeadGesture
{
  IlvPanelView *view;      /* borrowed: owns this */
  IlvTransport *transport; /* owned */
  gboolean dragging;
  gboolean clicking; /* a press on the axis that has not become a drag */
  double offset;     /* of the head from the pointer that took it */
};

static IlvPanel *
get_panel (IlvHeadGesture *self)
{
  return ilv_panel_view_get_panel (self->view);
}

gboolean
ilv_head_gesture_takes (IlvHeadGesture *self, double x, double y)
{
  gint64 until = ilv_transport_get_until (self->transport);

  return until != G_MAXINT64 && ilv_panel_is_on_play_head (get_panel (self), x, y, until);
}

gboolean
ilv_head_gesture_is_busy (IlvHeadGesture *self)
{
  return self->dragging;
}

/* Inside what is seen, wherever the pointer goes. */
static void
seek_to_x (IlvHeadGesture *self, double x)
{
  const IlvView *view = ilv_panel_get_view (get_panel (self));

  ilv_transport_seek (self->transport,
                      CLAMP (ilv_panel_x_to_time (get_panel (self), x), view->from, view->to));
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, IlvHeadGesture *self)
{
  GdkModifierType keys
    = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));

  self->dragging = ilv_head_gesture_takes (self, x, y);
  self->clicking = !self->dragging && (keys & gtk_accelerator_get_default_mod_mask ()) == 0
                   && ilv_panel_find_place (get_panel (self), x, y) == ILV_PLACE_AXIS;
  if (!self->dragging)
    return;
  self->offset
    = ilv_panel_time_to_x (get_panel (self), ilv_transport_get_time (self->transport)) - x;
  ilv_transport_set_scrubbing (self->transport, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, IlvHeadGesture *self)
{
  double x;
  double y;

  if (ABS (dx) >= CLICK || ABS (dy) >= CLICK)
    self->clicking = FALSE;
  if (!self->dragging)
    return;
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  seek_to_x (self, x + dx + self->offset);
}

static void
let_go (IlvHeadGesture *self)
{
  if (self->dragging)
    ilv_transport_set_scrubbing (self->transport, FALSE);
  self->dragging = self->clicking = FALSE;
}

static void
on_drag_end (GtkGestureDrag *drag, double dx, double dy, IlvHeadGesture *self)
{
  double x;
  double y;

  if (self->clicking && gtk_gesture_drag_get_start_point (drag, &x, &y))
    seek_to_x (self, x);
  let_go (self);
}

static void
on_cancel (GtkGesture *drag, GdkEventSequence *sequence, IlvHeadGesture *self)
{
  let_go (self);
}

static void
free_gesture (gpointer data)
{
  IlvHeadGesture *self = data;

  g_object_unref (self->transport);
  g_free (self);
}

IlvHeadGesture *
ilv_head_gesture_attach (IlvPanelView *view, IlvTransport *transport)
{
  IlvHeadGesture *self = g_new0 (IlvHeadGesture, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->view = view;
  self->transport = g_object_ref (transport);
  /* Before the drag that pans, which asks whether this one is busy. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (drag));
  /* Freed after the controllers, which go when the view does. */
  g_object_set_data_full (G_OBJECT (view), "ilv-head-gesture", self, free_gesture);
  return self;
}
