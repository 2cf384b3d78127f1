/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files a comparison is written to, as the command line names them. */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef struct
{
  char *png;
  char *svg;
  char *pdf;
  char *csv;         /* intervals */
  char *csv_results; /* measures */
  char *chrome_trace;
  char *save;        /* the comparison, to be opened again */
  int width;         /* pixels */
  int height;
  IlvThemeId theme;
} IlvOutputs;

void ilv_outputs_clear (IlvOutputs *outputs);

/* "1920x1080": 200 … 16384 each. */
gboolean ilv_outputs_parse_size (IlvOutputs *outputs, const char *size, GError **error);

/* Whether the files can be written, as far as that can be known before a run. */
gboolean ilv_outputs_check (const IlvOutputs *outputs, GError **error);

/* Writes all that were asked for; complains about each that fails. FALSE when any did. */
gboolean ilv_outputs_write (const IlvOutputs *outputs, IlvComparison *comparison);

G_END_DECLS
