/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a lane's time divides into states, as one bar that looks as the lanes do. */
#pragma once

#include "chart/theme.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_SHARE_BAR (ilv_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlvShareBar, ilv_share_bar, ILV, SHARE_BAR, GtkWidget)

GtkWidget *ilv_share_bar_new (void);
/* Shares of the bar's width, 0 … 1, that add up to 1 at most; copied. */
void ilv_share_bar_set (IlvShareBar *self, const IlvTheme *theme,
                        const double shares[ILV_N_STATES]);

G_END_DECLS
