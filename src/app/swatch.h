/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small rectangle that looks as a state does in the lanes: colour and hatch. */
#pragma once

#include "chart/theme.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_SWATCH (ilv_swatch_get_type ())
G_DECLARE_FINAL_TYPE (IlvSwatch, ilv_swatch, ILV, SWATCH, GtkWidget)

GtkWidget *ilv_swatch_new (IlvState state);
void ilv_swatch_set_theme (IlvSwatch *self, const IlvTheme *theme);

G_END_DECLS
