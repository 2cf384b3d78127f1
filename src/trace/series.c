/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/series.h"

#include <string.h>

void
ilv_series_init (IlvSeries *series, gsize element_size)
{
  *series = (IlvSeries){ .element_size = (guint32) element_size };
}

void
ilv_series_clear (IlvSeries *series)
{
  for (guint32 i = 0; i < series->n_chunks; i++)
    g_free (series->chunks[i]);
  g_clear_pointer (&series->chunks, g_free);
  series->n = 0;
  series->n_chunks = 0;
}

static void
add_chunk (IlvSeries *series)
{
  if (series->n_chunks == series->n_allocated)
    {
      series->n_allocated = MAX (4, series->n_allocated * 2);
      series->chunks = g_renew (char *, series->chunks, series->n_allocated);
    }
  series->chunks[series->n_chunks++] = g_malloc (ILV_SERIES_CHUNK * series->element_size);
}

/* Moves what is in the chunks from `index` on one place up, from the last chunk backwards. */
static void
open_gap (IlvSeries *series, guint64 index)
{
  gsize size = series->element_size;
  guint64 chunk = series->n / ILV_SERIES_CHUNK;

  for (;; chunk--)
    {
      guint64 first = chunk * ILV_SERIES_CHUNK;
      guint64 from = MAX (first, index);
      guint64 last = MIN (series->n, first + ILV_SERIES_CHUNK - 1); /* place to be filled */
      char *base = series->chunks[chunk];

      memmove (base + (from - first + 1) * size, base + (from - first) * size,
               (last - from) * size);
      if (from == index)
        return;
      memcpy (base, ilv_series_get (series, first - 1), size);
    }
}

gpointer
ilv_series_insert (IlvSeries *series, guint64 index, gint64 time)
{
  char *element;

  g_assert (index <= series->n);
  if (series->n == (guint64) series->n_chunks * ILV_SERIES_CHUNK)
    add_chunk (series);
  if (index < series->n)
    open_gap (series, index);
  series->n++;
  element = ilv_series_get (series, index);
  memset (element, 0, series->element_size);
  memcpy (element, &time, sizeof time);
  return element;
}

static inline gint64
get_time (const IlvSeries *series, guint64 index)
{
  gint64 time;

  memcpy (&time, ilv_series_get (series, index), sizeof time);
  return time;
}

guint64
ilv_series_find_after (const IlvSeries *series, gint64 time)
{
  guint64 low = 0, high = series->n;

  /* What has just come mostly belongs at the end. */
  if (high == 0 || get_time (series, high - 1) <= time)
    return high;
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (get_time (series, middle) <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gsize
ilv_series_get_memory (const IlvSeries *series)
{
  return (gsize) series->n_chunks * ILV_SERIES_CHUNK * series->element_size
         + series->n_allocated * sizeof *series->chunks;
}
