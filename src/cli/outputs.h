/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files a comparison is written to, as the command line names them. */
#pragma once

#include "cli/picture-choice.h"

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
  IlvPictureChoice picture;
} IlvOutputs;

void ilv_outputs_clear (IlvOutputs *outputs);

/* Whether the files can be written, as far as that can be known before a run. */
gboolean ilv_outputs_check (const IlvOutputs *outputs, GError **error);

/* Writes all that were asked for; complains about each that fails, but not of being cancelled.
   FALSE when any did. */
gboolean ilv_outputs_write (const IlvOutputs *outputs, IlvComparison *comparison,
                            GCancellable *cancellable);

G_END_DECLS
