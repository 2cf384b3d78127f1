/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of results: measures down, models across, the best of each marked; with copying. */
#pragma once

#include "session/results.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_RESULTS_VIEW (ilv_results_view_get_type ())
G_DECLARE_FINAL_TYPE (IlvResultsView, ilv_results_view, ILV, RESULTS_VIEW, GtkWidget)

/* NULL: nothing has run yet. Called when runs end, not for every frame. */
void ilv_results_view_update (IlvResultsView *self, IlvComparison *comparison);
/* Whether the panels show an earlier moment than what the results are of: that is said. */
void ilv_results_view_set_earlier (IlvResultsView *self, gboolean earlier);

G_END_DECLS
