/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The legend that is the statistics: each state that occurs, as it looks in the lanes, and its
 * percentage of the visible stretch of time under each model.
 */
#pragma once

#include "app/viewport.h"
#include "chart/theme.h"
#include "session/comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_STATISTICS (ilv_statistics_get_type ())
G_DECLARE_FINAL_TYPE (IlvStatistics, ilv_statistics, ILV, STATISTICS, GtkWidget)

void ilv_statistics_set_theme (IlvStatistics *self, const IlvTheme *theme);
/* Only runs of `models` (1 << IlvModel) are shown; `comparison` NULL: the states alone. */
void ilv_statistics_update (IlvStatistics *self, IlvComparison *comparison, guint models,
                            IlvViewport *viewport);

G_END_DECLS
