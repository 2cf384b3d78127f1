/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Traces as files in the Fuchsia trace format, which other viewers open as well.
 *
 * https://fuchsia.dev/fuchsia-src/reference/tracing/trace-format is the format; how Interleave uses
 * it is told in CONTRIBUTING.md. Both ways go through in one pass and allocate nothing per event.
 * What is read back answers all questions as the trace that was written did.
 */
#pragma once

#include "trace/model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Most bytes of all blobs of a file together, and most traces. */
#define ILV_FXT_MAX_BLOBS ((gsize) 64 << 20)
#define ILV_FXT_MAX_TRACES 255

typedef struct _IlvFxtWriter IlvFxtWriter;

/* `stream` and `cancellable` (nullable) are borrowed. Nothing is closed. Where the latter is an
   IlvLongWork, the writer counts the elements of the traces in it, the reader the bytes. */
IlvFxtWriter *ilv_fxt_writer_new (GOutputStream *stream, GCancellable *cancellable);
void ilv_fxt_writer_free (IlvFxtWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvFxtWriter, ilv_fxt_writer_free)

/* Adds bytes of any kind under a name of at most 32 bytes, which other viewers leave alone. */
void ilv_fxt_writer_add_blob (IlvFxtWriter *self, const char *name, const void *data,
                              gsize length);

/* Adds a trace as a process called `name`. `before` is how long before the runs' time 0 the
   earliest event of all traces of the file lies, ns ≥ 0; the same for all of them, so that they
   are aligned. At most ILV_FXT_MAX_TRACES. */
void ilv_fxt_writer_add_trace (IlvFxtWriter *self, const IlvTrace *trace, const char *name,
                               gint64 before);

/* Ends the file. FALSE when any of it could not be written: the first error. */
gboolean ilv_fxt_writer_finish (IlvFxtWriter *self, GError **error);

typedef struct _IlvFxtFile IlvFxtFile;

/* Reads a whole file. A file that was cut off is read as far as it goes. Errors: those of the
   stream; ILV_TRACE_ERROR_NOT_A_TRACE: not of this format, not written by Interleave, or by a
   version that writes it otherwise; ILV_TRACE_ERROR_DAMAGED: nothing in it can be used. */
IlvFxtFile *ilv_fxt_file_read (GInputStream *stream, GCancellable *cancellable, GError **error);
void ilv_fxt_file_free (IlvFxtFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvFxtFile, ilv_fxt_file_free)

/* FALSE: its end is missing. */
gboolean ilv_fxt_file_is_complete (const IlvFxtFile *self);
guint ilv_fxt_file_get_n_traces (const IlvFxtFile *self);
const IlvTrace *ilv_fxt_file_get_trace (const IlvFxtFile *self, guint index); /* (transfer none) */
/* (transfer full): NULL from then on. */
IlvTrace *ilv_fxt_file_steal_trace (IlvFxtFile *self, guint index);
/* Says that so much of a file is missing that nothing can be shown: ILV_TRACE_ERROR_DAMAGED. */
void ilv_fxt_set_cut_off (GError **error);
/* (nullable) (transfer none): the bytes added under that name. */
GBytes *ilv_fxt_file_get_blob (const IlvFxtFile *self, const char *name);

G_END_DECLS
