/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many wait for each lock at each moment, and how long they waited; how many hold it, where
 * more than one may. Worked out from the timelines and holds of a trace, and brought up to date as
 * it grows: what is asked costs two searches.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef struct _IlvLockWaits IlvLockWaits;

/* The trace must outlive it. */
IlvLockWaits *ilv_lock_waits_new (const IlvTrace *trace);
void ilv_lock_waits_free (IlvLockWaits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvLockWaits, ilv_lock_waits_free)

/* Takes in what is new. Cheap when nothing is. */
void ilv_lock_waits_update (IlvLockWaits *self);

guint64 ilv_lock_waits_count (const IlvLockWaits *self, guint32 lock); /* waits that began */
/* Of them, those that began in [from, to). */
guint64 ilv_lock_waits_count_begun (const IlvLockWaits *self, guint32 lock, gint64 from,
                                    gint64 to);
/* Lanes, and tasks on no lane, that wait at that moment. */
guint ilv_lock_waits_get_waiting (const IlvLockWaits *self, guint32 lock, gint64 time);
guint ilv_lock_waits_get_most_waiting (const IlvLockWaits *self, guint32 lock); /* at a time */
/* A moment within [from, to) at which the most wait; FALSE: nobody does. */
gboolean ilv_lock_waits_find_busiest (const IlvLockWaits *self, guint32 lock, gint64 from,
                                      gint64 to, gint64 *moment);
/* Who holds it, of a semaphore: permits that are out. */
guint ilv_lock_waits_get_holding (const IlvLockWaits *self, guint32 lock, gint64 time);

/* Lengths in ns of the waits, or of the holds, that ended in [from, to): at most `most` of them,
   evenly spaced. *n: of how many. (transfer container) (element-type gint64) */
GArray *ilv_lock_waits_list_waits (const IlvLockWaits *self, guint32 lock, gint64 from, gint64 to,
                                   guint most, guint64 *n);
GArray *ilv_lock_waits_list_holds (const IlvLockWaits *self, guint32 lock, gint64 from, gint64 to,
                                   guint most, guint64 *n);

G_END_DECLS
