/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/saved.h"

#include "session/comparison-private.h"
#include "session/run-title.h"
#include "trace/whole-file.h"
#include "trace/format-chrome.h"
#include "trace/long-work.h"

static gboolean
write_runs (GOutputStream *stream, gpointer user_data, GCancellable *cancellable, GError **error)
{
  IlvComparison *comparison = user_data;
  g_autoptr (IlvChromeWriter) writer = ilv_chrome_writer_new (stream, cancellable);

  ilv_long_work_begin (ilv_long_work_of (cancellable), ilv_comparison_count_elements (comparison));
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      ilv_chrome_writer_add_trace (
        writer, ilv_run_get_trace (ilv_comparison_get_run (comparison, i)), title);
    }
  return ilv_chrome_writer_finish (writer, error);
}

gboolean
ilv_comparison_write_chrome_trace (IlvComparison *self, GFile *file, GCancellable *cancellable,
                                   GError **error)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self) && G_IS_FILE (file), FALSE);
  return ilv_whole_file_write (file, write_runs, self, cancellable, error);
}
