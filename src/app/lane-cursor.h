/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lane the keyboard is on in a panel: Up and Down walk the lanes, Menu and Shift+F10 open the
 * menu of the one reached, as the right button does on a lane's label. Below the lanes they walk
 * the strips of the locks; the one reached lights up its holder and waiters, as pointing does.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

/* Watches `view`, which owns it. */
IlvLaneCursor *ilv_lane_cursor_attach (IlvPanelView *view, IlvViewport *viewport);
/* FALSE: it is on no lane, or on one that is not shown, or the panel has not the focus. */
gboolean ilv_lane_cursor_get_row (IlvLaneCursor *self, guint *row);
/* The same of a strip; the lock it is of, 0: none. */
gboolean ilv_lane_cursor_get_strip (IlvLaneCursor *self, guint *strip);
guint32 ilv_lane_cursor_get_lock (IlvLaneCursor *self);
/* Goes to the first strip, whose lock is another now, if it was on a strip. */
void ilv_lane_cursor_follow_strip (IlvLaneCursor *self);
/* FALSE: it was on none. */
gboolean ilv_lane_cursor_leave_strip (IlvLaneCursor *self);
/* Lights up a lock that something else is about, whatever has the focus; 0: none. */
void ilv_lane_cursor_light_lock (IlvLaneCursor *self, guint32 lock);
/* What is to be lit; FALSE: nothing. */
gboolean ilv_lane_cursor_get_lit (IlvLaneCursor *self, IlvHit *hit);

G_END_DECLS
