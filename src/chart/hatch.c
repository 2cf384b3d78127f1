/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/hatch-private.h"

#include <math.h>

/* Tiles of one theme at one scale. Windows move between a few scales, so few sets are ever made.
   Each thread has its own: cairo's image surfaces must not be drawn from by two at once. */
typedef struct
{
  const IlvTheme *theme;
  int side;
  cairo_surface_t *tiles[ILV_N_STATES];
} TileSet;

static void free_sets (gpointer data);

static GPrivate all_sets = G_PRIVATE_INIT (free_sets); /* GPtrArray of TileSet */

IlvHatch
ilv_state_get_hatch (IlvState state)
{
  static const IlvHatch hatches[ILV_N_STATES] = {
    [ILV_STATE_STARTING] = ILV_HATCH_CROSS,
    [ILV_STATE_READY] = ILV_HATCH_DOTS,
    [ILV_STATE_RUNNING_FREE] = ILV_HATCH_TOP_LINE,
    [ILV_STATE_WAITING_GIL] = ILV_HATCH_DIAGONAL,
    [ILV_STATE_WAITING_LOCK] = ILV_HATCH_REVERSED,
    [ILV_STATE_WAITING_IO] = ILV_HATCH_HORIZONTAL,
    [ILV_STATE_SLEEPING] = ILV_HATCH_SPARSE_DOTS,
    [ILV_STATE_SERIALISING] = ILV_HATCH_VERTICAL,
    [ILV_STATE_BLOCKING_LOOP] = ILV_HATCH_DENSE_DIAGONAL,
  };

  g_return_val_if_fail ((guint) state < ILV_N_STATES, ILV_HATCH_NONE);
  return hatches[state];
}

double
ilv_hatch_get_top_line (IlvState state, double height)
{
  if (ilv_state_get_hatch (state) != ILV_HATCH_TOP_LINE || height < 4)
    return 0;
  return height < 12 ? 1 : 2;
}

/* How much of a pixel `radius` wide a line covers whose middle is `distance` away: a ramp one
   pixel wide, which is what an antialiased edge is. */
static double
cover (double distance, double half_width, double pixel)
{
  return CLAMP ((half_width - distance) / pixel + 0.5, 0, 1);
}

/* Distance to the nearest multiple of `period`. */
static double
to_line (double at, double period)
{
  double rest = fmod (at, period);

  return fmin (rest, period - rest);
}

static double
dots (double u, double v, double period, double radius, double pixel)
{
  double du = fmod (u, period) - period / 2;
  double dv = fmod (v, period) - period / 2;
  /* A second dot at the corners makes a quincunx: rows of dots would read as lines. */
  double eu = to_line (u, period);
  double ev = to_line (v, period);

  return fmax (cover (hypot (du, dv), radius, pixel), cover (hypot (eu, ev), radius, pixel));
}

/* How much of the pixel at (u, v), logical pixels into the tile, is ink. */
static double
ink_at (IlvHatch hatch, double u, double v, double pixel)
{
  const double diagonal = G_SQRT2;

  switch (hatch)
    {
    case ILV_HATCH_DIAGONAL:
      return cover (to_line (u + v, 8) / diagonal, 0.55, pixel);
    case ILV_HATCH_REVERSED:
      return cover (to_line (u - v + ILV_TILE_SIDE, 6) / diagonal, 0.6, pixel);
    case ILV_HATCH_DENSE_DIAGONAL:
      return cover (to_line (u + v, 4) / diagonal, 0.55, pixel);
    case ILV_HATCH_HORIZONTAL:
      return cover (to_line (v + 2, 4), 0.5, pixel);
    case ILV_HATCH_VERTICAL:
      return cover (to_line (u + 2, 4), 0.5, pixel);
    case ILV_HATCH_DOTS:
      return dots (u, v, 6, 0.85, pixel);
    case ILV_HATCH_SPARSE_DOTS:
      return dots (u, v, 12, 0.85, pixel);
    case ILV_HATCH_CROSS:
      return fmax (cover (to_line (u + v, 4) / diagonal, 0.35, pixel),
                   cover (to_line (u - v + ILV_TILE_SIDE, 4) / diagonal, 0.35, pixel));
    case ILV_HATCH_NONE:
    case ILV_HATCH_TOP_LINE:
      break;
    }
  return 0;
}

static cairo_surface_t *
make_tile (const IlvTheme *theme, IlvState state, int side)
{
  cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  guint8 *data = cairo_image_surface_get_data (tile);
  int stride = cairo_image_surface_get_stride (tile);
  IlvHatch hatch = ilv_state_get_hatch (state);
  const IlvColour *base = &theme->states[state];
  const IlvColour *ink = &theme->hatch_ink[state];
  double pixel = (double) ILV_TILE_SIDE / side;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        double share = ink_at (hatch, (x + 0.5) * pixel, (y + 0.5) * pixel, pixel);
        IlvColour mixed = { base->r + (ink->r - base->r) * share,
                            base->g + (ink->g - base->g) * share,
                            base->b + (ink->b - base->b) * share };

        ((guint32 *) (void *) (data + y * stride))[x] = ilv_colour_to_pixel (&mixed);
      }
  cairo_surface_mark_dirty (tile);
  return tile;
}

static void
free_set (gpointer data)
{
  TileSet *set = data;

  for (guint i = 0; i < ILV_N_STATES; i++)
    g_clear_pointer (&set->tiles[i], cairo_surface_destroy);
  g_free (set);
}

static void
free_sets (gpointer data)
{
  g_ptr_array_unref (data);
}

static TileSet *
find_set (const IlvTheme *theme, int side)
{
  GPtrArray *sets = g_private_get (&all_sets);
  TileSet *set;

  if (sets == NULL)
    {
      sets = g_ptr_array_new_with_free_func (free_set);
      g_private_set (&all_sets, sets);
    }
  for (guint i = 0; i < sets->len; i++)
    {
      set = g_ptr_array_index (sets, i);
      if (set->theme == theme && set->side == side)
        return set;
    }
  set = g_new0 (TileSet, 1);
  set->theme = theme;
  set->side = side;
  g_ptr_array_add (sets, set);
  return set;
}

cairo_surface_t *
ilv_hatch_get_tile (const IlvTheme *theme, IlvState state, double scale)
{
  int side = (int) lround (ILV_TILE_SIDE * CLAMP (scale, 0.25, 8));
  TileSet *set = find_set (theme, side);

  if (set->tiles[state] == NULL)
    set->tiles[state] = make_tile (theme, state, side);
  return set->tiles[state];
}

guint32
ilv_colour_to_pixel (const IlvColour *colour)
{
  guint32 r = (guint32) lround (CLAMP (colour->r, 0, 1) * 255);
  guint32 g = (guint32) lround (CLAMP (colour->g, 0, 1) * 255);
  guint32 b = (guint32) lround (CLAMP (colour->b, 0, 1) * 255);

  return 0xff000000u | r << 16 | g << 8 | b;
}

static gboolean
is_vector (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_group_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG
         || type == CAIRO_SURFACE_TYPE_PS;
}

void
ilv_hatch_fill_path (const IlvTheme *theme, cairo_t *cr, IlvState state)
{
  gboolean vector = is_vector (cr);
  double scale_x, scale_y, side, logical;
  cairo_surface_t *tile;
  cairo_pattern_t *pattern;
  cairo_matrix_t matrix, to_tile;

  if (ilv_state_get_hatch (state) == ILV_HATCH_NONE
      || ilv_state_get_hatch (state) == ILV_HATCH_TOP_LINE)
    {
      ilv_colour_set (cr, &theme->states[state]);
      cairo_fill (cr);
      return;
    }

  cairo_surface_get_device_scale (cairo_get_group_target (cr), &scale_x, &scale_y);
  cairo_get_matrix (cr, &matrix);
  /* Paper has no pixels of its own: a finer tile keeps the hatch sharp there. */
  tile = ilv_hatch_get_tile (theme, state, vector ? 4 : scale_x * fabs (matrix.xx));
  side = cairo_image_surface_get_width (tile);
  logical = ILV_TILE_SIDE * fabs (matrix.xx);

  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_matrix_init_scale (&to_tile, side / logical, side / logical);
  pattern = cairo_pattern_create_for_surface (tile);
  cairo_pattern_set_matrix (pattern, &to_tile);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, vector ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_set_source (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
ilv_theme_fill_state (const IlvTheme *theme, cairo_t *cr, IlvState state, double x, double y,
                      double width, double height)
{
  double line;

  g_return_if_fail (theme != NULL && (guint) state < ILV_N_STATES);
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  ilv_hatch_fill_path (theme, cr, state);
  line = ilv_hatch_get_top_line (state, height);
  if (line > 0)
    {
      ilv_colour_set (cr, &theme->hatch_ink[state]);
      cairo_rectangle (cr, x, y, width, line);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}
