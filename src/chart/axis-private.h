/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the ticks of a time axis stand: round steps of 1, 2 or 5, as close as labels allow. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The smallest 1-2-5 step, in ns, with which at most `max_ticks` (≥ 1) stand on `span` ns. */
gint64 ilv_axis_choose_step (gint64 span, int max_ticks);
/* The first multiple of step at or after `from`. */
gint64 ilv_axis_first_tick (gint64 from, gint64 step);

G_END_DECLS
