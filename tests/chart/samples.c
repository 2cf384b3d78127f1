/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "samples.h"

#include <string.h>

#define LOCK 1

/* What comes later is left out. */
static gint64 come_to = G_MAXINT64;

void
samples_come_to (gint64 time)
{
  come_to = time;
}

static void
add (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject, guint state,
     guint64 argument, guint core)
{
  const IlvRecord record = { .subject = subject,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = (guint16) core,
                             .argument = argument };

  if (time > come_to)
    return;
  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

static void
name (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 id, const char *text)
{
  gsize length = strlen (text);

  /* Said as soon as anything is: some samples tell their names at the end. */
  time = MIN (time, come_to);
  for (guint chunk = 0; chunk * 8 < length; chunk++)
    {
      guint64 bytes = 0;

      memcpy (&bytes, text + chunk * 8, MIN (length - chunk * 8, 8));
      add (trace, lane, time, kind, id, chunk, bytes, G_MAXUINT16);
    }
}

static void
begin_lane (IlvTrace *trace, guint32 lane, IlvLaneKind kind, gint64 time, const char *format)
{
  g_autofree char *text = g_strdup_printf ("%s%u", format, lane);

  add (trace, lane, time, ILV_RECORD_LANE_BEGIN, lane, kind, (guint64) 4000 << 32 | (4000 + lane),
       G_MAXUINT16);
  name (trace, lane, time, ILV_RECORD_NAME_LANE, lane, text);
}

static void
state (IlvTrace *trace, guint32 lane, gint64 time, IlvState what, guint32 task, guint64 object,
       guint core)
{
  add (trace, lane, time, ILV_RECORD_STATE, task, what, object, core);
}

static void
end_task (IlvTrace *trace, guint32 lane, gint64 time, guint32 task, IlvState how, gint64 done)
{
  add (trace, lane, time, ILV_RECORD_TASK, task, how, 0, G_MAXUINT16);
  add (trace, lane, time, ILV_RECORD_COUNTER, ILV_COUNTER_COMPLETED, 0, (guint64) done,
       G_MAXUINT16);
}

static void
finish (IlvTrace *trace, gint64 end)
{
  if (end > come_to)
    ilv_trace_set_now (trace, come_to);
  else
    ilv_trace_finish (trace, end);
}

static void
name_tasks (IlvTrace *trace, guint32 lane, gint64 time, guint n, const char *prefix)
{
  for (guint32 task = 1; task <= n; task++)
    {
      g_autofree char *text = g_strdup_printf ("%s%u", prefix, task);

      name (trace, lane, time, ILV_RECORD_NAME_TASK, task, text);
    }
}

IlvTrace *
sample_threads (guint n)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autofree gint64 *left = g_new (gint64, n + 1);
  gint64 now = 3 * SAMPLE_MS;
  guint32 holder = 0;
  guint running = n;
  guint core = 0;

  for (guint32 t = 1; t <= n; t++)
    {
      left[t] = t * 17 * SAMPLE_MS;
      begin_lane (trace, t, ILV_LANE_THREAD, 0, "T");
      state (trace, t, 0, ILV_STATE_STARTING, t, 0, 0);
      state (trace, t, 2 * SAMPLE_MS + t * 100000, ILV_STATE_WAITING_GIL, t, LOCK, 0);
    }
  name_tasks (trace, 1, 3 * SAMPLE_MS, n, "count-");
  add (trace, 1, 3 * SAMPLE_MS, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0, 0);
  name (trace, 1, 3 * SAMPLE_MS, ILV_RECORD_NAME_LOCK, LOCK, "GIL");

  while (running > 0)
    {
      guint32 next = holder % n + 1;
      gint64 run;

      while (left[next] <= 0)
        next = next % n + 1;
      run = MIN (left[next], 5 * SAMPLE_MS + 120000 + next * 7000);
      add (trace, next, now, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) next << 32 | holder, core);
      state (trace, next, now, ILV_STATE_RUNNING, next, 0, core);
      left[next] -= run;
      now += run;
      holder = next;
      core = now / (40 * SAMPLE_MS) % 2;
      if (running > 1)
        {
          guint32 asker = next % n + 1;

          while (left[asker] <= 0 && asker != next)
            asker = asker % n + 1;
          if (asker != next)
            add (trace, asker, now - 20000, ILV_RECORD_DROP_REQUEST, LOCK, 0, next, core);
        }
      add (trace, next, now, ILV_RECORD_LOCK_DROP, LOCK, 0, running > 1, core);
      if (left[next] > 0)
        state (trace, next, now, ILV_STATE_WAITING_GIL, next, LOCK, core);
      else
        {
          end_task (trace, next, now, next, ILV_STATE_DONE, n - --running);
          state (trace, next, now, ILV_STATE_NONE, 0, 0, core);
          add (trace, next, now, ILV_RECORD_LANE_END, next, ILV_STATE_DONE, 0, core);
        }
    }
  finish (trace, now);
  return trace;
}

IlvTrace *
sample_processes (guint n)
{
  IlvTrace *trace = ilv_trace_new ();
  gint64 core_free[2] = { 0 };
  gint64 end = 0;
  g_autofree gint64 *ends = g_new (gint64, n + 1);
  guint done = 0;

  for (guint32 p = 1; p <= n; p++)
    {
      gint64 ready = (5 + p * 2) * SAMPLE_MS;
      guint core = core_free[0] <= core_free[1] ? 0 : 1;
      gint64 start = MAX (ready + 300000, core_free[core]);
      gint64 stop = start + p * 17 * SAMPLE_MS;

      begin_lane (trace, p, ILV_LANE_PROCESS, 0, "P");
      add (trace, p, 0, ILV_RECORD_LOCK, p, ILV_LOCK_GIL, 0, G_MAXUINT16);
      state (trace, p, 0, ILV_STATE_STARTING, p, 0, G_MAXUINT16);
      state (trace, p, ready - 400000, ILV_STATE_SERIALISING, p, 0, core);
      state (trace, p, ready, ILV_STATE_READY, p, 0, core);
      add (trace, p, start, ILV_RECORD_LOCK_TAKE, p, 0, (guint64) p << 32, core);
      state (trace, p, start, ILV_STATE_RUNNING, p, 0, core);
      add (trace, p, stop - 600000, ILV_RECORD_LOCK_DROP, p, 0, 0, core);
      state (trace, p, stop - 600000, ILV_STATE_SERIALISING, p, 0, core);
      core_free[core] = stop;
      ends[p] = stop;
      end = MAX (end, stop);
    }
  for (guint32 p = 1; p <= n; p++)
    {
      end_task (trace, p, ends[p], p, ILV_STATE_DONE, ++done);
      state (trace, p, ends[p], ILV_STATE_NONE, 0, 0, G_MAXUINT16);
    }
  name_tasks (trace, n, end, n, "count-");
  finish (trace, end);
  return trace;
}

IlvTrace *
sample_coroutines (guint n)
{
  IlvTrace *trace = ilv_trace_new ();
  gint64 now = SAMPLE_MS;

  begin_lane (trace, 1, ILV_LANE_LOOP, 0, "loop ");
  add (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0, G_MAXUINT16);
  for (guint32 c = 1; c <= n; c++)
    add (trace, 1, 0, ILV_RECORD_TASK, c, ILV_STATE_READY, 0, 0);
  name_tasks (trace, 1, 0, n, "C");
  add (trace, 1, now, ILV_RECORD_LOCK_TAKE, LOCK, 0, 0, 0);
  for (guint32 c = 1; c <= n; c++)
    {
      state (trace, 1, now, ILV_STATE_BLOCKING_LOOP, c, 0, 0);
      now += c * 16800000;
      end_task (trace, 1, now, c, ILV_STATE_DONE, c);
    }
  state (trace, 1, now, ILV_STATE_NONE, 0, 0, 0);
  finish (trace, now);
  return trace;
}

IlvTrace *
sample_fetches (guint n)
{
  IlvTrace *trace = ilv_trace_new ();
  gint64 now = 0;

  begin_lane (trace, 1, ILV_LANE_LOOP, 0, "loop ");
  add (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0, G_MAXUINT16);
  name_tasks (trace, 1, 0, n, "fetch-");
  for (guint32 c = 1; c <= n; c++)
    add (trace, 1, 0, ILV_RECORD_TASK, c, ILV_STATE_READY, 0, 0);
  for (guint32 c = 1; c <= n; c++)
    {
      state (trace, 1, now, ILV_STATE_RUNNING, c, 0, 0);
      now += 600000;
      add (trace, 1, now, ILV_RECORD_TASK, c, ILV_STATE_WAITING_IO, 0, 0);
    }
  state (trace, 1, now, ILV_STATE_WAITING_IO, 0, 0, 0);
  now = 200 * SAMPLE_MS;
  for (guint32 c = 1; c <= n; c++)
    {
      now += 900000 + c % 3 * 700000;
      add (trace, 1, now, ILV_RECORD_TASK, c, ILV_STATE_READY, 0, 0);
      state (trace, 1, now + 100000, ILV_STATE_RUNNING, c, 0, 1);
      now += 1800000;
      end_task (trace, 1, now, c, c == n ? ILV_STATE_FAILED : ILV_STATE_DONE, c);
      state (trace, 1, now, ILV_STATE_WAITING_IO, 0, 0, 1);
    }
  state (trace, 1, now, ILV_STATE_NONE, 0, 0, 1);
  finish (trace, now);
  return trace;
}

static int
compare_times (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

IlvTrace *
sample_pool (guint workers, guint tasks)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autofree gint64 *at = g_new0 (gint64, workers + 1);
  g_autofree gint64 *ends = g_new0 (gint64, tasks + 1);
  gint64 end = 0;

  begin_lane (trace, workers + 1, ILV_LANE_MAIN, 0, "main ");
  for (guint32 w = 1; w <= workers; w++)
    {
      begin_lane (trace, w, ILV_LANE_THREAD, 0, "worker-");
      state (trace, w, 0, ILV_STATE_STARTING, 0, 0, 0);
      at[w] = SAMPLE_MS;
      state (trace, w, at[w], ILV_STATE_NONE, 0, 0, 0);
    }
  add (trace, 1, SAMPLE_MS, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0, 0);
  for (guint32 t = 1; t <= tasks; t++)
    {
      guint32 w = (t - 1) % workers + 1;

      state (trace, w, at[w], ILV_STATE_RUNNING, t, 0, w % 2);
      at[w] += 400000;
      state (trace, w, at[w], ILV_STATE_WAITING_IO, t, 0, w % 2);
      at[w] += (18 + t * 7 % 13) * SAMPLE_MS;
      state (trace, w, at[w], ILV_STATE_WAITING_GIL, t, LOCK, w % 2);
      at[w] += 900000;
      state (trace, w, at[w], ILV_STATE_RUNNING, t, 0, w % 2);
      at[w] += 1500000;
      add (trace, w, at[w], ILV_RECORD_TASK, t, t % 17 == 0 ? ILV_STATE_FAILED : ILV_STATE_DONE, 0,
           G_MAXUINT16);
      state (trace, w, at[w], ILV_STATE_NONE, 0, 0, w % 2);
      ends[t] = at[w];
      at[w] += 300000;
      end = MAX (end, at[w]);
    }
  qsort (ends + 1, tasks, sizeof *ends, compare_times);
  for (guint32 t = 1; t <= tasks; t++)
    add (trace, workers + 1, ends[t], ILV_RECORD_COUNTER, ILV_COUNTER_COMPLETED, 0, t, G_MAXUINT16);
  finish (trace, end);
  return trace;
}

IlvTrace *
sample_crowd (guint lanes, guint intervals)
{
  static const IlvState states[] = { ILV_STATE_RUNNING,    ILV_STATE_WAITING_GIL,
                                     ILV_STATE_WAITING_IO, ILV_STATE_RUNNING_FREE,
                                     ILV_STATE_SLEEPING,   ILV_STATE_READY,
                                     ILV_STATE_WAITING_LOCK };
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 end = 0;

  add (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_THREAD, 0, 0);
  add (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0, 0);
  for (guint32 lane = 1; lane <= lanes; lane++)
    {
      gint64 now = 0;

      if (lane > 1)
        begin_lane (trace, lane, ILV_LANE_THREAD, 0, "T");
      for (guint i = 0; i < intervals / lanes; i++)
        {
          guint pick = (guint) g_rand_int_range (rand, 0, 100);
          IlvState what = states[pick < 30 ? 0 : pick < 60 ? 1 : pick < 80 ? 2 : pick % 7];

          state (trace, lane, now, what, lane, what == ILV_STATE_WAITING_GIL ? LOCK : 0, lane % 2);
          now += g_rand_int_range (rand, 20000, pick == 5 ? 4000000 : 300000);
        }
      end = MAX (end, now);
    }
  finish (trace, end);
  return trace;
}
