/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stretch of time all panels of a window look at, and the moment the pointer is on.
 *
 * Knows no widget. Emits "changed" when the stretch or the first lane changed, and "pointed" when
 * the moment under the pointer did. While fitted, it follows its limits as a run grows. Every
 * deliberate change can be gone back on.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ILV_TYPE_VIEWPORT (ilv_viewport_get_type ())
G_DECLARE_FINAL_TYPE (IlvViewport, ilv_viewport, ILV, VIEWPORT, GObject)

IlvViewport *ilv_viewport_new (void);

/* What there is to see; ns, from < to. The range is kept inside. */
void ilv_viewport_set_limits (IlvViewport *self, gint64 from, gint64 to);
gint64 ilv_viewport_get_from (IlvViewport *self);
gint64 ilv_viewport_get_to (IlvViewport *self);
gboolean ilv_viewport_is_fitted (IlvViewport *self);

/* Everything; forgets nothing, so that "back" returns to what was seen. */
void ilv_viewport_fit (IlvViewport *self);
/* Everything, and nothing to go back to: another comparison begins. */
void ilv_viewport_reset (IlvViewport *self, gint64 from, gint64 to);
void ilv_viewport_show (IlvViewport *self, gint64 from, gint64 to);
/* `factor` > 1 comes closer; `at` keeps its place. */
void ilv_viewport_zoom (IlvViewport *self, gint64 at, double factor);
void ilv_viewport_pan (IlvViewport *self, gint64 by);
/* -1 to the beginning, 1 to the end, at the same zoom. */
void ilv_viewport_go_to_edge (IlvViewport *self, int side);
gboolean ilv_viewport_back (IlvViewport *self); /* FALSE: nothing to go back to */

/* Lanes, when there are more than fit; in rows, 0 … `last`. TRUE when it moved. */
void ilv_viewport_set_last_row (IlvViewport *self, double last);
gboolean ilv_viewport_scroll_rows (IlvViewport *self, double by);
double ilv_viewport_get_first_row (IlvViewport *self);

/* Whether lanes that do not fit are scrolled; otherwise they share rows. */
void ilv_viewport_set_every_lane (IlvViewport *self, gboolean every_lane);
gboolean ilv_viewport_get_every_lane (IlvViewport *self);

/* The moment under the pointer; G_MININT64 when it is nowhere. */
void ilv_viewport_point (IlvViewport *self, gint64 time);
gint64 ilv_viewport_get_pointed (IlvViewport *self);

G_END_DECLS
