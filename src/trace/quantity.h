/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations, sizes and counts as people read them, in the manner of the locale. All are
   (transfer full). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Number and unit are joined by a no-break space; thousands are grouped as the locale does, or
   by a narrow no-break space where it does not. */
char *ilv_quantity_duration (gint64 ns);            /* "171.2 ms", "5.12 µs", "1.05 s" */
char *ilv_quantity_time (gint64 ns, gint64 step);   /* an axis label, digits as the step needs */
/* The same without its unit, in the unit that suits `largest`: labels of one axis share one. */
char *ilv_quantity_time_number (gint64 ns, gint64 step, gint64 largest);
const char *ilv_quantity_time_unit (gint64 largest); /* "ms" (transfer none) */
char *ilv_quantity_count (gint64 n);                /* "50 000", with a narrow no-break space */
char *ilv_quantity_bytes (gint64 bytes);            /* "4.1 MB" */
char *ilv_quantity_ratio (double ratio);            /* "1.82 ×" */
char *ilv_quantity_percent (double share);          /* "74 %" of 0.74 */

G_END_DECLS
