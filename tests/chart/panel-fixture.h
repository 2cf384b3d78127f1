/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A panel with the trace it shows and the image it draws on. */
#pragma once

#include "chart/panel-private.h"

#define WIDTH 640
#define HEIGHT 720

typedef struct
{
  IlvTrace *trace;
  IlvPanel *panel;
  cairo_surface_t *surface;
} Fixture;

/* (transfer full) of the trace. */
void open_fixture (Fixture *f, IlvTrace *trace, gint64 from, gint64 to);
void close_fixture (Fixture *f);
void draw (Fixture *f);

guint32 pixel_at (Fixture *f, int x, int y);
/* Pixels of a column that have exactly this colour. */
int count_pixels (Fixture *f, const IlvColour *colour, int x, double y0, double y1);
