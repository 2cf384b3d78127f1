/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a comparison as a file, as the export dialog's choices say. Knows no widget. */
#pragma once

#include "report/picture-size.h"
#include "report/report.h"

G_BEGIN_DECLS

/* The pictures first, as IlvPictureFormat has them. */
typedef enum
{
  ILV_EXPORT_PNG,
  ILV_EXPORT_SVG,
  ILV_EXPORT_PDF,
  ILV_EXPORT_INTERVALS,
  ILV_EXPORT_RESULTS,
  ILV_EXPORT_CHROME_TRACE,
  ILV_N_EXPORT_FORMATS
} IlvExportFormat;

typedef enum
{
  ILV_EXPORT_ALL,
  ILV_EXPORT_VISIBLE,
  ILV_EXPORT_SELECTED,
  ILV_N_EXPORT_TIMES
} IlvExportTime;

/* What was chosen. All zero: everything, as a PNG for a slide, with nothing below the panels. */
typedef struct
{
  IlvExportFormat format;
  IlvPart part;
  guint run; /* of ILV_PART_PANEL */
  IlvExportTime time;
  IlvPreset preset;        /* ILV_N_PRESETS: of one's own */
  IlvPictureSize own_size;
  IlvThemeId theme;
  gboolean caption;
  gboolean legend;
  gboolean results;
} IlvExportOptions;

/* What there is to export, as the window shows it. */
typedef struct
{
  IlvComparison *comparison; /* borrowed */
  IlvArrangement arrangement;
  IlvView view;
  gboolean fitted;    /* all of the time is visible, with all that was recorded */
  gint64 select_from; /* equal: nothing is selected */
  gint64 select_to;
} IlvExportScene;

const char *ilv_export_format_get_name (IlvExportFormat format);   /* "chrome-trace" */
const char *ilv_export_format_get_title (IlvExportFormat format);  /* translated */
const char *ilv_export_format_get_suffix (IlvExportFormat format); /* "json" */
gboolean ilv_export_format_is_picture (IlvExportFormat format);
const char *ilv_export_time_get_name (IlvExportTime time); /* "visible" */

/* That of the preset, or one's own. */
IlvPictureSize ilv_export_get_size (const IlvExportOptions *options);
/* What the file is called when nothing else is said: "fetch-pages-threading.png". (transfer
   full) */
char *ilv_export_make_name (IlvComparison *comparison, const IlvExportOptions *options);

/* (transfer full) */
IlvPicture *ilv_export_make_picture (const IlvExportScene *scene, const IlvExportOptions *options);

/* Errors: those of GIO, with a sentence. May be called from a thread of its own when the
   comparison has ended. */
gboolean ilv_export_write (const IlvExportScene *scene, const IlvExportOptions *options,
                           GFile *file, GCancellable *cancellable, GError **error);

G_END_DECLS
