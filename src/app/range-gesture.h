/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Selecting a stretch of time with the pointer in a panel: dragging along the time axis, or
 * anywhere while Shift or Ctrl is held, selects; the ends of the selection can be dragged.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

typedef struct _IlvRangeGesture IlvRangeGesture;

/* Watches the pointer over `view`, which owns it. */
IlvRangeGesture *ilv_range_gesture_attach (IlvPanelView *view, IlvViewport *viewport);
/* Whether the drag that goes on is about the selection, and about nothing else. */
gboolean ilv_range_gesture_is_busy (IlvRangeGesture *self);

G_END_DECLS
