/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happened in the selected stretch of time, a column a run: events, hand-overs, tasks that
 * ended, how long locks were held and waited for. Shown while something is selected.
 */
#pragma once

#include "app/shown-range.h"
#include "session/comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_RANGE_FIGURES (ilv_range_figures_get_type ())
G_DECLARE_FINAL_TYPE (IlvRangeFigures, ilv_range_figures, ILV, RANGE_FIGURES, GtkWidget)

/* Only runs of `models` (1 << IlvModel) are shown. What takes reading all of the range follows
   when the selection has come to rest. */
void ilv_range_figures_update (IlvRangeFigures *self, IlvComparison *comparison, guint models,
                               const IlvShownRange *range);

G_END_DECLS
