/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened in a trace, as records of a file. */
#include "trace/format-fxt-write-private.h"

static inline guint64 *
put_core (guint64 *words, const IlvInterval *interval)
{
  if (interval->core != G_MAXUINT16)
    *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_CORE, interval->core);
  return words;
}

/* Nothing, which other viewers show best by showing nothing. */
static void
put_idle (IlvFxtWriter *self, const IlvInterval *interval)
{
  guint64 *words = ilv_fxt_reserve (self, 3);

  words[0] = ILV_FXT_BLOB | 3 << 4 | ILV_FXT_IDLE_NAME << 16 | (guint64) 16 << 32
             | (guint64) ILV_FXT_DATA_BLOB << 48;
  words[1] = ilv_fxt_make_ticks (self, interval->begin);
  words[2] = interval->core | (guint64) interval->other << 32;
}

void
ilv_fxt_put_lane_events (IlvFxtWriter *self, guint index)
{
  const IlvTimeline *timeline = ilv_trace_get_lane (self->trace, index)->timeline;
  guint64 n = ilv_timeline_get_length (timeline);

  ilv_fxt_put_thread (self, ilv_fxt_make_koid (self->run, index));
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
      words = ilv_fxt_begin_event (self, ILV_FXT_COMPLETE, 3 + n_arguments, n_arguments,
                                   ILV_FXT_WORD_STATE, ILV_FXT_STATES + interval.state,
                                   interval.begin);
      if (interval.other != 0)
        *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_TASK, interval.other);
      if (interval.object != 0)
        *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_LOCK, interval.object);
      words = put_core (words, &interval);
      *words = ilv_fxt_make_ticks (self, interval.end);
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
      words = ilv_fxt_begin_event (self, ILV_FXT_ASYNC_INSTANT, 3 + n_arguments, n_arguments,
                                   ILV_FXT_WORD_TASK_STATE, ILV_FXT_TASK_NAME, interval.begin);
      *words++ = ILV_FXT_TEXT | 1 << 4 | ILV_FXT_WORD_STATE << 16
                 | (guint64) (ILV_FXT_STATES + interval.state) << 32;
      if (interval.other != 0)
        *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_LANE, interval.other);
      if (interval.object != 0)
        *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_LOCK, interval.object);
      words = put_core (words, &interval);
      *words = task->id;
    }
}

void
ilv_fxt_put_task_events (IlvFxtWriter *self, guint index)
{
  const IlvTask *task = ilv_trace_get_task (self->trace, index);

  ilv_fxt_put_string (self, ILV_FXT_TASK_NAME, task->name);
  if (task->begin != G_MAXINT64)
    *ilv_fxt_begin_event (self, ILV_FXT_ASYNC_BEGIN, 3, 0, ILV_FXT_WORD_TASK, ILV_FXT_TASK_NAME,
                          task->begin)
      = task->id;
  put_task_states (self, task);
  if (task->end != G_MAXINT64)
    *ilv_fxt_begin_event (self, ILV_FXT_ASYNC_END, 3, 0, ILV_FXT_WORD_TASK, ILV_FXT_TASK_NAME,
                          task->end)
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
  words = ilv_fxt_begin_event (self, exclusive ? ILV_FXT_COMPLETE : ILV_FXT_ASYNC_BEGIN, n_words,
                               n_arguments, ILV_FXT_WORD_HOLD, name, hold.begin);
  *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_LANE, hold.lane);
  *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_TASK, hold.task);
  if (hold.previous_lane != 0)
    *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_PREVIOUS, hold.previous_lane);
  if (hold.forced)
    *words++ = ilv_fxt_make_argument (ILV_FXT_WORD_FORCED, 1);
  *words++ = ILV_FXT_INT64 | 2 << 4 | ILV_FXT_WORD_RELEASED << 16;
  *words++ = (guint64) element->end;
  *words = exclusive ? ilv_fxt_make_ticks (self, hold.end) : index;
  if (!exclusive)
    *ilv_fxt_begin_event (self, ILV_FXT_ASYNC_END, 3, 0, ILV_FXT_WORD_HOLD, name, hold.end) = index;
}

void
ilv_fxt_put_lock_events (IlvFxtWriter *self, guint index)
{
  const IlvLockStore *lock = self->trace->locks->pdata[index];

  ilv_fxt_put_thread (self, ilv_fxt_make_koid (self->run, ILV_FXT_LOCK_THREADS | index));
  for (guint64 i = 0; i < lock->holds.n; i++)
    put_hold (self, lock, i);
  for (guint64 i = 0; i < lock->requests.n; i++)
    {
      const IlvDropRequest *request = ilv_series_get (&lock->requests, i);
      guint64 *words = ilv_fxt_begin_event (self, ILV_FXT_INSTANT, 4, 2, ILV_FXT_WORD_DROP_REQUEST,
                                            ILV_FXT_WORD_DROP_REQUEST, request->time);

      words[0] = ilv_fxt_make_argument (ILV_FXT_WORD_LANE, request->lane);
      words[1] = ilv_fxt_make_argument (ILV_FXT_WORD_HOLDER, request->holder);
    }
  ilv_long_work_add (self->work, lock->requests.n);
}

static guint64
find_koid (const IlvFxtWriter *self, guint32 lane)
{
  guint32 index;

  return ilv_id_table_find (&self->trace->lanes_by_id, lane, &index)
           ? ilv_fxt_make_koid (self->run, index)
           : 0;
}

/* Of a scenario's own counters it is told whose doing a sample was. */
static guint64 *
begin_sample (IlvFxtWriter *self, guint32 id, const IlvSample *sample)
{
  if (id < ILV_COUNTER_FIRST_OWN)
    return ilv_fxt_begin_event (self, ILV_FXT_COUNTER, 5, 1, ILV_FXT_WORD_COUNTER,
                                ILV_FXT_WORD_COUNTER, sample->time);
  return ilv_fxt_begin_event_on (self, ILV_FXT_COUNTER, 7, 1, ILV_FXT_WORD_COUNTER,
                                 ILV_FXT_WORD_COUNTER, sample->time,
                                 find_koid (self, sample->lane));
}

void
ilv_fxt_put_samples (IlvFxtWriter *self, guint index)
{
  const IlvCounter *counter = ilv_trace_get_counter (self->trace, index);

  for (guint64 i = 0; i < counter->n_samples; i++)
    {
      IlvSample sample;
      guint64 *words;

      ilv_counter_get (counter, i, &sample);
      words = begin_sample (self, counter->id, &sample);
      /* Some viewers call a counter by its argument. */
      words[0] = ILV_FXT_INT64 | 2 << 4 | (guint64) (ILV_FXT_COUNTERS + counter->id) << 16;
      words[1] = (guint64) sample.value;
      words[2] = counter->id;
    }
  ilv_long_work_add (self->work, counter->n_samples);
}

void
ilv_fxt_put_marks (IlvFxtWriter *self)
{
  for (guint64 i = 0; i < self->trace->marks.n; i++)
    {
      const IlvMarkEvent *mark = ilv_series_get (&self->trace->marks, i);
      const IlvFxtArgument arguments[] = {
        { ILV_FXT_UINT32, ILV_FXT_WORD_KIND, mark->mark },
        { ILV_FXT_UINT32, ILV_FXT_WORD_LANE, mark->lane },
        { ILV_FXT_UINT32, ILV_FXT_WORD_TASK, mark->task },
        { ILV_FXT_UINT64, ILV_FXT_WORD_ARGUMENT, mark->argument },
      };
      guint64 *words = ilv_fxt_begin_event_on (self, ILV_FXT_INSTANT, 9, G_N_ELEMENTS (arguments),
                                               ILV_FXT_WORD_MARK, ILV_FXT_MARKS + mark->mark,
                                               mark->time, find_koid (self, mark->lane));

      ilv_fxt_put_arguments (words, arguments, G_N_ELEMENTS (arguments));
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

void
ilv_fxt_put_wakes (IlvFxtWriter *self)
{
  for (guint64 i = 0; i < self->trace->wakes.n; i++)
    {
      const IlvWake *wake = ilv_series_get (&self->trace->wakes, i);
      guint64 flow = (guint64) self->run << 40 | i;
      guint64 *words;
      guint32 woken;
      gint64 time;

      words = ilv_fxt_begin_event_on (self, ILV_FXT_FLOW_BEGIN, 9, 4, ILV_FXT_WORD_WAKE,
                                      ILV_FXT_WORD_WAKE, wake->time, find_koid (self, wake->waker));
      words[0] = ilv_fxt_make_argument (ILV_FXT_WORD_HOLDER, wake->waker);
      words[1] = ilv_fxt_make_argument (ILV_FXT_WORD_TASK, wake->task);
      words[2] = ilv_fxt_make_argument (ILV_FXT_WORD_LANE, wake->lane);
      words[3] = ilv_fxt_make_argument (ILV_FXT_WORD_LOCK, wake->lock);
      words[4] = flow;
      woken = find_woken (self, wake, &time);
      words = ilv_fxt_begin_event_on (self, ILV_FXT_FLOW_END, 5, 0, ILV_FXT_WORD_WAKE,
                                      ILV_FXT_WORD_WAKE, time, find_koid (self, woken));
      words[0] = flow;
    }
  ilv_long_work_add (self->work, self->trace->wakes.n);
}
