/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/lock-waits.h"

#include "trace/edges.h"
#include "trace/model-private.h"

/* Where reading of a timeline goes on. */
typedef struct
{
  const IlvTimeline *timeline;
  guint64 next;
  gboolean begun; /* the beginning of the interval there has been counted */
  gboolean on_task;
} Cursor;

typedef struct
{
  IlvEdges begins; /* of waits */
  IlvEdges ends;
  IlvEdges takes; /* of holds */
  IlvEdges drops;
  guint most_waiting;
} Store;

struct _IlvLockWaits
{
  const IlvTrace *trace; /* borrowed */
  GArray *cursors;       /* of those timelines that still go on */
  GHashTable *stores;    /* id of the lock → Store */
  guint n_lanes;         /* that have a cursor, or had one */
  guint n_tasks;
  guint64 generation;
  gboolean finished;
};

static void
free_store (gpointer data)
{
  Store *store = data;

  ilv_edges_clear (&store->begins);
  ilv_edges_clear (&store->ends);
  ilv_edges_clear (&store->takes);
  ilv_edges_clear (&store->drops);
  g_free (store);
}

static Store *
ensure_store (IlvLockWaits *self, guint32 lock)
{
  Store *store = g_hash_table_lookup (self->stores, GUINT_TO_POINTER (lock));

  if (store != NULL)
    return store;
  store = g_new0 (Store, 1);
  ilv_edges_init (&store->begins);
  ilv_edges_init (&store->ends);
  ilv_edges_init (&store->takes);
  ilv_edges_init (&store->drops);
  g_hash_table_insert (self->stores, GUINT_TO_POINTER (lock), store);
  return store;
}

IlvLockWaits *
ilv_lock_waits_new (const IlvTrace *trace)
{
  IlvLockWaits *self = g_new0 (IlvLockWaits, 1);

  self->trace = trace;
  self->cursors = g_array_new (FALSE, FALSE, sizeof (Cursor));
  self->stores = g_hash_table_new_full (NULL, NULL, NULL, free_store);
  self->generation = G_MAXUINT64;
  return self;
}

void
ilv_lock_waits_free (IlvLockWaits *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->cursors);
  g_hash_table_unref (self->stores);
  g_free (self);
}

/* --- reading ------------------------------------------------------------------------------- */

/* FALSE: nothing more will come. */
static gboolean
read_timeline (IlvLockWaits *self, Cursor *cursor, gboolean goes_on)
{
  guint64 n = ilv_timeline_get_length (cursor->timeline);

  for (; cursor->next < n; cursor->next++)
    {
      IlvInterval interval;
      Store *store;

      ilv_timeline_get (cursor->timeline, cursor->next, &interval);
      /* A task that waits on a lane waits there as well: it is one waiter. */
      if (interval.object == 0 || (cursor->on_task && interval.other != 0))
        {
          if (interval.open)
            break;
          continue;
        }
      store = ensure_store (self, interval.object);
      if (!cursor->begun)
        ilv_edges_add (&store->begins, interval.begin, 0);
      cursor->begun = interval.open;
      if (interval.open)
        break;
      ilv_edges_add (&store->ends, interval.end, interval.end - interval.begin);
    }
  return goes_on;
}

static void
add_timeline (IlvLockWaits *self, const IlvTimeline *timeline, gboolean on_task, gboolean goes_on)
{
  Cursor cursor = { .timeline = timeline, .on_task = on_task };

  if (read_timeline (self, &cursor, goes_on))
    g_array_append_val (self->cursors, cursor);
}

static void
read_timelines (IlvLockWaits *self)
{
  gboolean goes_on = !ilv_trace_is_finished (self->trace);

  for (guint i = 0; i < self->cursors->len; i++)
    read_timeline (self, &g_array_index (self->cursors, Cursor, i), TRUE);
  for (; self->n_lanes < ilv_trace_get_n_lanes (self->trace); self->n_lanes++)
    add_timeline (self, ilv_trace_get_lane (self->trace, self->n_lanes)->timeline, FALSE, goes_on);
  for (; self->n_tasks < ilv_trace_get_n_tasks (self->trace); self->n_tasks++)
    add_timeline (self, ilv_trace_get_task (self->trace, self->n_tasks)->timeline, TRUE, goes_on);
}

/* Only of what several may hold: of others it is known who has it. */
static void
read_holds (IlvLockWaits *self, const IlvLock *lock)
{
  Store *store = ensure_store (self, lock->id);

  if (lock->kind != ILV_LOCK_SEMAPHORE)
    return;
  /* Those that still last are read again: their ends come in any order. */
  ilv_edges_empty (&store->takes);
  ilv_edges_empty (&store->drops);
  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      ilv_edges_add (&store->takes, hold.begin, 0);
      ilv_edges_add (&store->drops, hold.end, hold.end - hold.begin);
    }
}

static void
settle (Store *store)
{
  guint ended = 0;

  ilv_edges_sort (&store->begins);
  ilv_edges_sort (&store->ends);
  ilv_edges_sort (&store->takes);
  ilv_edges_sort (&store->drops);
  store->most_waiting = 0;
  for (guint i = 0; i < store->begins.n_sorted; i++)
    {
      gint64 time = ilv_edges_get (&store->begins, i)->time;

      while (ended < store->ends.n_sorted && ilv_edges_get (&store->ends, ended)->time <= time)
        ended++;
      if (i + 1 > ended)
        store->most_waiting = MAX (store->most_waiting, i + 1 - ended);
    }
}

void
ilv_lock_waits_update (IlvLockWaits *self)
{
  guint64 generation = ilv_trace_get_generation (self->trace);
  gboolean finished = ilv_trace_is_finished (self->trace);
  GHashTableIter iter;
  gpointer store;

  if (generation == self->generation && finished == self->finished)
    return;
  /* What came late may have been passed over. */
  if (finished && !self->finished && self->trace->n_late > 0)
    {
      g_hash_table_remove_all (self->stores);
      g_array_set_size (self->cursors, 0);
      self->n_lanes = self->n_tasks = 0;
    }
  self->generation = generation;
  self->finished = finished;
  read_timelines (self);
  for (guint i = 0; i < ilv_trace_get_n_locks (self->trace); i++)
    read_holds (self, ilv_trace_get_lock (self->trace, i));
  g_hash_table_iter_init (&iter, self->stores);
  while (g_hash_table_iter_next (&iter, NULL, &store))
    settle (store);
}

/* --- answers ------------------------------------------------------------------------------- */

static Store *
get_store (const IlvLockWaits *self, guint32 lock)
{
  return g_hash_table_lookup (self->stores, GUINT_TO_POINTER (lock));
}

static guint
count_between (IlvEdges *begins, IlvEdges *ends, gint64 time)
{
  guint begun = ilv_edges_count_near (begins, time);
  guint ended = ilv_edges_count_near (ends, time);

  return begun > ended ? begun - ended : 0;
}

guint64
ilv_lock_waits_count (const IlvLockWaits *self, guint32 lock)
{
  const Store *store = get_store (self, lock);

  return store != NULL ? store->begins.n_sorted : 0;
}

guint64
ilv_lock_waits_count_begun (const IlvLockWaits *self, guint32 lock, gint64 from, gint64 to)
{
  const Store *store = get_store (self, lock);

  return store != NULL ? ilv_edges_count_until (&store->begins, to - 1)
                           - ilv_edges_count_until (&store->begins, from - 1)
                       : 0;
}

guint
ilv_lock_waits_get_waiting (const IlvLockWaits *self, guint32 lock, gint64 time)
{
  Store *store = get_store (self, lock);

  return store != NULL ? count_between (&store->begins, &store->ends, time) : 0;
}

guint
ilv_lock_waits_get_most_waiting (const IlvLockWaits *self, guint32 lock)
{
  const Store *store = get_store (self, lock);

  return store != NULL ? store->most_waiting : 0;
}

gboolean
ilv_lock_waits_find_busiest (const IlvLockWaits *self, guint32 lock, gint64 from, gint64 to,
                             gint64 *moment)
{
  const Store *store = get_store (self, lock);
  guint begun, ended, most;
  gint64 begin = from, end = to;

  if (store == NULL || from >= to)
    return FALSE;
  begun = ilv_edges_count_until (&store->begins, from);
  ended = ilv_edges_count_until (&store->ends, from);
  most = begun > ended ? begun - ended : 0;
  if (ended < store->ends.n_sorted)
    end = ilv_edges_get (&store->ends, ended)->time;
  for (; begun < store->begins.n_sorted; begun++)
    {
      gint64 time = ilv_edges_get (&store->begins, begun)->time;

      if (time >= to)
        break;
      while (ended < store->ends.n_sorted && ilv_edges_get (&store->ends, ended)->time <= time)
        ended++;
      if (begun + 1 <= ended + most)
        continue;
      most = begun + 1 - ended;
      begin = time;
      end = ended < store->ends.n_sorted ? ilv_edges_get (&store->ends, ended)->time : to;
    }
  /* Between two edges: at the edge itself it may not be held by anybody yet. */
  *moment = begin + (MIN (end, to) - begin) / 2;
  return most > 0;
}

guint
ilv_lock_waits_get_holding (const IlvLockWaits *self, guint32 lock, gint64 time)
{
  Store *store = get_store (self, lock);

  return store != NULL ? count_between (&store->takes, &store->drops, time) : 0;
}

static GArray *
list_lengths (const IlvEdges *ends, gint64 from, gint64 to, guint most, guint64 *n)
{
  GArray *lengths = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint first = ilv_edges_count_until (ends, from - 1);
  guint end = ilv_edges_count_until (ends, to - 1);
  guint step;

  *n = end > first ? end - first : 0;
  step = (guint) (*n / MAX (most, 1)) + 1;
  for (guint i = first; i < end; i += step)
    g_array_append_val (lengths, ilv_edges_get (ends, i)->length);
  return lengths;
}

GArray *
ilv_lock_waits_list_waits (const IlvLockWaits *self, guint32 lock, gint64 from, gint64 to,
                           guint most, guint64 *n)
{
  const Store *store = get_store (self, lock);

  *n = 0;
  return store != NULL ? list_lengths (&store->ends, from, to, most, n)
                       : g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Of what one at a time may hold, the trace has the holds in order of their ends. */
static GArray *
list_exclusive_holds (const IlvLock *lock, gint64 from, gint64 to, guint most, guint64 *n)
{
  GArray *lengths = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint64 first = ilv_lock_find_hold (lock, from - 1);
  guint64 end = ilv_lock_find_hold (lock, to - 1);
  guint64 step;

  *n = end > first ? end - first : 0;
  step = *n / MAX (most, 1) + 1;
  for (guint64 i = first; i < end; i += step)
    {
      IlvHold hold;
      gint64 length;

      ilv_lock_get_hold (lock, i, &hold);
      length = hold.end - hold.begin;
      g_array_append_val (lengths, length);
    }
  return lengths;
}

GArray *
ilv_lock_waits_list_holds (const IlvLockWaits *self, guint32 lock, gint64 from, gint64 to,
                           guint most, guint64 *n)
{
  const IlvLock *found = ilv_trace_find_lock (self->trace, lock);
  const Store *store = get_store (self, lock);

  *n = 0;
  if (found == NULL || store == NULL)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  if (found->kind == ILV_LOCK_SEMAPHORE)
    return list_lengths (&store->drops, from, to, most, n);
  return list_exclusive_holds (found, from, to, most, n);
}
