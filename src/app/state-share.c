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

/* Returns how many there are to each that was read. */
static guint
add_tasks (const IlvTrace *trace, gint64 from, gint64 to, gint64 sums[ILV_N_STATES])
{
  guint n = ilv_trace_get_n_tasks (trace);
  guint step = (n + ILV_STATE_SHARE_MOST - 1) / ILV_STATE_SHARE_MOST;

  for (guint i = 0; i < n; i += step)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);

      if (task->begin < to && task->end > from)
        add_timeline (task->timeline, from, to, sums);
    }
  return MAX (step, 1);
}

static void
add_lanes (const IlvTrace *trace, gint64 from, gint64 to, gint64 sums[ILV_N_STATES])
{
  guint n = ilv_trace_get_n_lanes (trace);
  guint n_main = count_lanes (trace, ILV_LANE_MAIN);

  for (guint i = 0; i < n; i++)
    /* The thread that only feeds the others is not one of them, unless there are no others. */
    if (ilv_trace_get_lane (trace, i)->kind != ILV_LANE_MAIN || n_main == n)
      add_timeline (ilv_trace_get_lane (trace, i)->timeline, from, to, sums);
}

guint
ilv_state_share_compute (const IlvTrace *trace, gint64 from, gint64 to,
                         double shares[ILV_N_STATES])
{
  gint64 sums[ILV_N_STATES] = { 0 };
  gint64 total = 0;
  guint step = 1;

  if (count_lanes (trace, ILV_LANE_LOOP) > 0)
    step = add_tasks (trace, from, to, sums);
  else
    add_lanes (trace, from, to, sums);
  for (guint i = 0; i < ILV_N_STATES; i++)
    {
      if (i == ILV_STATE_NONE || ilv_state_is_end ((IlvState) i))
        sums[i] = 0;
      total += sums[i];
    }
  for (guint i = 0; i < ILV_N_STATES; i++)
    shares[i] = total > 0 ? (double) sums[i] / (double) total : 0;
  return step;
}
