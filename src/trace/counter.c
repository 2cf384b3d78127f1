/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/model-private.h"

void
ilv_counter_store_free (IlvCounterStore *counter)
{
  ilv_series_clear (&counter->samples);
  g_free (counter);
}

IlvCounterStore *
ilv_trace_ensure_counter (IlvTrace *trace, guint32 id)
{
  IlvCounterStore *counter;

  if (id == 0 || id >= ILV_MAX_COUNTERS)
    return NULL;
  counter = trace->counters_by_id[id];
  if (counter != NULL)
    return counter;
  counter = g_new0 (IlvCounterStore, 1);
  counter->counter.id = id;
  ilv_series_init (&counter->samples, sizeof (IlvSample));
  g_ptr_array_add (trace->counters, counter);
  trace->counters_by_id[id] = counter;
  return counter;
}

/* Totals only grow. A writer that is interrupted between counting and stamping must not make one
   fall: the values in order of size are those in order of time. */
static void
sort_total (IlvCounterStore *counter, guint64 index)
{
  for (guint64 i = index; i > 0; i--)
    {
      IlvSample *before = ilv_series_get (&counter->samples, i - 1);
      IlvSample *sample = ilv_series_get (&counter->samples, i);
      gint64 value = sample->value;

      if (before->value <= value)
        break;
      sample->value = before->value;
      before->value = value;
    }
  for (guint64 i = index; i + 1 < counter->samples.n; i++)
    {
      IlvSample *sample = ilv_series_get (&counter->samples, i);
      IlvSample *after = ilv_series_get (&counter->samples, i + 1);
      gint64 value = sample->value;

      if (value <= after->value)
        break;
      sample->value = after->value;
      after->value = value;
    }
}

gboolean
ilv_trace_add_sample (IlvTrace *trace, guint32 lane, gint64 time, const IlvRecord *record)
{
  IlvCounterStore *counter = ilv_trace_ensure_counter (trace, record->subject);
  IlvSample *sample;
  guint64 index;

  if (counter == NULL)
    return FALSE;
  index = ilv_series_find_after (&counter->samples, time);
  sample = ilv_series_insert (&counter->samples, index, time);
  sample->value = (gint64) record->argument;
  sample->lane = record->subject >= ILV_COUNTER_FIRST_OWN ? lane : 0;
  counter->counter.max = counter->samples.n == 1 ? sample->value
                                                 : MAX (counter->counter.max, sample->value);
  if (record->subject == ILV_COUNTER_COMPLETED || record->subject == ILV_COUNTER_IPC_BYTES)
    sort_total (counter, index);
  counter->counter.n_samples = counter->samples.n;
  sample = ilv_series_get (&counter->samples, counter->samples.n - 1);
  counter->counter.last = sample->value;
  return TRUE;
}

guint
ilv_trace_get_n_counters (const IlvTrace *trace)
{
  return trace->counters->len;
}

const IlvCounter *
ilv_trace_get_counter (const IlvTrace *trace, guint index)
{
  IlvCounter *counter;

  g_return_val_if_fail (index < trace->counters->len, NULL);
  counter = &((IlvCounterStore *) trace->counters->pdata[index])->counter;
  if (counter->name == NULL)
    counter->name = ilv_trace_name_counter ((IlvTrace *) trace, counter);
  return counter;
}

const IlvCounter *
ilv_trace_find_counter (const IlvTrace *trace, guint32 id)
{
  for (guint i = 0; i < trace->counters->len; i++)
    if (((IlvCounterStore *) trace->counters->pdata[i])->counter.id == id)
      return ilv_trace_get_counter (trace, i);
  return NULL;
}

guint64
ilv_counter_find (const IlvCounter *counter, gint64 time)
{
  return ilv_series_find_after (&((const IlvCounterStore *) counter)->samples, time);
}

void
ilv_counter_get (const IlvCounter *counter, guint64 index, IlvSample *sample)
{
  const IlvCounterStore *store = (const IlvCounterStore *) counter;

  g_return_if_fail (index < store->samples.n);
  *sample = *(const IlvSample *) ilv_series_get (&store->samples, index);
}
