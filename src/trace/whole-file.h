/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are there whole or not at all. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*IlvWholeFileWrite) (GOutputStream *stream, gpointer user_data,
                                       GCancellable *cancellable, GError **error);

/* Has `write` fill a file beside the target, which replaces it when all of it was written;
   otherwise the target stays as it is. `file` is a local one; where it is a link, what that leads
   to is replaced, and what is no file, such as a device, is written in place. The error says which
   file. */
gboolean ilv_whole_file_write (GFile *file, IlvWholeFileWrite write, gpointer user_data,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
