/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-fxt.h"

#include "same-trace.h"
#include "trace/format-fxt.h"
#include "trace/metrics.h"

static IlvFxtFile *
read_bytes (GBytes *bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GError) error = NULL;
  IlvFxtFile *file = ilv_fxt_file_read (stream, NULL, &error);

  g_assert_true ((file == NULL) == (error != NULL));
  return file;
}

static GBytes *
write_again (const IlvFxtFile *file)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (stream, NULL);

  for (guint i = 0; i < ilv_fxt_file_get_n_traces (file); i++)
    {
      const IlvTrace *trace = ilv_fxt_file_get_trace (file, i);

      ilv_fxt_writer_add_trace (writer, trace, "again", -ilv_trace_get_begin (trace));
    }
  g_assert_true (ilv_fxt_writer_finish (writer, NULL));
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

gboolean
hostile_fxt_read (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (IlvFxtFile) file = read_bytes (bytes);
  g_autoptr (IlvFxtFile) again = NULL;
  g_autoptr (GBytes) written = NULL;

  if (file == NULL)
    return FALSE;
  if (ilv_fxt_file_get_n_traces (file) == 0)
    return ilv_fxt_file_is_complete (file);
  written = write_again (file);
  again = read_bytes (written);
  g_assert_cmpuint (ilv_fxt_file_get_n_traces (file), ==, ilv_fxt_file_get_n_traces (again));
  for (guint i = 0; i < ilv_fxt_file_get_n_traces (file); i++)
    {
      const IlvTrace *trace = ilv_fxt_file_get_trace (file, i);
      IlvMetrics metrics;

      ilv_metrics_compute (trace, ilv_trace_get_begin (trace), ilv_trace_get_end (trace),
                           &metrics);
      assert_same_trace (trace, ilv_fxt_file_get_trace (again, i));
    }
  return ilv_fxt_file_is_complete (file);
}
