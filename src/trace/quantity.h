/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations, sizes and counts as people read them, in the manner of the locale. All (transfer full). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ilv_quantity_duration (gint64 ns);            /* "171.2 ms", "5.12 µs", "1.05 s" */
char *ilv_quantity_time (gint64 ns, gint64 step);   /* an axis label, digits as the step needs */
char *ilv_quantity_count (gint64 n);                /* "50 000", with a narrow no-break space */
char *ilv_quantity_bytes (gint64 bytes);            /* "4.1 MB" */
char *ilv_quantity_ratio (double ratio);            /* "1.82 ×" */

G_END_DECLS
