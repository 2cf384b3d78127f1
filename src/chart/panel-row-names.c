/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row is called and what stands small beside it, and how much room the labels need. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Labels looked at to find the gutter's width. */
#define MEASURED_LABELS 64
/* Of the panel's width, what labels get at most; names alone, which say little when they are cut,
   get more. */
#define MOST_FOR_LABELS 0.26
#define MOST_FOR_NAMES 0.36
/* Intervals at either end of a lane looked at to tell whether it ran one task only. */
#define LOOKED_AT 32

static double
measure (IlvPanel *self, IlvLetters letters, const char *text)
{
  return ilv_lettering_measure (self->lettering, letters, text);
}

/* Width of the labels of as many rows as are measured; up to `most`. */
static double
measure_rows (IlvPanel *self, double most)
{
  guint n = ilv_panel_count_subjects (self) > 0 ? self->layout.rows : 0;
  guint step = n / MEASURED_LABELS + 1;
  double width = 0;

  for (guint row = 0; row < n && width < most; row += step)
    {
      g_autofree char *name = ilv_panel_get_row_name (self, row);
      g_autofree char *detail = ilv_panel_get_row_detail (self, row);
      double name_width = measure (self, ILV_LETTERS_BOLD, name);
      double detail_width = measure (self, ILV_LETTERS_SMALL, detail);

      width = fmax (width, ilv_panel_stacks_labels (self)
                             ? fmax (name_width, detail_width)
                             : ilv_panel_count_row_subjects (self, row) > 1
                                 ? name_width + detail_width + self->theme->text_size * 0.5
                                 : name_width);
    }
  return width;
}

static double
measure_names (IlvPanel *self, double most)
{
  guint n = ilv_panel_count_subjects (self) > 0 ? self->layout.rows : 0;
  guint step = n / MEASURED_LABELS + 1;
  double width = 0;

  for (guint row = 0; row < n && width < most; row += step)
    {
      g_autofree char *name = ilv_panel_get_row_name (self, row);

      width = fmax (width, measure (self, ILV_LETTERS_BOLD, name));
    }
  return width;
}

/* What all labels of tasks begin with, up to the last space: "below " of "below 10 000", when more
   than one has a label. */
static gsize
find_common_words (IlvPanel *self)
{
  GHashTableIter iter;
  gpointer label;
  const char *first = NULL;
  gsize common = 0;

  g_hash_table_iter_init (&iter, self->task_labels);
  for (guint i = 0; i < MEASURED_LABELS && g_hash_table_iter_next (&iter, NULL, &label); i++)
    {
      const char *text = label;
      gsize same = 0;

      if (first == NULL)
        {
          first = text;
          common = strlen (text);
          continue;
        }
      while (same < common && text[same] == first[same])
        same++;
      common = same;
    }
  if (first == NULL || g_hash_table_size (self->task_labels) < 2)
    return 0;
  while (common > 0 && first[common - 1] != ' ')
    common--;
  return common;
}

double
ilv_panel_measure_gutter (IlvPanel *self)
{
  double pad = self->theme->text_size * 1.1;
  double most = self->width * MOST_FOR_LABELS;
  double width = fmax (measure (self, ILV_LETTERS_BOLD, _ ("Core")) + self->theme->text_size,
                       ilv_panel_measure_graph_label (self));
  double rows;

  self->label_start = 0;
  rows = measure_rows (self, most);
  if (rows + pad > most && ilv_panel_stacks_labels (self))
    {
      /* Rather the part in which they differ than the one that they share. */
      self->label_start = find_common_words (self);
      rows = measure_rows (self, most);
    }
  width = fmax (width, rows);
  for (guint i = 0; i < self->n_strips; i++)
    width = fmax (width, measure (self, ILV_LETTERS_BOLD, self->strips[i]->name));
  if (self->layout.band.height > 0)
    width = fmax (width, measure (self, ILV_LETTERS_BOLD, ilv_panel_get_band_title ()));
  width += pad;
  if (width > most)
    most = fmax (most, fmin (measure_names (self, self->width) + pad,
                             self->width * MOST_FOR_NAMES));
  return ceil (fmax (fmin (width, most), self->least_gutter));
}

/* Whether a row is tall enough for its detail below its name. */
gboolean
ilv_panel_stacks_labels (IlvPanel *self)
{
  return self->layout.lane_height
         >= (ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD)
             + ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL))
              * 0.86;
}

const char *
ilv_panel_get_task_label (IlvPanel *self, guint32 task)
{
  return g_hash_table_lookup (self->task_labels, GUINT_TO_POINTER (task));
}

/* The only task a lane ran, as far as its ends tell; 0: none or several. What a run that goes on
   does behind a picture that is held changes nothing of it. */
static guint32
find_only_task (IlvPanel *self, const IlvTimeline *timeline)
{
  gint64 until = ilv_trace_is_finished (self->trace) ? G_MAXINT64 : self->view.until;
  guint64 length
    = MIN (ilv_timeline_get_length (timeline), ilv_timeline_find (timeline, until) + 1);
  guint32 task = 0;

  for (guint64 i = 0; i < length; i++)
    {
      IlvInterval interval;

      if (i == LOOKED_AT && length > 2 * LOOKED_AT)
        i = length - LOOKED_AT;
      ilv_timeline_get (timeline, i, &interval);
      if (interval.other == 0)
        continue;
      if (task != 0 && task != interval.other)
        return 0;
      task = interval.other;
    }
  return task;
}

/* "fetch-10–19": what both names begin with is said once, whole numbers apart. */
static char *
join_names (const char *a, const char *b)
{
  gsize common = 0;

  while (a[common] != '\0' && a[common] == b[common] && !g_ascii_isdigit (a[common])
         && (a[common] & 0x80) == 0)
    common++;
  return g_strdup_printf ("%s–%s", a, g_ascii_isdigit (b[common]) ? b + common : b);
}

char *
ilv_panel_get_row_name (IlvPanel *self, guint row)
{
  guint n = ilv_panel_count_row_subjects (self, row);
  IlvSubject first, last;

  ilv_panel_get_row_subject (self, row, 0, &first);
  if (n == 1)
    return g_strdup (first.name);
  if (!ilv_panel_is_mixed_row (self, row))
    return g_strdup_printf ("%s …", first.name);
  ilv_panel_get_row_subject (self, row, n - 1, &last);
  return join_names (first.name, last.name);
}

char *
ilv_panel_get_row_detail (IlvPanel *self, guint row)
{
  guint n = ilv_panel_count_row_subjects (self, row);
  g_autofree char *count = NULL;
  const char *label;
  IlvSubject subject;

  if (n > 1)
    {
      count = ilv_quantity_count (n);
      return self->on_tasks
               ? g_strdup_printf (ngettext ("%s task", "%s tasks", n), count)
               : g_strdup_printf (ngettext ("%s lane", "%s lanes", n), count);
    }
  ilv_panel_get_row_subject (self, row, 0, &subject);
  if (subject.on_core)
    return g_strdup ("");
  label = ilv_panel_get_task_label (
    self, subject.on_task ? subject.id : find_only_task (self, subject.timeline));
  if (label == NULL)
    return g_strdup ("");
  return g_strdup (strlen (label) > self->label_start ? label + self->label_start : label);
}

char *
ilv_panel_explain_lane_step (IlvPanel *self)
{
  guint step = ilv_panel_get_lane_step (self);
  g_autofree char *part = ilv_quantity_count (step);
  g_autofree char *all = ilv_quantity_count (ilv_panel_count_subjects (self));

  if (step <= 1)
    return NULL;
  return self->on_tasks ? g_strdup_printf (_ ("One in %s of %s tasks is drawn"), part, all)
                        : g_strdup_printf (_ ("One in %s of %s lanes is drawn"), part, all);
}
