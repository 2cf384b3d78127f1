/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transport.h"

#include <math.h>

static const double speeds[] = { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10 };
#define FIRST_SPEED 4

/* µs; after a longer pause, as when the window was hidden, the head goes on where it was. */
#define LONGEST_FRAME 250000

struct _IlvTransport
{
  GObject parent_instance;

  IlvTransportState state;
  gint64 time;
  gint64 now;
  gint64 end;
  gint64 from; /* of the range */
  gint64 to;
  gint64 last_frame; /* µs; 0: none since it began to play */
  guint speed;       /* index */
  gboolean growing;
  gboolean holding;
  gboolean scrubbing;
  gboolean loop;
};

G_DEFINE_FINAL_TYPE (IlvTransport, ilv_transport, G_TYPE_OBJECT)

enum { CHANGED, MOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
ilv_transport_class_init (IlvTransportClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", ILV_TYPE_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ilv_transport_init (IlvTransport *self)
{
  self->speed = FIRST_SPEED;
  self->to = G_MAXINT64;
}

IlvTransport *
ilv_transport_new (void)
{
  return g_object_new (ILV_TYPE_TRANSPORT, NULL);
}

static void
move (IlvTransport *self, IlvTransportState state, gint64 time, gboolean holding)
{
  gboolean changed = state != self->state || holding != self->holding;
  gboolean moved = changed || time != self->time;

  if (state == ILV_TRANSPORT_PLAYING && self->state != state)
    self->last_frame = 0;
  self->state = state;
  self->time = time;
  self->holding = holding;
  if (moved)
    g_signal_emit (self, signals[MOVED], 0);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
ilv_transport_reset (IlvTransport *self)
{
  self->now = self->end = 0;
  self->from = 0;
  self->to = G_MAXINT64;
  self->growing = FALSE;
  self->scrubbing = FALSE;
  move (self, ILV_TRANSPORT_LIVE, 0, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ilv_transport_set_recorded (IlvTransport *self, gint64 now, gint64 end, gboolean growing)
{
  gboolean changed = end != self->end || growing != self->growing;

  g_return_if_fail (end >= 0);
  self->now = CLAMP (now, 0, end);
  self->end = end;
  self->growing = growing;
  if (self->state == ILV_TRANSPORT_LIVE && growing)
    move (self, ILV_TRANSPORT_LIVE, self->now, FALSE);
  else if (self->state == ILV_TRANSPORT_LIVE)
    move (self, ILV_TRANSPORT_PAUSED, end, FALSE);
  else
    move (self, self->state, MIN (self->time, end), self->holding);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
ilv_transport_set_range (IlvTransport *self, gint64 from, gint64 to)
{
  g_return_if_fail (from < to);

  self->from = from;
  self->to = to;
}

IlvTransportState
ilv_transport_get_state (IlvTransport *self)
{
  return self->state;
}

gint64
ilv_transport_get_time (IlvTransport *self)
{
  return self->time;
}

gint64
ilv_transport_get_end (IlvTransport *self)
{
  return self->end;
}

gboolean
ilv_transport_is_growing (IlvTransport *self)
{
  return self->growing;
}

gint64
ilv_transport_get_until (IlvTransport *self)
{
  gboolean at_end = !self->growing && self->time >= self->end;

  return self->state == ILV_TRANSPORT_LIVE || self->holding || at_end ? G_MAXINT64 : self->time;
}

gboolean
ilv_transport_is_holding (IlvTransport *self)
{
  return self->holding;
}

/* The part of the range that is recorded; all of it when there is none. */
static void
get_stretch (IlvTransport *self, gint64 *from, gint64 *to)
{
  *from = MAX (self->from, 0);
  *to = MIN (self->to, self->end);
  if (*from >= *to)
    {
      *from = 0;
      *to = self->end;
    }
}

void
ilv_transport_play (IlvTransport *self)
{
  gint64 time = self->time;
  gint64 from, to;

  if (self->state != ILV_TRANSPORT_PAUSED || self->end == 0)
    return;
  get_stretch (self, &from, &to);
  if (time >= self->end || (self->loop && (time < from || time >= to)))
    time = from;
  move (self, ILV_TRANSPORT_PLAYING, time, FALSE);
}

void
ilv_transport_pause (IlvTransport *self)
{
  if (self->state == ILV_TRANSPORT_LIVE && self->growing)
    move (self, ILV_TRANSPORT_PAUSED, self->time, TRUE);
  else if (self->state == ILV_TRANSPORT_PLAYING)
    move (self, ILV_TRANSPORT_PAUSED, self->time, FALSE);
}

void
ilv_transport_toggle (IlvTransport *self)
{
  if (self->state == ILV_TRANSPORT_PAUSED)
    ilv_transport_play (self);
  else
    ilv_transport_pause (self);
}

void
ilv_transport_seek (IlvTransport *self, gint64 time)
{
  if (self->end == 0)
    return;
  move (self, self->state == ILV_TRANSPORT_PLAYING ? self->state : ILV_TRANSPORT_PAUSED,
        CLAMP (time, 0, self->end), FALSE);
}

void
ilv_transport_go_to_start (IlvTransport *self)
{
  ilv_transport_seek (self, 0);
}

void
ilv_transport_go_to_end (IlvTransport *self)
{
  if (self->growing)
    move (self, ILV_TRANSPORT_LIVE, self->now, FALSE);
  else if (self->end > 0)
    move (self, ILV_TRANSPORT_PAUSED, self->end, FALSE);
}

void
ilv_transport_set_scrubbing (IlvTransport *self, gboolean scrubbing)
{
  self->scrubbing = scrubbing;
  self->last_frame = 0;
}

/* Where the head is after `by` ns more, and whether it goes on from there. */
static void
go_on (IlvTransport *self, gint64 by)
{
  gint64 time = self->time + by;
  gint64 from, to;

  get_stretch (self, &from, &to);
  if (self->loop && time >= to)
    move (self, ILV_TRANSPORT_PLAYING,
          self->time < to ? from + (time - to) % (to - from) : from, FALSE);
  else if (time < self->end)
    move (self, ILV_TRANSPORT_PLAYING, time, FALSE);
  else
    ilv_transport_go_to_end (self);
}

void
ilv_transport_advance (IlvTransport *self, gint64 frame_time)
{
  gint64 passed = self->last_frame > 0 ? frame_time - self->last_frame : 0;

  if (self->state != ILV_TRANSPORT_PLAYING || self->scrubbing)
    return;
  self->last_frame = frame_time;
  if (passed > 0)
    go_on (self, llround ((double) MIN (passed, LONGEST_FRAME) * 1000 * speeds[self->speed]));
}

void
ilv_transport_set_speed (IlvTransport *self, double speed)
{
  guint nearest = 0;

  g_return_if_fail (speed > 0);
  for (guint i = 1; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (log (speeds[i] / speed)) < fabs (log (speeds[nearest] / speed)))
      nearest = i;
  if (nearest == self->speed)
    return;
  self->speed = nearest;
  g_signal_emit (self, signals[CHANGED], 0);
}

double
ilv_transport_get_speed (IlvTransport *self)
{
  return speeds[self->speed];
}

void
ilv_transport_change_speed (IlvTransport *self, int steps)
{
  int index = CLAMP ((int) self->speed + steps, 0, (int) G_N_ELEMENTS (speeds) - 1);

  ilv_transport_set_speed (self, speeds[index]);
}

guint
ilv_transport_get_n_speeds (void)
{
  return G_N_ELEMENTS (speeds);
}

double
ilv_transport_get_nth_speed (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (speeds), 1);
  return speeds[index];
}

void
ilv_transport_set_loop (IlvTransport *self, gboolean loop)
{
  if (loop == self->loop)
    return;
  self->loop = loop;
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
ilv_transport_get_loop (IlvTransport *self)
{
  return self->loop;
}
