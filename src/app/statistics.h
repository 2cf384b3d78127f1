/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The legend that is the statistics: each state that occurs, as it looks in the lanes, and its
 * percentage of the selected stretch of time, or else the visible one, in each run.
 *
 * Heads sort the rows. Choosing a state emits "lit" (IlvState) so that the panels can make it
 * stand out; ILV_STATE_NONE when none is chosen any longer.
 */
#pragma once

#include "app/shown-range.h"
#include "chart/theme.h"
#include "session/comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_STATISTICS (ilv_statistics_get_type ())
G_DECLARE_FINAL_TYPE (IlvStatistics, ilv_statistics, ILV, STATISTICS, GtkWidget)

void ilv_statistics_set_theme (IlvStatistics *self, const IlvTheme *theme);
/* Only runs of `models` (1 << IlvModel) are shown; `comparison` NULL: the states alone. */
void ilv_statistics_update (IlvStatistics *self, IlvComparison *comparison, guint models,
                            const IlvShownRange *range);

/* The state chosen to stand out; ILV_STATE_NONE: none. */
void ilv_statistics_light (IlvStatistics *self, IlvState state);
IlvState ilv_statistics_get_lit (IlvStatistics *self);

G_END_DECLS
