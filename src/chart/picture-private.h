/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the picture share. */
#pragma once

#include "chart/lettering-private.h"
#include "chart/picture.h"

G_BEGIN_DECLS

typedef struct
{
  char *title;
  char **cells;
  int best;
} IlvPictureResult;

struct _IlvPicture
{
  GObject parent_instance;

  const IlvTheme *theme; /* (borrowed) */
  IlvArrangement arrangement;
  IlvPictureContent content;
  gboolean show_legend;
  char *title;
  char *subtitle;
  char *caption;
  char *results_note;
  GPtrArray *results;  /* IlvPictureResult */
  GPtrArray *panels;   /* IlvPanel */
  GPtrArray *metadata; /* char *: key, value, key, value … */
  IlvLettering *lettering;
};

/* --- picture.c ------------------------------------------------------------------------------- */

/* ilv_picture_draw() that counts ilv_picture_get_work(), and leaves off when it is cancelled. */
void ilv_picture_draw_counted (IlvPicture *self, cairo_t *cr, double width, double height,
                               double scale, GCancellable *cancellable);
guint64 ilv_picture_get_work (IlvPicture *self);

/* --- picture-legend.c: measured with a NULL context; both return the height ---------------- */

double ilv_picture_draw_legend (IlvPicture *self, cairo_t *cr, double x, double y, double width,
                                gboolean shares);
/* --- picture-results.c ----------------------------------------------------------------------- */

double ilv_picture_draw_results (IlvPicture *self, cairo_t *cr, double x, double y, double width);
/* "12.1 ms ★" of the best; (transfer full) */
char *ilv_picture_write_cell (const IlvPictureResult *result, guint panel, gboolean *best);
const char *ilv_picture_get_name (IlvPicture *self, guint panel); /* (transfer none) */

/* --- picture-table.c: all results, a line a measure, in the height there is ------------------- */

void ilv_picture_draw_table (IlvPicture *self, cairo_t *cr, double x, double y, double width,
                             double height);

/* --- picture-write.c ------------------------------------------------------------------------- */

/* FALSE: error set. */
gboolean ilv_picture_check_drawn (cairo_status_t status, GError **error);

/* --- picture-vector.c ------------------------------------------------------------------------ */

/* As PDF or SVG. Gives up as soon as it is cancelled, however long cairo goes on. */
GBytes *ilv_picture_make_vector (IlvPicture *self, IlvPictureFormat format, int width, int height,
                                 double scale, GCancellable *cancellable, GError **error);

/* --- picture-png.c --------------------------------------------------------------------------- */

/* Encodes an RGB24 image with text chunks made of `metadata` (key, value …), and counts `work` in
   `cancellable` meanwhile. NULL: error set. */
GBytes *ilv_png_encode (cairo_surface_t *image, GPtrArray *metadata, guint64 work,
                        GCancellable *cancellable, GError **error);

G_END_DECLS
