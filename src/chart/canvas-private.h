/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the coloured rectangles of a panel go.
 *
 * A frame is made of up to hundreds of thousands of them, most one pixel wide. On a screen they
 * are written straight into an image; in a PDF or SVG they are collected and drawn as one path a
 * state. Coordinates are whole device pixels from the panel's corner.
 */
#pragma once

#include "chart/theme.h"

G_BEGIN_DECLS

typedef struct _IlvCanvas IlvCanvas;

IlvCanvas *ilv_canvas_new (void);
void ilv_canvas_free (IlvCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvCanvas, ilv_canvas_free)

/* Device pixels to a logical one when drawing to `cr` at `scale`; finer on paper. */
double ilv_canvas_resolution (cairo_t *cr, double scale);

/* From the next beginning on, fades all states but this one; NONE: none. */
void ilv_canvas_light (IlvCanvas *self, IlvState state);
/* Starts on the rectangle given in device pixels; all of it is filled with the panel's colour. */
void ilv_canvas_begin (IlvCanvas *self, cairo_t *cr, const IlvTheme *theme, double resolution,
                       int x, int y, int width, int height);
/* Says that from x on nothing has been recorded: there only tracks are filled. Until the next
   begin. */
void ilv_canvas_set_end (IlvCanvas *self, int x);
/* All clip to the canvas; x1 and y1 are one beyond. */
void ilv_canvas_fill_track (IlvCanvas *self, int x0, int y0, int x1, int y1);
void ilv_canvas_fill_state (IlvCanvas *self, IlvState state, int x0, int y0, int x1, int y1);
void ilv_canvas_fill (IlvCanvas *self, const IlvColour *colour, int x0, int y0, int x1, int y1);
/* Paints what was filled. */
void ilv_canvas_end (IlvCanvas *self);

G_END_DECLS
