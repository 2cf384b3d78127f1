/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long the threads of this process and of its descendants could have run and had no core, as
 * it grows. What threads that have ended waited stays in the sum, as far as it was seen.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _IlvRunQueue IlvRunQueue;

/* Counts from now on. */
IlvRunQueue *ilv_run_queue_new (void);
void ilv_run_queue_free (IlvRunQueue *queue); /* NULL is fine */

/* ns. The calling thread is left out. With thousands of threads a look takes milliseconds; looks
   that would take more than a fiftieth of the time are not made, and the last sum is returned. */
gint64 ilv_run_queue_read (IlvRunQueue *queue);

G_END_DECLS
