/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a comparison as a picture file, as the export dialog's choices say. Knows no widget. */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef struct
{
  IlvPictureFormat format;
  IlvThemeId theme;
  int width; /* pixels; points in PDF */
  int height;
  double scale; /* of everything drawn: text, lines, lanes */
} IlvExportOptions;

/* Ready-made sizes, for a list. */
guint ilv_export_get_n_sizes (void);
const char *ilv_export_get_size_title (guint index); /* "Slide, 1920 × 1080", translated */
void ilv_export_set_size (IlvExportOptions *options, guint index);

const char *ilv_export_get_suffix (IlvPictureFormat format); /* "png" */
/* What the file is called when nothing else is said: "fetch-pages.png". (transfer full) */
char *ilv_export_make_name (IlvComparison *comparison, IlvPictureFormat format);

/* `view` NULL: everything. Errors: those of ilv_picture_write(). May be called from a thread of its
   own when the comparison has ended. */
gboolean ilv_export_write (IlvComparison *comparison, const IlvView *view,
                           IlvArrangement arrangement, const IlvExportOptions *options,
                           GFile *file, GCancellable *cancellable, GError **error);

G_END_DECLS
