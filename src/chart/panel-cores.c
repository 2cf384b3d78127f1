/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core strip: when each processor core ran a lane of the run. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Uses looked at in one column; more are read evenly spaced. */
#define USES_PER_COLUMN 6
/* Pixels of one such column: looking up is what a dense strip costs. */
#define COLUMN 3

static guint
count_rows (IlvPanel *self)
{
  const IlvLayout *layout = &self->layout;

  if (self->trace == NULL || layout->cores.height <= 0)
    return 0;
  return MIN (MAX (ilv_trace_get_n_cores (self->trace), self->least_cores),
              (guint) floor (layout->cores.height / layout->core_pitch + 0.001));
}

/* The share of [from, to) in which the core was in use; *index: the first use that ends after
   `from`, moved on to the first that ends after `to`. */
static double
measure_use (IlvPanel *self, guint core, gint64 from, gint64 to, guint64 *index)
{
  guint64 n = ilv_trace_get_n_core_uses (self->trace, core);
  guint64 first = *index;
  guint64 end, step;
  gint64 used = 0;

  *index = ilv_trace_find_core_use (self->trace, core, to);
  end = MIN (*index + 1, n);
  step = MAX ((end - first) / USES_PER_COLUMN, 1);
  for (guint64 i = first; i < end; i += step)
    {
      IlvCoreUse use;

      ilv_trace_get_core_use (self->trace, core, i, &use);
      used += MAX (MIN (use.end, to) - MAX (use.begin, from), 0) * (gint64) step;
    }
  return CLAMP ((double) used / (double) (to - from), 0, 1);
}

/* Too short to see one by one: the darker, the busier. */
static void
fill_share (IlvPanel *self, double share, int x, int y0, int y1)
{
  const IlvColour *from = &self->theme->track;
  const IlvColour *to = &self->theme->core;
  IlvColour mixed = { from->r + (to->r - from->r) * share, from->g + (to->g - from->g) * share,
                      from->b + (to->b - from->b) * share };

  ilv_canvas_fill (self->canvas, &mixed, x, y0, x + COLUMN, y1);
}

/* The use at *index together with those that follow it without a gap: a core that goes from one
   lane to the next is not idle. Moves *index to the last of them. */
static void
get_busy_stretch (IlvPanel *self, guint core, guint64 n, guint64 *index, IlvCoreUse *use)
{
  IlvCoreUse next;

  ilv_trace_get_core_use (self->trace, core, *index, use);
  for (int i = 0; i < USES_PER_COLUMN && *index + 1 < n; i++)
    {
      ilv_trace_get_core_use (self->trace, core, *index + 1, &next);
      if (next.begin > use->end)
        break;
      use->end = next.end;
      (*index)++;
    }
}

static void
fill_core (IlvPanel *self, guint core, int x0, int x1, int y0, int y1)
{
  int columns = MAX (x1 - x0, 1);
  double per_ns = columns / (double) (self->view.to - self->view.from);
  guint64 n = ilv_trace_get_n_core_uses (self->trace, core);
  guint64 index = ilv_trace_find_core_use (self->trace, core, self->view.from);
  int column = 0;

  ilv_canvas_fill_track (self->canvas, x0, y0, x1, y1);
  while (column < columns && index < n)
    {
      gint64 from = self->view.from + (gint64) (column / per_ns);
      gint64 to = MAX (self->view.from + (gint64) ((column + COLUMN) / per_ns), from + 1);
      IlvCoreUse use;
      double begin, end;

      ilv_trace_get_core_use (self->trace, core, index, &use);
      begin = (double) (use.begin - self->view.from) * per_ns;
      end = fmin ((double) (use.end - self->view.from) * per_ns, columns);
      if (begin > column + COLUMN)
        column = (int) fmin (begin, columns);
      else if (end - begin >= 2 && lround (end) > column)
        {
          get_busy_stretch (self, core, n, &index, &use);
          end = fmin ((double) (use.end - self->view.from) * per_ns, columns);
          ilv_canvas_fill (self->canvas, &self->theme->core, x0 + MAX ((int) lround (begin), 0),
                           y0, x0 + (int) lround (end), y1);
          column = (int) lround (end);
          index++;
        }
      else
        {
          fill_share (self, measure_use (self, core, from, to, &index), x0 + column, y0, y1);
          column += COLUMN;
        }
    }
}

void
ilv_panel_fill_cores (IlvPanel *self)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *box = &layout->cores;
  guint rows = count_rows (self);

  for (guint core = 0; core < rows; core++)
    {
      double y = box->y + core * layout->core_pitch;

      fill_core (self, core, ilv_panel_device (self, box->x),
                 ilv_panel_device (self, box->x + box->width), ilv_panel_device (self, y),
                 ilv_panel_device (self, y + layout->core_height));
    }
}

void
ilv_panel_draw_cores (IlvPanel *self, cairo_t *cr)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *box = &layout->cores;
  guint rows = count_rows (self);
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  double small = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  guint step = (guint) fmax (1, ceil (small * 0.6 / layout->core_pitch));
  double label;

  if (rows == 0)
    return;
  ilv_colour_set (cr, &self->theme->text);
  label = ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT, _ ("Core"),
                              layout->label_x, box->y + (box->height - line) / 2,
                              layout->label_width);
  ilv_colour_set (cr, &self->theme->dim_text);
  for (guint core = 0; core < rows; core += step)
    {
      g_autofree char *number = ilv_quantity_count (core);
      double width = ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, number);
      double right = box->x - self->theme->text_size * 0.4;

      /* The gutter is as wide as its lanes need: numbers only where they fit beside the word. */
      if (right - width > layout->label_x + label + 3)
        ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_RIGHT, number, right,
                            box->y + core * layout->core_pitch
                              + (layout->core_height - small) / 2,
                            -1);
    }
}
