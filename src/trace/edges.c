/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/edges.h"

#include <string.h>

void
ilv_edges_init (IlvEdges *self)
{
  *self = (IlvEdges){ .edges = g_array_new (FALSE, FALSE, sizeof (IlvEdge)) };
}

void
ilv_edges_clear (IlvEdges *self)
{
  g_clear_pointer (&self->edges, g_array_unref);
}

void
ilv_edges_empty (IlvEdges *self)
{
  g_array_set_size (self->edges, 0);
  self->n_sorted = 0;
}

void
ilv_edges_add (IlvEdges *self, gint64 time, gint64 length)
{
  IlvEdge edge = { time, length };

  g_array_append_val (self->edges, edge);
}

const IlvEdge *
ilv_edges_get (const IlvEdges *self, guint index)
{
  return &g_array_index (self->edges, IlvEdge, index);
}

/* How many of [low, high) are at or before `time`, and `low`. */
static guint
search (const IlvEdges *self, guint low, guint high, gint64 time)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ilv_edges_get (self, middle)->time <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
ilv_edges_count_until (const IlvEdges *self, gint64 time)
{
  return search (self, 0, self->n_sorted, time);
}

guint
ilv_edges_count_near (IlvEdges *self, gint64 time)
{
  guint n = self->n_sorted, low = MIN (self->near, n), step = 1;

  if (low > 0 && ilv_edges_get (self, low - 1)->time > time)
    return self->near = search (self, 0, low - 1, time);
  while (step <= n - low && ilv_edges_get (self, low + step - 1)->time <= time)
    {
      low += step;
      step *= 2;
    }
  return self->near = search (self, low, MIN (low + step - 1, n), time);
}

/* Where each run of edges in order begins, and `n` at the end. (transfer full) */
static GArray *
find_runs (const IlvEdge *edges, guint n)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    if (i == 0 || edges[i].time < edges[i - 1].time)
      g_array_append_val (runs, i);
  g_array_append_val (runs, n);
  return runs;
}

static void
merge (IlvEdge *to, const IlvEdge *from, guint low, guint middle, guint high)
{
  guint left = low, right = middle;

  for (guint i = low; i < high; i++)
    if (left < middle && (right >= high || from[left].time <= from[right].time))
      to[i] = from[left++];
    else
      to[i] = from[right++];
}

/* Merges every two neighbours until one run is left; `spare` has room for as many. TRUE: it is in
   there. */
static gboolean
merge_runs (IlvEdge *edges, IlvEdge *spare, GArray *runs)
{
  gboolean spared = FALSE;

  for (; runs->len > 2; spared = !spared)
    {
      guint *starts = (guint *) (void *) runs->data;
      guint n = runs->len - 1, kept = 0;

      for (guint i = 0; i < n; i += 2)
        {
          guint low = starts[i];

          merge (spared ? edges : spare, spared ? spare : edges, low, starts[MIN (i + 1, n)],
                 starts[MIN (i + 2, n)]);
          starts[kept++] = low;
        }
      starts[kept++] = starts[n];
      g_array_set_size (runs, kept);
    }
  return spared;
}

/* What is new lies near the end: only from its earliest on is anything moved. */
void
ilv_edges_sort (IlvEdges *self)
{
  gint64 earliest = G_MAXINT64;
  g_autofree IlvEdge *spare = NULL;
  g_autoptr (GArray) runs = NULL;
  IlvEdge *edges;
  guint first, n;

  if (self->n_sorted == self->edges->len)
    return;
  for (guint i = self->n_sorted; i < self->edges->len; i++)
    earliest = MIN (earliest, ilv_edges_get (self, i)->time);
  first = ilv_edges_count_until (self, earliest);
  edges = &g_array_index (self->edges, IlvEdge, first);
  n = self->edges->len - first;
  runs = find_runs (edges, n);
  if (runs->len > 2)
    {
      spare = g_new (IlvEdge, n);
      if (merge_runs (edges, spare, runs))
        memcpy (edges, spare, n * sizeof *edges);
    }
  self->n_sorted = self->edges->len;
}
