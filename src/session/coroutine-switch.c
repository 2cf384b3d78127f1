/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/coroutine-switch.h"

#include <math.h>

#define MAX_SWITCHES 1000
/* Of a few, most are the first of their kind, with cold caches. */
#define MIN_SWITCHES 20

/* On the loop's lane one coroutine follows another without a poll between them. */
static gboolean
is_switch (const IlvInterval *from, const IlvInterval *to)
{
  return from->state == ILV_STATE_RUNNING && to->state == ILV_STATE_RUNNING && from->other != 0
         && to->other != 0 && from->other != to->other && from->end == to->begin;
}

/* When the coroutine that ran suspended itself; FALSE: it ended instead. */
static gboolean
find_suspension (const IlvTrace *trace, const IlvInterval *ran, gint64 *time)
{
  const IlvTask *task = ilv_trace_find_task (trace, ran->other);
  IlvInterval waits;

  if (!task || !ilv_timeline_get_at (task->timeline, ran->end, &waits) || waits.begin < ran->begin
      || (waits.state != ILV_STATE_SLEEPING && waits.state != ILV_STATE_WAITING_IO
          && waits.state != ILV_STATE_WAITING_LOCK))
    return FALSE;
  *time = waits.begin;
  return TRUE;
}

static void
add_switches (const IlvTrace *trace, const IlvLane *lane, GArray *lengths)
{
  guint64 n = ilv_timeline_get_length (lane->timeline);
  guint64 step = n / MAX_SWITCHES + 1;

  for (guint64 i = 0; i + 1 < n; i += step)
    {
      IlvInterval from, to;
      gint64 suspended;

      ilv_timeline_get (lane->timeline, i, &from);
      ilv_timeline_get (lane->timeline, i + 1, &to);
      if (is_switch (&from, &to) && find_suspension (trace, &from, &suspended))
        {
          double length = (double) (to.begin - suspended);

          g_array_append_val (lengths, length);
        }
    }
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
ilv_coroutine_switch_measure (const IlvTrace *trace)
{
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    if (ilv_trace_get_lane (trace, i)->kind == ILV_LANE_LOOP)
      add_switches (trace, ilv_trace_get_lane (trace, i), lengths);
  g_array_sort (lengths, compare_lengths);
  return lengths->len >= MIN_SWITCHES ? g_array_index (lengths, double, lengths->len / 2) : NAN;
}
