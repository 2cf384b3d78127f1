/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which moment of a comparison is shown, and how it goes on.
 *
 * Live, it follows runs as they are recorded; paused, it stands at the play head; playing, the head
 * moves on through what is recorded. Knows no widget and no clock: whoever draws frames tells it
 * their times. Emits "moved" when another moment is shown and "changed" when anything else is new:
 * state, speed, loop, or how much there is.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum { ILV_TRANSPORT_LIVE, ILV_TRANSPORT_PAUSED, ILV_TRANSPORT_PLAYING } IlvTransportState;

#define ILV_TYPE_TRANSPORT (ilv_transport_get_type ())
G_DECLARE_FINAL_TYPE (IlvTransport, ilv_transport, ILV, TRANSPORT, GObject)

IlvTransport *ilv_transport_new (void);

/* Another comparison: nothing recorded yet, and live. Speed and loop stay as they are. */
void ilv_transport_reset (IlvTransport *self);
/* How much is recorded, ns: `end` is the latest moment of all runs, `now` that of those that go on.
   `growing`: there is more to come. A live transport is at the end as soon as nothing grows. */
void ilv_transport_set_recorded (IlvTransport *self, gint64 now, gint64 end, gboolean growing);
/* What is played when a loop is wanted, or when playing begins at the end; ns, from < to. */
void ilv_transport_set_range (IlvTransport *self, gint64 from, gint64 to);

IlvTransportState ilv_transport_get_state (IlvTransport *self);
/* Where the head stands, ns; live, at what is recorded now. */
gint64 ilv_transport_get_time (IlvTransport *self);
gint64 ilv_transport_get_end (IlvTransport *self); /* as last given to set_recorded() */
gboolean ilv_transport_is_growing (IlvTransport *self);
/* Up to where is to be drawn; G_MAXINT64: all there is. A play head stands there otherwise. */
gint64 ilv_transport_get_until (IlvTransport *self);
/* Paused while live, and not moved since: each run is to stay as it was, whatever has come since.
   Runs in turn each have a time of their own, so that no single moment says that. */
gboolean ilv_transport_is_holding (IlvTransport *self);

/* From where the head stands; from the start of what is played, when it stands at the end. */
void ilv_transport_play (IlvTransport *self);
void ilv_transport_pause (IlvTransport *self);
void ilv_transport_toggle (IlvTransport *self); /* plays what is paused, and pauses the others */
/* Puts the head there, ns, as far as anything is recorded. Live becomes paused. */
void ilv_transport_seek (IlvTransport *self, gint64 time);
void ilv_transport_go_to_start (IlvTransport *self); /* of the run, time 0 */
/* Where more is to come, that is to follow it. */
void ilv_transport_go_to_end (IlvTransport *self);
/* While somebody holds the head, time does not move it. */
void ilv_transport_set_scrubbing (IlvTransport *self, gboolean scrubbing);
/* A frame is drawn: the head moves by what has gone by since the frame before. µs. */
void ilv_transport_advance (IlvTransport *self, gint64 frame_time);

/* Recorded time to real time: one of the steps from 0.01 to 10; others become the nearest. */
void ilv_transport_set_speed (IlvTransport *self, double speed);
double ilv_transport_get_speed (IlvTransport *self);
void ilv_transport_change_speed (IlvTransport *self, int steps); /* > 0: faster */
guint ilv_transport_get_n_speeds (void);
double ilv_transport_get_nth_speed (guint index);
void ilv_transport_set_loop (IlvTransport *self, gboolean loop);
gboolean ilv_transport_get_loop (IlvTransport *self);

G_END_DECLS
