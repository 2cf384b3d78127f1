/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lays children out one after the other at their natural width, and wraps where the line is full.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_PILL_LAYOUT (ilv_pill_layout_get_type ())
G_DECLARE_FINAL_TYPE (IlvPillLayout, ilv_pill_layout, ILV, PILL_LAYOUT, GtkLayoutManager)

/* 0: lines begin at the start; 1: lines end at the end. */
void ilv_pill_layout_set_align (IlvPillLayout *self, double align);

/* How much of its last line the pills of `widget`, which has such a layout, take at this width. */
int ilv_pill_layout_measure_last_line (GtkWidget *widget, int width);

G_END_DECLS
