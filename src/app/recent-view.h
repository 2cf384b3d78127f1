/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of recent runs and of saved runs opened lately, and what marks a few to be compared.
 *
 * Emits "chosen" (IlvRecentRun) and "removed" (IlvRecentRun), which is still in the list, and
 * "opened" (GFile).
 */
#pragma once

#include "app/recent-runs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_RECENT_VIEW (ilv_recent_view_get_type ())
G_DECLARE_FINAL_TYPE (IlvRecentView, ilv_recent_view, ILV, RECENT_VIEW, GtkWidget)

void ilv_recent_view_set_runs (IlvRecentView *self, IlvRecentRuns *runs);

G_END_DECLS
