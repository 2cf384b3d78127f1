/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The next and the previous moment at which something happened in a run: a lane or a task changed
 * its state, a lock changed hands or was asked for, something was marked.
 *
 * What the main lane does is no event where there are other lanes: panels do not show it then.
 * Costs a few binary searches for each lane and lock, however much they and the tasks did.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

/* FALSE: nothing more happened; *found stays as it was. */
gboolean ilv_trace_find_event_after (const IlvTrace *trace, gint64 time, gint64 *found);
gboolean ilv_trace_find_event_before (const IlvTrace *trace, gint64 time, gint64 *found);

G_END_DECLS
