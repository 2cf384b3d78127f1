/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the time that is seen divides among the states. */
#include "chart/panel-private.h"

/* Lanes looked at; of more, evenly spaced ones among them. */
#define MAX_LANES 16384

static void
add_subject (const IlvTimeline *timeline, const IlvView *view, gint64 total[ILV_N_STATES])
{
  gint64 before[ILV_N_STATES];
  gint64 until[ILV_N_STATES];

  ilv_timeline_states_until (timeline, view->from, before);
  ilv_timeline_states_until (timeline, CLAMP (view->until, view->from, view->to), until);
  for (guint s = 0; s < ILV_N_STATES; s++)
    total[s] += until[s] - before[s];
}

/* A core has no states of its own: there it is the workers that are told. */
static const IlvTimeline *
get_timeline (IlvPanel *self, guint index)
{
  IlvSubject subject;

  if (self->on_cores)
    return ilv_trace_get_lane (self->trace, g_array_index (self->lanes, guint, index))->timeline;
  ilv_panel_get_subject (self, index, &subject);
  return subject.timeline;
}

guint
ilv_panel_get_states (IlvPanel *self, double shares[ILV_N_STATES])
{
  gint64 total[ILV_N_STATES] = { 0 };
  gint64 sum = 0;
  guint n, step;

  g_return_val_if_fail (ILV_IS_PANEL (self), 1);
  ilv_panel_update (self);
  n = self->on_cores ? self->lanes->len : ilv_panel_count_subjects (self);
  step = MAX ((n + MAX_LANES - 1) / MAX_LANES, 1);
  for (guint i = 0; i < n; i += step)
    add_subject (get_timeline (self, i), &self->view, total);
  for (guint s = 0; s < ILV_N_STATES; s++)
    {
      if (s == ILV_STATE_NONE || ilv_state_is_end (s))
        total[s] = 0;
      sum += total[s];
    }
  for (guint s = 0; s < ILV_N_STATES; s++)
    shares[s] = sum > 0 ? (double) total[s] / (double) sum : 0;
  return step;
}
