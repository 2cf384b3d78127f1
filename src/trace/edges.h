/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moments at which something began or ended, in order of time: how many were until a moment is one
 * search. They are added in any order and sorted together.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 time;
  gint64 length; /* of what ended then; 0 of what began */
} IlvEdge;

/* In order of time, but for those behind the first `n_sorted`. */
typedef struct
{
  GArray *edges;
  guint n_sorted;
  guint near; /* the latest count: the next one asked for is likely a little more */
} IlvEdges;

void ilv_edges_init (IlvEdges *self);
void ilv_edges_clear (IlvEdges *self);
void ilv_edges_empty (IlvEdges *self);
void ilv_edges_add (IlvEdges *self, gint64 time, gint64 length);
/* Fast where long runs of what was added came in order, as those of one timeline do. */
void ilv_edges_sort (IlvEdges *self);

const IlvEdge *ilv_edges_get (const IlvEdges *self, guint index);
/* How many of the sorted ones are at or before `time`. */
guint ilv_edges_count_until (const IlvEdges *self, gint64 time);
/* The same, looked for from the latest answer on. */
guint ilv_edges_count_near (IlvEdges *self, gint64 time);

G_END_DECLS
