/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results without panels: a line a measure, a column a run, the best of each line in bold. */
#include "chart/picture-private.h"

#include "chart/hatch-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of a line, in heights of its text: as much air as there is, but not so much that the eye loses
   the line. */
#define LEAST_PITCH 1.15
#define MOST_PITCH 1.9
/* Around the text of a column, and of a column as a whole, in sizes of the text. */
#define COLUMN_GAP 1.2
#define MOST_COLUMN 20.0
/* A short table is written larger, so that it can be read from the back row. */
#define MOST_ENLARGED 2.0
/* Of the width, what the names of the measures may take. */
#define MOST_NAMES 0.4

typedef struct
{
  double width;
  double names, pitch;
  GArray *columns; /* double: a width per run */
  double used;
  guint n_lines; /* without the heads */
} Table;

static double
measure_names (IlvPicture *self)
{
  double width = 0;

  for (guint i = 0; i < self->results->len; i++)
    {
      const IlvPictureResult *result = g_ptr_array_index (self->results, i);

      width = fmax (width, ilv_lettering_measure (self->lettering, ILV_LETTERS_BODY,
                                                  result->title));
    }
  return width;
}

static double
measure_column (IlvPicture *self, guint panel)
{
  double width = ilv_lettering_measure (self->lettering, ILV_LETTERS_BOLD,
                                        ilv_picture_get_name (self, panel));

  for (guint i = 0; i < self->results->len; i++)
    {
      gboolean best;
      g_autofree char *cell
        = ilv_picture_write_cell (g_ptr_array_index (self->results, i), panel, &best);

      width = fmax (width, ilv_lettering_measure (self->lettering, ILV_LETTERS_BOLD, cell));
    }
  return width + self->theme->text_size * COLUMN_GAP;
}

/* What each needs. */
static void
measure_columns (IlvPicture *self, Table *table)
{
  table->columns = g_array_new (FALSE, FALSE, sizeof (double));
  table->names = measure_names (self);
  table->used = table->names;
  for (guint i = 0; i < self->panels->len; i++)
    {
      double column = measure_column (self, i);

      g_array_append_val (table->columns, column);
      table->used += column;
    }
}

/* Room that is left goes to all columns; where it lacks, the wider ones give more. */
static void
stretch_columns (IlvPicture *self, Table *table)
{
  guint n = table->columns->len;
  double names = fmin (table->names, table->width * MOST_NAMES);
  double needed = table->used - table->names;
  double each = (table->width - names - needed) / n;
  double most = self->theme->text_size * MOST_COLUMN;

  table->names = names;
  table->used = names;
  for (guint i = 0; i < n; i++)
    {
      double *column = &g_array_index (table->columns, double, i);

      if (each < 0)
        *column *= (table->width - names) / needed;
      else
        *column += fmin (each, fmax (most - needed / n, 0));
      table->used += *column;
    }
}

static double
find_enlargement (IlvPicture *self, const Table *table, double width, double height)
{
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY);
  double high = line * (LEAST_PITCH + MOST_PITCH) / 2 * (self->results->len + 1);

  return CLAMP (fmin (width / table->used, height / high), 1, MOST_ENLARGED);
}

/* The most important measures come first; those that do not fit are left out, and counted. */
static void
lay_out_lines (IlvPicture *self, Table *table, double height)
{
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BODY);
  guint n = self->results->len;
  guint most = (guint) fmax (floor (height / (line * LEAST_PITCH)), 1);

  table->n_lines = n + 1 <= most ? n : most > 2 ? most - 2 : 0;
  table->pitch = CLAMP (height / MIN (n + 1, most), line * LEAST_PITCH, line * MOST_PITCH);
}

/* `y` is the top of the line, in which the text stands in the middle. */
static void
draw_text (IlvPicture *self, cairo_t *cr, const Table *table, IlvLetters letters, IlvAlign align,
           const char *text, double x, double y, double width)
{
  double height = ilv_lettering_get_height (self->lettering, letters);

  ilv_lettering_draw (self->lettering, cr, letters, align, text, x,
                      y + (table->pitch - height) / 2, width);
}

static void
draw_rule (IlvPicture *self, cairo_t *cr, const Table *table, double y)
{
  ilv_colour_set (cr, &self->theme->line);
  cairo_rectangle (cr, 0, y, table->used, 1);
  cairo_fill (cr);
}

static void
draw_heads (IlvPicture *self, cairo_t *cr, const Table *table)
{
  double right = table->names;

  ilv_colour_set (cr, &self->theme->text);
  for (guint i = 0; i < self->panels->len; i++)
    {
      double column = g_array_index (table->columns, double, i);

      right += column;
      draw_text (self, cr, table, ILV_LETTERS_BOLD, ILV_ALIGN_RIGHT,
                 ilv_picture_get_name (self, i), right, 0,
                 column - self->theme->text_size * 0.7);
    }
}

static void
draw_line (IlvPicture *self, cairo_t *cr, const Table *table, const IlvPictureResult *result,
           double y)
{
  double right = table->names;

  draw_rule (self, cr, table, y);
  ilv_colour_set (cr, &self->theme->dim_text);
  draw_text (self, cr, table, ILV_LETTERS_BODY, ILV_ALIGN_LEFT, result->title, 0, y,
             table->names);
  ilv_colour_set (cr, &self->theme->text);
  for (guint i = 0; i < self->panels->len; i++)
    {
      gboolean best;
      g_autofree char *cell = ilv_picture_write_cell (result, i, &best);
      double column = g_array_index (table->columns, double, i);

      right += column;
      draw_text (self, cr, table, best ? ILV_LETTERS_BOLD : ILV_LETTERS_BODY, ILV_ALIGN_RIGHT,
                 cell, right, y, column - self->theme->text_size * 0.5);
    }
}

static void
draw_rest (IlvPicture *self, cairo_t *cr, const Table *table, double y)
{
  guint n = self->results->len - table->n_lines;
  g_autofree char *count = ilv_quantity_count (n);
  g_autofree char *text
    = g_strdup_printf (ngettext ("%s more measure has no room at this size",
                                 "%s more measures have no room at this size", n),
                       count);

  draw_rule (self, cr, table, y);
  ilv_colour_set (cr, &self->theme->dim_text);
  draw_text (self, cr, table, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, text, 0, y, table->width);
}

void
ilv_picture_draw_table (IlvPicture *self, cairo_t *cr, double x, double y, double width,
                        double height)
{
  Table table = { 0 };
  double enlarged;

  if (self->panels->len == 0 || self->results->len == 0 || height < 1)
    return;
  measure_columns (self, &table);
  enlarged = find_enlargement (self, &table, width, height);
  table.width = width / enlarged;
  stretch_columns (self, &table);
  lay_out_lines (self, &table, height / enlarged);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, enlarged, enlarged);
  draw_heads (self, cr, &table);
  for (guint i = 0; i < table.n_lines; i++)
    draw_line (self, cr, &table, g_ptr_array_index (self->results, i), table.pitch * (i + 1));
  if (table.n_lines < self->results->len)
    draw_rest (self, cr, &table, table.pitch * (table.n_lines + 1));
  cairo_restore (cr);
  g_array_unref (table.columns);
}
