/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the lanes of all panels show, which of them are there and in which order: behind the
 * window's “Lanes” button. Emits "changed" when people changed the order or a filter.
 */
#pragma once

#include "chart/lane-order.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_LANES_POPOVER (ilv_lanes_popover_get_type ())
G_DECLARE_FINAL_TYPE (IlvLanesPopover, ilv_lanes_popover, ILV, LANES_POPOVER, GtkPopover)

/* Shows them, without a signal. */
void ilv_lanes_popover_set_criteria (IlvLanesPopover *self, const IlvLaneCriteria *criteria);
/* Writes order and filters into `criteria`; what is pinned and hidden stays as it is. */
void ilv_lanes_popover_read (IlvLanesPopover *self, IlvLaneCriteria *criteria);

G_END_DECLS
