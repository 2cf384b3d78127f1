/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stretch of time all panels of a window look at, the stretch selected in them, and the moment
 * the pointer is on.
 *
 * Knows no widget. Emits "changed" when the view or the first lane changed, "selected" when the
 * selection did and "pointed" when the moment under the pointer did. While fitted, it follows its
 * limits as a run grows. Every deliberate change of the view can be gone back on, and forward.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ILV_TYPE_VIEWPORT (ilv_viewport_get_type ())
G_DECLARE_FINAL_TYPE (IlvViewport, ilv_viewport, ILV, VIEWPORT, GObject)

IlvViewport *ilv_viewport_new (void);

/* What there is to see; ns, from < to. The range is kept inside. */
void ilv_viewport_set_limits (IlvViewport *self, gint64 from, gint64 to);
gint64 ilv_viewport_get_from (IlvViewport *self); /* ns, as all times here */
gint64 ilv_viewport_get_to (IlvViewport *self);
gboolean ilv_viewport_is_fitted (IlvViewport *self); /* shows everything there is */

/* Everything; forgets nothing, so that "back" returns to what was seen. */
void ilv_viewport_fit (IlvViewport *self);
/* Everything, and nothing to go back to: another comparison begins. */
void ilv_viewport_reset (IlvViewport *self, gint64 from, gint64 to);
/* As much of the stretch as lies inside the limits, and no less than can be told apart. */
void ilv_viewport_show (IlvViewport *self, gint64 from, gint64 to);
/* `factor` > 1 comes closer; `at` keeps its place. */
void ilv_viewport_zoom (IlvViewport *self, gint64 at, double factor);
void ilv_viewport_pan (IlvViewport *self, gint64 by);
/* -1 to the beginning, 1 to the end, at the same zoom. */
void ilv_viewport_go_to_edge (IlvViewport *self, int side);
/* Moves the view when `time` lies beside it; nothing to go back on. */
void ilv_viewport_reveal (IlvViewport *self, gint64 time);
gboolean ilv_viewport_back (IlvViewport *self); /* FALSE: nothing to go back to */
gboolean ilv_viewport_forward (IlvViewport *self);
gboolean ilv_viewport_can_go_back (IlvViewport *self);
gboolean ilv_viewport_can_go_forward (IlvViewport *self);

/* The stretch between two moments, in whichever order, as far as it lies in the limits; none when
   they are the same. `fixed` stays in place when the selection is extended. */
void ilv_viewport_select (IlvViewport *self, gint64 fixed, gint64 moving);
/* Moves the end that is not fixed; with nothing selected, selects from `origin` on. The view
   follows that end. */
void ilv_viewport_extend_selection (IlvViewport *self, gint64 origin, gint64 by);
void ilv_viewport_clear_selection (IlvViewport *self);
/* FALSE: nothing is selected. Otherwise from < to; either may be NULL. */
gboolean ilv_viewport_get_selection (IlvViewport *self, gint64 *from, gint64 *to);
/* The other end, when `time` is within `reach` of an end of the selection. */
gboolean ilv_viewport_find_opposite (IlvViewport *self, gint64 time, gint64 reach, gint64 *fixed);
void ilv_viewport_show_selection (IlvViewport *self); /* nothing selected: stays */

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
