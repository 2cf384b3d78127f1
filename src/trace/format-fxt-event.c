/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of the Fuchsia trace format: what happened. */
#include "trace/format-fxt-read-private.h"

typedef struct
{
  IlvFxtEvent type;
  IlvFxtTarget target;
  gint64 time;
  guint name;   /* what it means */
  guint64 last; /* word: end time, or correlation */
  IlvFxtArguments arguments;
} Event;

static IlvTimelineEntry
make_entry (gint64 time, guint state, guint32 other, guint64 core)
{
  return (IlvTimelineEntry){ .begin = time,
                             .state = (guint8) (state - ILV_FXT_MEANS_STATE),
                             .other = other,
                             .core = (guint16) MIN (core, ILV_TIMELINE_NO_CORE) };
}

static gboolean
take_state (IlvFxtReader *reader, const Event *event)
{
  const guint64 *values = event->arguments.values;
  IlvTimelineEntry entry
    = make_entry (event->time, event->name, (guint32) values[ILV_FXT_WORD_TASK],
                  values[ILV_FXT_WORD_CORE]);

  return event->type == ILV_FXT_COMPLETE && event->target.lane != NULL
         && event->name >= ILV_FXT_MEANS_STATE
         && ilv_trace_restore_interval (reader->trace, &event->target.lane->timeline, &entry,
                                        (guint32) values[ILV_FXT_WORD_LOCK]);
}

static gboolean
take_task_state (IlvFxtReader *reader, const Event *event)
{
  const guint64 *values = event->arguments.values;
  guint state = ilv_fxt_get_meaning (reader, values[ILV_FXT_WORD_STATE]);
  IlvTimelineEntry entry
    = make_entry (event->time, state, (guint32) values[ILV_FXT_WORD_LANE],
                  values[ILV_FXT_WORD_CORE]);
  IlvTaskStore *task = event->last <= G_MAXUINT32
                         ? ilv_trace_find_task_store (reader->trace, (guint32) event->last)
                         : NULL;

  return event->type == ILV_FXT_ASYNC_INSTANT && task != NULL && state >= ILV_FXT_MEANS_STATE
         && ilv_trace_restore_interval (reader->trace, &task->timeline, &entry,
                                        (guint32) values[ILV_FXT_WORD_LOCK]);
}

static gboolean
take_hold (IlvFxtReader *reader, const Event *event)
{
  const guint64 *values = event->arguments.values;

  if (event->type == ILV_FXT_ASYNC_END)
    return TRUE;
  return event->target.lock != NULL
         && ilv_trace_restore_hold (
           reader->trace, event->target.lock,
           &(IlvHoldElement){ .begin = event->time,
                              .end = (gint64) values[ILV_FXT_WORD_RELEASED],
                              .lane = (guint32) values[ILV_FXT_WORD_LANE],
                              .task = (guint32) values[ILV_FXT_WORD_TASK],
                              .previous_lane = (guint32) values[ILV_FXT_WORD_PREVIOUS],
                              .forced = values[ILV_FXT_WORD_FORCED] != 0 });
}

static gboolean
take_sample (IlvFxtReader *reader, const Event *event)
{
  IlvCounterStore *counter
    = event->last < ILV_MAX_COUNTERS ? reader->trace->counters_by_id[event->last] : NULL;

  return counter != NULL
         && ilv_trace_restore_sample (
           reader->trace, counter,
           &(IlvSample){ .time = event->time,
                         .value = (gint64) event->arguments.number,
                         .lane = counter->counter.id >= ILV_COUNTER_FIRST_OWN
                                     && event->target.lane != NULL
                                   ? event->target.lane->lane.id
                                   : 0 });
}

static gboolean
take_event_of (IlvFxtReader *reader, guint category, const Event *event)
{
  const guint64 *values = event->arguments.values;

  switch (category)
    {
    case ILV_FXT_WORD_STATE:
      return take_state (reader, event);
    case ILV_FXT_WORD_TASK_STATE:
      return take_task_state (reader, event);
    case ILV_FXT_WORD_HOLD:
      return take_hold (reader, event);
    case ILV_FXT_WORD_DROP_REQUEST:
      return event->target.lock != NULL
             && ilv_trace_restore_drop_request (
               reader->trace, event->target.lock,
               &(IlvDropRequest){ .time = event->time,
                                  .lane = (guint32) values[ILV_FXT_WORD_LANE],
                                  .holder = (guint32) values[ILV_FXT_WORD_HOLDER] });
    case ILV_FXT_WORD_COUNTER:
      return event->type == ILV_FXT_COUNTER && take_sample (reader, event);
    case ILV_FXT_WORD_MARK:
      return ilv_trace_restore_mark (
        reader->trace, &(IlvMarkEvent){ .time = event->time,
                                        .mark = (IlvMark) values[ILV_FXT_WORD_KIND],
                                        .lane = (guint32) values[ILV_FXT_WORD_LANE],
                                        .task = (guint32) values[ILV_FXT_WORD_TASK],
                                        .argument = values[ILV_FXT_WORD_ARGUMENT] });
    case ILV_FXT_WORD_WAKE:
      return event->type != ILV_FXT_FLOW_BEGIN
             || ilv_trace_restore_wake (
               reader->trace, &(IlvWake){ .time = event->time,
                                          .waker = (guint32) values[ILV_FXT_WORD_HOLDER],
                                          .task = (guint32) values[ILV_FXT_WORD_TASK],
                                          .lane = (guint32) values[ILV_FXT_WORD_LANE],
                                          .lock = (guint32) values[ILV_FXT_WORD_LOCK] });
    default:
      return TRUE; /* for other viewers, or somebody else's */
    }
}

gboolean
ilv_fxt_take_event (IlvFxtReader *reader, IlvFxtSlice *record)
{
  guint64 header = record->words[0];
  guint64 thread = ilv_fxt_get_bits (header, 24, 8);
  guint64 category = ilv_fxt_get_bits (header, 32, 16);
  guint64 name = ilv_fxt_get_bits (header, 48, 16);
  Event event = { .type = (IlvFxtEvent) ilv_fxt_get_bits (header, 16, 4) };
  gsize length;

  if (reader->trace == NULL)
    return TRUE;
  record->at = thread != 0 ? 2 : 4;
  if (record->n < record->at || !ilv_fxt_read_time (reader, record->words[1], &event.time))
    return FALSE;
  event.target = thread != 0 ? reader->table[thread]
                             : ilv_fxt_find_target (reader, record->words[2], record->words[3]);
  if ((category & ILV_FXT_INLINE && ilv_fxt_read_inline (record, category, &length) == NULL)
      || (name & ILV_FXT_INLINE && ilv_fxt_read_inline (record, name, &length) == NULL))
    return FALSE;
  event.name = ilv_fxt_get_meaning (reader, name);
  if (!ilv_fxt_read_arguments (reader, record, (guint) ilv_fxt_get_bits (header, 20, 4),
                       &event.arguments))
    return FALSE;
  event.last = record->at < record->n ? record->words[record->at] : G_MAXUINT64;
  return take_event_of (reader, ilv_fxt_get_meaning (reader, category), &event);
}

gboolean
ilv_fxt_take_idle (IlvFxtReader *reader, const guint64 *words, gsize size)
{
  IlvTimelineEntry entry;
  gint64 time;

  if (reader->trace == NULL || reader->table[1].lane == NULL || size != 16
      || !ilv_fxt_read_time (reader, words[0], &time))
    return FALSE;
  entry = make_entry (time, ILV_FXT_MEANS_STATE + ILV_STATE_NONE, (guint32) (words[1] >> 32),
                      words[1] & 0xffff);
  return ilv_trace_restore_interval (reader->trace, &reader->table[1].lane->timeline, &entry, 0);
}
