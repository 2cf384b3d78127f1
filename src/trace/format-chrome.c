/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes and locks are threads with complete events, tasks asynchronous ones, wakes flows. Times are
   microseconds with three decimals. json-glib would hold the whole of it in memory. */
#include "trace/format-chrome.h"

#include "trace/long-work.h"
#include "trace/state.h"

#define BUFFER_SIZE ((gsize) 256 << 10)
#define LOCK_THREADS 0x80000u /* threads from here on are locks */

struct _IlvChromeWriter
{
  GOutputStream *stream;     /* borrowed */
  GCancellable *cancellable; /* borrowed, nullable */
  IlvLongWork *work;     /* the same */
  GString *buffer;
  GError *error; /* the first one */
  guint pid;
  const IlvTrace *trace; /* at hand */
};

static void
flush (IlvChromeWriter *self)
{
  if (self->error == NULL)
    g_output_stream_write_all (self->stream, self->buffer->str, self->buffer->len, NULL,
                               self->cancellable, &self->error);
  g_string_truncate (self->buffer, 0);
}

IlvChromeWriter *
ilv_chrome_writer_new (GOutputStream *stream, GCancellable *cancellable)
{
  IlvChromeWriter *self = g_new0 (IlvChromeWriter, 1);

  self->stream = stream;
  self->cancellable = cancellable;
  self->work = ilv_long_work_of (cancellable);
  self->buffer = g_string_new ("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
  return self;
}

void
ilv_chrome_writer_free (IlvChromeWriter *self)
{
  if (self == NULL)
    return;
  g_string_free (self->buffer, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

/* Names hold no control characters, whoever wrote them. */
static void
append_quoted (GString *buffer, const char *text)
{
  g_string_append_c (buffer, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (buffer, '\\');
      g_string_append_c (buffer, *p);
    }
  g_string_append_c (buffer, '"');
}

static void
append_time (GString *buffer, const char *name, gint64 ns)
{
  guint64 whole = (guint64) (ns < 0 ? -ns : ns);

  g_string_append_printf (buffer, ",\"%s\":%s%" G_GUINT64_FORMAT ".%03u", name,
                          ns < 0 ? "-" : "", whole / 1000, (guint) (whole % 1000));
}

/* An event up to where what only its kind has would follow; end_event() ends it. */
static void
begin_event (IlvChromeWriter *self, char phase, const char *category, const char *name,
             guint thread, gint64 time)
{
  GString *buffer = self->buffer;

  if (buffer->len > BUFFER_SIZE)
    flush (self);
  g_string_append (buffer, "\n{\"ph\":\"");
  g_string_append_c (buffer, phase);
  g_string_append_printf (buffer, "\",\"pid\":%u,\"tid\":%u,\"cat\":\"%s\",\"name\":", self->pid,
                          thread, category);
  append_quoted (buffer, name);
  append_time (buffer, "ts", time);
}

static void
end_event (IlvChromeWriter *self)
{
  g_string_append (self->buffer, "},");
}

static void
put_name (IlvChromeWriter *self, const char *kind, guint thread, const char *name)
{
  begin_event (self, 'M', "__metadata", kind, thread, 0);
  g_string_append (self->buffer, ",\"args\":{\"name\":");
  append_quoted (self->buffer, name);
  g_string_append_c (self->buffer, '}');
  end_event (self);
}

static guint
find_thread (const IlvTrace *trace, guint32 id)
{
  const IlvLane *lane = ilv_trace_find_lane (trace, id);

  return lane != NULL ? lane->id : 0;
}

static const char *
get_task_name (const IlvTrace *trace, guint32 id)
{
  const IlvTask *task = id != 0 ? ilv_trace_find_task (trace, id) : NULL;

  return task != NULL ? task->name : NULL;
}

static void
append_argument (GString *buffer, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (buffer, "%s\"%s\":", buffer->str[buffer->len - 1] == '{' ? "" : ",",
                          name);
  append_quoted (buffer, text);
}

static void
put_state (IlvChromeWriter *self, char phase, const IlvLane *lane, const IlvInterval *interval)
{
  const IlvLock *lock
    = interval->object != 0 ? ilv_trace_find_lock (self->trace, interval->object) : NULL;

  begin_event (self, phase, "state", ilv_state_get_name (interval->state), lane->id,
               phase == 'B' ? interval->begin : interval->end);
  g_string_append (self->buffer, ",\"args\":{");
  append_argument (self->buffer, "task", get_task_name (self->trace, interval->other));
  append_argument (self->buffer, "lock", lock != NULL ? lock->name : NULL);
  g_string_append_c (self->buffer, '}');
  end_event (self);
}

/* Not as one event with a duration: viewers add that in floating point, and an interval that seems
   to end a billionth of a second after the next began is taken for one around it. */
static void
put_lane (IlvChromeWriter *self, const IlvLane *lane)
{
  put_name (self, "thread_name", lane->id, lane->name);
  for (guint64 i = 0; i < ilv_timeline_get_length (lane->timeline); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (lane->timeline, i, &interval);
      ilv_long_work_add (self->work, 1);
      if (interval.state == ILV_STATE_NONE)
        continue;
      put_state (self, 'B', lane, &interval);
      put_state (self, 'E', lane, &interval);
    }
}

static void
put_hold (IlvChromeWriter *self, char phase, const char *name, guint lock, guint64 hold,
          gint64 time)
{
  begin_event (self, phase, "hold", name, LOCK_THREADS + lock, time);
  if (phase == 'b' || phase == 'e')
    g_string_append_printf (self->buffer, ",\"id2\":{\"local\":\"%u.%" G_GUINT64_FORMAT "\"}",
                            ilv_trace_get_lock (self->trace, lock)->id, hold);
  end_event (self);
}

/* Holds of a lock that several may have overlap, which events of a thread must not. */
static void
put_lock (IlvChromeWriter *self, guint index)
{
  const IlvLock *lock = ilv_trace_get_lock (self->trace, index);
  gboolean exclusive = lock->kind == ILV_LOCK_GIL || lock->kind == ILV_LOCK_MUTEX;

  put_name (self, "thread_name", LOCK_THREADS + index, lock->name);
  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      const IlvLane *lane;
      const char *name;
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      ilv_long_work_add (self->work, 1);
      lane = ilv_trace_find_lane (self->trace, hold.lane);
      name = lane != NULL ? lane->name : "?";
      put_hold (self, exclusive ? 'B' : 'b', name, index, i, hold.begin);
      put_hold (self, exclusive ? 'E' : 'e', name, index, i, hold.end);
    }
  for (guint64 i = 0; i < lock->n_drop_requests; i++)
    {
      IlvDropRequest request;

      ilv_lock_get_drop_request (lock, i, &request);
      begin_event (self, 'i', "drop-request", "drop request", LOCK_THREADS + index, request.time);
      g_string_append (self->buffer, ",\"s\":\"t\"");
      end_event (self);
    }
  ilv_long_work_add (self->work, lock->n_drop_requests);
}

static void
put_task_event (IlvChromeWriter *self, char phase, const IlvTask *task, const char *name,
                gint64 time)
{
  begin_event (self, phase, "task", name, 0, time);
  g_string_append_printf (self->buffer, ",\"id2\":{\"local\":\"t%u\"}", task->id);
  end_event (self);
}

/* Its life, and in it what it did on no lane: the rest is in the lanes. */
static void
put_task (IlvChromeWriter *self, const IlvTask *task)
{
  ilv_long_work_add (self->work, ilv_timeline_get_length (task->timeline));
  if (task->begin == G_MAXINT64)
    return;
  put_task_event (self, 'b', task, task->name, task->begin);
  for (guint64 i = 0; i < ilv_timeline_get_length (task->timeline); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (task->timeline, i, &interval);
      if (interval.other != 0 || interval.state == ILV_STATE_NONE)
        continue;
      put_task_event (self, 'b', task, ilv_state_get_name (interval.state), interval.begin);
      put_task_event (self, 'e', task, ilv_state_get_name (interval.state), interval.end);
    }
  put_task_event (self, 'e', task, task->name,
                  task->end != G_MAXINT64 ? task->end : ilv_trace_get_end (self->trace));
}

static void
put_counter (IlvChromeWriter *self, const IlvCounter *counter)
{
  for (guint64 i = 0; i < counter->n_samples; i++)
    {
      IlvSample sample;

      ilv_counter_get (counter, i, &sample);
      begin_event (self, 'C', "counter", counter->name, 0, sample.time);
      g_string_append_printf (self->buffer, ",\"args\":{\"value\":%" G_GINT64_FORMAT "}",
                              sample.value);
      end_event (self);
    }
  ilv_long_work_add (self->work, counter->n_samples);
}

static void
put_marks_and_wakes (IlvChromeWriter *self)
{
  static const char *const names[ILV_N_MARKS] = {
    [ILV_MARK_LOST_UPDATE] = "lost update",
    [ILV_MARK_RETRY] = "retry",
    [ILV_MARK_WORKER_DIED] = "worker died",
    [ILV_MARK_STOP_REQUESTED] = "stop requested",
  };

  for (guint64 i = 0; i < ilv_trace_get_n_marks (self->trace); i++)
    {
      IlvMarkEvent mark;

      ilv_trace_get_mark (self->trace, i, &mark);
      begin_event (self, 'i', "mark", names[mark.mark] != NULL ? names[mark.mark] : "?",
                   find_thread (self->trace, mark.lane), mark.time);
      g_string_append (self->buffer, ",\"s\":\"t\"");
      end_event (self);
    }
  for (guint64 i = 0; i < ilv_trace_get_n_wakes (self->trace); i++)
    {
      IlvWake wake;

      ilv_trace_get_wake (self->trace, i, &wake);
      if (wake.lane == 0)
        continue;
      for (const char *phase = "sf"; *phase != '\0'; phase++)
        {
          begin_event (self, *phase, "wake", "wake",
                       find_thread (self->trace, *phase == 's' ? wake.waker : wake.lane),
                       wake.time);
          g_string_append_printf (self->buffer, ",\"id\":\"%u.%" G_GUINT64_FORMAT "\"", self->pid,
                                  i);
          end_event (self);
        }
    }
  ilv_long_work_add (self->work,
                    ilv_trace_get_n_marks (self->trace) + ilv_trace_get_n_wakes (self->trace));
}

void
ilv_chrome_writer_add_trace (IlvChromeWriter *self, const IlvTrace *trace, const char *name)
{
  self->pid++;
  self->trace = trace;
  put_name (self, "process_name", 0, name);
  for (guint i = 0; i < ilv_trace_get_n_lanes (trace) && self->error == NULL; i++)
    put_lane (self, ilv_trace_get_lane (trace, i));
  for (guint i = 0; i < ilv_trace_get_n_locks (trace) && self->error == NULL; i++)
    put_lock (self, i);
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace) && self->error == NULL; i++)
    put_task (self, ilv_trace_get_task (trace, i));
  for (guint i = 0; i < ilv_trace_get_n_counters (trace) && self->error == NULL; i++)
    put_counter (self, ilv_trace_get_counter (trace, i));
  put_marks_and_wakes (self);
}

gboolean
ilv_chrome_writer_finish (IlvChromeWriter *self, GError **error)
{
  /* Every event ends with a comma, and behind the last none may stand. */
  g_string_append (self->buffer,
                   "\n{\"ph\":\"M\",\"pid\":0,\"tid\":0,\"name\":\"process_labels\","
                   "\"args\":{\"labels\":\"Interleave\"}}\n]}\n");
  flush (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
