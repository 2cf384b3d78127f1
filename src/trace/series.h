/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elements of one size in order of time, in chunks that never move: each element begins with its
 * time (gint64). Most arrive at the end; one that is late is put near it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_SERIES_CHUNK 128 /* elements */

typedef struct
{
  char **chunks;
  guint64 n;
  guint32 n_chunks;
  guint32 n_allocated;
  guint32 element_size;
} IlvSeries;

void ilv_series_init (IlvSeries *series, gsize element_size);
void ilv_series_clear (IlvSeries *series);

/* Makes room for one more element at `index` (≤ n), moving those behind it, and returns it,
   zeroed but for its time. */
gpointer ilv_series_insert (IlvSeries *series, guint64 index, gint64 time);

/* How many elements have a time ≤ `time`: where the next with that time belongs. */
guint64 ilv_series_find_after (const IlvSeries *series, gint64 time);

gsize ilv_series_get_memory (const IlvSeries *series); /* bytes */

static inline gpointer
ilv_series_get (const IlvSeries *series, guint64 index)
{
  return series->chunks[index / ILV_SERIES_CHUNK]
         + (index % ILV_SERIES_CHUNK) * series->element_size;
}

G_END_DECLS
