/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a lock, semaphore or queue of a panel is held and waited for in the visible range, and
 * the choice of which: opens on the label of its strip.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

#define ILV_TYPE_LOCK_POPOVER (ilv_lock_popover_get_type ())
G_DECLARE_FINAL_TYPE (IlvLockPopover, ilv_lock_popover, ILV, LOCK_POPOVER, GtkPopover)

/* A child of `panels`, whose children panel views are, that opens when the label of a strip is
   clicked; `panels` presents it in its size_allocate() and unparents it. (transfer none) */
IlvLockPopover *ilv_lock_popover_attach (GtkWidget *panels, IlvViewport *viewport);
/* Of that panel; 0: the lock of its first strip. */
void ilv_lock_popover_open (IlvLockPopover *self, IlvPanelView *view, guint32 lock);
/* To be called when runs have gone on; costs nothing while it is closed. */
void ilv_lock_popover_update (IlvLockPopover *self);
void ilv_lock_popover_set_theme (IlvLockPopover *self, const IlvTheme *theme);

G_END_DECLS
