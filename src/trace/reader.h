/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copies what is new in a trace area into an IlvTrace.
 *
 * The reader maps the area read-only and trusts nothing in it: every index, kind, size and time
 * is checked, as if a hostile process had written it. What makes no sense is counted, and the
 * rest is read.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef struct _IlvTraceReader IlvTraceReader;

/* (transfer none) `trace` must outlive the reader. The descriptor is not kept. Errors:
   ILV_TRACE_ERROR_NOT_A_TRACE, ILV_TRACE_ERROR_FAILED. */
IlvTraceReader *ilv_trace_reader_new (int fd, IlvTrace *trace, GError **error);
void ilv_trace_reader_free (IlvTraceReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvTraceReader, ilv_trace_reader_free)

/* Takes in what was published since the last call in order of time, at most `max_records` (0: all
   of it), and when that was all moves the trace's now forward. Before the run has begun (see
   ilv_area_set_origin()) nothing is read. Returns the number of records read. Cost: in proportion
   to what is new and to the number of writers that live, not to what was read before. */
guint64 ilv_trace_reader_poll (IlvTraceReader *reader, guint64 max_records);

/* The run's time now, ns since its origin; 0 before the origin was set. */
gint64 ilv_trace_reader_now (const IlvTraceReader *reader);

G_END_DECLS
