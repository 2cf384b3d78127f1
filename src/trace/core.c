/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cores: which lane each ran when, as far as the records tell. */
#include "trace/restore-private.h"
#include "trace/state.h"

#include <stdlib.h>
#include <string.h>

#define STILL_RUNNING G_MAXUINT32
#define LONG (1u << 31)
#define LONG_UNIT_NS 262144

/* 12 bytes, as many as there are times a lane begins to run. `when` orders by begin (ns) and holds
   the lane's index in its lowest 16 bits. */
typedef struct
{
  guint32 when[2];
  guint32 length; /* ns up to 2 s; LONG and units of 262 µs beyond; STILL_RUNNING: not known yet */
} IlvCoreUseElement;

G_STATIC_ASSERT (sizeof (IlvCoreUseElement) == 12);
G_STATIC_ASSERT (2 * (ILV_TRACE_MAX_TIME / LONG_UNIT_NS) < LONG - 1);
G_STATIC_ASSERT (ILV_TRACE_MAX_LANES <= 0xffff);

/* A stay of a lane on the core, whoever else is there. */
typedef struct
{
  gint64 begin;
  gint64 end; /* G_MAXINT64: not known yet */
  guint32 lane; /* index */
} Stay;

/* How many of the last stays are kept to work out the uses again: what comes later than so many
   others is put in as well as the uses themselves tell. */
#define KEPT_STAYS 2048
#define MOST_STAYS (4 * KEPT_STAYS) /* worked out at the latest then */

/* The records of different lanes do not come in order of time, so that who came last, and who is
   there still when a lane leaves, is known only afterwards. What comes is therefore only noted in
   `recent` and `open`; the uses are worked out from the earliest change on when somebody asks, or
   when there are many to work out. */

void
ilv_core_store_free (IlvCoreStore *core)
{
  ilv_series_clear (&core->uses);
  g_array_unref (core->recent);
  g_array_unref (core->open);
  g_free (core);
}

gsize
ilv_core_store_get_memory (const IlvCoreStore *core)
{
  return sizeof *core + ilv_series_get_memory (&core->uses)
         + (core->recent->len + core->open->len) * sizeof (Stay);
}

static gint64
pack_when (gint64 begin, guint32 lane)
{
  return begin * 65536 + lane;
}

static gint64
get_when (const IlvCoreStore *core, guint64 index)
{
  gint64 when;

  memcpy (&when, ilv_series_get (&core->uses, index), sizeof when);
  return when;
}

static gint64
get_begin (const IlvCoreStore *core, guint64 index)
{
  return get_when (core, index) >> 16;
}

static IlvCoreStore *
ensure_core (IlvTrace *trace, guint number)
{
  while (trace->cores->len <= number)
    {
      IlvCoreStore *core = g_new0 (IlvCoreStore, 1);

      core->recent = g_array_new (FALSE, FALSE, sizeof (Stay));
      core->open = g_array_new (FALSE, FALSE, sizeof (Stay));
      core->changed = G_MAXINT64;
      core->settled = G_MININT64;
      core->limit = MOST_STAYS;
      ilv_series_init (&core->uses, sizeof (IlvCoreUseElement));
      g_ptr_array_add (trace->cores, core);
    }
  return trace->cores->pdata[number];
}

static guint32
pack_length (gint64 length)
{
  return length < LONG ? (guint32) length : LONG | (guint32) (length / LONG_UNIT_NS);
}

/* The end as the element tells it; G_MAXINT64: not known, or when the next begins. */
static gint64
get_stored_end (const IlvCoreStore *core, guint64 index)
{
  const IlvCoreUseElement *use = ilv_series_get (&core->uses, index);

  if (use->length == STILL_RUNNING)
    return G_MAXINT64;
  return get_begin (core, index)
         + (use->length & LONG ? (gint64) (use->length & ~LONG) * LONG_UNIT_NS
                               : (gint64) use->length);
}

/* --- who is shown ------------------------------------------------------------------------- */

static int
compare_stays (const void *a, const void *b)
{
  const Stay *x = a, *y = b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  return (x->lane > y->lane) - (x->lane < y->lane);
}

/* They have come nearly in order, so that few have to move, and not far. */
static void
sort_stays (GArray *stays)
{
  Stay *all = (Stay *) (void *) stays->data;
  guint64 left = (guint64) stays->len * 8;

  for (guint i = 1; i < stays->len && left > 0; i++)
    {
      Stay stay = all[i];
      guint at = i;

      for (; at > 0 && left > 0 && compare_stays (&all[at - 1], &stay) > 0; at--, left--)
        all[at] = all[at - 1];
      all[at] = stay;
    }
  if (stays->len > 0 && left == 0)
    qsort (all, stays->len, sizeof (Stay), compare_stays);
}

/* The lane is the one shown from `time` on; whoever was to be from that very time is not. */
static void
show (IlvCoreStore *core, const Stay *stay, gint64 time)
{
  gint64 when = pack_when (time, stay->lane);
  guint64 n = core->uses.n;
  IlvCoreUseElement *use;

  if (n > 0 && get_begin (core, n - 1) == time)
    {
      use = ilv_series_get (&core->uses, n - 1);
      memcpy (use, &when, sizeof when);
    }
  else
    use = ilv_series_insert (&core->uses, n, when);
  use->length = stay->end == G_MAXINT64 ? STILL_RUNNING : pack_length (stay->end - time);
}

/* Takes those off the stack that have left by `time`; who is below is shown from then on. */
static void
leave (IlvCoreStore *core, GArray *stack, gint64 time)
{
  while (stack->len > 0)
    {
      gint64 end = g_array_index (stack, Stay, stack->len - 1).end;

      if (end > time || end == G_MAXINT64)
        return;
      while (stack->len > 0 && g_array_index (stack, Stay, stack->len - 1).end <= end)
        g_array_set_size (stack, stack->len - 1);
      if (stack->len > 0)
        show (core, &g_array_index (stack, Stay, stack->len - 1), end);
    }
}

/* Takes the uses away that may be others now and says from when on they are to be made again. */
static gint64
forget_uses (IlvCoreStore *core, gint64 from)
{
  guint64 n = ilv_series_find_after (&core->uses, pack_when (from, 0) - 1);

  if (n > 0 && get_stored_end (core, n - 1) >= from)
    from = get_begin (core, --n);
  core->uses.n = n;
  return from;
}

/* Stays before `settled` are no longer kept: the uses made of them stand in for them. */
static void
recall_stays (IlvCoreStore *core)
{
  guint64 i = ilv_series_find_after (&core->uses, pack_when (core->changed, 0) - 1);

  for (i -= i > 0; i < core->uses.n && get_begin (core, i) < core->settled; i++)
    {
      Stay stay = { get_begin (core, i), get_stored_end (core, i),
                    (guint32) (get_when (core, i) & 0xffff) };

      if (i + 1 < core->uses.n)
        stay.end = MIN (stay.end, get_begin (core, i + 1));
      if (stay.end != G_MAXINT64 && stay.end >= core->changed)
        g_array_append_val (core->recent, stay);
    }
  core->settled = core->changed;
}

/* Keeps the last stays that have ended. */
static void
settle (IlvCoreStore *core)
{
  GArray *recent = core->recent;

  core->recent = g_array_sized_new (FALSE, FALSE, sizeof (Stay), KEPT_STAYS);
  if (recent->len > KEPT_STAYS)
    core->settled = MAX (core->settled,
                         g_array_index (recent, Stay, recent->len - KEPT_STAYS).begin);
  for (guint i = 0; i < recent->len; i++)
    {
      const Stay *stay = &g_array_index (recent, Stay, i);

      if (stay->end != G_MAXINT64 && stay->end >= core->settled)
        g_array_append_vals (core->recent, stay, 1);
    }
  core->limit = MAX (4 * core->recent->len, MOST_STAYS);
  g_array_unref (recent);
}

static void
work_out (IlvCoreStore *core)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Stay));
  gint64 from;

  if (core->changed < core->settled)
    recall_stays (core);
  from = forget_uses (core, core->changed);
  if (core->open->len > 0)
    g_array_append_vals (core->recent, core->open->data, core->open->len);
  sort_stays (core->recent);
  for (guint i = 0; i < core->recent->len; i++)
    {
      const Stay *stay = &g_array_index (core->recent, Stay, i);

      if (stay->end <= MAX (stay->begin, from))
        continue;
      leave (core, stack, stay->begin);
      g_array_append_val (stack, *stay);
      show (core, stay, MAX (stay->begin, from));
    }
  leave (core, stack, G_MAXINT64);
  settle (core);
  core->changed = G_MAXINT64;
}

/* --- what comes --------------------------------------------------------------------------- */

static void
add_stay (IlvCoreStore *core, const Stay *stay, gint64 changed)
{
  g_array_append_vals (stay->end == G_MAXINT64 ? core->open : core->recent, stay, 1);
  core->changed = MIN (core->changed, changed);
  if (core->recent->len >= core->limit)
    work_out (core);
}

static void
end_use (IlvCoreStore *core, guint32 lane, gint64 time)
{
  for (guint i = 0; i < core->open->len; i++)
    {
      Stay stay = g_array_index (core->open, Stay, i);

      if (stay.lane != lane)
        continue;
      stay.end = time;
      g_array_remove_index_fast (core->open, i);
      add_stay (core, &stay, time);
      return;
    }
}

static void
begin_use (IlvCoreStore *core, guint32 lane, gint64 time)
{
  add_stay (core, &(Stay){ time, G_MAXINT64, lane }, time);
}

void
ilv_trace_use_core (IlvTrace *trace, IlvLaneStore *lane, gint64 time, guint core)
{
  if (core >= ILV_TRACE_MAX_CORES)
    core = ILV_TIMELINE_NO_CORE;
  if (core == lane->core)
    return;
  if (lane->core != ILV_TIMELINE_NO_CORE)
    end_use (trace->cores->pdata[lane->core], lane->index, time);
  if (core != ILV_TIMELINE_NO_CORE)
    begin_use (ensure_core (trace, core), lane->index, time);
  lane->core = (guint16) core;
}

/* --- out of a file ------------------------------------------------------------------------ */

typedef struct
{
  Stay stay;
  guint32 core;
} RestoredStay;

static int
compare_restored_stays (const void *a, const void *b)
{
  return compare_stays (&((const RestoredStay *) a)->stay, &((const RestoredStay *) b)->stay);
}

/* The stays of one lane as its states tell them, in the way ilv_trace_use_core() is told. */
static void
collect_stays (const IlvLaneStore *lane, GArray *stays)
{
  guint64 n = ilv_timeline_get_length (&lane->timeline);
  guint32 core = ILV_TIMELINE_NO_CORE;
  gint64 begin = 0;
  IlvInterval interval;

  for (guint64 i = 0; i <= n; i++)
    {
      guint32 next = ILV_TIMELINE_NO_CORE;
      RestoredStay stay;

      if (i == n && lane->lane.end_state == ILV_STATE_NONE)
        interval.begin = G_MAXINT64;
      else if (i == n)
        interval.begin = MAX (begin, lane->lane.end);
      else
        ilv_timeline_get (&lane->timeline, i, &interval);
      if (i < n && ilv_state_is_running (interval.state))
        next = MIN (interval.core, ILV_TIMELINE_NO_CORE);
      if (next == core)
        continue;
      stay = (RestoredStay){ { begin, interval.begin, lane->index }, core };
      if (core != ILV_TIMELINE_NO_CORE)
        g_array_append_val (stays, stay);
      core = next;
      begin = interval.begin;
    }
}

void
ilv_trace_restore_cores (IlvTrace *trace)
{
  g_autoptr (GArray) stays = g_array_new (FALSE, FALSE, sizeof (RestoredStay));

  for (guint i = 0; i < trace->lanes->len; i++)
    collect_stays (trace->lanes->pdata[i], stays);
  if (stays->len > 0)
    qsort (stays->data, stays->len, sizeof (RestoredStay), compare_restored_stays);
  for (guint i = 0; i < stays->len; i++)
    {
      const RestoredStay *restored = &g_array_index (stays, RestoredStay, i);

      add_stay (ensure_core (trace, restored->core), &restored->stay, restored->stay.begin);
    }
}

/* --- what is asked ------------------------------------------------------------------------ */

static const IlvCoreStore *
get_core (const IlvTrace *trace, guint number)
{
  IlvCoreStore *core = number < trace->cores->len ? trace->cores->pdata[number] : NULL;

  if (core != NULL && core->changed != G_MAXINT64)
    work_out (core);
  return core;
}

/* One that another followed while it was there itself lasts until then. */
static gint64
get_end (const IlvTrace *trace, const IlvCoreStore *core, guint64 index)
{
  gint64 end = MIN (get_stored_end (core, index), ilv_trace_get_end (trace));

  if (index + 1 < core->uses.n)
    end = MIN (end, get_begin (core, index + 1));
  return end;
}

guint
ilv_trace_get_n_cores (const IlvTrace *trace)
{
  return trace->cores->len;
}

guint64
ilv_trace_get_n_core_uses (const IlvTrace *trace, guint core)
{
  const IlvCoreStore *store = get_core (trace, core);

  return store != NULL ? store->uses.n : 0;
}

/* The use before the first that begins later, unless it has ended by then. */
guint64
ilv_trace_find_core_use (const IlvTrace *trace, guint core, gint64 time)
{
  const IlvCoreStore *store = get_core (trace, core);
  guint64 index;

  if (store == NULL)
    return 0;
  time = CLAMP (time, -ILV_TRACE_MAX_TIME, ILV_TRACE_MAX_TIME);
  index = ilv_series_find_after (&store->uses, pack_when (time, 0xffff));
  return index > 0 && get_end (trace, store, index - 1) > time ? index - 1 : index;
}

void
ilv_trace_get_core_use (const IlvTrace *trace, guint core, guint64 index, IlvCoreUse *use)
{
  const IlvCoreStore *store = get_core (trace, core);
  guint32 lane;

  g_return_if_fail (store != NULL && index < store->uses.n);
  lane = (guint32) (get_when (store, index) & 0xffff);
  *use = (IlvCoreUse){
    .begin = get_begin (store, index),
    .end = get_end (trace, store, index),
    .lane = ((IlvLaneStore *) trace->lanes->pdata[lane])->lane.id,
  };
}
