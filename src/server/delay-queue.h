/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Things that wait, each for its own time, on one thread.
 *
 * However many wait, one thread sleeps until the nearest is due. `done` is called on that thread,
 * or on the closing one, exactly once for everything that was added, without any lock held.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _IlvDelayQueue IlvDelayQueue;
typedef void (*IlvDelayDone) (gpointer waiting);

/* `done` is called on the queue's own thread. */
IlvDelayQueue *ilv_delay_queue_new (IlvDelayDone done);

/* Closes the queue, if it still is open, and frees it. */
void ilv_delay_queue_free (IlvDelayQueue *queue);

/*
 * Calls `done` for `waiting` (borrowed) when `delay` microseconds have passed. Returns FALSE, and
 * never calls `done`, once the queue is closed.
 */
gboolean ilv_delay_queue_add (IlvDelayQueue *queue, gint64 delay, gpointer waiting);

/* Ends all waiting at once; nothing can be added from here on. */
void ilv_delay_queue_close (IlvDelayQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvDelayQueue, ilv_delay_queue_free)

G_END_DECLS
