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

typedef struct
{
  guint64 index;
  guint32 lane; /* index */
} IlvOpenCoreUse;

void
ilv_core_store_free (IlvCoreStore *core)
{
  ilv_series_clear (&core->uses);
  g_array_unref (core->open);
  g_free (core);
}

gsize
ilv_core_store_get_memory (const IlvCoreStore *core)
{
  return sizeof *core + ilv_series_get_memory (&core->uses)
         + core->open->len * sizeof (IlvOpenCoreUse);
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

      core->open = g_array_new (FALSE, FALSE, sizeof (IlvOpenCoreUse));
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

static void
end_use (IlvCoreStore *core, guint32 lane, gint64 time)
{
  for (guint i = 0; i < core->open->len; i++)
    {
      const IlvOpenCoreUse *open = &g_array_index (core->open, IlvOpenCoreUse, i);
      IlvCoreUseElement *use;

      if (open->lane != lane)
        continue;
      use = ilv_series_get (&core->uses, open->index);
      use->length = pack_length (time - get_begin (core, open->index));
      g_array_remove_index_fast (core->open, i);
      return;
    }
}

static void
begin_use (IlvCoreStore *core, guint32 lane, gint64 time)
{
  IlvOpenCoreUse open = { .lane = lane };
  gint64 when = pack_when (time, lane);
  IlvCoreUseElement *use;

  open.index = ilv_series_find_after (&core->uses, when);
  if (open.index < core->uses.n)
    for (guint i = 0; i < core->open->len; i++)
      {
        IlvOpenCoreUse *other = &g_array_index (core->open, IlvOpenCoreUse, i);

        if (other->index >= open.index)
          other->index++;
      }
  use = ilv_series_insert (&core->uses, open.index, when);
  use->length = STILL_RUNNING;
  g_array_append_val (core->open, open);
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
  gint64 when;
  guint32 length;
  guint32 core;
} RestoredUse;

static int
compare_uses (const void *a, const void *b)
{
  const RestoredUse *x = a, *y = b;

  if (x->when != y->when)
    return x->when < y->when ? -1 : 1;
  return (x->length > y->length) - (x->length < y->length);
}

/* The uses of one lane as its states tell them, in the way ilv_trace_use_core() is told. */
static void
collect_uses (const IlvLaneStore *lane, GArray *uses)
{
  guint64 n = ilv_timeline_get_length (&lane->timeline);
  guint32 core = ILV_TIMELINE_NO_CORE;
  gint64 begin = 0;
  IlvInterval interval;

  for (guint64 i = 0; i <= n; i++)
    {
      guint32 next = ILV_TIMELINE_NO_CORE;
      RestoredUse use;

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
      use = (RestoredUse){ .when = pack_when (begin, lane->index), .core = core };
      use.length = interval.begin == G_MAXINT64 ? STILL_RUNNING
                                                : pack_length (interval.begin - begin);
      if (core != ILV_TIMELINE_NO_CORE)
        g_array_append_val (uses, use);
      core = next;
      begin = interval.begin;
    }
}

void
ilv_trace_restore_cores (IlvTrace *trace)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (RestoredUse));

  for (guint i = 0; i < trace->lanes->len; i++)
    collect_uses (trace->lanes->pdata[i], uses);
  if (uses->len > 0)
    qsort (uses->data, uses->len, sizeof (RestoredUse), compare_uses);
  for (guint i = 0; i < uses->len; i++)
    {
      const RestoredUse *use = &g_array_index (uses, RestoredUse, i);
      IlvCoreStore *core = ensure_core (trace, use->core);
      IlvCoreUseElement *element = ilv_series_insert (&core->uses, core->uses.n, use->when);

      element->length = use->length;
    }
}

/* --- what is asked ------------------------------------------------------------------------ */

static IlvCoreStore *
get_core (const IlvTrace *trace, guint core)
{
  return core < trace->cores->len ? trace->cores->pdata[core] : NULL;
}

/* A lane that another one followed on its core without saying so was preempted or moved on. */
static gint64
get_end (const IlvTrace *trace, const IlvCoreStore *core, guint64 index)
{
  const IlvCoreUseElement *use = ilv_series_get (&core->uses, index);
  gint64 end = ilv_trace_get_end (trace);

  if (use->length != STILL_RUNNING)
    end = get_begin (core, index)
          + (use->length & LONG ? (gint64) (use->length & ~LONG) * LONG_UNIT_NS
                                : (gint64) use->length);
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
