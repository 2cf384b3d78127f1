/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/state-share.h"

static void
add_timeline (const IlvTimeline *timeline, gint64 from, gint64 to, gint64 sums[ILV_N_STATES])
{
  gint64 before[ILV_N_STATES] = { 0 };
  gint64 until[ILV_N_STATES] = { 0 };

  ilv_timeline_states_until (timeline, from, before);
  ilv_timeline_states_until (timeline, to, until);
  for (guint i = 0; i < ILV_N_STATES; i++)
    sums[i] += until[i] - before[i];
}

static guint
count_lanes (const IlvTrace *trace, IlvLaneKind kind)
{
  guint n = 0;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    n += ilv_trace_get_lane (trace, i)->kind == kind;
  return n;
}

void
ilv_state_share_compute (const IlvTrace *trace, gint64 from, gint64 to,
                         double shares[ILV_N_STATES])
{
  gint64 sums[ILV_N_STATES] = { 0 };
  gint64 total = 0;
  guint n_main = count_lanes (trace, ILV_LANE_MAIN);

  if (count_lanes (trace, ILV_LANE_LOOP) > 0)
    for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
      add_timeline (ilv_trace_get_task (trace, i)->timeline, from, to, sums);
  else
    for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
      /* The thread that only feeds the others is not one of them, unless there are no others. */
      if (ilv_trace_get_lane (trace, i)->kind != ILV_LANE_MAIN
          || n_main == ilv_trace_get_n_lanes (trace))
        add_timeline (ilv_trace_get_lane (trace, i)->timeline, from, to, sums);

  for (guint i = 0; i < ILV_N_STATES; i++)
    if (i != ILV_STATE_NONE && !ilv_state_is_end ((IlvState) i))
      total += sums[i];
  for (guint i = 0; i < ILV_N_STATES; i++)
    shares[i] = total > 0 && i != ILV_STATE_NONE && !ilv_state_is_end ((IlvState) i)
                  ? (double) sums[i] / (double) total
                  : 0;
}
