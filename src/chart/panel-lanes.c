/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes: intervals that can be seen one by one, mixes where they cannot. */
#include "chart/panel-private.h"

#include "trace/state.h"

#include <math.h>
#include <string.h>

/* Intervals a column up to which a lane is read interval by interval. */
#define SCAN_PER_COLUMN 3
/* Lanes read for all mixed rows of a frame, and summaries asked for: beyond that a row shows
   the mix of lanes evenly spaced among its own, and in broader columns. */
#define MAX_READ_LANES 8192
#define MAX_SUMMARIES 16384
/* Both neighbours at least this wide, in logical pixels, get a seam between two tasks. */
#define SEAM_FROM 5

/* What drawing the lanes of one frame needs. */
typedef struct
{
  IlvPanel *panel;
  int x0;     /* device pixels */
  int columns;
  double per_ns; /* columns */
  gint64 from;
  gint64 to;
  IlvMix *mixes;   /* a column each */
  guint8 *crowded; /* columns with intervals too small to see */
} Sweep;

static void
fill_mix (Sweep *sweep, const IlvMix *mix, int x0, int x1, int y0, int y1)
{
  IlvPanel *self = sweep->panel;
  int heights[ILV_N_STATES];
  const IlvState *order;
  int bottom = y1;
  guint n;

  order = ilv_mix_get_order (&n);
  ilv_mix_stack (mix, y1 - y0, heights);
  for (guint i = 0; i < n; i++)
    if (heights[order[i]] > 0)
      {
        ilv_canvas_fill_state (self->canvas, order[i], x0, bottom - heights[order[i]], x1, bottom);
        bottom -= heights[order[i]];
      }
  /* Something wide may stand here already. */
  if (bottom > y0 && sweep->crowded[x0 - sweep->x0])
    ilv_canvas_fill (self->canvas, &self->theme->track, x0, y0, x1, bottom);
}

static void
add_share (Sweep *sweep, IlvState state, double begin, double end)
{
  begin = fmax (begin, 0);
  end = fmin (end, sweep->columns);
  for (int c = (int) begin; c < sweep->columns && c < end; c++)
    sweep->mixes[c].share[state] += fmin (end, c + 1) - fmax (begin, c);
}

/* An interval that can be seen: drawn to the nearest pixel edges. Its parts of the columns at
   both ends are noted, for the case that small ones stand there too. */
static void
fill_wide (Sweep *sweep, IlvState state, double begin, double end, int y0, int y1)
{
  double left = fmax (begin, 0);
  double right = fmin (end, sweep->columns);

  ilv_canvas_fill_state (sweep->panel->canvas, state, sweep->x0 + (int) lround (left), y0,
                         sweep->x0 + (int) lround (right), y1);
  add_share (sweep, state, left, fmin (floor (left) + 1, right));
  if (floor (right) > left)
    add_share (sweep, state, floor (right), right);
}

static void
note_narrow (Sweep *sweep, IlvState state, double begin, double end)
{
  int first = MAX ((int) floor (begin), 0);
  int last = MIN ((int) floor (end), sweep->columns - 1);

  add_share (sweep, state, begin, end);
  for (int c = first; c <= last; c++)
    if (c < end)
      sweep->crowded[c] = TRUE;
}

static void
fill_crowded (Sweep *sweep, int y0, int y1)
{
  for (int c = 0; c < sweep->columns; c++)
    if (sweep->crowded[c])
      fill_mix (sweep, &sweep->mixes[c], sweep->x0 + c, sweep->x0 + c + 1, y0, y1);
}

/* A thin line where one task follows another in the same state. */
static void
fill_seam (Sweep *sweep, double at, double before, double after, int y0, int y1)
{
  IlvPanel *self = sweep->panel;
  double least = SEAM_FROM * self->resolution;
  int x = sweep->x0 + (int) lround (at);

  if (at > 0 && before >= least && after >= least)
    ilv_canvas_fill (self->canvas, &self->theme->panel, x, y0,
                     x + MAX (1, (int) lround (self->resolution)), y1);
}

static void
scan_lane (Sweep *sweep, const IlvTimeline *timeline, guint64 first, guint64 end, int y0, int y1)
{
  IlvInterval interval, next;

  memset (sweep->mixes, 0, sizeof (IlvMix) * (gsize) sweep->columns);
  memset (sweep->crowded, 0, (gsize) sweep->columns);
  for (guint64 i = first; i < end;)
    {
      double left, right;
      gboolean seam = FALSE;

      ilv_timeline_get (timeline, i++, &interval);
      /* Neighbours in the same state are one: a thread that took its lock back runs on. */
      for (; i < end; i++)
        {
          ilv_timeline_get (timeline, i, &next);
          if (next.state != interval.state || next.begin > interval.end)
            break;
          if (next.other != interval.other)
            {
              seam = TRUE;
              break;
            }
          interval.end = next.end;
        }
      left = (double) (interval.begin - sweep->from) * sweep->per_ns;
      right = (double) (interval.end - sweep->from) * sweep->per_ns;
      if (interval.state == ILV_STATE_NONE || ilv_state_is_end (interval.state) || right <= 0)
        continue;
      if (right - left >= 1)
        {
          fill_wide (sweep, interval.state, left, right, y0, y1);
          if (seam)
            fill_seam (sweep, right, right - left,
                       (double) (next.end - next.begin) * sweep->per_ns, y0, y1);
        }
      else
        note_narrow (sweep, interval.state, left, right);
    }
  fill_crowded (sweep, y0, y1);
}

static void
fill_lane (Sweep *sweep, const IlvTimeline *timeline, int y0, int y1)
{
  guint64 length = ilv_timeline_get_length (timeline);
  guint64 first = ilv_timeline_find (timeline, sweep->from);
  guint64 end = MIN (ilv_timeline_find (timeline, sweep->to) + 1, length);

  if (first >= end)
    return;
  if (end - first <= (guint64) sweep->columns * SCAN_PER_COLUMN)
    {
      scan_lane (sweep, timeline, first, end, y0, y1);
      return;
    }
  memset (sweep->mixes, 0, sizeof (IlvMix) * (gsize) sweep->columns);
  memset (sweep->crowded, 0, (gsize) sweep->columns);
  ilv_mix_add (sweep->mixes, (guint) sweep->columns, timeline, sweep->from, sweep->to, 1);
  for (int c = 0; c < sweep->columns; c++)
    fill_mix (sweep, &sweep->mixes[c], sweep->x0 + c, sweep->x0 + c + 1, y0, y1);
}

/* Pixels a column of a mixed row is wide. */
static int
choose_column_width (Sweep *sweep, guint64 read_lanes)
{
  guint64 events = ilv_trace_get_n_events (sweep->panel->trace);
  guint64 lanes = MAX (ilv_panel_count_subjects (sweep->panel), 1);
  guint64 columns = (guint64) sweep->columns;

  if (events / lanes <= 64 || read_lanes * columns <= MAX_SUMMARIES)
    return 1;
  return (int) CLAMP (read_lanes * columns / MAX_SUMMARIES, 1, 16);
}

static void
fill_mixed_row (Sweep *sweep, guint row, guint rows, int y0, int y1)
{
  IlvPanel *self = sweep->panel;
  guint first = row * self->layout.per_row;
  guint n = MIN (self->layout.per_row, ilv_panel_count_subjects (self) - first);
  guint read = CLAMP (MAX_READ_LANES / rows, 1, n);
  int width = choose_column_width (sweep, (guint64) read * rows);
  guint bins = (guint) ((sweep->columns + width - 1) / width);
  gint64 to = sweep->from + (gint64) (bins * (guint) width / sweep->per_ns);

  memset (sweep->mixes, 0, sizeof (IlvMix) * bins);
  for (guint i = 0; i < read; i++)
    {
      IlvSubject subject;

      ilv_panel_get_subject (self, first + (guint) ((guint64) i * n / read), &subject);
      ilv_mix_add (sweep->mixes, bins, subject.timeline, sweep->from, to, 1.0 / read);
    }
  for (guint b = 0; b < bins; b++)
    fill_mix (sweep, &sweep->mixes[b], sweep->x0 + (int) b * width,
              sweep->x0 + ((int) b + 1) * width, y0, y1);
}

void
ilv_panel_fill_lanes (IlvPanel *self)
{
  const IlvBox *box = &self->layout.lanes;
  int x0 = ilv_panel_device (self, box->x);
  int x1 = ilv_panel_device (self, box->x + box->width);
  int top = ilv_panel_device (self, box->y);
  int bottom = ilv_panel_device (self, box->y + box->height);
  Sweep sweep = { .panel = self, .x0 = x0, .columns = MAX (x1 - x0, 1),
                  .from = self->view.from, .to = self->view.to };
  guint first, end;

  if (self->trace == NULL)
    return;
  sweep.per_ns = sweep.columns / (double) (sweep.to - sweep.from);
  /* One more: bins of several pixels may reach over the edge. */
  sweep.mixes = g_new (IlvMix, (gsize) sweep.columns + 1);
  sweep.crowded = g_new0 (guint8, (gsize) sweep.columns + 1);

  ilv_panel_get_visible_rows_range (self, &first, &end);
  for (guint row = first; row < end; row++)
    {
      double y = ilv_panel_get_row_y (self, row);
      int y0 = MAX (ilv_panel_device (self, y), top);
      int y1 = MIN (ilv_panel_device (self, y + self->layout.lane_height), bottom);

      if (y0 >= y1)
        continue;
      ilv_canvas_fill (self->canvas, &self->theme->track, x0, y0, x1, y1);
      if (self->layout.per_row > 1)
        fill_mixed_row (&sweep, row, end - first, y0, y1);
      else
        {
          IlvSubject subject;

          ilv_panel_get_subject (self, row, &subject);
          fill_lane (&sweep, subject.timeline, y0, y1);
        }
    }
  g_free (sweep.mixes);
  g_free (sweep.crowded);
}

static void
draw_lane_label (IlvPanel *self, cairo_t *cr, guint row)
{
  const IlvLayout *layout = &self->layout;
  g_autofree char *name = ilv_panel_get_row_name (self, row);
  g_autofree char *detail = ilv_panel_get_row_detail (self, row);
  double name_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  double detail_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  gboolean below = *detail != '\0' && ilv_panel_stacks_labels (self);
  double y = ilv_panel_get_row_y (self, row)
             + (layout->lane_height - name_height - (below ? detail_height * 0.94 : 0)) / 2;
  double taken;

  ilv_colour_set (cr, &self->theme->text);
  taken = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT, name,
                              layout->label_x, y, layout->label_width);
  ilv_colour_set (cr, &self->theme->dim_text);
  if (below)
    ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, detail,
                        layout->label_x, y + name_height * 0.94, layout->label_width);
  else if (layout->per_row > 1
           && taken + ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, detail)
                <= layout->label_width)
    ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_RIGHT, detail,
                        layout->label_x + layout->label_width,
                        y + (name_height - detail_height) * 0.7, -1);
}

void
ilv_panel_draw_lane_labels (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;
  double name_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  /* In very low rows only every second or third has a label: texts never overlap. */
  guint step = (guint) fmax (1, ceil (name_height * 0.92 / self->layout.pitch));
  guint first, end;

  cairo_save (cr);
  cairo_rectangle (cr, 0, box->y - 2, self->width, box->height + 4);
  cairo_clip (cr);
  ilv_panel_get_visible_rows_range (self, &first, &end);
  for (guint row = first; row < end; row++)
    if (row % step == 0)
      draw_lane_label (self, cr, row);
  cairo_restore (cr);
}
