/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a panel's picture looks like, kept as images until it changes.
 *
 * An earlier moment that stays is drawn like any other picture. While the play head moves on, a
 * frame puts two of them side by side: all that is recorded left of the head and empty tracks right
 * of it, so that it costs next to nothing however much there is.
 */
#pragma once

#include "chart/panel.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _IlvPanelPicture IlvPanelPicture;

IlvPanelPicture *ilv_panel_picture_new (GtkWidget *widget); /* on which it is drawn */
void ilv_panel_picture_free (IlvPanelPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvPanelPicture, ilv_panel_picture_free)

/* Everything is to be drawn again. */
void ilv_panel_picture_forget (IlvPanelPicture *self);
/* All is as it was, but for the row of lanes that the view begins with. */
void ilv_panel_picture_scroll (IlvPanelPicture *self);
/* Records have come; up to `time` there is nothing new. */
void ilv_panel_picture_grow (IlvPanelPicture *self, gint64 time);

/* The play head at the moment the panel's view ends with. */
typedef enum { ILV_PLAY_HEAD_NONE, ILV_PLAY_HEAD_RESTING, ILV_PLAY_HEAD_MOVING } IlvPlayHead;

/* Draws the panel as its view says; logical pixels. */
void ilv_panel_picture_snapshot (IlvPanelPicture *self, GtkSnapshot *snapshot, IlvPanel *panel,
                                 int width, int height, int scale, IlvPlayHead head);

G_END_DECLS
