/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes: intervals that can be seen one by one, mixes where they cannot. */
#include "chart/panel-private.h"

#include "trace/state.h"

#include <math.h>
#include <string.h>

/* Intervals a column up to which a lane is read interval by interval. */
#define SCAN_PER_COLUMN 3
/* Summaries asked for in a frame for all mixed rows: beyond that in broader columns. */
#define MAX_SUMMARIES 16384
/* Of a mixed row's height what is filled while a single lane of many does something. */
#define LEAST_FILLED 0.5
/* Both neighbours at least this wide, in logical pixels, get a seam between two tasks. */
#define SEAM_FROM 5
/* Tasks that share a row read in one column. */
#define TASKS_PER_COLUMN 4

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
  double *alive;   /* lanes of a mixed row */
  IlvMix *some;    /* a column each, for a moment */
  IlvBand *band;   /* of all lanes; NULL: none is shown, or it is read by itself */
  guint8 *crowded; /* columns with intervals too small to see */
  gboolean alone;  /* the row is of one timeline: nothing else is noted of its columns */
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

/* Reads the intervals first … end - 1; what cannot be seen one by one is noted. */
static void
scan_intervals (Sweep *sweep, const IlvTimeline *timeline, guint64 first, guint64 end, int y0,
                int y1)
{
  IlvInterval interval, next;

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
      if (sweep->band != NULL)
        ilv_band_add (sweep->band, interval.state, left, right);
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
}

/* Of the columns from `first` on what the pyramid knows of them. */
static void
note_shares (Sweep *sweep, const IlvTimeline *timeline, int first, int end)
{
  gint64 from = sweep->from + (gint64) (first / sweep->per_ns);
  gint64 to = MAX (sweep->from + (gint64) (end / sweep->per_ns), from + 1);
  IlvMix *mixes = sweep->alone ? sweep->mixes + first : sweep->some;

  if (!sweep->alone)
    memset (mixes, 0, sizeof (IlvMix) * (gsize) (end - first));
  ilv_mix_add (mixes, (guint) (end - first), timeline, from, to, 1);
  for (int c = first; c < end && !sweep->alone; c++)
    for (guint s = 0; s < ILV_N_STATES; s++)
      sweep->mixes[c].share[s] += mixes[c - first].share[s];
  if (sweep->band != NULL)
    ilv_band_add_mixes (sweep->band, mixes, (guint) (end - first), (guint) first, 1, 1);
  memset (sweep->crowded + first, TRUE, (gsize) (end - first));
}

/* A timeline, which may have the lane to itself or be one of those that share it. */
static void
note_timeline (Sweep *sweep, const IlvTimeline *timeline, gint64 begin, gint64 last, int y0, int y1)
{
  guint64 length = ilv_timeline_get_length (timeline);
  guint64 first = ilv_timeline_find (timeline, MAX (sweep->from, begin));
  guint64 end = MIN (ilv_timeline_find (timeline, sweep->to) + 1, length);
  int left = (int) CLAMP ((double) (begin - sweep->from) * sweep->per_ns, 0, sweep->columns - 1);
  int right = (int) CLAMP (((double) last - (double) sweep->from) * sweep->per_ns + 1, left + 1,
                           sweep->columns);

  if (first >= end)
    return;
  if (end - first <= (guint64) (right - left) * SCAN_PER_COLUMN)
    scan_intervals (sweep, timeline, first, end, y0, y1);
  else
    note_shares (sweep, timeline, left, right);
}

static void
forget_notes (Sweep *sweep)
{
  memset (sweep->mixes, 0, sizeof (IlvMix) * (gsize) sweep->columns);
  memset (sweep->crowded, 0, (gsize) sweep->columns);
}

static void
fill_lane (Sweep *sweep, const IlvTimeline *timeline, int y0, int y1)
{
  forget_notes (sweep);
  sweep->alone = TRUE;
  note_timeline (sweep, timeline, sweep->from, sweep->to, y0, y1);
  fill_crowded (sweep, y0, y1);
}

/* Where one task follows another at once; where there is a gap, that is seen. */
static void
fill_task_seams (Sweep *sweep, guint row, guint first, guint end, int y0, int y1)
{
  IlvSubject before, after;

  ilv_panel_get_row_subject (sweep->panel, row, first, &before);
  for (guint i = first + 1; i < end; i++, before = after)
    {
      double gap;

      ilv_panel_get_row_subject (sweep->panel, row, i, &after);
      gap = (double) (after.begin - before.end) * sweep->per_ns;
      if (gap < 1)
        fill_seam (sweep, (double) (after.begin - sweep->from) * sweep->per_ns,
                   (double) (before.end - before.begin) * sweep->per_ns,
                   ((double) after.end - (double) after.begin) * sweep->per_ns, y0, y1);
    }
}

/* More tasks than columns: of each column a few, evenly spaced, stand for all in it. */
static void
note_many_tasks (Sweep *sweep, guint row)
{
  for (int c = 0; c < sweep->columns; c++)
    {
      gint64 from = sweep->from + (gint64) (c / sweep->per_ns);
      gint64 to = MAX (sweep->from + (gint64) ((c + 1) / sweep->per_ns), from + 1);
      guint first, end, n, read;

      ilv_panel_get_row_range (sweep->panel, row, from, to, &first, &end);
      n = end - first;
      /* Of few, those at the edges of the column count for what is in it. */
      read = n <= 2 * TASKS_PER_COLUMN ? n : TASKS_PER_COLUMN;
      for (guint i = 0; i < read; i++)
        {
          IlvSubject subject;

          ilv_panel_get_row_subject (sweep->panel, row, first + (2 * i + 1) * n / (2 * read),
                                     &subject);
          ilv_mix_add (sweep->mixes + c, 1, subject.timeline, from, to, (double) n / read);
        }
      sweep->crowded[c] = first < end;
    }
}

/* Tasks that share a row, one after the other. */
static void
fill_shared_row (Sweep *sweep, guint row, int y0, int y1)
{
  guint first, end;

  forget_notes (sweep);
  sweep->alone = FALSE;
  ilv_panel_get_row_range (sweep->panel, row, sweep->from, sweep->to, &first, &end);
  if (first >= end)
    return;
  if (end - first > (guint) sweep->columns)
    {
      note_many_tasks (sweep, row);
      if (sweep->band != NULL)
        ilv_band_add_mixes (sweep->band, sweep->mixes, (guint) sweep->columns, 0, 1, 1);
      fill_crowded (sweep, y0, y1);
      return;
    }
  for (guint i = first; i < end; i++)
    {
      IlvSubject subject;

      ilv_panel_get_row_subject (sweep->panel, row, i, &subject);
      note_timeline (sweep, subject.timeline, subject.begin, subject.end, y0, y1);
    }
  fill_crowded (sweep, y0, y1);
  fill_task_seams (sweep, row, first, end, y0, y1);
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

/* One lane more, or fewer, from a moment on: noted where it changes, for count_alive(). */
static void
add_change (Sweep *sweep, gint64 time, double change, double per_ns, guint bins)
{
  double at = fmax ((double) (time - sweep->from) * per_ns, 0);
  guint bin = (guint) fmin (at, bins);

  if (bin == bins)
    return;
  sweep->alive[bin] += change * (bin + 1 - at);
  sweep->alive[bin + 1] += change * (at - bin);
}

/* From the changes the lanes alive in each column. */
static void
count_alive (Sweep *sweep, guint bins)
{
  for (guint b = 1; b < bins; b++)
    sweep->alive[b] += sweep->alive[b - 1];
}

/* Each column shows what the lanes that did something did; the more of those alive that were, the
   higher it stands, but never too low to be seen. */
static void
scale_mix (IlvMix *mix, double alive)
{
  double sum = 0, height;

  for (guint s = 0; s < ILV_N_STATES; s++)
    sum += mix->share[s];
  if (sum <= 0)
    return;
  height = LEAST_FILLED + (1 - LEAST_FILLED) * fmin (sum / fmax (alive, sum), 1);
  for (guint s = 0; s < ILV_N_STATES; s++)
    mix->share[s] *= height / sum;
}

static void
fill_mixed_row (Sweep *sweep, guint row, guint rows, int y0, int y1)
{
  IlvPanel *self = sweep->panel;
  guint n = ilv_panel_count_row_subjects (self, row);
  guint step = ilv_panel_get_lane_step (self);
  int width = choose_column_width (sweep, (guint64) (self->layout.per_row / step) * rows);
  guint bins = (guint) ((sweep->columns + width - 1) / width);
  gint64 to = sweep->from + (gint64) (bins * (guint) width / sweep->per_ns);

  memset (sweep->mixes, 0, sizeof (IlvMix) * bins);
  memset (sweep->alive, 0, sizeof *sweep->alive * (bins + 1));
  for (guint i = 0; i < n; i += step)
    {
      IlvSubject subject;

      ilv_panel_get_row_subject (self, row, i, &subject);
      if (subject.on_core)
        ilv_panel_add_core_mix (self, subject.id, sweep->from, to, bins, sweep->mixes);
      else
        ilv_mix_add (sweep->mixes, bins, subject.timeline, sweep->from, to, 1);
      add_change (sweep, subject.begin, 1, sweep->per_ns / width, bins);
      add_change (sweep, subject.end, -1, sweep->per_ns / width, bins);
    }
  count_alive (sweep, bins);
  if (sweep->band != NULL)
    ilv_band_add_mixes (sweep->band, sweep->mixes, bins, 0, (guint) width, step);
  for (guint b = 0; b < bins; b++)
    {
      scale_mix (&sweep->mixes[b], sweep->alive[b]);
      fill_mix (sweep, &sweep->mixes[b], sweep->x0 + (int) b * width,
                sweep->x0 + ((int) b + 1) * width, y0, y1);
    }
}

static void
fill_row (Sweep *sweep, guint row, guint rows, int y0, int y1)
{
  IlvPanel *self = sweep->panel;
  IlvSubject subject;

  if (ilv_panel_is_mixed_row (self, row))
    {
      fill_mixed_row (sweep, row, rows, y0, y1);
      return;
    }
  ilv_panel_get_row_subject (self, row, 0, &subject);
  if (subject.on_core)
    {
      ilv_panel_fill_core_lane (self, subject.id, sweep->x0, sweep->x0 + sweep->columns, y0, y1);
      if (sweep->band != NULL)
        ilv_panel_add_to_band (self, sweep->band, row, row + 1);
    }
  else if (ilv_panel_count_row_subjects (self, row) > 1)
    fill_shared_row (sweep, row, y0, y1);
  else
    fill_lane (sweep, subject.timeline, y0, y1);
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
  gboolean going_on;
  guint first, end;

  if (self->trace == NULL)
    return;
  sweep.per_ns = sweep.columns / (double) (sweep.to - sweep.from);
  /* One more: bins of several pixels may reach over the edge. */
  sweep.mixes = g_new (IlvMix, (gsize) sweep.columns + 1);
  sweep.alive = g_new (double, (gsize) sweep.columns + 2);
  sweep.some = g_new (IlvMix, (gsize) sweep.columns + 1);
  sweep.crowded = g_new0 (guint8, (gsize) sweep.columns + 1);
  if (self->layout.band.height > 0 && !ilv_panel_keeps_band (self))
    sweep.band = ilv_band_new ((guint) sweep.columns);

  ilv_panel_get_visible_rows_range (self, &first, &end);
  going_on = ilv_panel_count_work (self, 0);
  for (guint row = first; row < end && going_on; row++)
    {
      double y = ilv_panel_get_row_y (self, row);
      int y0 = MAX (ilv_panel_device (self, y), top);
      int y1 = MIN (ilv_panel_device (self, y + self->layout.lane_height), bottom);

      going_on = ilv_panel_count_work (
        self, (row - first + 1) * ILV_PANEL_LANES_WORK / (end - first)
                - (row - first) * ILV_PANEL_LANES_WORK / (end - first));
      if (y0 >= y1)
        continue;
      ilv_canvas_fill_track (self->canvas, x0, y0, x1, y1);
      fill_row (&sweep, row, end - first, y0, y1);
    }
  if (sweep.band != NULL)
    {
      ilv_panel_fill_band (self, sweep.band);
      ilv_band_free (sweep.band);
    }
  else if (self->layout.band.height > 0)
    ilv_panel_fill_kept_band (self);
  g_free (sweep.mixes);
  g_free (sweep.some);
  g_free (sweep.alive);
  g_free (sweep.crowded);
}
