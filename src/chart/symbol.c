/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/symbol.h"

#include "chart/hatch-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct
{
  const char *title;
  const char *explanation;
} symbols[ILV_N_SYMBOLS] = {
  [ILV_SYMBOL_RETRY] = { N_ ("Tried again"), N_ ("A task failed and began again.") },
  [ILV_SYMBOL_WORKER_DIED] = { N_ ("Worker died"),
                               N_ ("The process that worked here crashed or was killed.") },
  [ILV_SYMBOL_DEADLOCK] = { N_ ("Deadlock"),
                            N_ ("Tasks wait for each other in a circle: none can go on.") },
  [ILV_SYMBOL_STOP] = { N_ ("Stop asked for"), N_ ("From here on nothing more begins.") },
  [ILV_SYMBOL_DROP_REQUEST] = { N_ ("Asked to give up the lock"),
                                N_ ("Somebody waited for the lock longer than the switch interval "
                                    "and asked its holder to give it up.") },
};

const char *
ilv_symbol_get_title (IlvSymbol symbol)
{
  return _ (symbols[symbol].title);
}

const char *
ilv_symbol_get_explanation (IlvSymbol symbol)
{
  return _ (symbols[symbol].explanation);
}

gboolean
ilv_symbol_from_mark (IlvMark mark, IlvSymbol *symbol)
{
  static const IlvSymbol of_marks[ILV_N_MARKS] = {
    [ILV_MARK_RETRY] = ILV_SYMBOL_RETRY,
    [ILV_MARK_WORKER_DIED] = ILV_SYMBOL_WORKER_DIED,
    [ILV_MARK_STOP_REQUESTED] = ILV_SYMBOL_STOP,
    [ILV_MARK_DEADLOCK] = ILV_SYMBOL_DEADLOCK,
  };

  /* Lost updates are too many: they stand in their counter. */
  if (mark <= ILV_MARK_LOST_UPDATE || mark >= ILV_N_MARKS)
    return FALSE;
  *symbol = of_marks[mark];
  return TRUE;
}

void
ilv_symbol_count (const IlvTrace *trace, gint64 from, gint64 to, guint64 counts[ILV_N_SYMBOLS])
{
  guint64 n = ilv_trace_get_n_marks (trace);

  for (guint i = 0; i < ILV_N_SYMBOLS; i++)
    counts[i] = 0;
  for (guint64 i = ilv_trace_find_mark (trace, from); i < n; i++)
    {
      IlvMarkEvent mark;
      IlvSymbol symbol;

      ilv_trace_get_mark (trace, i, &mark);
      if (mark.time >= to)
        break;
      if (ilv_symbol_from_mark (mark.mark, &symbol))
        counts[symbol]++;
    }
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    {
      const IlvLock *lock = ilv_trace_get_lock (trace, i);

      counts[ILV_SYMBOL_DROP_REQUEST] += ilv_lock_find_drop_request (lock, to)
                                         - ilv_lock_find_drop_request (lock, from);
    }
}

/* --- shapes -------------------------------------------------------------------------------- */

/* An arrow that comes back to where it began. */
static void
draw_retry (cairo_t *cr, double x, double y, double r)
{
  double end = 1.6 * G_PI;

  cairo_arc (cr, x, y, r, 0, end);
  cairo_stroke (cr);
  cairo_move_to (cr, x + r * cos (end) + r * 0.75, y + r * sin (end));
  cairo_line_to (cr, x + r * cos (end) - r * 0.15, y + r * sin (end) - r * 0.7);
  cairo_line_to (cr, x + r * cos (end) - r * 0.15, y + r * sin (end) + r * 0.7);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_died (cairo_t *cr, double x, double y, double r)
{
  cairo_move_to (cr, x - r, y - r);
  cairo_line_to (cr, x + r, y + r);
  cairo_move_to (cr, x + r, y - r);
  cairo_line_to (cr, x - r, y + r);
  cairo_stroke (cr);
}

/* Two links of a chain. */
static void
draw_deadlock (cairo_t *cr, double x, double y, double r)
{
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x + side * r * 0.5, y, r * 0.75, 0, 2 * G_PI);
    }
  cairo_stroke (cr);
}

static void
draw_triangle (cairo_t *cr, double x, double y, double r)
{
  cairo_move_to (cr, x, y - r);
  cairo_line_to (cr, x + r, y + r);
  cairo_line_to (cr, x - r, y + r);
  cairo_close_path (cr);
  cairo_fill (cr);
}

void
ilv_symbol_draw (const IlvTheme *theme, cairo_t *cr, IlvSymbol symbol, double x, double y,
                 double r)
{
  const IlvColour *ink = symbol == ILV_SYMBOL_DROP_REQUEST ? &theme->request
                         : symbol == ILV_SYMBOL_WORKER_DIED || symbol == ILV_SYMBOL_DEADLOCK
                           ? &theme->states[ILV_STATE_FAILED]
                           : &theme->text;

  ilv_colour_set (cr, ink);
  cairo_set_line_width (cr, fmax (1.2, r * 0.35));
  switch (symbol)
    {
    case ILV_SYMBOL_RETRY:
      draw_retry (cr, x, y, r * 0.8);
      break;
    case ILV_SYMBOL_WORKER_DIED:
      draw_died (cr, x, y, r);
      break;
    case ILV_SYMBOL_DEADLOCK:
      draw_deadlock (cr, x, y, r);
      break;
    case ILV_SYMBOL_STOP:
      cairo_rectangle (cr, x - r, y - r, 2 * r, 2 * r);
      cairo_fill (cr);
      break;
    case ILV_SYMBOL_DROP_REQUEST:
      draw_triangle (cr, x, y, r);
      break;
    case ILV_N_SYMBOLS:
      break;
    }
}
