/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/layout-private.h"

#include <math.h>

/* Of the height that lanes and graph share, what the graph gets before lanes grow. */
#define GRAPH_SHARE 0.24
/* Of fewer lanes a band says nothing that they do not. */
#define BAND_FROM 3
/* Lanes of the least height for which there must be room beside it. */
#define LANES_BESIDE_BAND 6

static double
lane_gap (double lane_height)
{
  return CLAMP (floor (lane_height / 8), 1, 7);
}

/* Height of the locks' part: strips, each with room for drop requests below. */
static double
measure_strips (IlvLayout *layout, const IlvTheme *theme, guint strips)
{
  double unit = theme->text_size;

  layout->strip_height = round (unit * 1.3);
  layout->waiting_height = strips > 0 ? round (unit * 0.55) : 0;
  layout->strip_pitch = layout->strip_height + round (unit * 0.7) + 3
                        + (strips > 0 ? layout->waiting_height + 2 : 0);
  return layout->strip_pitch * MAX (strips, 1);
}

static double
measure_cores (IlvLayout *layout, const IlvTheme *theme, guint cores, double height)
{
  double unit = theme->text_size;
  double pitch = round (unit * 0.8);
  double most = fmax (2 * pitch, height * 0.12);

  if (cores == 0)
    return 0;
  if (pitch * cores > most)
    pitch = fmax (floor (most / cores), 1);
  layout->core_pitch = pitch;
  layout->core_height = pitch > 4 ? pitch - 2 : pitch > 2 ? pitch - 1 : pitch;
  return fmin (pitch * cores, most);
}

/* Shares `height` among the rows. */
static void
lay_lanes (IlvLayout *layout, const IlvTheme *theme, const IlvLayoutNeeds *needs, double height)
{
  double least = theme->min_lane_height + lane_gap (theme->min_lane_height);
  guint fit = (guint) fmax (1, floor ((height + lane_gap (theme->min_lane_height)) / least));
  guint lanes = MAX (needs->lanes, 1);
  double pitch, filled;

  layout->fitting = fit;
  layout->single = MIN (needs->single, fit - 1);
  lanes = lanes > layout->single ? lanes - layout->single : 0;
  layout->per_row = needs->every_lane
                      ? 1
                      : MAX ((lanes + fit - layout->single - 1) / (fit - layout->single), 1);
  layout->rows = layout->single + (lanes + layout->per_row - 1) / layout->per_row;

  pitch = floor (height / fmin (layout->rows, fit));
  pitch = fmin (pitch, theme->max_lane_height + lane_gap (theme->max_lane_height));
  layout->lane_height = CLAMP (pitch - lane_gap (pitch), 1, theme->max_lane_height);
  if (layout->rows <= fit)
    layout->lane_height = fmin (fmax (layout->lane_height, theme->min_lane_height), height);
  layout->pitch = layout->lane_height + lane_gap (layout->lane_height);
  /* To the pixel, though then one lane may be a pixel taller than the next. */
  filled = (height + lane_gap (layout->lane_height)) / layout->rows;
  if (needs->lanes_height > 0 && layout->rows <= fit
      && filled - lane_gap (layout->lane_height) <= theme->max_lane_height)
    {
      layout->lane_height = filled - lane_gap (layout->lane_height);
      layout->pitch = filled;
    }
  layout->visible_rows
    = fmin (layout->rows, (height + lane_gap (layout->lane_height)) / layout->pitch);
}

static IlvBox
take (double *y, double x, double width, double height)
{
  IlvBox box = { x, *y, width, height };

  *y += height;
  return box;
}

void
ilv_layout_compute (IlvLayout *layout, const IlvTheme *theme, const IlvLayoutNeeds *needs,
                    double width, double height)
{
  double unit = theme->text_size;
  double side = round (unit * 0.9);
  double gap = round (unit * 0.7);
  double x = side + needs->gutter;
  double plot = fmax (width - x - side, 1);
  double y = round (unit * 0.7);
  double axis = round (needs->small_height + unit * 0.5);
  double least_lanes = theme->min_lane_height * CLAMP (needs->lanes, 1, 3) + gap;
  double least_graph = round (unit * 3.4);
  double note = needs->note ? round (needs->small_height + unit * 0.2) : 0;
  double band = needs->lanes >= BAND_FROM ? round (unit * 2.2) : 0;
  double locks, cores, left, graph, lanes;

  *layout = (IlvLayout){ .label_x = side, .label_width = fmax (needs->gutter - gap, 0) };
  layout->header = take (&y, side, fmax (width - 2 * side, 1), needs->header);

  left = fmax (height - y - axis - round (unit * 0.3) - note, 1);
  locks = measure_strips (layout, theme, needs->strips);
  cores = measure_cores (layout, theme, needs->cores, height);

  /* What does not fit beside a few lanes is left out: first the cores, then the graph, then the
     locks. */
  left -= least_lanes;
  locks = left >= locks + gap ? locks : 0;
  left -= locks > 0 ? locks + gap : 0;
  graph = left >= least_graph + gap ? least_graph : 0;
  left -= graph > 0 ? graph + gap : 0;
  cores = cores > 0 && left >= cores + gap ? cores : 0;
  left -= cores > 0 ? cores + gap : 0;
  band = left >= band + gap + theme->min_lane_height * LANES_BESIDE_BAND ? band : 0;
  left -= band > 0 ? band + gap : 0;
  left = fmax (left, 0) + least_lanes + graph;

  graph = graph > 0 ? fmax (graph, floor (left * GRAPH_SHARE)) : 0;
  lanes = fmax (left - graph, 1);
  if (needs->lanes_height > 0 && graph > 0)
    lanes = fmin (lanes, fmax (needs->lanes_height - (band > 0 ? band + gap : 0), 1));
  lay_lanes (layout, theme, needs, lanes);
  lanes = fmin (layout->rows * layout->pitch - (layout->pitch - layout->lane_height), lanes);
  if (graph > 0)
    graph = left - lanes;

  layout->top = y;
  layout->band = take (&y, x, plot, band);
  y += band > 0 ? gap : 0;
  layout->lanes = take (&y, x, plot, lanes);
  layout->note = take (&y, x, plot, note);
  y += locks > 0 ? gap : 0;
  layout->locks = take (&y, x, plot, locks);
  y += cores > 0 ? gap : 0;
  layout->cores = take (&y, x, plot, cores);
  y += graph > 0 ? gap : 0;
  layout->graph = take (&y, x, plot, graph);
  layout->axis = take (&y, x, plot, axis);
}
