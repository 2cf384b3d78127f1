/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole comparison as one picture: title, settings, panels on one axis, legend, results line
 * and caption; drawn to any cairo context, or written as PNG, SVG or PDF.
 */
#pragma once

#include "chart/panel.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum { ILV_PICTURE_COLUMNS, ILV_PICTURE_ROWS } IlvArrangement;
/* The panels with legend and results below, or the results alone as a table. */
typedef enum { ILV_PICTURE_PANELS, ILV_PICTURE_TABLE } IlvPictureContent;
typedef enum { ILV_PICTURE_PNG, ILV_PICTURE_SVG, ILV_PICTURE_PDF } IlvPictureFormat;

#define ILV_TYPE_PICTURE (ilv_picture_get_type ())
G_DECLARE_FINAL_TYPE (IlvPicture, ilv_picture, ILV, PICTURE, GObject)

IlvPicture *ilv_picture_new (void);
/* `theme` is borrowed, for as long as the picture; texts are copied. */
void ilv_picture_set_theme (IlvPicture *self, const IlvTheme *theme);
void ilv_picture_set_arrangement (IlvPicture *self, IlvArrangement arrangement);
void ilv_picture_set_content (IlvPicture *self, IlvPictureContent content);
void ilv_picture_set_show_legend (IlvPicture *self, gboolean show); /* TRUE at first */
void ilv_picture_set_title (IlvPicture *self, const char *title, const char *subtitle);
void ilv_picture_set_caption (IlvPicture *self, const char *caption); /* machine, order, truth */
/* One column of the results line per measure: "Wall time", and a cell per panel. In a table it is
   a row. */
void ilv_picture_add_result (IlvPicture *self, const char *title, const char *const *cells,
                             int best);
/* Stands in the results' empty corner: what they are of, when that is not what the panels show. */
void ilv_picture_set_results_note (IlvPicture *self, const char *note);
void ilv_picture_add_panel (IlvPicture *self, IlvPanel *panel); /* (transfer none), referenced */
/* Text written into PNG text chunks, SVG and PDF metadata: "Scenario", "Settings", … */
void ilv_picture_set_metadata (IlvPicture *self, const char *key, const char *value);

/* Draws at the context's origin; width and height in logical pixels, the context's units; scale:
   device pixels to one of them. The panels are as they were before when it returns. */
void ilv_picture_draw (IlvPicture *self, cairo_t *cr, double width, double height, double scale);

/* Whether a picture of that size can be made; if not, the error's sentence says why. */
gboolean ilv_picture_check_size (int width, int height, double scale, GError **error);

/* The picture as the bytes of a file; sizes and errors as below. (transfer full) */
GBytes *ilv_picture_encode (IlvPicture *self, IlvPictureFormat format, int width, int height,
                            double scale, GCancellable *cancellable, GError **error);

/* Writes beside the target and renames, so that a failure leaves an old file whole. Errors: those
   of GIO (G_IO_ERROR), with a sentence. Sizes 200 … 16384 pixels (points in PDF), and 128
   megapixels at most; `scale` enlarges text and lines: 2 suits 3840 × 2160. */
gboolean ilv_picture_write (IlvPicture *self, GFile *file, IlvPictureFormat format, int width,
                            int height, double scale, GCancellable *cancellable, GError **error);

G_END_DECLS
