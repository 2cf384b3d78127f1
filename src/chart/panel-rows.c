/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which row a lane stands, what is written beside it, and how tall all of it is. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Labels looked at to find the gutter's width. */
#define MEASURED_LABELS 64
/* Lanes read for all the mixed rows of a frame; of more, evenly spaced ones. */
#define MAX_READ_LANES 8192
/* Intervals at either end of a lane looked at to tell whether it ran one task only. */
#define LOOKED_AT 32

static double
measure (IlvPanel *self, IlvLetters letters, const char *text)
{
  return ilv_lettering_measure (self->lettering, letters, text);
}

/* Width that the labels need; the layout must know its rows. */
static double
measure_gutter (IlvPanel *self)
{
  guint n = ilv_panel_count_subjects (self) > 0 ? self->layout.rows : 0;
  guint step = n / MEASURED_LABELS + 1;
  double most = self->width * 0.26;
  double width = fmax (measure (self, ILV_LETTERS_BOLD, _ ("Core")) + self->theme->text_size,
                       measure (self, ILV_LETTERS_BOLD, _ ("Done")));

  for (guint row = 0; row < n && width < most; row += step)
    {
      g_autofree char *name = ilv_panel_get_row_name (self, row);
      g_autofree char *detail = ilv_panel_get_row_detail (self, row);
      double name_width = measure (self, ILV_LETTERS_BOLD, name);
      double detail_width = measure (self, ILV_LETTERS_SMALL, detail);

      width = fmax (width, ilv_panel_stacks_labels (self)
                             ? fmax (name_width, detail_width)
                             : self->layout.per_row > 1
                                 ? name_width + detail_width + self->theme->text_size * 0.5
                                 : name_width);
    }
  for (guint i = 0; i < self->n_strips; i++)
    width = fmax (width, measure (self, ILV_LETTERS_BOLD, self->strips[i]->name));
  width += self->theme->text_size * 1.1;
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

void
ilv_panel_update (IlvPanel *self)
{
  guint64 generation = self->trace != NULL ? ilv_trace_get_generation (self->trace) : 0;
  IlvLayoutNeeds needs = { 0 };

  if (!self->stale && generation == self->generation)
    return;
  self->stale = FALSE;
  self->generation = generation;
  self->n_strips = 0;
  ilv_panel_collect_subjects (self);

  if (self->trace != NULL)
    {
      ilv_panel_find_strips (self);
      /* Lanes of cores say what the strip would. */
      needs.cores = self->on_cores ? 0 : ilv_trace_get_n_cores (self->trace);
      /* A core that this run never used is told from there being none. */
      if (needs.cores > 0)
        needs.cores = MAX (needs.cores, self->least_cores);
    }
  needs.lanes = ilv_panel_count_subjects (self);
  needs.strips = self->n_strips;
  needs.header = self->show_header ? ilv_panel_measure_header (self) : 0;
  needs.small_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  needs.lanes_height = self->lanes_height;
  needs.every_lane = self->view.every_lane;
  /* Heights do not depend on the gutter, but what the labels say depends on the heights. */
  ilv_layout_compute (&self->layout, self->theme, &needs, self->width, self->height);
  needs.gutter = measure_gutter (self);
  ilv_layout_compute (&self->layout, self->theme, &needs, self->width, self->height);
}

const char *
ilv_panel_get_task_label (IlvPanel *self, guint32 task)
{
  return g_hash_table_lookup (self->task_labels, GUINT_TO_POINTER (task));
}

/* The only task a lane ran, as far as its ends tell; 0: none or several. */
static guint32
find_only_task (const IlvTimeline *timeline)
{
  guint64 length = ilv_timeline_get_length (timeline);
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

char *
ilv_panel_get_row_name (IlvPanel *self, guint row)
{
  guint first = row * self->layout.per_row;
  guint last = MIN (first + self->layout.per_row, ilv_panel_count_subjects (self)) - 1;
  IlvSubject a, b;
  gsize common = 0;

  ilv_panel_get_subject (self, first, &a);
  if (last == first)
    return g_strdup (a.name);
  ilv_panel_get_subject (self, last, &b);
  /* "fetch-10–19": what both names begin with is said once, whole numbers apart. */
  while (a.name[common] != '\0' && a.name[common] == b.name[common]
         && !g_ascii_isdigit (a.name[common]) && (a.name[common] & 0x80) == 0)
    common++;
  return g_strdup_printf ("%s–%s", a.name, g_ascii_isdigit (b.name[common]) ? b.name + common
                                                                            : b.name);
}

char *
ilv_panel_get_row_detail (IlvPanel *self, guint row)
{
  guint first = row * self->layout.per_row;
  guint n = MIN (self->layout.per_row, ilv_panel_count_subjects (self) - first);
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
  ilv_panel_get_subject (self, first, &subject);
  if (subject.on_core)
    return g_strdup ("");
  label = ilv_panel_get_task_label (self, subject.on_task ? subject.id
                                                          : find_only_task (subject.timeline));
  return g_strdup (label != NULL ? label : "");
}

double
ilv_panel_get_row_y (IlvPanel *self, guint row)
{
  double hidden = self->layout.rows - self->layout.visible_rows;
  double first = CLAMP (self->view.first_row, 0, fmax (hidden, 0));

  return self->layout.lanes.y + (row - first) * self->layout.pitch;
}

void
ilv_panel_get_visible_rows_range (IlvPanel *self, guint *first, guint *end)
{
  double top = ilv_panel_get_row_y (self, 0);
  const IlvBox *box = &self->layout.lanes;
  double pitch = self->layout.pitch;

  if (ilv_panel_count_subjects (self) == 0)
    {
      *first = *end = 0;
      return;
    }
  *first = (guint) fmax (0, floor ((box->y - top) / pitch));
  *end = MIN (self->layout.rows, (guint) ceil ((box->y + box->height - top) / pitch));
}

guint
ilv_panel_get_lane_step (IlvPanel *self)
{
  guint first, end, most;

  ilv_panel_get_visible_rows_range (self, &first, &end);
  most = MAX (MAX_READ_LANES / MAX (end - first, 1), 1);
  return self->layout.per_row > 1 ? (self->layout.per_row + most - 1) / most : 1;
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

gboolean
ilv_panel_find_row (IlvPanel *self, double y, guint *row)
{
  const IlvBox *box = &self->layout.lanes;
  double from_top = y - ilv_panel_get_row_y (self, 0);

  if (y < box->y || y >= box->y + box->height || ilv_panel_count_subjects (self) == 0)
    return FALSE;
  *row = (guint) fmax (0, floor (from_top / self->layout.pitch));
  return *row < self->layout.rows
         && from_top - *row * self->layout.pitch < self->layout.lane_height;
}
