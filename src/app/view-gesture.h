/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moving and zooming the view with the pointer over a panel: dragging and Shift with the wheel move
 * it, Ctrl with the wheel zooms at the pointer, a double click shows an interval, and the wheel
 * alone scrolls lanes that do not fit.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

typedef struct _IlvViewGesture IlvViewGesture;

/* Watches the pointer over `view`, which owns it. */
IlvViewGesture *ilv_view_gesture_attach (IlvPanelView *view, IlvViewport *viewport);

G_END_DECLS
