/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/panel-private.h"

#include <math.h>

/* More than fit on any screen. */
#define MOST_PACKED_ROWS 256

G_DEFINE_FINAL_TYPE (IlvPanel, ilv_panel, G_TYPE_OBJECT)

static void
clear_mark (gpointer data)
{
  IlvFinishMark *mark = data;

  g_free (mark->title);
}

static void
ilv_panel_finalize (GObject *object)
{
  IlvPanel *self = ILV_PANEL (object);

  g_free (self->title);
  g_free (self->badge);
  g_free (self->subtitle);
  g_free (self->time);
  g_free (self->status);
  g_free (self->placeholder);
  ilv_panel_set_earlier_subtitle (self, NULL, NULL, NULL);
  g_hash_table_unref (self->task_labels);
  g_array_unref (self->marks);
  g_array_unref (self->lanes);
  g_hash_table_unref (self->lane_indices);
  g_ptr_array_unref (self->core_names);
  ilv_lane_packing_free (self->packing);
  ilv_lane_criteria_free (self->criteria);
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  ilv_lock_waits_free (self->waits);
  g_clear_pointer (&self->band, ilv_band_free);
  ilv_lettering_free (self->lettering);
  ilv_canvas_free (self->canvas);
  G_OBJECT_CLASS (ilv_panel_parent_class)->finalize (object);
}

static void
ilv_panel_class_init (IlvPanelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ilv_panel_finalize;
}

static void
ilv_panel_init (IlvPanel *self)
{
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  self->view = (IlvView){ .from = 0, .to = 1000000, .until = G_MAXINT64, .lanes = ILV_LANES_AUTO };
  self->width = 400;
  self->height = 300;
  self->scale = 1;
  self->resolution = 1;
  self->show_header = TRUE;
  self->badge_since = G_MININT64;
  self->stale = TRUE;
  self->task_labels = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->marks = g_array_new (FALSE, TRUE, sizeof (IlvFinishMark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->lanes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->lane_indices = g_hash_table_new (NULL, NULL);
  self->criteria = ilv_lane_criteria_new ();
  self->packing = ilv_lane_packing_new (MOST_PACKED_ROWS);
  self->core_names = g_ptr_array_new_with_free_func (g_free);
  self->lettering = ilv_lettering_new (self->theme->text_size);
  self->canvas = ilv_canvas_new ();
}

IlvPanel *
ilv_panel_new (void)
{
  return g_object_new (ILV_TYPE_PANEL, NULL);
}

void
ilv_panel_set_trace (IlvPanel *self, const IlvTrace *trace)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  if (self->trace == trace)
    return;
  self->trace = trace;
  self->first_strip = 0;
  g_clear_pointer (&self->waits, ilv_lock_waits_free);
  self->waits_trace = NULL;
  self->known_lanes = 0;
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  ilv_lane_packing_clear (self->packing);
  g_array_set_size (self->lanes, 0);
  self->stale = TRUE;
}

static void
set_text (char **field, const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text != NULL ? text : "");
}

void
ilv_panel_set_words (IlvPanel *self, const char *title, const char *badge, const char *subtitle,
                     const char *time, const char *status)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  set_text (&self->title, title);
  set_text (&self->badge, badge);
  set_text (&self->subtitle, subtitle);
  set_text (&self->time, time);
  set_text (&self->status, status);
}

void
ilv_panel_set_badge_since (IlvPanel *self, gint64 time)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->badge_since = time;
}

void
ilv_panel_set_earlier_subtitle (IlvPanel *self, IlvPanelWords write, gpointer data,
                                GDestroyNotify free_data)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  if (self->free_subtitle_data != NULL)
    self->free_subtitle_data (self->subtitle_data);
  self->write_subtitle = write;
  self->subtitle_data = data;
  self->free_subtitle_data = free_data;
}

void
ilv_panel_set_placeholder (IlvPanel *self, const char *text)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  set_text (&self->placeholder, text);
}

void
ilv_panel_set_show_header (IlvPanel *self, gboolean show)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->stale = self->stale || self->show_header != !!show;
  self->show_header = !!show;
}

void
ilv_panel_set_first_lock (IlvPanel *self, guint32 lock)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->stale = self->stale || self->first_strip != lock;
  self->first_strip = lock;
}

void
ilv_panel_set_choosable (IlvPanel *self, gboolean choosable)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->stale = self->stale || self->choosable != !!choosable;
  self->choosable = !!choosable;
}

void
ilv_panel_set_task_label (IlvPanel *self, guint32 task, const char *label)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  if (g_strcmp0 (ilv_panel_get_task_label (self, task), label) == 0)
    return;
  if (label != NULL)
    g_hash_table_replace (self->task_labels, GUINT_TO_POINTER (task), g_strdup (label));
  else
    g_hash_table_remove (self->task_labels, GUINT_TO_POINTER (task));
  self->stale = TRUE;
}

void
ilv_panel_set_expected_tasks (IlvPanel *self, guint n)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->stale = self->stale || self->expected_tasks != n;
  self->expected_tasks = n;
}

void
ilv_panel_set_finish_marks (IlvPanel *self, const IlvFinishMark *marks, guint n)
{
  g_return_if_fail (ILV_IS_PANEL (self) && (marks != NULL || n == 0));
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < n; i++)
    {
      IlvFinishMark mark = { marks[i].time, g_strdup (marks[i].title), marks[i].colour };

      g_array_append_val (self->marks, mark);
    }
}

void
ilv_panel_set_view (IlvPanel *self, const IlvView *view)
{
  g_return_if_fail (ILV_IS_PANEL (self) && view != NULL && view->from < view->to);
  self->stale = self->stale || view->lanes != self->view.lanes
                || view->graph != self->view.graph
                || view->criteria != self->view.criteria
                || view->every_lane != self->view.every_lane;
  self->view = *view;
}

const IlvView *
ilv_panel_get_view (IlvPanel *self)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), NULL);
  return &self->view;
}

void
ilv_panel_set_counted_tasks (IlvPanel *self, guint n)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->counted_tasks = n;
}

void
ilv_panel_set_theme (IlvPanel *self, const IlvTheme *theme)
{
  g_return_if_fail (ILV_IS_PANEL (self) && theme != NULL);
  if (self->theme == theme)
    return;
  self->theme = theme;
  ilv_lettering_set_size (self->lettering, theme->text_size);
  self->stale = TRUE;
}

void
ilv_panel_light_state (IlvPanel *self, IlvState state)
{
  g_return_if_fail (ILV_IS_PANEL (self) && state < ILV_N_STATES);
  ilv_canvas_light (self->canvas, state);
}

void
ilv_panel_hold (IlvPanel *self, gboolean held)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  self->held = held;
}

void
ilv_panel_set_size (IlvPanel *self, double width, double height, double scale)
{
  g_return_if_fail (ILV_IS_PANEL (self) && scale > 0);
  self->stale = self->stale || self->width != width || self->height != height;
  self->width = fmax (width, 1);
  self->height = fmax (height, 1);
  self->scale = scale;
  self->resolution = scale;
}

guint
ilv_panel_get_n_rows (IlvPanel *self)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), 0);
  ilv_panel_update (self);
  return ilv_panel_count_subjects (self) > 0 ? self->layout.rows : 0;
}

double
ilv_panel_get_visible_rows (IlvPanel *self)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), 0);
  ilv_panel_update (self);
  return self->layout.visible_rows;
}

double
ilv_panel_time_to_x (IlvPanel *self, gint64 time)
{
  const IlvBox *box = &self->layout.axis;

  ilv_panel_update (self);
  return box->x
         /* In floating point throughout: what still lives ends at G_MAXINT64. */
         + box->width * (((double) time - (double) self->view.from)
                         / (double) (self->view.to - self->view.from));
}

gint64
ilv_panel_x_to_time (IlvPanel *self, double x)
{
  const IlvBox *box = &self->layout.axis;

  ilv_panel_update (self);
  return self->view.from
         + (gint64) floor ((x - box->x) / box->width * (double) (self->view.to - self->view.from));
}
