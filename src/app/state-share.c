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

gboolean
ilv_state_share_is_of_tasks (const IlvTrace *trace)
{
  return count_lanes (trace, ILV_LANE_LOOP) > 0;
}

/* The thread that only feeds the others is not one of them, unless there are no others. */
gboolean
ilv_state_share_has_lane (const IlvTrace *trace, guint index)
{
  return ilv_trace_get_lane (trace, index)->kind != ILV_LANE_MAIN
         || count_lanes (trace, ILV_LANE_MAIN) == ilv_trace_get_n_lanes (trace);
}

static void
add_lanes (const IlvTrace *trace, gint64 from, gint64 to, gint64 sums[ILV_N_STATES])
{
  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    if (ilv_state_share_has_lane (trace, i))
      add_timeline (ilv_trace_get_lane (trace, i)->timeline, from, to, sums);
}

static void
divide (const gint64 sums[ILV_N_STATES], double shares[ILV_N_STATES])
{
  gint64 total = 0;

  for (guint i = ILV_STATE_NONE + 1; i < ILV_N_STATES; i++)
    total += ilv_state_is_end ((IlvState) i) ? 0 : sums[i];
  for (guint i = 0; i < ILV_N_STATES; i++)
    shares[i] = total > 0 && i != ILV_STATE_NONE && !ilv_state_is_end ((IlvState) i)
                  ? (double) sums[i] / (double) total
                  : 0;
}

void
ilv_state_share_of_lane (const IlvTimeline *timeline, gint64 from, gint64 to,
                         double shares[ILV_N_STATES])
{
  gint64 sums[ILV_N_STATES] = { 0 };

  add_timeline (timeline, from, to, sums);
  divide (sums, shares);
}

guint
ilv_state_share_compute (const IlvTrace *trace, gint64 from, gint64 to,
                         double shares[ILV_N_STATES])
{
  gint64 sums[ILV_N_STATES] = { 0 };
  guint step = 1;

  if (ilv_state_share_is_of_tasks (trace))
    step = add_tasks (trace, from, to, sums);
  else
    add_lanes (trace, from, to, sums);
  divide (sums, shares);
  return step;
}
