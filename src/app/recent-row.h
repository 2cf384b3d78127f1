/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One comparison of the session: what it was, a mark for each of its runs, its name. Emits
 * "remove".
 */
#pragma once

#include "app/recent-runs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_RECENT_ROW (ilv_recent_row_get_type ())
G_DECLARE_FINAL_TYPE (IlvRecentRow, ilv_recent_row, ILV, RECENT_ROW, GtkListBoxRow)

GtkWidget *ilv_recent_row_new (IlvRecentRuns *runs, IlvRecentRun *run);
IlvRecentRun *ilv_recent_row_get_run (IlvRecentRow *self); /* (transfer none) */

G_END_DECLS
