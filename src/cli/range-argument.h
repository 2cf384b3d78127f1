/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stretch of time as people type it: "20ms-40ms", "0.5-1.25s". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two times with a unit (s, ms, us, µs, ns); one unit at the end serves both. In ns, from < to.
   FALSE: it has complained. */
gboolean ilv_range_argument_parse (const char *text, gint64 *from, gint64 *to);

G_END_DECLS
