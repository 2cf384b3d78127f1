/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moving the play head with the pointer in a panel: its handles can be dragged, and a click on the
 * time axis puts it there.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

typedef struct _IlvHeadGesture IlvHeadGesture;

/* Watches the pointer over `view`, which owns it. */
IlvHeadGesture *ilv_head_gesture_attach (IlvPanelView *view, IlvTransport *transport);
/* Whether a press at this point takes the head: nobody else's then. */
gboolean ilv_head_gesture_takes (IlvHeadGesture *self, double x, double y);
gboolean ilv_head_gesture_is_busy (IlvHeadGesture *self);

G_END_DECLS
