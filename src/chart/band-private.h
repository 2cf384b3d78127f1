/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many lanes are in each state over time, column by column. What draws the lanes adds what it
 * reads anyway; a stretch costs the same however long it is.
 */
#pragma once

#include "chart/canvas-private.h"
#include "chart/mix-private.h"

G_BEGIN_DECLS

typedef struct _IlvBand IlvBand;

IlvBand *ilv_band_new (guint columns);
void ilv_band_free (IlvBand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvBand, ilv_band_free)

/* A stretch of a lane from one column to another, parts of columns included. */
void ilv_band_add (IlvBand *self, IlvState state, double begin, double end);
/* Shares of n bins, each `width` columns wide, from a column on; `weight` lanes for each. */
void ilv_band_add_mixes (IlvBand *self, const IlvMix *mixes, guint n, guint first, guint width,
                         double weight);

/* Adds all up; the most lanes that are in any state at once, over all columns. */
double ilv_band_sum (IlvBand *self);
/* Draws the columns from x0 on, stacked as in a mixed row; as tall as all when `most` are there. */
void ilv_band_fill (IlvBand *self, IlvCanvas *canvas, double most, int x0, int y0, int y1);

G_END_DECLS
