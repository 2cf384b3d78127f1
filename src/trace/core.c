/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cores: which lane each ran when, as far as the records tell. */
#include "trace/model-private.h"

#define STILL_RUNNING (((guint64) 1 << 48) - 1)

typedef struct
{
  gint64 begin;
  guint64 length : 48; /* ns; STILL_RUNNING: not known yet */
  guint64 lane : 16;   /* index */
} IlvCoreUseElement;

G_STATIC_ASSERT (sizeof (IlvCoreUseElement) == 16);

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
      use->length = (guint64) MIN (time - use->begin, (gint64) STILL_RUNNING - 1);
      g_array_remove_index_fast (core->open, i);
      return;
    }
}

static void
begin_use (IlvCoreStore *core, guint32 lane, gint64 time)
{
  IlvOpenCoreUse open = { .index = ilv_series_find_after (&core->uses, time), .lane = lane };
  IlvCoreUseElement *use;

  if (open.index < core->uses.n)
    for (guint i = 0; i < core->open->len; i++)
      {
        IlvOpenCoreUse *other = &g_array_index (core->open, IlvOpenCoreUse, i);

        if (other->index >= open.index)
          other->index++;
      }
  use = ilv_series_insert (&core->uses, open.index, time);
  use->length = STILL_RUNNING;
  use->lane = lane & 0xffff;
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
  gint64 end = use->length == STILL_RUNNING ? ilv_trace_get_end (trace)
                                            : use->begin + (gint64) use->length;

  if (index + 1 < core->uses.n)
    end = MIN (end, ((const IlvCoreUseElement *) ilv_series_get (&core->uses, index + 1))->begin);
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

guint64
ilv_trace_find_core_use (const IlvTrace *trace, guint core, gint64 time)
{
  const IlvCoreStore *store = get_core (trace, core);
  guint64 low = 0, high = store != NULL ? store->uses.n : 0;

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (get_end (trace, store, middle) <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
ilv_trace_get_core_use (const IlvTrace *trace, guint core, guint64 index, IlvCoreUse *use)
{
  const IlvCoreStore *store = get_core (trace, core);
  const IlvCoreUseElement *element;

  g_return_if_fail (store != NULL && index < store->uses.n);
  element = ilv_series_get (&store->uses, index);
  *use = (IlvCoreUse){
    .begin = element->begin,
    .end = get_end (trace, store, index),
    .lane = ((IlvLaneStore *) trace->lanes->pdata[element->lane])->lane.id,
  };
}
