/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two bars of pills: side by side, the second at the end, or one above the other where that takes
 * less height; then the second stands in the last line of the first as long as it fits there.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_BAR_PAIR (ilv_bar_pair_get_type ())
G_DECLARE_FINAL_TYPE (IlvBarPair, ilv_bar_pair, ILV, BAR_PAIR, GtkWidget)

G_END_DECLS
