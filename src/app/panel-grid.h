/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The panels of a comparison side by side (up to four across, then wrapping) or stacked in rows,
 * and the tip that follows the pointer over them.
 */
#pragma once

#include "app/panel-view.h"

G_BEGIN_DECLS

#define ILV_TYPE_PANEL_GRID (ilv_panel_grid_get_type ())
G_DECLARE_FINAL_TYPE (IlvPanelGrid, ilv_panel_grid, ILV, PANEL_GRID, GtkWidget)

IlvViewport *ilv_panel_grid_get_viewport (IlvPanelGrid *self);   /* (transfer none) */
IlvTransport *ilv_panel_grid_get_transport (IlvPanelGrid *self); /* (transfer none) */
void ilv_panel_grid_set_arrangement (IlvPanelGrid *self, IlvArrangement arrangement);
/* `criteria`: as in IlvView, interned or NULL. */
void ilv_panel_grid_set_lanes (IlvPanelGrid *self, IlvLaneMode lanes, const char *criteria);
/* Lines from who ended a wait to who had waited. */
void ilv_panel_grid_set_connectors (IlvPanelGrid *self, gboolean show);
void ilv_panel_grid_set_graph (IlvPanelGrid *self, IlvGraph graph);
void ilv_panel_grid_choose_graph (IlvPanelGrid *self); /* opens the menu of the graph */
void ilv_panel_grid_show_lock_times (IlvPanelGrid *self); /* opens how long locks are held */
/* The keyboard leaves the strip of a lock it is on, and the lights go out; FALSE: it is on none. */
gboolean ilv_panel_grid_leave_strip (IlvPanelGrid *self);
void ilv_panel_grid_set_theme (IlvPanelGrid *self, const IlvTheme *theme);
/* Fades all other states in all panels; ILV_STATE_NONE: none. */
void ilv_panel_grid_light_state (IlvPanelGrid *self, IlvState state);
/* A panel for each model of the set (1 << IlvModel), in their order; those already there stay. */
void ilv_panel_grid_set_models (IlvPanelGrid *self, guint models);
/* A panel for each run of a comparison of runs side by side, instead. */
void ilv_panel_grid_set_runs (IlvPanelGrid *self, IlvComparison *comparison);
guint ilv_panel_grid_get_n_panels (IlvPanelGrid *self);
IlvPanelView *ilv_panel_grid_get_panel (IlvPanelGrid *self, guint index); /* (transfer none) */
/* The one the menu was opened on last. (transfer none) (nullable) */
IlvPanelView *ilv_panel_grid_get_menu_panel (IlvPanelGrid *self);

/* Brings all panels up to date; `comparison` NULL: nothing has run yet. */
void ilv_panel_grid_refresh (IlvPanelGrid *self, IlvComparison *comparison);
/* Only those whose runs have begun anew. */
void ilv_panel_grid_show_traces (IlvPanelGrid *self, IlvComparison *comparison);
/* Has some of the panels show what is new in their runs; after `steps` calls all of them do. FALSE:
   none was behind. */
gboolean ilv_panel_grid_catch_up (IlvPanelGrid *self, IlvComparison *comparison, guint steps);
/* Tells assistive technology what the panels show now. */
void ilv_panel_grid_describe (IlvPanelGrid *self);

G_END_DECLS
