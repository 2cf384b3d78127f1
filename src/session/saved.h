/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons in files: saved and opened again without loss, and for other programs.
 */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

#define ILV_SAVED_SUFFIX ".fxt"

/* All of these may be called from a thread of their own, and count in `cancellable` where it is an
   IlvLongWork. Cancelled, they leave nothing behind. */

/* Saves an ended comparison in the Fuchsia trace format: written beside the target and renamed.
   Errors: G_IO_ERROR; G_IO_ERROR_BUSY while it runs. */
gboolean ilv_comparison_save (IlvComparison *self, GFile *file, GCancellable *cancellable,
                              GError **error);

/* Opens a saved comparison: its runs have ended, and it cannot be started. A file that was cut off
   is opened as far as it goes; see ilv_comparison_is_incomplete(). Errors: those of reading it,
   ILV_TRACE_ERROR_NOT_A_TRACE, ILV_TRACE_ERROR_DAMAGED; the message says which file and why. */
IlvComparison *ilv_comparison_load (GFile *file, GCancellable *cancellable, GError **error);

/* Writes all runs as JSON in the Chrome trace event format. Errors: G_IO_ERROR. */
gboolean ilv_comparison_write_chrome_trace (IlvComparison *self, GFile *file,
                                            GCancellable *cancellable, GError **error);

G_END_DECLS
