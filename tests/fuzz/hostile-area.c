/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-area.h"

#include "trace/area-layout.h"
#include "trace/metrics.h"
#include "trace/reader.h"
#include "trace/recorder.h"

#include <string.h>
#include <unistd.h>

#define N_BLOCKS 4
#define EDIT 8

static void
record_something (IlvArea *area)
{
  IlvRecorder lanes[2];

  ilv_area_set_origin (area);
  for (guint i = 0; i < 2; i++)
    ilv_recorder_begin (&lanes[i], area, ILV_LANE_THREAD, "a worker's name");
  ilv_recorder_name (&lanes[0], ILV_RECORD_NAME_TASK, 1, "a task's name");
  ilv_record (&lanes[0], ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  ilv_record (&lanes[0], ILV_RECORD_LOCK, 2, ILV_LOCK_SEMAPHORE, 0);
  for (guint i = 0; i < 200; i++)
    {
      IlvRecorder *lane = &lanes[i % 2];
      guint32 task = 1 + i / 10;

      ilv_record_state (lane, ILV_STATE_WAITING_GIL, task, 1);
      ilv_record (lane, ILV_RECORD_DROP_REQUEST, 1, 0, 1);
      ilv_record (lane, ILV_RECORD_LOCK_TAKE, 1 + i % 3 / 2, 0, (guint64) task << 32 | 1);
      ilv_record_state (lane, ILV_STATE_RUNNING, task, 0);
      ilv_record (lane, ILV_RECORD_LOCK_DROP, 1 + i % 3 / 2, 0, i & 1);
      ilv_recorder_count (lane, 1 + i % 20, 1);
      ilv_record (lane, ILV_RECORD_MARK, task, ILV_MARK_RETRY, 1);
      if (i % 10 == 9)
        ilv_record_task (lane, task, ILV_STATE_DONE, 0);
    }
  ilv_recorder_end (&lanes[0], ILV_STATE_DONE);
}

static void
apply (IlvArea *area, const guint8 *data, gsize size)
{
  for (; size >= EDIT; data += EDIT, size -= EDIT)
    {
      guint32 where, what;

      memcpy (&where, data, sizeof where);
      memcpy (&what, data + sizeof where, sizeof what);
      memcpy ((char *) area->header + where % (area->size / 4) * 4, &what, sizeof what);
    }
}

static void
ask_timeline (const IlvTimeline *timeline)
{
  guint64 n = ilv_timeline_get_length (timeline);
  gint64 states[ILV_N_STATES];
  gint64 last = G_MININT64;

  for (guint64 i = 0; i < n; i++)
    {
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      g_assert_cmpint (interval.begin, >=, last);
      g_assert_cmpint (interval.end, >=, interval.begin);
      last = interval.begin;
      g_assert_cmpuint (ilv_timeline_find (timeline, interval.begin), <=, n);
      ilv_timeline_states_until (timeline, interval.end, states);
    }
}

static void
ask_lock (const IlvLock *lock)
{
  IlvDropRequest request;
  IlvHold hold;

  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      ilv_lock_get_hold (lock, i, &hold);
      g_assert_cmpint (hold.end, >=, hold.begin);
      ilv_lock_find_hold (lock, hold.begin);
    }
  for (guint64 i = ilv_lock_find_drop_request (lock, 0); i < lock->n_drop_requests; i++)
    ilv_lock_get_drop_request (lock, i, &request);
}

static void
ask_cores (const IlvTrace *trace)
{
  for (guint core = 0; core < ilv_trace_get_n_cores (trace); core++)
    for (guint64 i = 0; i < ilv_trace_get_n_core_uses (trace, core); i++)
      {
        IlvCoreUse use;

        ilv_trace_get_core_use (trace, core, i, &use);
        g_assert_cmpint (use.end, >=, use.begin);
        ilv_trace_find_core_use (trace, core, use.end);
      }
}

static void
ask_everything (const IlvTrace *trace)
{
  IlvMarkEvent mark;
  IlvMetrics metrics;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      g_assert_nonnull (ilv_trace_get_lane (trace, i)->name);
      ask_timeline (ilv_trace_get_lane (trace, i)->timeline);
    }
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    {
      g_assert_true (g_utf8_validate (ilv_trace_get_task (trace, i)->name, -1, NULL));
      ask_timeline (ilv_trace_get_task (trace, i)->timeline);
    }
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    ask_lock (ilv_trace_get_lock (trace, i));
  for (guint i = 0; i < ilv_trace_get_n_counters (trace); i++)
    g_assert_nonnull (ilv_trace_get_counter (trace, i)->name);
  for (guint64 i = 0; i < ilv_trace_get_n_marks (trace); i++)
    ilv_trace_get_mark (trace, i, &mark);
  ask_cores (trace);
  ilv_metrics_compute (trace, ilv_trace_get_begin (trace), ilv_trace_get_end (trace), &metrics);
  g_assert_cmpuint (ilv_trace_get_memory (trace), >, 0);
}

guint64
hostile_area_read (const guint8 *data, gsize size)
{
  int fd;
  IlvArea *area = ilv_area_create (ILV_AREA_HEADER_SIZE + N_BLOCKS * ILV_AREA_BLOCK_SIZE, &fd);
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvTraceReader) reader = NULL;
  gsize half = size / 2 / EDIT * EDIT;

  g_assert_nonnull (area);
  record_something (area);
  apply (area, data, half);
  reader = ilv_trace_reader_new (fd, trace, NULL);
  if (reader != NULL)
    {
      ilv_trace_reader_poll (reader, 300);
      apply (area, data + half, size - half);
      ilv_trace_reader_poll (reader, 0);
      ask_everything (trace);
      ilv_trace_finish (trace, ilv_trace_reader_now (reader));
      ask_everything (trace);
    }
  ilv_area_detach (area);
  close (fd);
  return reader != NULL ? ilv_trace_get_n_damaged (trace) : 1;
}
