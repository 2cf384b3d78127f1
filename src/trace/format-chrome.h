/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces as JSON in the Chrome trace event format, for programs that read no other. */
#pragma once

#include "trace/model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _IlvChromeWriter IlvChromeWriter;

/* Both are borrowed; `cancellable` is nullable. Nothing is closed. What is written is held in
   memory only for a part at a time. */
IlvChromeWriter *ilv_chrome_writer_new (GOutputStream *stream, GCancellable *cancellable);
void ilv_chrome_writer_free (IlvChromeWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvChromeWriter, ilv_chrome_writer_free)

/* Adds a trace as a process of that name. */
void ilv_chrome_writer_add_trace (IlvChromeWriter *self, const IlvTrace *trace, const char *name);

/* Ends the file. FALSE when any of it could not be written: the first error. */
gboolean ilv_chrome_writer_finish (IlvChromeWriter *self, GError **error);

G_END_DECLS
