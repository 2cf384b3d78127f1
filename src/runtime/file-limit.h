/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to say when the system has no more file descriptors for this program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the code, an errno, says that. */
gboolean ilv_file_limit_is_meant (int code);
/* A sentence. (transfer full) */
char *ilv_file_limit_describe (void);

G_END_DECLS
