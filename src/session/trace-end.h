/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

/* Time of the last event of a trace, however far its now has come since: where the trace of a
   run that is over ends. O(lanes + tasks + counters). */
gint64 ilv_trace_find_end (const IlvTrace *trace);

G_END_DECLS
