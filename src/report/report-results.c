/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "trace/whole-file.h"

#include <string.h>

static gboolean
write_text (GOutputStream *stream, gpointer text, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (stream, text, strlen (text), NULL, cancellable, error);
}

gboolean
ilv_report_write_results_csv (IlvComparison *comparison, GFile *file, GCancellable *cancellable,
                              GError **error)
{
  g_autofree char *csv = NULL;

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), FALSE);
  csv = ilv_results_to_csv (comparison);
  return ilv_whole_file_write (file, write_text, csv, cancellable, error);
}
