/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the shapes in the panels mean, and how often each occurs in view; only those that do. */
#pragma once

#include "app/shown-range.h"
#include "chart/symbol.h"
#include "session/comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_SYMBOL_LEGEND (ilv_symbol_legend_get_type ())
G_DECLARE_FINAL_TYPE (IlvSymbolLegend, ilv_symbol_legend, ILV, SYMBOL_LEGEND, GtkWidget)

void ilv_symbol_legend_set_theme (IlvSymbolLegend *self, const IlvTheme *theme);
/* `models`: bits of those that are shown; `comparison` NULL: nothing has run. */
void ilv_symbol_legend_update (IlvSymbolLegend *self, IlvComparison *comparison, guint models,
                               const IlvShownRange *range);

G_END_DECLS
