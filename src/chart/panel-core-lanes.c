/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes of processor cores: above, what the core did, in the colour of the state; below, for whom,
   in the colour that worker has in the lock strip, with its name where there is room. */
#include "chart/panel-private.h"

#include <math.h>
#include <string.h>

/* Uses looked at in one column; of more, evenly spaced ones. */
#define USES_PER_COLUMN 6
/* Pixels of a column in which uses are too small to see one by one. */
#define COLUMN 3
#define N_COLOURS 8
/* Logical pixels from which on a use may have a name. */
#define NAME_FROM 12

typedef struct
{
  IlvPanel *panel;
  guint core;
  guint64 n;      /* uses */
  double per_ns;  /* device pixels */
  int x0, x1, y0, middle, y1;
} CoreLane;

static IlvState
get_state_at (IlvPanel *self, guint32 lane_id, gint64 time)
{
  const IlvLane *lane = ilv_trace_find_lane (self->trace, lane_id);
  IlvInterval interval;

  if (lane == NULL || !ilv_timeline_get_at (lane->timeline, time, &interval))
    return ILV_STATE_NONE;
  return interval.state;
}

/* What the core did in [from, to), as shares of that time; *index: the first use that ends after
   `from`, moved on to the first that ends after `to`. */
static void
add_column (IlvPanel *self, guint core, guint64 n, gint64 from, gint64 to, guint64 *index,
            IlvMix *mix, double held[N_COLOURS])
{
  guint64 first = *index;
  guint64 end, step;

  *index = ilv_trace_find_core_use (self->trace, core, to);
  end = MIN (*index + 1, n);
  step = MAX ((end - first) / USES_PER_COLUMN, 1);
  for (guint64 i = first; i < end; i += step)
    {
      IlvCoreUse use;
      double share;

      ilv_trace_get_core_use (self->trace, core, i, &use);
      use.begin = MAX (use.begin, from);
      use.end = MIN (use.end, to);
      if (use.end <= use.begin)
        continue;
      share = (double) (use.end - use.begin) * (double) step / (double) (to - from);
      mix->share[get_state_at (self, use.lane, use.begin)] += share;
      held[ilv_panel_get_lane_colour (self, use.lane) % N_COLOURS] += share;
    }
}

void
ilv_panel_add_core_mix (IlvPanel *self, guint core, gint64 from, gint64 to, guint n, IlvMix *bins)
{
  guint64 index = ilv_trace_find_core_use (self->trace, core, from);
  guint64 uses = ilv_trace_get_n_core_uses (self->trace, core);
  double length = (double) (to - from) / n;
  double held[N_COLOURS] = { 0 };

  for (guint b = 0; b < n && index < uses; b++)
    {
      gint64 begin = from + (gint64) (b * length);
      gint64 end = MAX (from + (gint64) ((b + 1) * length), begin + 1);

      add_column (self, core, uses, begin, end, &index, &bins[b], held);
    }
}

static void
fill_states (const CoreLane *lane, const IlvMix *mix, int x0, int x1)
{
  int heights[ILV_N_STATES];
  int bottom = lane->middle;
  const IlvState *order;
  guint n;

  order = ilv_mix_get_order (&n);
  ilv_mix_stack (mix, lane->middle - lane->y0, heights);
  for (guint i = 0; i < n; i++)
    if (heights[order[i]] > 0)
      {
        ilv_canvas_fill_state (lane->panel->canvas, order[i], x0, bottom - heights[order[i]], x1,
                               bottom);
        bottom -= heights[order[i]];
      }
}

static void
fill_holders (const CoreLane *lane, const double held[N_COLOURS], int x0, int x1)
{
  int bottom = lane->y1;
  double below = 0;

  for (guint i = 0; i < N_COLOURS; i++)
    {
      const IlvColour colour = ilv_theme_get_holder_colour (lane->panel->theme, i);
      int top;

      below += held[i] * (lane->y1 - lane->middle);
      top = MAX (lane->y1 - (int) lround (below), lane->middle);
      if (top < bottom)
        ilv_canvas_fill (lane->panel->canvas, &colour, x0, top, x1, bottom);
      bottom = MIN (top, bottom);
    }
}

/* Uses too short to see one by one: their shares. */
static void
fill_column (const CoreLane *lane, int column, guint64 *index)
{
  IlvPanel *self = lane->panel;
  gint64 from = self->view.from + (gint64) (column / lane->per_ns);
  gint64 to = MAX (self->view.from + (gint64) ((column + COLUMN) / lane->per_ns), from + 1);
  int x0 = lane->x0 + column;
  int x1 = MIN (x0 + COLUMN, lane->x1);
  double held[N_COLOURS] = { 0 };
  IlvMix mix = { 0 };

  add_column (self, lane->core, lane->n, from, to, index, &mix, held);
  fill_states (lane, &mix, x0, x1);
  fill_holders (lane, held, x0, x1);
}

/* One use from pixel to pixel; the worker may have been in several states meanwhile. */
static void
fill_use (const CoreLane *lane, const IlvCoreUse *use, int x0, int x1)
{
  IlvPanel *self = lane->panel;
  const IlvLane *worker = ilv_trace_find_lane (self->trace, use->lane);
  const IlvColour colour
    = ilv_theme_get_holder_colour (self->theme, ilv_panel_get_lane_colour (self, use->lane));
  int seam = MAX (1, (int) lround (self->resolution));
  guint n = (guint) (x1 - x0);
  g_autofree IlvMix *bins = g_new0 (IlvMix, n);

  if (worker != NULL)
    ilv_mix_add (bins, n, worker->timeline, MAX (use->begin, self->view.from),
                 MIN (use->end, self->view.to), 1);
  for (guint b = 0, next; b < n; b = next)
    {
      for (next = b + 1; next < n && memcmp (&bins[b], &bins[next], sizeof bins[b]) == 0;)
        next++;
      fill_states (lane, &bins[b], x0 + (int) b, x0 + (int) next);
    }
  ilv_canvas_fill (self->canvas, &colour, x0, lane->middle, x1, lane->y1);
  /* Where one use follows another, even of the same worker. */
  if (x1 - x0 >= 4 * seam && x0 > lane->x0)
    ilv_canvas_fill (self->canvas, &self->theme->panel, x0, lane->y0, x0 + seam, lane->y1);
}

/* Room for a name below, or a third for the colour alone. */
static double
measure_holder (IlvPanel *self)
{
  double small = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  double height = self->layout.lane_height;

  return height >= 2 * small ? small + 1 : round (height / 3);
}

void
ilv_panel_fill_core_lane (IlvPanel *self, guint core, int x0, int x1, int y0, int y1)
{
  CoreLane lane = { .panel = self, .core = core, .x0 = x0, .x1 = x1, .y0 = y0, .y1 = y1,
                    .n = ilv_trace_get_n_core_uses (self->trace, core) };
  guint64 index = ilv_trace_find_core_use (self->trace, core, self->view.from);
  int columns = MAX (x1 - x0, 1);
  int column = 0;

  lane.per_ns = columns / (double) (self->view.to - self->view.from);
  lane.middle = MAX (y1 - ilv_panel_device (self, measure_holder (self)), y0);
  while (column < columns && index < lane.n)
    {
      IlvCoreUse use;
      double begin, end;

      ilv_trace_get_core_use (self->trace, core, index, &use);
      begin = fmax ((double) (use.begin - self->view.from) * lane.per_ns, 0);
      end = fmin ((double) (use.end - self->view.from) * lane.per_ns, columns);
      if (begin > column + COLUMN)
        column = (int) fmin (begin, columns);
      else if (end - begin >= COLUMN && lround (end) > column)
        {
          fill_use (&lane, &use, x0 + MAX ((int) lround (begin), column), x0 + (int) lround (end));
          column = (int) lround (end);
          index++;
        }
      else
        {
          fill_column (&lane, column, &index);
          column += COLUMN;
        }
    }
}

/* Dark on light colours, light on dark ones. */
static void
set_name_colour (cairo_t *cr, const IlvColour *behind)
{
  double light = 0.2126 * pow (behind->r, 2.2) + 0.7152 * pow (behind->g, 2.2)
                 + 0.0722 * pow (behind->b, 2.2);

  if (light > 0.18)
    cairo_set_source_rgb (cr, 0, 0, 0);
  else
    cairo_set_source_rgb (cr, 1, 1, 1);
}

static void
draw_name (IlvPanel *self, cairo_t *cr, guint row, const IlvCoreUse *use)
{
  const IlvBox *box = &self->layout.lanes;
  const IlvLane *worker = ilv_trace_find_lane (self->trace, use->lane);
  double x0 = fmax (ilv_panel_time_to_x (self, use->begin), box->x);
  double x1 = fmin (ilv_panel_time_to_x (self, MIN (use->end, self->view.until)),
                    box->x + box->width);
  double small = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  double y = ilv_panel_get_row_y (self, row) + self->layout.lane_height;
  IlvColour colour;

  if (worker == NULL
      || ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, worker->name) > x1 - x0 - 4)
    return;
  colour = ilv_theme_get_holder_colour (self->theme, ilv_panel_get_lane_colour (self, use->lane));
  set_name_colour (cr, &colour);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_CENTRE, worker->name,
                      (x0 + x1) / 2, y - small - 0.5, -1);
}

/* Goes from one use that may have a name to the next: those between are passed over by time. */
static void
draw_names (IlvPanel *self, cairo_t *cr, guint row, guint core)
{
  guint64 n = ilv_trace_get_n_core_uses (self->trace, core);
  gint64 least = MAX (ilv_panel_x_to_time (self, self->layout.lanes.x + NAME_FROM)
                        - self->view.from, 1);
  guint64 index = ilv_trace_find_core_use (self->trace, core, self->view.from);

  while (index < n)
    {
      IlvCoreUse use;

      ilv_trace_get_core_use (self->trace, core, index, &use);
      if (use.begin >= self->view.to)
        return;
      if (use.end - use.begin >= least)
        draw_name (self, cr, row, &use);
      index = MAX (index + 1,
                   ilv_trace_find_core_use (self->trace, core,
                                            MAX (use.begin, self->view.from) + least));
    }
}

void
ilv_panel_draw_core_names (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;
  double small = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  guint first, end;

  if (!self->on_cores || ilv_panel_is_mixed_row (self, 0) || measure_holder (self) < small)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  ilv_panel_get_visible_rows_range (self, &first, &end);
  for (guint row = first; row < end; row++)
    draw_names (self, cr, row, row);
  cairo_restore (cr);
}
