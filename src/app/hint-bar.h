/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line below the header bar for whoever is new: what to do first, and then what to look at.
 *
 * Emits "dismissed" when its button put it away.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_HINT_BAR (ilv_hint_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlvHintBar, ilv_hint_bar, ILV, HINT_BAR, GtkWidget)

/* NULL: nothing to hint at, and the bar is gone. */
void ilv_hint_bar_set_text (IlvHintBar *self, const char *text);
const char *ilv_hint_bar_get_text (IlvHintBar *self); /* (nullable) */

G_END_DECLS
