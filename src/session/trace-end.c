/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/trace-end.h"

static gint64
find_timeline_end (const IlvTimeline *timeline, gint64 begin, gint64 end)
{
  guint64 length = ilv_timeline_get_length (timeline);
  IlvInterval interval;

  if (end != G_MAXINT64)
    return end;
  if (length == 0)
    return begin;
  ilv_timeline_get (timeline, length - 1, &interval);
  return interval.open ? interval.begin : interval.end;
}

gint64
ilv_trace_find_end (const IlvTrace *trace)
{
  gint64 end = 0;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (trace, i);

      end = MAX (end, find_timeline_end (lane->timeline, lane->begin, lane->end));
    }
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);

      end = MAX (end, find_timeline_end (task->timeline, task->begin, task->end));
    }
  for (guint i = 0; i < ilv_trace_get_n_counters (trace); i++)
    {
      const IlvCounter *counter = ilv_trace_get_counter (trace, i);
      IlvSample sample;

      if (counter->n_samples == 0)
        continue;
      ilv_counter_get (counter, counter->n_samples - 1, &sample);
      end = MAX (end, sample.time);
    }
  return end;
}
