/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lane the keyboard is on in a panel: Up and Down walk the lanes, Menu and Shift+F10 open the
 * menu of the one reached, as the right button does on a lane's label.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

typedef struct _IlvLaneCursor IlvLaneCursor;

/* Watches `view`, which owns it. */
IlvLaneCursor *ilv_lane_cursor_attach (IlvPanelView *view, IlvViewport *viewport);
/* FALSE: it is on no lane, or on one that is not shown, or the panel has not the focus. */
gboolean ilv_lane_cursor_get_row (IlvLaneCursor *self, guint *row);

G_END_DECLS
