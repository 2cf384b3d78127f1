/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trace as a file: first what there is (locks, lanes, counters, tasks), then what happened. */
#include "trace/format-fxt-write-private.h"

#include "trace/state.h"

#include <string.h>

IlvFxtWriter *
ilv_fxt_writer_new (GOutputStream *stream, GCancellable *cancellable)
{
  static const char program[] = ILV_FXT_PROGRAM;
  IlvFxtWriter *self = g_new0 (IlvFxtWriter, 1);
  guint64 *words;

  self->stream = stream;
  self->cancellable = cancellable;
  self->work = ilv_long_work_of (cancellable);
  self->words = g_new (guint64, ILV_FXT_BUFFER_WORDS);
  *ilv_fxt_reserve (self, 1) = ILV_FXT_MAGIC;
  words = ilv_fxt_reserve (self, 3);
  words[0] = ILV_FXT_METADATA | 3 << 4 | ILV_FXT_PROVIDER << 16
             | (guint64) (sizeof program - 1) << 52;
  ilv_fxt_put_bytes (words + 1, program, sizeof program - 1);
  words = ilv_fxt_reserve (self, 2);
  words[0] = ILV_FXT_INITIALIZATION | 2 << 4;
  words[1] = ILV_FXT_TICKS_PER_SECOND;
  for (guint i = 1; i < ILV_FXT_N_WORDS; i++)
    ilv_fxt_put_string (self, i, ilv_fxt_get_word (i));
  for (guint i = 0; i < ILV_N_STATES; i++)
    ilv_fxt_put_string (self, ILV_FXT_STATES + i, ilv_state_get_name (i));
  for (guint i = 1; i < ILV_N_MARKS; i++)
    ilv_fxt_put_string (self, ILV_FXT_MARKS + i, ilv_fxt_get_mark_name (i));
  ilv_fxt_put_string (self, ILV_FXT_IDLE_NAME, ILV_FXT_IDLE_BLOB);
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
      guint64 *words = ilv_fxt_reserve (self, n);

      words[0] = ILV_FXT_BLOB | (guint64) n << 4
                 | (guint64) (ILV_FXT_INLINE | name_length) << 16 | (guint64) part << 32
                 | (guint64) ILV_FXT_DATA_BLOB << 48;
      words = ilv_fxt_put_bytes (words + 1, name, name_length);
      ilv_fxt_put_bytes (words, bytes, part);
      bytes += part;
      length -= part;
    }
  while (length > 0);
}

static void
put_process (IlvFxtWriter *self, const char *name)
{
  const IlvTrace *trace = self->trace;
  const IlvFxtArgument arguments[] = {
    { ILV_FXT_UINT32, ILV_FXT_WORD_INTERLEAVE, ILV_FXT_VERSION },
    { ILV_FXT_UINT64, ILV_FXT_WORD_ORIGIN, (guint64) self->before },
    { ILV_FXT_INT64, ILV_FXT_WORD_BEGIN, (guint64) ilv_trace_get_begin (trace) },
    { ILV_FXT_INT64, ILV_FXT_WORD_END, (guint64) ilv_trace_get_end (trace) },
    { ILV_FXT_UINT64, ILV_FXT_WORD_EVENTS, ilv_trace_get_n_events (trace) },
    { ILV_FXT_UINT64, ILV_FXT_WORD_DROPPED, ilv_trace_get_n_dropped (trace) },
    { ILV_FXT_UINT64, ILV_FXT_WORD_DAMAGED, ilv_trace_get_n_damaged (trace) },
    { ILV_FXT_UINT32, ILV_FXT_WORD_FINISHED, ilv_trace_is_finished (trace) },
  };

  ilv_fxt_put_object (self, ILV_FXT_KERNEL_OBJECT, ILV_FXT_PROCESS_OBJECT, self->run, name,
                      arguments, G_N_ELEMENTS (arguments));
  /* What says to other viewers that something is missing: a buffer was full. */
  if (ilv_trace_get_n_dropped (trace) > 0)
    *ilv_fxt_reserve (self, 1) = ILV_FXT_METADATA | 1 << 4 | 3 << 16;
}

static void
put_lock (IlvFxtWriter *self, guint index)
{
  const IlvLock *lock = ilv_trace_get_lock (self->trace, index);
  const IlvFxtArgument arguments[] = {
    { ILV_FXT_KOID, ILV_FXT_WORD_PROCESS, self->run },
    { ILV_FXT_UINT32, ILV_FXT_WORD_LOCK, lock->id },
    { ILV_FXT_UINT32, ILV_FXT_WORD_KIND, lock->kind },
    { ILV_FXT_UINT32, ILV_FXT_WORD_CAPACITY, lock->capacity },
  };

  ilv_fxt_put_object (self, ILV_FXT_KERNEL_OBJECT, ILV_FXT_THREAD_OBJECT,
                      ilv_fxt_make_koid (self->run, ILV_FXT_LOCK_THREADS | index), lock->name,
                      arguments, G_N_ELEMENTS (arguments));
}

static void
put_lane (IlvFxtWriter *self, guint index)
{
  const IlvLane *lane = ilv_trace_get_lane (self->trace, index);
  const IlvFxtArgument arguments[] = {
    { ILV_FXT_KOID, ILV_FXT_WORD_PROCESS, self->run },
    { ILV_FXT_UINT32, ILV_FXT_WORD_LANE, lane->id },
    { ILV_FXT_UINT32, ILV_FXT_WORD_KIND, lane->kind },
    { ILV_FXT_UINT32, ILV_FXT_WORD_PID, lane->pid },
    { ILV_FXT_UINT32, ILV_FXT_WORD_TID, lane->tid },
    { ILV_FXT_INT64, ILV_FXT_WORD_BEGIN, (guint64) lane->begin },
    { ILV_FXT_INT64, ILV_FXT_WORD_END, (guint64) lane->end },
    { ILV_FXT_UINT32, ILV_FXT_WORD_END_STATE, lane->end_state },
  };

  ilv_fxt_put_object (self, ILV_FXT_KERNEL_OBJECT, ILV_FXT_THREAD_OBJECT,
                      ilv_fxt_make_koid (self->run, index), lane->name, arguments,
                      G_N_ELEMENTS (arguments));
  if (index < ILV_FXT_N_LANE_NAMES)
    ilv_fxt_put_string (self, ILV_FXT_LANE_NAMES + index, lane->name);
}

static void
put_counter (IlvFxtWriter *self, guint index)
{
  const IlvCounter *counter = ilv_trace_get_counter (self->trace, index);
  const IlvFxtArgument argument = { ILV_FXT_UINT32, ILV_FXT_WORD_COUNTER, counter->id };

  ilv_fxt_put_object (self, ILV_FXT_USERSPACE_OBJECT, 0, (guint64) 1 << 32 | counter->id,
                      counter->name, &argument, 1);
  ilv_fxt_put_string (self, ILV_FXT_COUNTERS + counter->id, counter->name);
}

static void
put_task (IlvFxtWriter *self, guint index)
{
  const IlvTask *task = ilv_trace_get_task (self->trace, index);
  const IlvFxtArgument arguments[] = {
    { ILV_FXT_UINT32, ILV_FXT_WORD_TASK, task->id },
    { ILV_FXT_INT64, ILV_FXT_WORD_BEGIN, (guint64) task->begin },
    { ILV_FXT_INT64, ILV_FXT_WORD_END, (guint64) task->end },
    { ILV_FXT_UINT32, ILV_FXT_WORD_END_STATE, task->end_state },
  };

  ilv_fxt_put_object (self, ILV_FXT_USERSPACE_OBJECT, 0, task->id, task->name, arguments,
                      G_N_ELEMENTS (arguments));
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
  put_each (self, n_lanes, ilv_fxt_put_lane_events);
  put_each (self, n_locks, ilv_fxt_put_lock_events);
  put_each (self, n_counters, ilv_fxt_put_samples);
  put_each (self, n_tasks, ilv_fxt_put_task_events);
  ilv_fxt_put_marks (self);
  ilv_fxt_put_wakes (self);
}

gboolean
ilv_fxt_writer_finish (IlvFxtWriter *self, GError **error)
{
  ilv_fxt_writer_add_blob (self, ILV_FXT_END_BLOB, "", 0);
  ilv_fxt_flush (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
