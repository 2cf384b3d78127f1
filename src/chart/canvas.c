/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/canvas-private.h"

#include "chart/hatch-private.h"

#include <math.h>
#include <string.h>

/* Steps to a point in PDF and SVG: fine enough that no edge looks moved on paper. */
#define VECTOR_RESOLUTION 4
/* Of its contrast, what is left of a state while another one is lit. */
#define FADED 0.16

typedef struct
{
  int x0, y0, x1, y1;
} Rectangle;

/* The rows of a tile, as wide as the canvas: any stretch of any row is one memcpy(). And the tile's
   columns one after the other: a column of the canvas reads what lies side by side. */
typedef struct
{
  guint32 *rows;
  guint32 *columns;
  guint32 top;    /* pixel of the line along the top */
  gboolean plain; /* all pixels are the same */
  gboolean lined; /* has a line along the top */
} Paint;

struct _IlvCanvas
{
  cairo_t *cr;           /* (borrowed) between begin and end */
  const IlvTheme *theme; /* (borrowed) */
  double resolution;
  int x, y, width, height;
  int end; /* of what is recorded */
  gboolean vector;

  cairo_surface_t *image;
  guint32 *pixels;
  int stride; /* pixels */

  Paint paints[ILV_N_STATES];
  IlvState lit;                /* the others are faded; NONE: all are as they are */
  const IlvTheme *paint_theme; /* what the paints were made for */
  IlvState paint_lit;
  double paint_resolution;
  int paint_width;
  int side;

  GArray *rectangles[ILV_N_STATES];
};

IlvCanvas *
ilv_canvas_new (void)
{
  return g_new0 (IlvCanvas, 1);
}

static void
drop_paints (IlvCanvas *self)
{
  for (guint i = 0; i < ILV_N_STATES; i++)
    {
      g_clear_pointer (&self->paints[i].rows, g_free);
      g_clear_pointer (&self->paints[i].columns, g_free);
    }
}

void
ilv_canvas_free (IlvCanvas *self)
{
  if (self == NULL)
    return;
  drop_paints (self);
  g_clear_pointer (&self->image, cairo_surface_destroy);
  for (guint i = 0; i < ILV_N_STATES; i++)
    g_clear_pointer (&self->rectangles[i], g_array_unref);
  g_free (self);
}

static gboolean
is_vector (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_group_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG
         || type == CAIRO_SURFACE_TYPE_PS;
}

double
ilv_canvas_resolution (cairo_t *cr, double scale)
{
  return is_vector (cr) ? VECTOR_RESOLUTION : scale;
}

static void
begin_image (IlvCanvas *self)
{
  guint32 background = ilv_colour_to_pixel (&self->theme->panel);

  if (self->image == NULL || cairo_image_surface_get_width (self->image) != self->width
      || cairo_image_surface_get_height (self->image) != self->height)
    {
      g_clear_pointer (&self->image, cairo_surface_destroy);
      self->image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width, self->height);
    }
  /* Also makes a recorded drawing keep the pixels of the frame before. */
  cairo_surface_flush (self->image);
  self->pixels = (guint32 *) (void *) cairo_image_surface_get_data (self->image);
  self->stride = cairo_image_surface_get_stride (self->image) / 4;
  if (self->pixels == NULL)
    return;
  for (int x = 0; x < self->width; x++)
    self->pixels[x] = background;
  for (int y = 1; y < self->height; y++)
    memcpy (self->pixels + (gsize) y * self->stride, self->pixels, (gsize) self->width * 4);

  if (self->paint_theme != self->theme || self->paint_resolution != self->resolution
      || self->paint_lit != self->lit
      || self->paint_width != self->width)
    {
      drop_paints (self);
      self->paint_theme = self->theme;
      self->paint_lit = self->lit;
      self->paint_resolution = self->resolution;
      self->paint_width = self->width;
    }
}

void
ilv_canvas_light (IlvCanvas *self, IlvState state)
{
  self->lit = state;
}

void
ilv_canvas_begin (IlvCanvas *self, cairo_t *cr, const IlvTheme *theme, double resolution, int x,
                  int y, int width, int height)
{
  self->cr = cr;
  self->theme = theme;
  self->resolution = resolution;
  self->x = x;
  self->y = y;
  self->width = MAX (width, 1);
  self->height = MAX (height, 1);
  self->end = self->width;
  self->vector = is_vector (cr);
  self->pixels = NULL;
  if (!self->vector)
    begin_image (self);
}

static gboolean
is_faded (const IlvCanvas *self, IlvState state)
{
  return self->lit != ILV_STATE_NONE && state != self->lit;
}

/* What is left of a faded colour on an empty lane. */
static guint32
fade_pixel (guint32 pixel, guint32 track)
{
  guint32 faded = 0xff000000u;

  for (int shift = 0; shift < 24; shift += 8)
    {
      double from = pixel >> shift & 0xff, to = track >> shift & 0xff;

      faded |= (guint32) (to + (from - to) * FADED + 0.5) << shift;
    }
  return faded;
}

static void
fade_paint (const IlvCanvas *self, Paint *paint)
{
  guint32 track = ilv_colour_to_pixel (&self->theme->track);

  for (gsize i = 0; i < (gsize) self->side * (gsize) self->width; i++)
    paint->rows[i] = fade_pixel (paint->rows[i], track);
  for (int i = 0; i < self->side * self->side; i++)
    paint->columns[i] = fade_pixel (paint->columns[i], track);
  paint->top = fade_pixel (paint->top, track);
}

static const Paint *
get_paint (IlvCanvas *self, IlvState state)
{
  Paint *paint = &self->paints[state];
  cairo_surface_t *tile;
  const guint8 *data;

  if (paint->rows != NULL)
    return paint;
  tile = ilv_hatch_get_tile (self->theme, state, self->resolution);
  data = cairo_image_surface_get_data (tile);
  self->side = cairo_image_surface_get_width (tile);
  paint->rows = g_new (guint32, (gsize) self->side * (gsize) self->width);
  paint->columns = g_new (guint32, (gsize) self->side * (gsize) self->side);
  paint->lined = ilv_state_get_hatch (state) == ILV_HATCH_TOP_LINE;
  paint->plain = ilv_state_get_hatch (state) == ILV_HATCH_NONE
                 || paint->lined;
  paint->top = ilv_colour_to_pixel (&self->theme->hatch_ink[state]);
  for (int y = 0; y < self->side; y++)
    {
      const guint32 *from
        = (const guint32 *) (const void *) (data + y * cairo_image_surface_get_stride (tile));

      for (int x = 0; x < self->width; x++)
        paint->rows[(gsize) y * (gsize) self->width + (gsize) x] = from[x % self->side];
      for (int x = 0; x < self->side; x++)
        paint->columns[x * self->side + y] = from[x];
    }
  if (is_faded (self, state))
    fade_paint (self, paint);
  return paint;
}

void
ilv_canvas_set_end (IlvCanvas *self, int x)
{
  self->end = CLAMP (x - self->x, 0, self->width);
}

/* To coordinates of the canvas, inside of it and left of `end`; FALSE when nothing is left. */
static gboolean
clip (const IlvCanvas *self, int end, int *x0, int *y0, int *x1, int *y1)
{
  *x0 = MAX (*x0 - self->x, 0);
  *y0 = MAX (*y0 - self->y, 0);
  *x1 = MIN (*x1 - self->x, end);
  *y1 = MIN (*y1 - self->y, self->height);
  return *x0 < *x1 && *y0 < *y1;
}

static void
fill_pixels (IlvCanvas *self, guint32 pixel, int x0, int y0, int x1, int y1)
{
  const int stride = self->stride;
  guint32 *first = self->pixels + (gsize) y0 * (gsize) stride + x0;
  guint32 *row = first;

  if (x1 - x0 == 1)
    {
      for (int y = y0; y < y1; y++, row += stride)
        *row = pixel;
      return;
    }
  for (int x = 0; x < x1 - x0; x++)
    first[x] = pixel;
  for (int y = y0 + 1; y < y1; y++)
    memcpy (row += stride, first, (gsize) (x1 - x0) * 4);
}

static void
copy_rows (IlvCanvas *self, const Paint *paint, int x0, int y0, int x1, int y1)
{
  int phase = y0 % self->side;

  for (int y = y0; y < y1; y++)
    {
      memcpy (self->pixels + (gsize) y * self->stride + x0,
              paint->rows + (gsize) phase * (gsize) self->width + x0, (gsize) (x1 - x0) * 4);
      phase = phase + 1 == self->side ? 0 : phase + 1;
    }
}

/* Most rectangles are one pixel wide, and a few high. */
static void
copy_column (IlvCanvas *self, const Paint *paint, int x, int y0, int y1)
{
  /* Not read again for every pixel, which could be what was written. */
  const int stride = self->stride;
  const int side = self->side;
  guint32 *to = self->pixels + (gsize) y0 * (gsize) stride + x;
  int left = y1 - y0;

  if (paint->plain)
    {
      const guint32 pixel = paint->rows[0];

      for (; left > 0; left--, to += stride)
        *to = pixel;
      return;
    }
  for (int phase = y0 % side; left > 0; phase = 0)
    {
      const guint32 *from = paint->columns + x % side * side + phase;
      int n = MIN (left, side - phase);

      for (int i = 0; i < n; i++, to += stride)
        *to = from[i];
      left -= n;
    }
}

void
ilv_canvas_fill_state (IlvCanvas *self, IlvState state, int x0, int y0, int x1, int y1)
{
  const Paint *paint;
  int line;

  if (!clip (self, self->end, &x0, &y0, &x1, &y1))
    return;
  if (self->vector)
    {
      Rectangle rectangle = { x0, y0, x1, y1 };

      if (self->rectangles[state] == NULL)
        self->rectangles[state] = g_array_new (FALSE, FALSE, sizeof (Rectangle));
      g_array_append_val (self->rectangles[state], rectangle);
      return;
    }
  if (self->pixels == NULL)
    return;

  paint = get_paint (self, state);
  if (x1 - x0 == 1)
    copy_column (self, paint, x0, y0, y1);
  else
    copy_rows (self, paint, x0, y0, x1, y1);
  if (!paint->lined)
    return;
  line = (int) lround (ilv_hatch_get_top_line (state, (y1 - y0) / self->resolution)
                       * self->resolution);
  if (line > 0)
    fill_pixels (self, paint->top, x0, y0, x1, y0 + line);
}

static void
fill (IlvCanvas *self, const IlvColour *colour, int end, int x0, int y0, int x1, int y1)
{
  if (!clip (self, end, &x0, &y0, &x1, &y1))
    return;
  if (self->vector)
    {
      ilv_colour_set (self->cr, colour);
      cairo_rectangle (self->cr, (self->x + x0) / self->resolution,
                       (self->y + y0) / self->resolution, (x1 - x0) / self->resolution,
                       (y1 - y0) / self->resolution);
      cairo_fill (self->cr);
    }
  else if (self->pixels != NULL)
    fill_pixels (self, ilv_colour_to_pixel (colour), x0, y0, x1, y1);
}

void
ilv_canvas_fill (IlvCanvas *self, const IlvColour *colour, int x0, int y0, int x1, int y1)
{
  fill (self, colour, self->end, x0, y0, x1, y1);
}

void
ilv_canvas_fill_track (IlvCanvas *self, int x0, int y0, int x1, int y1)
{
  fill (self, &self->theme->track, self->width, x0, y0, x1, y1);
}

static void
draw_rectangles (IlvCanvas *self, IlvState state)
{
  GArray *rectangles = self->rectangles[state];
  double step = 1 / self->resolution;

  for (guint i = 0; i < rectangles->len; i++)
    {
      const Rectangle *r = &g_array_index (rectangles, Rectangle, i);

      cairo_rectangle (self->cr, (self->x + r->x0) * step, (self->y + r->y0) * step,
                       (r->x1 - r->x0) * step, (r->y1 - r->y0) * step);
    }
  ilv_hatch_fill_path (self->theme, self->cr, state);

  for (guint i = 0; i < rectangles->len; i++)
    {
      const Rectangle *r = &g_array_index (rectangles, Rectangle, i);
      double line = ilv_hatch_get_top_line (state, (r->y1 - r->y0) * step);

      if (line > 0)
        cairo_rectangle (self->cr, (self->x + r->x0) * step, (self->y + r->y0) * step,
                         (r->x1 - r->x0) * step, line);
    }
  ilv_colour_set (self->cr, &self->theme->hatch_ink[state]);
  cairo_fill (self->cr);
}

void
ilv_canvas_end (IlvCanvas *self)
{
  if (self->vector)
    {
      for (guint i = 0; i < ILV_N_STATES; i++)
        if (self->rectangles[i] != NULL && self->rectangles[i]->len > 0)
          {
            if (is_faded (self, i))
              cairo_push_group (self->cr);
            draw_rectangles (self, i);
            if (is_faded (self, i))
              {
                cairo_pop_group_to_source (self->cr);
                cairo_paint_with_alpha (self->cr, FADED);
              }
            g_array_set_size (self->rectangles[i], 0);
          }
    }
  else if (self->pixels != NULL)
    {
      cairo_surface_mark_dirty (self->image);
      cairo_save (self->cr);
      cairo_scale (self->cr, 1 / self->resolution, 1 / self->resolution);
      cairo_set_source_surface (self->cr, self->image, self->x, self->y);
      cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
      cairo_rectangle (self->cr, self->x, self->y, self->width, self->height);
      cairo_fill (self->cr);
      cairo_restore (self->cr);
    }
  self->cr = NULL;
}
