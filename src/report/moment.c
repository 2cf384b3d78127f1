/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/moment.h"

/* In (from, to]. */
static guint64
count_handovers (const IlvLock *lock, gint64 from, gint64 to)
{
  guint64 n = 0;
  IlvHold hold;

  for (guint64 i = ilv_lock_find_hold (lock, from); i < lock->n_holds; i++)
    {
      ilv_lock_get_hold (lock, i, &hold);
      if (hold.begin > to)
        break;
      n += hold.begin > from && hold.previous_lane != 0 && hold.previous_lane != hold.lane;
    }
  return n;
}

static gint64
find_most (const IlvCounter *counter, gint64 from, gint64 to)
{
  guint64 end = ilv_counter_find (counter, to);
  gint64 most = 0;
  IlvSample sample;

  for (guint64 i = ilv_counter_find (counter, from); i < end; i++)
    {
      ilv_counter_get (counter, i, &sample);
      most = MAX (most, sample.value);
    }
  return most;
}

static void
go_on (IlvMoment *self, gint64 to)
{
  const IlvCounter *lag = ilv_trace_find_counter (self->trace, ILV_COUNTER_LOOP_LAG);

  for (guint i = 0; i < ilv_trace_get_n_locks (self->trace); i++)
    {
      const IlvLock *lock = ilv_trace_get_lock (self->trace, i);

      if (lock->kind == ILV_LOCK_GIL)
        self->figures.handovers += count_handovers (lock, self->moment, to);
    }
  if (lag != NULL)
    self->figures.loop_lag = MAX (self->figures.loop_lag, find_most (lag, self->moment, to));
  self->moment = to;
}

const IlvRunFigures *
ilv_moment_get_figures (IlvMoment *self, const IlvTrace *trace, gint64 moment)
{
  guint64 generation = ilv_trace_get_generation (trace);

  if (trace != self->trace || generation != self->generation || moment < self->moment)
    *self = (IlvMoment){ trace, generation, ilv_trace_get_begin (trace) - 1, { 0 } };
  if (moment > self->moment)
    go_on (self, moment);
  return &self->figures;
}
