/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One model's panel on the screen: draws an IlvPanel, keeps it at the moment and the stretch of
 * time that all panels show, and says what is under the pointer.
 *
 * The picture is kept as a texture, so that moving the pointer draws only the overlay. Emits
 * "hover" (x, y, text) with the description of what is pointed at; text is NULL for nothing.
 */
#pragma once

#include "app/lane-list.h"
#include "app/transport.h"
#include "app/viewport.h"
#include "report/report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_PANEL_VIEW (ilv_panel_view_get_type ())
G_DECLARE_FINAL_TYPE (IlvPanelView, ilv_panel_view, ILV, PANEL_VIEW, GtkWidget)

/* A panel that looks at what `viewport` and `transport` say, which it holds; the run comes with
   ilv_panel_view_refresh(). */
GtkWidget *ilv_panel_view_new (IlvModel model, IlvViewport *viewport, IlvTransport *transport);
IlvModel ilv_panel_view_get_model (IlvPanelView *self);
IlvPanel *ilv_panel_view_get_panel (IlvPanelView *self); /* (transfer none) */
/* What the lanes show, and which of them; `criteria` as in IlvView. */
void ilv_panel_view_set_lanes (IlvPanelView *self, IlvLaneMode lanes, const char *criteria);
void ilv_panel_view_set_connectors (IlvPanelView *self, gboolean show);
void ilv_panel_view_show_lock (IlvPanelView *self, guint32 lock); /* its strip */
/* Where the keyboard is in it; (transfer none). */
typedef struct _IlvLaneCursor IlvLaneCursor;
IlvLaneCursor *ilv_panel_view_get_cursor (IlvPanelView *self);
/* What it shows. (transfer none) (nullable) */
IlvRun *ilv_panel_view_get_run (IlvPanelView *self);
/* The moment up to which it shows that, ns; G_MAXINT64: all there is. */
gint64 ilv_panel_view_get_until (IlvPanelView *self);
void ilv_panel_view_set_graph (IlvPanelView *self, IlvGraph graph);
/* Whether a press there takes the play head. */
gboolean ilv_panel_view_is_on_play_head (IlvPanelView *self, double x, double y);
/* Whether the drag that goes on is about the selection or the play head, and not about the view. */
gboolean ilv_panel_view_is_drag_taken (IlvPanelView *self);
void ilv_panel_view_set_theme (IlvPanelView *self, const IlvTheme *theme);
void ilv_panel_view_light_state (IlvPanelView *self, IlvState state); /* NONE: no state */

/* Brings the panel up to date with `run`; both NULL: it has not run, and `hint` says what to do.
   Draws again only when the run has gone on, or `all_new` says that other runs have. */
void ilv_panel_view_refresh (IlvPanelView *self, IlvComparison *comparison, IlvRun *run,
                             const char *hint, gboolean all_new);
/* Whether it shows `run`, and that has not begun another repeat. */
gboolean ilv_panel_view_has_trace (IlvPanelView *self, IlvRun *run);
/* Whether `run` has gone on since. */
gboolean ilv_panel_view_is_behind (IlvPanelView *self, IlvRun *run);
/* Draws again when the axis has moved or rows have come, because the panels were aligned with
   each other or a run goes on while its picture holds. */
void ilv_panel_view_check_alignment (IlvPanelView *self);
/* Lanes that do not fit, in rows. */
double ilv_panel_view_get_hidden_rows (IlvPanelView *self);
/* Its lanes in words; (transfer none). */
IlvLaneList *ilv_panel_view_get_lanes (IlvPanelView *self);
/* Writes the whole picture in words to assistive technology; not for every frame. */
void ilv_panel_view_describe (IlvPanelView *self);

G_END_DECLS
