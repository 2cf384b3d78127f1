/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a lock, semaphore or queue was held and waited for, of what ended in the visible range:
 * counts in classes of 1, 2 and 5 of each power of ten, and what half, 95 % and the longest took.
 */
#pragma once

#include "chart/panel.h"

G_BEGIN_DECLS

/* Below 100 ns, three a decade up to 100 s, and what is longer. */
#define ILV_LOCK_CLASSES 29

typedef struct
{
  guint64 n;      /* how many ended in view */
  guint64 looked; /* of them, evenly spaced, those that are counted here: fewer where there are very
                     many */
  gint64 half;    /* ns; half of them took up to this; 0 when there are none, as the next two */
  gint64 most;    /* 95 % */
  gint64 longest;
  guint64 counts[ILV_LOCK_CLASSES];
} IlvLockTimes;

typedef struct
{
  IlvLockTimes holds;
  IlvLockTimes waits;
  IlvState wait_state; /* as waits for it look */
} IlvLockHistogram;

/* The shortest of the class, ns. */
gint64 ilv_lock_histogram_get_bound (guint index);
/* Sorts the lengths, of `n`. (element-type gint64) */
void ilv_lock_times_fill (IlvLockTimes *times, GArray *lengths, guint64 n);

/* Nothing where there is no such lock. */
void ilv_lock_histogram_measure (IlvLockHistogram *self, IlvPanel *panel, guint32 lock);

/* At the context's origin, with its own background. */
void ilv_lock_histogram_draw (const IlvLockHistogram *self, const IlvTheme *theme, cairo_t *cr,
                              double width, double height);
void ilv_lock_histogram_get_size (const IlvTheme *theme, double *width, double *height);
/* The same in words. (transfer full) */
char *ilv_lock_histogram_describe (const IlvLockHistogram *self);

G_END_DECLS
