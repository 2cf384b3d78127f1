/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a state looks like as pixels: a square tile that repeats without a seam. */
#pragma once

#include "chart/theme.h"

G_BEGIN_DECLS

/* Side of a tile in logical pixels: every hatch's period divides it. */
#define ILV_TILE_SIDE 24

/* An RGB24 image of round (ILV_TILE_SIDE × scale) pixels a side, kept as long as the thread.
   (transfer none) */
cairo_surface_t *ilv_hatch_get_tile (const IlvTheme *theme, IlvState state, double scale);

/* Height in logical pixels of the line along the top of a state's rectangles; 0: none. */
double ilv_hatch_get_top_line (IlvState state, double height);

/* Fills the context's path with the colour and hatch of a state, without its top line. */
void ilv_hatch_fill_path (const IlvTheme *theme, cairo_t *cr, IlvState state);

guint32 ilv_colour_to_pixel (const IlvColour *colour);

static inline void
ilv_colour_set (cairo_t *cr, const IlvColour *colour)
{
  cairo_set_source_rgb (cr, colour->r, colour->g, colour->b);
}

static inline void
ilv_colour_set_alpha (cairo_t *cr, const IlvColour *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->r, colour->g, colour->b, alpha);
}

G_END_DECLS
