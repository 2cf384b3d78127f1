/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the graph of a panel can show: which counter of the trace, as it is or a second, and how
 * its values are written.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_GRAPH_DONE,
  ILV_GRAPH_RATE, /* tasks done a second */
  ILV_GRAPH_IN_FLIGHT,
  ILV_GRAPH_QUEUE,
  ILV_GRAPH_MEMORY,
  ILV_GRAPH_LOOP_LAG,
  ILV_GRAPH_RUN_QUEUE, /* threads that waited for a core, on average */
  ILV_GRAPH_LATENCY,
  ILV_GRAPH_COPIED,
  ILV_GRAPH_FILES,
  ILV_GRAPH_OWN, /* the scenario's first own counter, that of a queue too; the next ones follow */
} IlvGraph;

#define ILV_N_GRAPHS (ILV_GRAPH_OWN + ILV_MAX_COUNTERS - ILV_COUNTER_FIRST_OWN)

/* "in-flight", in files and options; of a scenario's own "own-1". (transfer full) */
char *ilv_graph_get_name (IlvGraph graph);
/* FALSE: no graph is called so, and *graph is left alone. */
gboolean ilv_graph_from_name (const char *name, IlvGraph *graph);
/* A word or two beside the graph, and a sentence; translated. The name of an own counter is known
   to the trace; NULL: a number stands for it. (transfer full) */
char *ilv_graph_get_title (IlvGraph graph, const IlvTrace *trace);
char *ilv_graph_get_explanation (IlvGraph graph, const IlvTrace *trace);

/* Id of the counter of the trace that it is made from. */
guint32 ilv_graph_get_counter (IlvGraph graph);
/* Averages over stretches of time rather than the values themselves. */
gboolean ilv_graph_is_rate (IlvGraph graph);
/* Whether the run has anything to show of it. */
gboolean ilv_graph_is_in (IlvGraph graph, const IlvTrace *trace);

/* "54.8/s", "14.7 MB": a value of the counter, in its unit, or one a second. (transfer full) */
char *ilv_graph_format (IlvGraph graph, double value);

/* The stretches of which rates are averages: some fifty in `extent`, of a round length. ns */
gint64 ilv_graph_choose_stretch (gint64 extent);
/* The value at that moment; of a rate, that of the stretch around it. */
double ilv_graph_get_value (IlvGraph graph, const IlvTrace *trace, gint64 time, gint64 stretch);
/* The highest of the whole run; of what is done, how many tasks there are. */
double ilv_graph_get_top (IlvGraph graph, const IlvTrace *trace, gint64 stretch);

G_END_DECLS
