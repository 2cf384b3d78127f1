/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks: who held each when, and who asked for it. */
#include "trace/model-private.h"

static const IlvHoldElement *
get_hold (const IlvLockStore *lock, guint64 index)
{
  return ilv_series_get (&lock->holds, index);
}

/* One lane at a time. */
static gboolean
is_exclusive (const IlvLockStore *lock)
{
  return lock->lock.kind == ILV_LOCK_GIL || lock->lock.kind == ILV_LOCK_MUTEX;
}

void
ilv_lock_store_free (IlvLockStore *lock)
{
  ilv_series_clear (&lock->holds);
  ilv_series_clear (&lock->requests);
  g_array_unref (lock->open);
  g_free (lock);
}

gsize
ilv_lock_store_get_memory (const IlvLockStore *lock)
{
  return sizeof *lock + ilv_series_get_memory (&lock->holds)
         + ilv_series_get_memory (&lock->requests) + lock->open->len * sizeof (guint64);
}

IlvLockStore *
ilv_trace_ensure_lock (IlvTrace *trace, guint32 id)
{
  IlvLockStore *lock;
  guint32 index;

  if (ilv_id_table_find (&trace->locks_by_id, id, &index))
    return trace->locks->pdata[index];
  if (id == 0 || trace->locks->len >= ILV_TRACE_MAX_LOCKS)
    return NULL;
  lock = g_new0 (IlvLockStore, 1);
  lock->lock = (IlvLock){ .id = id, .kind = ILV_LOCK_MUTEX };
  lock->trace = trace;
  lock->open = g_array_new (FALSE, FALSE, sizeof (guint64));
  ilv_series_init (&lock->holds, sizeof (IlvHoldElement));
  ilv_series_init (&lock->requests, sizeof (IlvDropRequest));
  ilv_id_table_add (&trace->locks_by_id, id, trace->locks->len);
  g_ptr_array_add (trace->locks, lock);
  return lock;
}

guint32
ilv_trace_get_lock_id (const IlvTrace *trace, guint object)
{
  return object == 0 ? 0 : ((IlvLockStore *) trace->locks->pdata[object - 1])->lock.id;
}

gboolean
ilv_trace_add_lock (IlvTrace *trace, const IlvRecord *record)
{
  IlvLockStore *lock;

  if (record->state == 0 || record->state >= ILV_N_LOCK_KINDS)
    return FALSE;
  lock = ilv_trace_ensure_lock (trace, record->subject);
  if (lock != NULL)
    {
      lock->lock.kind = (IlvLockKind) record->state;
      lock->lock.capacity = (guint32) MIN (record->argument, G_MAXUINT32);
    }
  return lock != NULL;
}

/* Holds behind a late one have moved by one place. */
static void
shift_open (IlvLockStore *lock, guint64 from)
{
  for (guint i = 0; i < lock->open->len; i++)
    if (g_array_index (lock->open, guint64, i) >= from)
      g_array_index (lock->open, guint64, i)++;
}

gboolean
ilv_trace_add_hold (IlvTrace *trace, IlvLaneStore *lane, gint64 time, const IlvRecord *record)
{
  IlvLockStore *lock = ilv_trace_ensure_lock (trace, record->subject);
  IlvHoldElement *hold;
  guint64 index;

  if (lock == NULL)
    return FALSE;
  index = ilv_series_find_after (&lock->holds, time);
  if (index < lock->holds.n)
    shift_open (lock, index);
  hold = ilv_series_insert (&lock->holds, index, time);
  hold->end = G_MAXINT64;
  hold->lane = lane->lane.id;
  hold->task = (guint32) (record->argument >> 32);
  hold->previous_lane = (guint32) record->argument;
  g_array_append_val (lock->open, index);
  lock->lock.n_holds++;
  if (hold->previous_lane != 0 && hold->previous_lane != hold->lane)
    lock->lock.n_handovers++;
  return TRUE;
}

/* The place among the open holds of the one that is given back: by this task of this lane, else by
   this lane, else the oldest, since a semaphore may be given back by anybody. */
static guint
find_open (const IlvLockStore *lock, guint32 lane, guint32 task)
{
  guint of_lane = lock->open->len;

  for (guint i = 0; i < lock->open->len; i++)
    {
      const IlvHoldElement *hold = get_hold (lock, g_array_index (lock->open, guint64, i));

      if (hold->lane != lane)
        continue;
      if (task == 0 || hold->task == task)
        return i;
      of_lane = MIN (of_lane, i);
    }
  return of_lane < lock->open->len ? of_lane : 0;
}

gboolean
ilv_trace_end_hold (IlvTrace *trace, IlvLaneStore *lane, gint64 time, const IlvRecord *record)
{
  IlvHoldElement *hold;
  IlvLockStore *lock;
  guint32 index;
  guint at;

  if (!ilv_id_table_find (&trace->locks_by_id, record->subject, &index))
    return FALSE;
  lock = trace->locks->pdata[index];
  if (lock->open->len == 0)
    return FALSE;
  at = find_open (lock, lane->lane.id, (guint32) (record->argument >> 32));
  hold = ilv_series_get (&lock->holds, g_array_index (lock->open, guint64, at));
  if (is_exclusive (lock) && hold->lane != lane->lane.id)
    return FALSE;
  hold->end = MAX (hold->begin, time);
  hold->forced = record->argument & 1;
  lock->longest = MAX (lock->longest, hold->end - hold->begin);
  g_array_remove_index (lock->open, at);
  return TRUE;
}

gboolean
ilv_trace_add_drop_request (IlvTrace *trace, IlvLaneStore *lane, gint64 time,
                            const IlvRecord *record)
{
  IlvLockStore *lock = ilv_trace_ensure_lock (trace, record->subject);
  IlvDropRequest *request;

  if (lock == NULL)
    return FALSE;
  request = ilv_series_insert (&lock->requests, ilv_series_find_after (&lock->requests, time),
                               time);
  request->lane = lane->lane.id;
  request->holder = (guint32) record->argument;
  lock->lock.n_drop_requests++;
  return TRUE;
}

guint
ilv_trace_get_n_locks (const IlvTrace *trace)
{
  return trace->locks->len;
}

const IlvLock *
ilv_trace_get_lock (const IlvTrace *trace, guint index)
{
  IlvLock *lock;

  g_return_val_if_fail (index < trace->locks->len, NULL);
  lock = &((IlvLockStore *) trace->locks->pdata[index])->lock;
  if (lock->name == NULL)
    lock->name = ilv_trace_name_lock ((IlvTrace *) trace, lock);
  return lock;
}

const IlvLock *
ilv_trace_find_lock (const IlvTrace *trace, guint32 id)
{
  guint32 index;

  return ilv_id_table_find (&trace->locks_by_id, id, &index) ? ilv_trace_get_lock (trace, index)
                                                             : NULL;
}

/* When a hold ended, as far as is known: the record of its end may not have come yet, or be
   stamped a little late, while the next holder's has come. */
static gint64
get_end (const IlvLockStore *lock, guint64 index)
{
  gint64 end = MIN (get_hold (lock, index)->end, ilv_trace_get_end (lock->trace));

  if (is_exclusive (lock) && index + 1 < lock->holds.n)
    end = MIN (end, get_hold (lock, index + 1)->begin);
  return end;
}

/* The hold before the first that begins later, unless it has ended by then. */
static guint64
find_exclusive (const IlvLockStore *lock, gint64 time)
{
  guint64 index = ilv_series_find_after (&lock->holds, time);

  return index > 0 && get_end (lock, index - 1) > time ? index - 1 : index;
}

/* Holds of a semaphore overlap: none that began longer ago than the longest can still last, but
   for those that have not ended. */
static guint64
find_shared (const IlvLockStore *lock, gint64 time)
{
  guint64 index = ilv_series_find_after (&lock->holds, time - lock->longest - 1);

  for (guint i = 0; i < lock->open->len; i++)
    index = MIN (index, g_array_index (lock->open, guint64, i));
  while (index < lock->holds.n && get_end (lock, index) <= time)
    index++;
  return index;
}

guint64
ilv_lock_find_hold (const IlvLock *lock, gint64 time)
{
  const IlvLockStore *store = (const IlvLockStore *) lock;

  return is_exclusive (store) ? find_exclusive (store, time) : find_shared (store, time);
}

void
ilv_lock_get_hold (const IlvLock *lock, guint64 index, IlvHold *hold)
{
  const IlvLockStore *store = (const IlvLockStore *) lock;
  const IlvHoldElement *element;

  g_return_if_fail (index < store->holds.n);
  element = get_hold (store, index);
  *hold = (IlvHold){
    .begin = element->begin,
    .end = get_end (store, index),
    .lane = element->lane,
    .task = element->task,
    .previous_lane = element->previous_lane,
    .forced = element->forced != 0,
  };
}

guint64
ilv_lock_find_drop_request (const IlvLock *lock, gint64 time)
{
  /* Before the beginning of time there is none to overflow into. */
  return ilv_series_find_after (&((const IlvLockStore *) lock)->requests,
                                time > G_MININT64 ? time - 1 : time);
}

void
ilv_lock_get_drop_request (const IlvLock *lock, guint64 index, IlvDropRequest *request)
{
  const IlvLockStore *store = (const IlvLockStore *) lock;

  g_return_if_fail (index < store->requests.n);
  *request = *(const IlvDropRequest *) ilv_series_get (&store->requests, index);
}
