/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the lanes of all panels stand for: behind the window's “Lanes” button.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_LANES_POPOVER (ilv_lanes_popover_get_type ())
G_DECLARE_FINAL_TYPE (IlvLanesPopover, ilv_lanes_popover, ILV, LANES_POPOVER, GtkPopover)

G_END_DECLS
