/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/picture-private.h"

#include "chart/hatch-private.h"
#include "chart/panel-private.h"
#include "trace/long-work.h"

#include <math.h>

#define MAX_ACROSS 4
/* Of the picture's height, what the panels keep before legend and results are left out. */
#define LEAST_PANELS 0.45

G_DEFINE_FINAL_TYPE (IlvPicture, ilv_picture, G_TYPE_OBJECT)

static void
free_result (gpointer data)
{
  IlvPictureResult *result = data;

  g_free (result->title);
  g_strfreev (result->cells);
  g_free (result);
}

static void
ilv_picture_finalize (GObject *object)
{
  IlvPicture *self = ILV_PICTURE (object);

  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->caption);
  g_free (self->results_note);
  g_ptr_array_unref (self->results);
  g_ptr_array_unref (self->panels);
  g_ptr_array_unref (self->metadata);
  ilv_lettering_free (self->lettering);
  G_OBJECT_CLASS (ilv_picture_parent_class)->finalize (object);
}

static void
ilv_picture_class_init (IlvPictureClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ilv_picture_finalize;
}

static void
ilv_picture_init (IlvPicture *self)
{
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  self->show_legend = TRUE;
  self->results = g_ptr_array_new_with_free_func (free_result);
  self->panels = g_ptr_array_new_with_free_func (g_object_unref);
  self->metadata = g_ptr_array_new_with_free_func (g_free);
  self->lettering = ilv_lettering_new (self->theme->text_size);
}

IlvPicture *
ilv_picture_new (void)
{
  return g_object_new (ILV_TYPE_PICTURE, NULL);
}

void
ilv_picture_set_theme (IlvPicture *self, const IlvTheme *theme)
{
  g_return_if_fail (ILV_IS_PICTURE (self) && theme != NULL);
  self->theme = theme;
  ilv_lettering_set_size (self->lettering, theme->text_size);
}

void
ilv_picture_set_arrangement (IlvPicture *self, IlvArrangement arrangement)
{
  g_return_if_fail (ILV_IS_PICTURE (self));
  self->arrangement = arrangement;
}

void
ilv_picture_set_content (IlvPicture *self, IlvPictureContent content)
{
  g_return_if_fail (ILV_IS_PICTURE (self));
  self->content = content;
}

void
ilv_picture_set_show_legend (IlvPicture *self, gboolean show)
{
  g_return_if_fail (ILV_IS_PICTURE (self));
  self->show_legend = show;
}

void
ilv_picture_set_title (IlvPicture *self, const char *title, const char *subtitle)
{
  g_return_if_fail (ILV_IS_PICTURE (self));
  g_free (self->title);
  g_free (self->subtitle);
  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
}

void
ilv_picture_set_caption (IlvPicture *self, const char *caption)
{
  g_return_if_fail (ILV_IS_PICTURE (self));
  g_free (self->caption);
  self->caption = g_strdup (caption);
}

void
ilv_picture_set_results_note (IlvPicture *self, const char *note)
{
  g_return_if_fail (ILV_IS_PICTURE (self));
  g_free (self->results_note);
  self->results_note = g_strdup (note);
}

void
ilv_picture_add_result (IlvPicture *self, const char *title, const char *const *cells, int best)
{
  IlvPictureResult *result;

  g_return_if_fail (ILV_IS_PICTURE (self) && title != NULL && cells != NULL);
  result = g_new0 (IlvPictureResult, 1);
  result->title = g_strdup (title);
  result->cells = g_strdupv ((char **) cells);
  result->best = best;
  g_ptr_array_add (self->results, result);
}

void
ilv_picture_add_panel (IlvPicture *self, IlvPanel *panel)
{
  g_return_if_fail (ILV_IS_PICTURE (self) && ILV_IS_PANEL (panel));
  g_ptr_array_add (self->panels, g_object_ref (panel));
}

void
ilv_picture_set_metadata (IlvPicture *self, const char *key, const char *value)
{
  g_return_if_fail (ILV_IS_PICTURE (self) && key != NULL && value != NULL);
  g_ptr_array_add (self->metadata, g_strdup (key));
  g_ptr_array_add (self->metadata, g_strdup (value));
}

/* What drawing a panel elsewhere changes of it. */
typedef struct
{
  const IlvTheme *theme;
  double width, height, scale, gutter, lanes_height;
  guint least_cores;
} Borrowed;

static Borrowed *
borrow_panels (IlvPicture *self)
{
  Borrowed *all = g_new (Borrowed, MAX (self->panels->len, 1));

  for (guint i = 0; i < self->panels->len; i++)
    {
      IlvPanel *panel = g_ptr_array_index (self->panels, i);

      all[i] = (Borrowed){ panel->theme, panel->width, panel->height, panel->scale,
                           panel->least_gutter, panel->lanes_height, panel->least_cores };
      ilv_panel_set_theme (panel, self->theme);
    }
  return all;
}

static void
return_panels (IlvPicture *self, Borrowed *all)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      IlvPanel *panel = g_ptr_array_index (self->panels, i);

      ilv_panel_set_theme (panel, all[i].theme);
      ilv_panel_set_size (panel, all[i].width, all[i].height, all[i].scale);
      panel->least_gutter = all[i].gutter;
      panel->lanes_height = all[i].lanes_height;
      panel->least_cores = all[i].least_cores;
      panel->stale = TRUE;
    }
  g_free (all);
}

static void
round_box (cairo_t *cr, double x, double y, double width, double height, double r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

static void
draw_panel (IlvPicture *self, cairo_t *cr, IlvPanel *panel, double x, double y,
            GCancellable *cancellable)
{
  double r = round (self->theme->text_size * 0.6);

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_save (cr);
  round_box (cr, 0, 0, panel->width, panel->height, r);
  cairo_clip (cr);
  ilv_panel_draw_counted (panel, cr, cancellable);
  cairo_restore (cr);
  round_box (cr, 0.5, 0.5, panel->width - 1, panel->height - 1, r);
  cairo_set_line_width (cr, 1);
  ilv_colour_set (cr, &self->theme->line);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Side by side as wide pictures have room for, below each other on a page taller than wide. */
static guint
count_across (IlvPicture *self, double width, double height)
{
  guint n = MAX (self->panels->len, 1);
  guint most = MAX_ACROSS;
  guint down;

  if (self->arrangement == ILV_PICTURE_ROWS)
    return 1;
  if (height > width)
    most = n > MAX_ACROSS ? 2 : 1;
  /* Five stand as three and two, not as four and one. */
  down = (n + most - 1) / most;
  return (n + down - 1) / down;
}

static void
draw_panels (IlvPicture *self, cairo_t *cr, double x, double y, double width, double height,
             double scale, GCancellable *cancellable)
{
  guint n = self->panels->len;
  guint across = count_across (self, width, height);
  guint down = (n + across - 1) / across;
  double gap = round (self->theme->text_size * 0.75);
  double panel_width, panel_height;

  panel_width = floor ((width - gap * (across - 1)) / across);
  panel_height = floor ((height - gap * (down - 1)) / MAX (down, 1));
  if (panel_width < 1 || panel_height < 1)
    return;

  for (guint i = 0; i < n; i++)
    ilv_panel_set_size (g_ptr_array_index (self->panels, i), panel_width, panel_height, scale);
  ilv_panels_align ((IlvPanel *const *) self->panels->pdata, n, across);
  for (guint i = 0; i < n && !g_cancellable_is_cancelled (cancellable); i++)
    draw_panel (self, cr, g_ptr_array_index (self->panels, i),
                x + (i % across) * (panel_width + gap), y + (i / across) * (panel_height + gap),
                cancellable);
}

static double
draw_titles (IlvPicture *self, cairo_t *cr, double x, double y, double width)
{
  double top = y;

  if (self->title != NULL && *self->title != '\0')
    {
      ilv_colour_set (cr, &self->theme->text);
      ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_TITLE, ILV_ALIGN_LEFT, self->title, x,
                          y, width);
      y += ilv_lettering_get_height (self->lettering, ILV_LETTERS_TITLE) + 1;
    }
  if (self->subtitle != NULL && *self->subtitle != '\0')
    {
      ilv_colour_set (cr, &self->theme->dim_text);
      y += ilv_lettering_draw_block (self->lettering, cr, ILV_LETTERS_BODY, self->subtitle, x, y,
                                     width, 2);
    }
  return y > top ? round (y - top + self->theme->text_size * 0.8) : 0;
}

/* Legend and results stand above the bottom as far as the panels keep enough room; returns where
   the panels end. */
static double
draw_below (IlvPicture *self, cairo_t *cr, double x, double top, double width, double bottom,
            double least)
{
  double gap = round (self->theme->text_size * 0.8);
  double legend
    = self->show_legend ? ilv_picture_draw_legend (self, NULL, 0, 0, width, TRUE) : 0;
  double results = ilv_picture_draw_results (self, NULL, 0, 0, width);
  gboolean shares = TRUE;

  if (legend > self->theme->text_size * 4)
    {
      shares = FALSE;
      legend = ilv_picture_draw_legend (self, NULL, 0, 0, width, FALSE);
    }
  if (results > 0 && bottom - top - results - legend - 2 * gap < least)
    results = 0;
  if (legend > 0 && bottom - top - legend - gap < least)
    legend = 0;
  if (results > 0)
    {
      bottom -= results + gap;
      ilv_picture_draw_results (self, cr, x, bottom + gap, width);
    }
  if (legend > 0)
    {
      bottom -= legend + gap;
      ilv_picture_draw_legend (self, cr, x, bottom + gap, width, shares);
    }
  return bottom;
}

/* Returns where what stands above it ends. */
static double
draw_caption (IlvPicture *self, cairo_t *cr, double x, double width, double bottom)
{
  double height = ilv_lettering_draw_block (self->lettering, NULL, ILV_LETTERS_SMALL, self->caption,
                                            0, 0, width, 3);

  if (height <= 0)
    return bottom;
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw_block (self->lettering, cr, ILV_LETTERS_SMALL, self->caption, x,
                            bottom - height, width, 3);
  return bottom - height - round (self->theme->text_size * 0.8);
}

guint64
ilv_picture_get_work (IlvPicture *self)
{
  return MAX (self->panels->len, 1) * ILV_PANEL_WORK;
}

void
ilv_picture_draw (IlvPicture *self, cairo_t *cr, double width, double height, double scale)
{
  ilv_picture_draw_counted (self, cr, width, height, scale, NULL);
}

void
ilv_picture_draw_counted (IlvPicture *self, cairo_t *cr, double width, double height, double scale,
                          GCancellable *cancellable)
{
  double x, y, inner, bottom;
  Borrowed *borrowed;

  g_return_if_fail (ILV_IS_PICTURE (self) && cr != NULL && width > 0 && height > 0 && scale > 0);
  borrowed = borrow_panels (self);
  x = round (fmin (self->theme->text_size * 1.4, width / 40));
  inner = fmax (width - 2 * x, 1);

  cairo_save (cr);
  ilv_colour_set (cr, &self->theme->window);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  y = round (x + draw_titles (self, cr, x, x, inner));
  bottom = draw_caption (self, cr, x, inner, height - x);
  if (self->content == ILV_PICTURE_TABLE)
    {
      ilv_picture_draw_table (self, cr, x, y, inner, bottom - y);
      ilv_long_work_add (ilv_long_work_of (cancellable), ilv_picture_get_work (self));
    }
  else
    {
      bottom = draw_below (self, cr, x, y, inner, bottom, height * LEAST_PANELS);
      draw_panels (self, cr, x, y, floor (inner), floor (bottom - y), scale, cancellable);
    }
  cairo_restore (cr);
  return_panels (self, borrowed);
}
