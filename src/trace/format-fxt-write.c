/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trace as a file: first what there is (locks, lanes, counters, tasks), then what happened. */
#include "trace/format-fxt-private.h"

#include "trace/long-work.h"
#include "trace/state.h"

#include <string.h>

#define BUFFER_WORDS 65536
#define THREAD 1 /* of the thread table: the lane or lock whose events follow */

struct _IlvFxtWriter
{
  GOutputStream *stream;     /* borrowed */
  GCancellable *cancellable; /* borrowed, nullable */
  IlvLongWork *work;     /* the same */
  guint64 *words;
  guint n_words;
  GError *error; /* the first one */
  guint run;     /* traces so far */
  /* of the trace at hand: */
  const IlvTrace *trace;
  gint64 before;
};

typedef struct
{
  IlvFxtArgumentType type;
  IlvFxtWord word;
  guint64 value;
} Argument;

static void
flush (IlvFxtWriter *self)
{
  if (self->error == NULL && self->n_words > 0)
    g_output_stream_write_all (self->stream, self->words, self->n_words * sizeof *self->words,
                               NULL, self->cancellable, &self->error);
  self->n_words = 0;
}

/* Room for the words of one record. */
static inline guint64 *
reserve (IlvFxtWriter *self, guint n)
{
  guint64 *words;

  if (G_UNLIKELY (self->n_words + n > BUFFER_WORDS))
    flush (self);
  words = self->words + self->n_words;
  self->n_words += n;
  return words;
}

static guint64 *
put_stream (guint64 *words, const void *bytes, gsize length)
{
  guint n = ilv_fxt_count_words (length);

  if (n > 0)
    {
      words[n - 1] = 0;
      memcpy (words, bytes, length);
    }
  return words + n;
}

static void
put_string (IlvFxtWriter *self, guint index, const char *text)
{
  gsize length = MIN (strlen (text), ILV_FXT_MAX_STRING);
  guint n = 1 + ilv_fxt_count_words (length);
  guint64 *words = reserve (self, n);

  words[0] = ILV_FXT_STRING | (guint64) n << 4 | (guint64) index << 16 | (guint64) length << 32;
  put_stream (words + 1, text, length);
}

static void
put_thread (IlvFxtWriter *self, guint64 koid)
{
  guint64 *words = reserve (self, 3);

  words[0] = ILV_FXT_THREAD | 3 << 4 | THREAD << 16;
  words[1] = self->run;
  words[2] = koid;
}

static inline guint64
make_argument (IlvFxtWord word, guint32 value)
{
  return ILV_FXT_UINT32 | 1 << 4 | (guint64) word << 16 | (guint64) value << 32;
}

static inline guint64
make_ticks (const IlvFxtWriter *self, gint64 time)
{
  return (guint64) (time + self->before);
}

/* Header and time of an event without what is inline; the words behind them are the caller's. */
static inline guint64 *
begin_event (IlvFxtWriter *self, IlvFxtEvent event, guint n_words, guint n_arguments,
             IlvFxtWord category, guint name, gint64 time)
{
  guint64 *words = reserve (self, n_words);

  words[0] = ILV_FXT_EVENT | (guint64) n_words << 4 | (guint64) event << 16
             | (guint64) n_arguments << 20 | THREAD << 24 | (guint64) category << 32
             | (guint64) name << 48;
  words[1] = make_ticks (self, time);
  return words + 2;
}

/* The same on another lane than the one whose events follow. */
static guint64 *
begin_inline_event (IlvFxtWriter *self, IlvFxtEvent event, guint n_words, guint n_arguments,
                    IlvFxtWord category, guint name, gint64 time, guint64 koid)
{
  guint64 *words = begin_event (self, event, n_words, n_arguments, category, name, time);

  words[-2] &= ~((guint64) 0xff << 24);
  words[0] = self->run;
  words[1] = koid;
  return words + 2;
}

static guint64 *
put_arguments (guint64 *words, const Argument *arguments, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean is_long = arguments[i].type != ILV_FXT_UINT32;

      *words++ = arguments[i].type | (is_long ? 2 : 1) << 4 | (guint64) arguments[i].word << 16
                 | (is_long ? 0 : arguments[i].value << 32);
      if (is_long)
        *words++ = arguments[i].value;
    }
  return words;
}

/* `kind`: ILV_FXT_KERNEL_OBJECT with its type, or ILV_FXT_USERSPACE_OBJECT with 0. */
static void
put_object (IlvFxtWriter *self, IlvFxtRecord kind, guint type, guint64 id, const char *name,
            const Argument *arguments, guint n_arguments)
{
  gsize length = MIN (strlen (name), 1024);
  guint n = 2 + ilv_fxt_count_words (length) + (kind == ILV_FXT_USERSPACE_OBJECT ? 1 : 0);
  guint64 *words;

  for (guint i = 0; i < n_arguments; i++)
    n += arguments[i].type == ILV_FXT_UINT32 ? 1 : 2;
  words = reserve (self, n);
  *words++ = kind | (guint64) n << 4 | (guint64) type << 16
             | (guint64) (length > 0 ? ILV_FXT_INLINE | length : 0) << 24
             | (guint64) n_arguments << 40;
  *words++ = id;
  if (kind == ILV_FXT_USERSPACE_OBJECT)
    *words++ = self->run;
  words = put_stream (words, name, length);
  put_arguments (words, arguments, n_arguments);
}

IlvFxtWriter *
ilv_fxt_writer_new (GOutputStream *stream, GCancellable *cancellable)
{
  static const char program[] = "Interleave";
  IlvFxtWriter *self = g_new0 (IlvFxtWriter, 1);
  guint64 *words;

  self->stream = stream;
  self->cancellable = cancellable;
  self->work = ilv_long_work_of (cancellable);
  self->words = g_new (guint64, BUFFER_WORDS);
  *reserve (self, 1) = ILV_FXT_MAGIC;
  words = reserve (self, 3);
  words[0] = ILV_FXT_METADATA | 3 << 4 | 1 << 16 | (guint64) (sizeof program - 1) << 52;
  put_stream (words + 1, program, sizeof program - 1);
  words = reserve (self, 2);
  words[0] = ILV_FXT_INITIALIZATION | 2 << 4;
  words[1] = ILV_FXT_TICKS_PER_SECOND;
  for (guint i = 1; i < ILV_FXT_N_WORDS; i++)
    put_string (self, i, ilv_fxt_get_word (i));
  for (guint i = 0; i < ILV_N_STATES; i++)
    put_string (self, ILV_FXT_STATES + i, ilv_state_get_name (i));
  for (guint i = 1; i < ILV_N_MARKS; i++)
    put_string (self, ILV_FXT_MARKS + i, ilv_fxt_get_mark_name (i));
  put_string (self, ILV_FXT_IDLE_NAME, ILV_FXT_IDLE_BLOB);
  return self;
}

void
ilv_fxt_writer_free (IlvFxtWriter *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->error);
  g_free (self->words);
  g_free (self);
}

void
ilv_fxt_writer_add_blob (IlvFxtWriter *self, const char *name, const void *data, gsize length)
{
  gsize name_length = strlen (name);
  guint n_name = ilv_fxt_count_words (name_length);
  const char *bytes = data;

  g_return_if_fail (name_length <= 32);
  do
    {
      gsize part = MIN (length, ILV_FXT_MAX_STRING);
      guint n = 1 + n_name + ilv_fxt_count_words (part);
      guint64 *words = reserve (self, n);

      words[0] = ILV_FXT_BLOB | (guint64) n << 4
                 | (guint64) (ILV_FXT_INLINE | name_length) << 16 | (guint64) part << 32
                 | (guint64) ILV_FXT_DATA_BLOB << 48;
      words = put_stream (words + 1, name, name_length);
      put_stream (words, bytes, part);
      bytes += part;
      length -= part;
    }
  while (length > 0);
}

/* --- what there is ------------------------------------------------------------------------ */

static void
put_process (IlvFxtWriter *self, const char *name)
{
  const IlvTrace *trace = self->trace;
  const Argument arguments[] = {
    { ILV_FXT_UINT32, ILV_FXT_WORD_INTERLEAVE, ILV_FXT_VERSION },
    { ILV_FXT_UINT64, ILV_FXT_WORD_ORIGIN, (guint64) self->before },
    { ILV_FXT_INT64, ILV_FXT_WORD_BEGIN, (guint64) ilv_trace_get_begin (trace) },
    { ILV_FXT_INT64, ILV_FXT_WORD_END, (guint64) ilv_trace_get_end (trace) },
    { ILV_FXT_UINT64, ILV_FXT_WORD_EVENTS, ilv_trace_get_n_events (trace) },
    { ILV_FXT_UINT64, ILV_FXT_WORD_DROPPED, ilv_trace_get_n_dropped (trace) },
    { ILV_FXT_UINT64, ILV_FXT_WORD_DAMAGED, ilv_trace_get_n_damaged (trace) },
    { ILV_FXT_UINT32, ILV_FXT_WORD_FINISHED, ilv_trace_is_finished (trace) },
  };

  put_object (self, ILV_FXT_KERNEL_OBJECT, ILV_FXT_PROCESS_OBJECT, self->run, name, arguments,
              G_N_ELEMENTS (arguments));
  /* What says to other viewers that something is missing: a buffer was full. */
  if (ilv_trace_get_n_dropped (trace) > 0)
    *reserve (self, 1) = ILV_FXT_METADATA | 1 << 4 | 3 << 16;
}

static void
put_lock (IlvFxtWriter *self, guint index)
{
  const IlvLock *lock = ilv_trace_get_lock (self->trace, index);
  const Argument arguments[] = {
    { ILV_FXT_KOID, ILV_FXT_WORD_PROCESS, self->run },
    { ILV_FXT_UINT32, ILV_FXT_WORD_LOCK, lock->id },
    { ILV_FXT_UINT32, ILV_FXT_WORD_KIND, lock->kind },
    { ILV_FXT_UINT32, ILV_FXT_WORD_CAPACITY, lock->capacity },
  };

  put_object (self, ILV_FXT_KERNEL_OBJECT, ILV_FXT_THREAD_OBJECT,
              ilv_fxt_make_koid (self->run, ILV_FXT_LOCK_THREADS | index), lock->name, arguments,
              G_N_ELEMENTS (arguments));
}

static void
put_lane (IlvFxtWriter *self, guint index)
{
  const IlvLane *lane = ilv_trace_get_lane (self->trace, index);
  const Argument arguments[] = {
    { ILV_FXT_KOID, ILV_FXT_WORD_PROCESS, self->run },
    { ILV_FXT_UINT32, ILV_FXT_WORD_LANE, lane->id },
    { ILV_FXT_UINT32, ILV_FXT_WORD_KIND, lane->kind },
    { ILV_FXT_UINT32, ILV_FXT_WORD_PID, lane->pid },
    { ILV_FXT_UINT32, ILV_FXT_WORD_TID, lane->tid },
    { ILV_FXT_INT64, ILV_FXT_WORD_BEGIN, (guint64) lane->begin },
    { ILV_FXT_INT64, ILV_FXT_WORD_END, (guint64) lane->end },
    { ILV_FXT_UINT32, ILV_FXT_WORD_END_STATE, lane->end_state },
  };

  put_object (self, ILV_FXT_KERNEL_OBJECT, ILV_FXT_THREAD_OBJECT,
              ilv_fxt_make_koid (self->run, index), lane->name, arguments,
              G_N_ELEMENTS (arguments));
  if (index < ILV_FXT_N_LANE_NAMES)
    put_string (self, ILV_FXT_LANE_NAMES + index, lane->name);
}

static void
put_counter (IlvFxtWriter *self, guint index)
{
  const IlvCounter *counter = ilv_trace_get_counter (self->trace, index);
  const Argument argument = { ILV_FXT_UINT32, ILV_FXT_WORD_COUNTER, counter->id };

  put_object (self, ILV_FXT_USERSPACE_OBJECT, 0, (guint64) 1 << 32 | counter->id, counter->name,
              &argument, 1);
  put_string (self, ILV_FXT_COUNTERS + counter->id, counter->name);
}

static void
put_task (IlvFxtWriter *self, guint index)
{
  const IlvTask *task = ilv_trace_get_task (self->trace, index);
  const Argument arguments[] = {
    { ILV_FXT_UINT32, ILV_FXT_WORD_TASK, task->id },
    { ILV_FXT_INT64, ILV_FXT_WORD_BEGIN, (guint64) task->begin },
    { ILV_FXT_INT64, ILV_FXT_WORD_END, (guint64) task->end },
    { ILV_FXT_UINT32, ILV_FXT_WORD_END_STATE, task->end_state },
  };

  put_object (self, ILV_FXT_USERSPACE_OBJECT, 0, task->id, task->name, arguments,
              G_N_ELEMENTS (arguments));
}

/* --- what happened ------------------------------------------------------------------------ */

static inline guint64 *
put_core (guint64 *words, const IlvInterval *interval)
{
  if (interval->core != G_MAXUINT16)
    *words++ = make_argument (ILV_FXT_WORD_CORE, interval->core);
  return words;
}

/* Nothing, which other viewers show best by showing nothing. */
static void
put_idle (IlvFxtWriter *self, const IlvInterval *interval)
{
  guint64 *words = reserve (self, 3);

  words[0] = ILV_FXT_BLOB | 3 << 4 | ILV_FXT_IDLE_NAME << 16 | (guint64) 16 << 32
             | (guint64) ILV_FXT_DATA_BLOB << 48;
  words[1] = make_ticks (self, interval->begin);
  words[2] = interval->core | (guint64) interval->other << 32;
}

static void
put_lane_events (IlvFxtWriter *self, guint index)
{
  const IlvTimeline *timeline = ilv_trace_get_lane (self->trace, index)->timeline;
  guint64 n = ilv_timeline_get_length (timeline);

  put_thread (self, ilv_fxt_make_koid (self->run, index));
  for (guint64 i = 0; i < n; i++)
    {
      IlvInterval interval;
      guint64 *words;
      guint n_arguments;

      ilv_timeline_get (timeline, i, &interval);
      ilv_long_work_add (self->work, 1);
      if (interval.state == ILV_STATE_NONE)
        {
          put_idle (self, &interval);
          continue;
        }
      n_arguments = (interval.other != 0) + (interval.object != 0)
                    + (interval.core != G_MAXUINT16);
      words = begin_event (self, ILV_FXT_COMPLETE, 3 + n_arguments, n_arguments,
                           ILV_FXT_WORD_STATE, ILV_FXT_STATES + interval.state, interval.begin);
      if (interval.other != 0)
        *words++ = make_argument (ILV_FXT_WORD_TASK, interval.other);
      if (interval.object != 0)
        *words++ = make_argument (ILV_FXT_WORD_LOCK, interval.object);
      words = put_core (words, &interval);
      *words = make_ticks (self, interval.end);
    }
}

static void
put_task_states (IlvFxtWriter *self, const IlvTask *task)
{
  guint64 n = ilv_timeline_get_length (task->timeline);

  for (guint64 i = 0; i < n; i++)
    {
      IlvInterval interval;
      guint64 *words;
      guint n_arguments;

      ilv_timeline_get (task->timeline, i, &interval);
      ilv_long_work_add (self->work, 1);
      n_arguments = 1 + (interval.other != 0) + (interval.object != 0)
                    + (interval.core != G_MAXUINT16);
      words = begin_event (self, ILV_FXT_ASYNC_INSTANT, 3 + n_arguments, n_arguments,
                           ILV_FXT_WORD_TASK_STATE, ILV_FXT_TASK_NAME, interval.begin);
      *words++ = ILV_FXT_TEXT | 1 << 4 | ILV_FXT_WORD_STATE << 16
                 | (guint64) (ILV_FXT_STATES + interval.state) << 32;
      if (interval.other != 0)
        *words++ = make_argument (ILV_FXT_WORD_LANE, interval.other);
      if (interval.object != 0)
        *words++ = make_argument (ILV_FXT_WORD_LOCK, interval.object);
      words = put_core (words, &interval);
      *words = task->id;
    }
}

static void
put_task_events (IlvFxtWriter *self, guint index)
{
  const IlvTask *task = ilv_trace_get_task (self->trace, index);

  put_string (self, ILV_FXT_TASK_NAME, task->name);
  if (task->begin != G_MAXINT64)
    *begin_event (self, ILV_FXT_ASYNC_BEGIN, 3, 0, ILV_FXT_WORD_TASK, ILV_FXT_TASK_NAME,
                  task->begin)
      = task->id;
  put_task_states (self, task);
  if (task->end != G_MAXINT64)
    *begin_event (self, ILV_FXT_ASYNC_END, 3, 0, ILV_FXT_WORD_TASK, ILV_FXT_TASK_NAME, task->end)
      = task->id;
}

/* Holds of a lock for one at a time are shown one after the other, those of others overlap. */
static void
put_hold (IlvFxtWriter *self, const IlvLockStore *lock, guint64 index)
{
  const IlvHoldElement *element = ilv_series_get (&lock->holds, index);
  gboolean exclusive = lock->lock.kind == ILV_LOCK_GIL || lock->lock.kind == ILV_LOCK_MUTEX;
  guint name = ILV_FXT_WORD_HOLD;
  guint n_arguments, n_words;
  guint32 lane;
  IlvHold hold;
  guint64 *words;

  ilv_lock_get_hold (&lock->lock, index, &hold);
  ilv_long_work_add (self->work, 1);
  if (ilv_id_table_find (&self->trace->lanes_by_id, hold.lane, &lane)
      && lane < ILV_FXT_N_LANE_NAMES)
    name = ILV_FXT_LANE_NAMES + lane;
  n_arguments = 3 + (hold.previous_lane != 0) + (hold.forced != 0);
  n_words = 4 + n_arguments; /* the one of 64 bits has a word more */
  words = begin_event (self, exclusive ? ILV_FXT_COMPLETE : ILV_FXT_ASYNC_BEGIN, n_words,
                       n_arguments, ILV_FXT_WORD_HOLD, name, hold.begin);
  *words++ = make_argument (ILV_FXT_WORD_LANE, hold.lane);
  *words++ = make_argument (ILV_FXT_WORD_TASK, hold.task);
  if (hold.previous_lane != 0)
    *words++ = make_argument (ILV_FXT_WORD_PREVIOUS, hold.previous_lane);
  if (hold.forced)
    *words++ = make_argument (ILV_FXT_WORD_FORCED, 1);
  *words++ = ILV_FXT_INT64 | 2 << 4 | ILV_FXT_WORD_RELEASED << 16;
  *words++ = (guint64) element->end;
  *words = exclusive ? make_ticks (self, hold.end) : index;
  if (!exclusive)
    *begin_event (self, ILV_FXT_ASYNC_END, 3, 0, ILV_FXT_WORD_HOLD, name, hold.end) = index;
}

static void
put_lock_events (IlvFxtWriter *self, guint index)
{
  const IlvLockStore *lock = self->trace->locks->pdata[index];

  put_thread (self, ilv_fxt_make_koid (self->run, ILV_FXT_LOCK_THREADS | index));
  for (guint64 i = 0; i < lock->holds.n; i++)
    put_hold (self, lock, i);
  for (guint64 i = 0; i < lock->requests.n; i++)
    {
      const IlvDropRequest *request = ilv_series_get (&lock->requests, i);
      guint64 *words = begin_event (self, ILV_FXT_INSTANT, 4, 2, ILV_FXT_WORD_DROP_REQUEST,
                                    ILV_FXT_WORD_DROP_REQUEST, request->time);

      words[0] = make_argument (ILV_FXT_WORD_LANE, request->lane);
      words[1] = make_argument (ILV_FXT_WORD_HOLDER, request->holder);
    }
  ilv_long_work_add (self->work, lock->requests.n);
}

static void
put_samples (IlvFxtWriter *self, guint index)
{
  const IlvCounter *counter = ilv_trace_get_counter (self->trace, index);

  for (guint64 i = 0; i < counter->n_samples; i++)
    {
      IlvSample sample;
      guint64 *words;

      ilv_counter_get (counter, i, &sample);
      words = begin_event (self, ILV_FXT_COUNTER, 5, 1, ILV_FXT_WORD_COUNTER,
                           ILV_FXT_WORD_COUNTER, sample.time);
      /* Some viewers call a counter by its argument. */
      words[0] = ILV_FXT_INT64 | 2 << 4 | (guint64) (ILV_FXT_COUNTERS + counter->id) << 16;
      words[1] = (guint64) sample.value;
      words[2] = counter->id;
    }
    ilv_long_work_add (self->work, counter->n_samples);
}

static guint64
find_koid (const IlvFxtWriter *self, guint32 lane)
{
  guint32 index;

  return ilv_id_table_find (&self->trace->lanes_by_id, lane, &index)
           ? ilv_fxt_make_koid (self->run, index)
           : 0;
}

static void
put_marks (IlvFxtWriter *self)
{
  for (guint64 i = 0; i < self->trace->marks.n; i++)
    {
      const IlvMarkEvent *mark = ilv_series_get (&self->trace->marks, i);
      const Argument arguments[] = {
        { ILV_FXT_UINT32, ILV_FXT_WORD_KIND, mark->mark },
        { ILV_FXT_UINT32, ILV_FXT_WORD_LANE, mark->lane },
        { ILV_FXT_UINT32, ILV_FXT_WORD_TASK, mark->task },
        { ILV_FXT_UINT64, ILV_FXT_WORD_ARGUMENT, mark->argument },
      };
      guint64 *words = begin_inline_event (self, ILV_FXT_INSTANT, 9, G_N_ELEMENTS (arguments),
                                           ILV_FXT_WORD_MARK, ILV_FXT_MARKS + mark->mark,
                                           mark->time, find_koid (self, mark->lane));

      put_arguments (words, arguments, G_N_ELEMENTS (arguments));
    }
  ilv_long_work_add (self->work, self->trace->marks.n);
}

/* Where and when the woken goes on: its next interval on a lane. */
static guint32
find_woken (const IlvFxtWriter *self, const IlvWake *wake, gint64 *time)
{
  const IlvLane *lane = wake->lane != 0 ? ilv_trace_find_lane (self->trace, wake->lane) : NULL;
  const IlvTask *task = wake->task != 0 ? ilv_trace_find_task (self->trace, wake->task) : NULL;
  const IlvTimeline *timeline = lane != NULL ? lane->timeline : task != NULL ? task->timeline
                                                                             : NULL;
  guint64 n = timeline != NULL ? ilv_timeline_get_length (timeline) : 0;
  guint64 i = n > 0 ? ilv_timeline_find (timeline, wake->time) : 0;

  *time = wake->time;
  for (guint seen = 0; seen < 4 && i + seen < n; seen++)
    {
      IlvInterval interval;

      ilv_timeline_get (timeline, i + seen, &interval);
      if (interval.begin < wake->time || (lane == NULL && interval.other == 0))
        continue;
      *time = interval.begin;
      return lane != NULL ? lane->id : interval.other;
    }
  return wake->waker;
}

static void
put_wakes (IlvFxtWriter *self)
{
  for (guint64 i = 0; i < self->trace->wakes.n; i++)
    {
      const IlvWake *wake = ilv_series_get (&self->trace->wakes, i);
      guint64 flow = (guint64) self->run << 40 | i;
      guint64 *words;
      guint32 woken;
      gint64 time;

      words = begin_inline_event (self, ILV_FXT_FLOW_BEGIN, 9, 4, ILV_FXT_WORD_WAKE,
                                  ILV_FXT_WORD_WAKE, wake->time, find_koid (self, wake->waker));
      words[0] = make_argument (ILV_FXT_WORD_HOLDER, wake->waker);
      words[1] = make_argument (ILV_FXT_WORD_TASK, wake->task);
      words[2] = make_argument (ILV_FXT_WORD_LANE, wake->lane);
      words[3] = make_argument (ILV_FXT_WORD_LOCK, wake->lock);
      words[4] = flow;
      woken = find_woken (self, wake, &time);
      words = begin_inline_event (self, ILV_FXT_FLOW_END, 5, 0, ILV_FXT_WORD_WAKE,
                                  ILV_FXT_WORD_WAKE, time, find_koid (self, woken));
      words[0] = flow;
    }
  ilv_long_work_add (self->work, self->trace->wakes.n);
}

typedef void (*Put) (IlvFxtWriter *self, guint index);

static void
put_each (IlvFxtWriter *self, guint n, Put put)
{
  for (guint i = 0; i < n && self->error == NULL; i++)
    put (self, i);
}

void
ilv_fxt_writer_add_trace (IlvFxtWriter *self, const IlvTrace *trace, const char *name,
                          gint64 before)
{
  guint n_locks = ilv_trace_get_n_locks (trace);
  guint n_lanes = ilv_trace_get_n_lanes (trace);
  guint n_counters = ilv_trace_get_n_counters (trace);
  guint n_tasks = ilv_trace_get_n_tasks (trace);

  g_return_if_fail (self->run < ILV_FXT_MAX_TRACES && before >= 0
                    && before >= -ilv_trace_get_begin (trace));

  self->run++;
  self->trace = trace;
  self->before = before;
  put_process (self, name);
  put_each (self, n_locks, put_lock);
  put_each (self, n_lanes, put_lane);
  put_each (self, n_counters, put_counter);
  put_each (self, n_tasks, put_task);
  put_each (self, n_lanes, put_lane_events);
  put_each (self, n_locks, put_lock_events);
  put_each (self, n_counters, put_samples);
  put_each (self, n_tasks, put_task_events);
  put_marks (self);
  put_wakes (self);
}

gboolean
ilv_fxt_writer_finish (IlvFxtWriter *self, GError **error)
{
  ilv_fxt_writer_add_blob (self, ILV_FXT_END_BLOB, "", 0);
  flush (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
