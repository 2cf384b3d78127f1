/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/graph.h"

#include "chart/axis-private.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NS_PER_S 1e9
/* So many stretches make up a run. */
#define N_STRETCHES 50

typedef enum { COUNT, PER_SECOND, BYTES, DURATION, AVERAGE } Unit;

static const struct
{
  const char *name;
  const char *title;
  const char *explanation;
  guint32 counter;
  Unit unit;
} graphs[ILV_GRAPH_OWN] = {
  [ILV_GRAPH_DONE] = { "done", N_ ("Done"), N_ ("How many tasks are done."),
                       ILV_COUNTER_COMPLETED, COUNT },
  [ILV_GRAPH_RATE] = { "rate", N_ ("Done/s"), N_ ("How many tasks are done in a second."),
                       ILV_COUNTER_COMPLETED, PER_SECOND },
  [ILV_GRAPH_IN_FLIGHT] = { "in-flight", N_ ("In flight"),
                            N_ ("How many requests are under way."), ILV_COUNTER_IN_FLIGHT,
                            COUNT },
  [ILV_GRAPH_QUEUE] = { "queue", N_ ("Queue"), N_ ("How many tasks wait for a worker."),
                        ILV_COUNTER_QUEUE_DEPTH, COUNT },
  [ILV_GRAPH_MEMORY] = { "memory", N_ ("Memory"),
                         N_ ("How much memory the run has, all its processes together."),
                         ILV_COUNTER_RSS, BYTES },
  [ILV_GRAPH_LOOP_LAG] = { "loop-lag", N_ ("Loop lag"), N_ ("How late the event loop is."),
                           ILV_COUNTER_LOOP_LAG, DURATION },
  [ILV_GRAPH_RUN_QUEUE] = { "run-queue", N_ ("No core"),
                            N_ ("How many threads wait for a processor core, on average."),
                            ILV_COUNTER_RUN_QUEUE, AVERAGE },
  [ILV_GRAPH_LATENCY] = { "latency", N_ ("Latency"),
                          N_ ("How long the last request over a network took."),
                          ILV_COUNTER_REQUEST_LATENCY, DURATION },
  [ILV_GRAPH_COPIED] = { "copied", N_ ("Copied"),
                         N_ ("How much has been copied between processes."),
                         ILV_COUNTER_IPC_BYTES, BYTES },
  [ILV_GRAPH_FILES] = { "files", N_ ("Files"), N_ ("How much was written to files and read."),
                        ILV_COUNTER_FILE_BYTES, BYTES },
};

static Unit
get_unit (IlvGraph graph)
{
  return graph < ILV_GRAPH_OWN ? graphs[graph].unit : COUNT;
}

static const IlvCounter *
find_counter (IlvGraph graph, const IlvTrace *trace)
{
  return trace != NULL ? ilv_trace_find_counter (trace, ilv_graph_get_counter (graph)) : NULL;
}

char *
ilv_graph_get_name (IlvGraph graph)
{
  if (graph < ILV_GRAPH_OWN)
    return g_strdup (graphs[graph].name);
  return g_strdup_printf ("own-%d", graph - ILV_GRAPH_OWN + 1);
}

gboolean
ilv_graph_from_name (const char *name, IlvGraph *graph)
{
  for (guint i = 0; i < ILV_N_GRAPHS; i++)
    {
      g_autofree char *known = ilv_graph_get_name (i);

      if (strcmp (known, name) != 0)
        continue;
      *graph = i;
      return TRUE;
    }
  return FALSE;
}

char *
ilv_graph_get_title (IlvGraph graph, const IlvTrace *trace)
{
  const IlvCounter *counter = find_counter (graph, trace);

  if (graph < ILV_GRAPH_OWN)
    return g_strdup (_ (graphs[graph].title));
  if (counter != NULL)
    return g_strdup (counter->name);
  return g_strdup_printf (_ ("Counter %d"), graph - ILV_GRAPH_OWN + 1);
}

char *
ilv_graph_get_explanation (IlvGraph graph, const IlvTrace *trace)
{
  const IlvCounter *counter = find_counter (graph, trace);

  if (graph < ILV_GRAPH_OWN)
    return g_strdup (_ (graphs[graph].explanation));
  for (guint i = 0; counter != NULL && i < ilv_trace_get_n_locks (trace); i++)
    {
      const IlvLock *lock = ilv_trace_get_lock (trace, i);

      if (lock->kind == ILV_LOCK_QUEUE && strcmp (lock->name, counter->name) == 0)
        return g_strdup_printf (_ ("How many items the queue “%s” holds."), lock->name);
    }
  return g_strdup_printf (_ ("The value of “%s”, which the tasks share."),
                          counter != NULL ? counter->name : "");
}

guint32
ilv_graph_get_counter (IlvGraph graph)
{
  return graph < ILV_GRAPH_OWN ? graphs[graph].counter
                               : ILV_COUNTER_FIRST_OWN + (guint32) (graph - ILV_GRAPH_OWN);
}

gboolean
ilv_graph_is_rate (IlvGraph graph)
{
  return get_unit (graph) == PER_SECOND || get_unit (graph) == AVERAGE;
}

gboolean
ilv_graph_is_in (IlvGraph graph, const IlvTrace *trace)
{
  const IlvCounter *counter = find_counter (graph, trace);

  if (graph == ILV_GRAPH_DONE || graph == ILV_GRAPH_RATE)
    return trace != NULL && ilv_trace_get_n_tasks (trace) > 0;
  return counter != NULL && counter->n_samples > 0;
}

/* One digit behind the point where it says something. */
static char *
format_number (double value)
{
  if (value >= 99.95 || value == (gint64) value)
    return ilv_quantity_count ((gint64) (value + 0.5));
  return g_strdup_printf (value < 0.995 ? "%.2f" : "%.1f", value);
}

char *
ilv_graph_format (IlvGraph graph, double value)
{
  g_autofree char *number = NULL;

  switch (get_unit (graph))
    {
    case BYTES:
      return ilv_quantity_bytes ((gint64) value);
    case DURATION:
      return ilv_quantity_duration ((gint64) value);
    case PER_SECOND:
      number = format_number (value);
      return g_strdup_printf (_ ("%s/s"), number);
    case AVERAGE:
      return format_number (value);
    case COUNT:
    default:
      return ilv_quantity_count ((gint64) value);
    }
}

/* --- values -------------------------------------------------------------------------------- */

static double
get_step (const IlvCounter *counter, gint64 time)
{
  guint64 index = ilv_counter_find (counter, time);
  IlvSample sample;

  if (index == 0)
    return 0;
  ilv_counter_get (counter, index - 1, &sample);
  return (double) sample.value;
}

/* What is looked at now and then grew all the time. */
static double
get_between (const IlvCounter *counter, gint64 time)
{
  guint64 index = ilv_counter_find (counter, time);
  IlvSample before = { 0 }, after;

  if (index > 0)
    ilv_counter_get (counter, index - 1, &before);
  if (index >= counter->n_samples)
    return (double) before.value;
  ilv_counter_get (counter, index, &after);
  if (time <= before.time || after.time <= before.time)
    return (double) before.value;
  return (double) before.value
         + (double) (after.value - before.value) * (double) (time - before.time)
             / (double) (after.time - before.time);
}

static double
get_rate (IlvGraph graph, const IlvCounter *counter, gint64 from, gint64 to)
{
  if (get_unit (graph) == AVERAGE)
    return (get_between (counter, to) - get_between (counter, from)) / (double) (to - from);
  return (get_step (counter, to - 1) - get_step (counter, from - 1)) * NS_PER_S
         / (double) (to - from);
}

gint64
ilv_graph_choose_stretch (gint64 extent)
{
  return ilv_axis_choose_step (MAX (extent, N_STRETCHES), N_STRETCHES);
}

double
ilv_graph_get_value (IlvGraph graph, const IlvTrace *trace, gint64 time, gint64 stretch)
{
  const IlvCounter *counter = find_counter (graph, trace);
  gint64 from = MAX (time, 0) / stretch * stretch;

  if (counter == NULL)
    return 0;
  return ilv_graph_is_rate (graph) ? get_rate (graph, counter, from, from + stretch)
                                   : get_step (counter, time);
}

double
ilv_graph_get_top (IlvGraph graph, const IlvTrace *trace, gint64 stretch)
{
  const IlvCounter *counter = find_counter (graph, trace);
  gint64 end = trace != NULL ? ilv_trace_get_end (trace) : 0;
  double top = 0;

  if (graph == ILV_GRAPH_DONE && trace != NULL)
    top = ilv_trace_get_n_tasks (trace);
  if (counter == NULL)
    return top;
  if (!ilv_graph_is_rate (graph))
    return MAX (top, (double) counter->max);
  for (gint64 from = 0; from < end; from += stretch)
    top = MAX (top, get_rate (graph, counter, from, from + stretch));
  return top;
}
