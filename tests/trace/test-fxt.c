/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"
#include "same-trace.h"
#include "trace/format-fxt.h"
#include "trace/metrics.h"

#include <string.h>

static GBytes *
write_traces (IlvTrace *const *traces, guint n)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (stream, NULL);
  g_autoptr (GError) error = NULL;
  gint64 before = 0;

  ilv_fxt_writer_add_blob (writer, "about", "why not", 7);
  for (guint i = 0; i < n; i++)
    before = MAX (before, -ilv_trace_get_begin (traces[i]));
  for (guint i = 0; i < n; i++)
    ilv_fxt_writer_add_trace (writer, traces[i], i % 2 == 0 ? "Threads" : "asyncio", before);
  g_assert_true (ilv_fxt_writer_finish (writer, &error));
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static IlvFxtFile *
read_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  return ilv_fxt_file_read (stream, NULL, error);
}

static void
check_round_trip (IlvTrace *trace)
{
  g_autoptr (GBytes) bytes = write_traces (&trace, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvFxtFile) file = read_bytes (bytes, &error);
  IlvMetrics before, after;

  g_assert_no_error (error);
  g_assert_true (ilv_fxt_file_is_complete (file));
  g_assert_cmpuint (ilv_fxt_file_get_n_traces (file), ==, 1);
  assert_same_trace (trace, ilv_fxt_file_get_trace (file, 0));
  ilv_metrics_compute (trace, G_MININT64, G_MAXINT64, &before);
  ilv_metrics_compute (ilv_fxt_file_get_trace (file, 0), G_MININT64, G_MAXINT64, &after);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
}

static void
test_a_saved_trace_answers_all_questions_alike (void)
{
  for (guint32 seed = 1; seed <= 12; seed++)
    {
      g_autoptr (IlvTrace) trace = make_random_trace (seed, seed * 700);

      check_round_trip (trace);
      ilv_trace_finish (trace, ilv_trace_get_end (trace) + 5);
      check_round_trip (trace);
    }
}

static void
test_a_trace_without_anything_is_saved_too (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  check_round_trip (trace);
}

static void
test_many_lanes_and_long_names_are_kept (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const char name[] = "a thread whose name is ünusually long 🧵, as some are";

  for (guint32 lane = 1; lane <= 20000; lane++)
    {
      add (trace, lane, lane, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, lane);
      for (guint at = 0; at < sizeof name; at += 8)
        {
          guint64 bytes = 0;

          memcpy (&bytes, name + at, MIN (8, sizeof name - at));
          add (trace, lane, lane, ILV_RECORD_NAME_LANE, lane, at / 8, bytes);
        }
      add_on_core (trace, lane, lane + 5, ILV_STATE_RUNNING, (guint16) (lane % 7));
      add (trace, lane, lane + 9, ILV_RECORD_LOCK_TAKE, 1, 0, lane - 1);
      add (trace, lane, lane + 9, ILV_RECORD_LOCK_DROP, 1, 0, 0);
    }
  ilv_trace_finish (trace, 30000);
  check_round_trip (trace);
}

static void
test_several_traces_share_a_file (void)
{
  IlvTrace *traces[] = { make_random_trace (3, 900), make_random_trace (4, 500) };
  g_autoptr (GBytes) bytes = write_traces (traces, 2);
  g_autoptr (IlvFxtFile) file = read_bytes (bytes, NULL);
  GBytes *about = ilv_fxt_file_get_blob (file, "about");

  g_assert_cmpuint (ilv_fxt_file_get_n_traces (file), ==, 2);
  g_assert_cmpmem (g_bytes_get_data (about, NULL), g_bytes_get_size (about), "why not", 7);
  g_assert_null (ilv_fxt_file_get_blob (file, "something else"));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (IlvTrace) again = ilv_fxt_file_steal_trace (file, i);

      assert_same_trace (traces[i], again);
      ilv_trace_free (traces[i]);
    }
}

static void
test_a_large_blob_comes_back_whole (void)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (stream, NULL);
  g_autofree char *data = g_malloc (1000003);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (IlvFxtFile) file = NULL;

  for (guint i = 0; i < 1000003; i++)
    data[i] = (char) (i * 31 >> 3);
  ilv_fxt_writer_add_blob (writer, "large", data, 1000003);
  g_assert_true (ilv_fxt_writer_finish (writer, NULL));
  g_output_stream_close (stream, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  file = read_bytes (bytes, NULL);
  g_assert_nonnull (file);
  g_assert_cmpmem (g_bytes_get_data (ilv_fxt_file_get_blob (file, "large"), NULL),
                   g_bytes_get_size (ilv_fxt_file_get_blob (file, "large")), data, 1000003);
}

static void
check_refused (const void *data, gsize length, IlvTraceError code)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvFxtFile) file = read_bytes (bytes, &error);

  g_assert_null (file);
  g_assert_error (error, ILV_TRACE_ERROR, (int) code);
  g_assert_cmpint (error->message[strlen (error->message) - 1], ==, '.');
}

static void
test_what_is_no_saved_run_is_refused_with_a_sentence (void)
{
  const guint64 foreign[] = { G_GUINT64_CONSTANT (0x0016547846040010),
                              /* initialization; an instant on thread 1 · 2 */
                              1 | 2 << 4, 1000, 4 | 4 << 4, 77, 1, 2 };

  check_refused ("", 0, ILV_TRACE_ERROR_NOT_A_TRACE);
  check_refused ("<scenario/>", 11, ILV_TRACE_ERROR_NOT_A_TRACE);
  check_refused (foreign, 8, ILV_TRACE_ERROR_NOT_A_TRACE);
  check_refused (foreign, sizeof foreign, ILV_TRACE_ERROR_NOT_A_TRACE);
}

static void
test_another_version_is_refused_with_a_sentence (void)
{
  g_autoptr (IlvTrace) trace = make_random_trace (5, 50);
  g_autoptr (GBytes) bytes = write_traces (&trace, 1);
  gsize size;
  guint64 *words = g_bytes_unref_to_data (g_steal_pointer (&bytes), &size);
  guint n_changed = 0;

  /* The process's argument of type 2 that says the version. */
  for (gsize i = 0; i < size / 8; i++)
    if ((words[i] & 0xffff) == (2 | 1 << 4) && words[i] >> 32 == 1
        && (words[i - 3] & 0xf) == 7 && (words[i - 3] >> 16 & 0xff) == 1)
      {
        words[i] += (guint64) 1 << 32;
        n_changed++;
      }
  g_assert_cmpuint (n_changed, ==, 1);
  check_refused (words, size, ILV_TRACE_ERROR_NOT_A_TRACE);
  g_free (words);
}

static void
test_a_file_cut_off_is_read_as_far_as_it_goes (void)
{
  g_autoptr (IlvTrace) trace = make_random_trace (6, 2000);
  g_autoptr (GBytes) bytes = write_traces (&trace, 1);
  gsize size = g_bytes_get_size (bytes);
  guint n_lanes = 0;

  for (gsize length = 8; length < size; length += 501)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (IlvFxtFile) file = read_bytes (part, &error);

      if (file == NULL)
        {
          g_assert_nonnull (error);
          continue;
        }
      g_assert_false (ilv_fxt_file_is_complete (file));
      if (ilv_fxt_file_get_n_traces (file) == 0)
        continue;
      g_assert_cmpuint (ilv_trace_get_n_lanes (ilv_fxt_file_get_trace (file, 0)), >=, n_lanes);
      n_lanes = ilv_trace_get_n_lanes (ilv_fxt_file_get_trace (file, 0));
    }
  g_assert_cmpuint (n_lanes, ==, ilv_trace_get_n_lanes (trace));
}

static void
test_a_disk_that_is_full_is_told (void)
{
  guint64 room[64];
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new (room, sizeof room, NULL, NULL);
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (stream, NULL);
  g_autoptr (IlvTrace) trace = make_random_trace (7, 4000);
  g_autoptr (GError) error = NULL;

  ilv_fxt_writer_add_trace (writer, trace, "Threads", -ilv_trace_get_begin (trace));
  g_assert_false (ilv_fxt_writer_finish (writer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static void
test_wakes_are_kept_in_order_of_time (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  IlvWake wake;

  begin_lanes (trace, 2);
  g_assert_true (add (trace, 1, 20, ILV_RECORD_WAKE, 7, 0, (guint64) 3 << 32 | 2));
  g_assert_true (add (trace, 2, 10, ILV_RECORD_WAKE, 8, 0, 0));
  g_assert_false (add (trace, 2, 30, ILV_RECORD_WAKE, 0, 0, (guint64) 3 << 32));
  g_assert_cmpuint (ilv_trace_get_n_wakes (trace), ==, 2);
  g_assert_cmpuint (ilv_trace_find_wake (trace, 10), ==, 0);
  g_assert_cmpuint (ilv_trace_find_wake (trace, 11), ==, 1);
  g_assert_cmpuint (ilv_trace_find_wake (trace, 21), ==, 2);
  ilv_trace_get_wake (trace, 1, &wake);
  g_assert_cmpint (wake.time, ==, 20);
  g_assert_cmpuint (wake.waker, ==, 1);
  g_assert_cmpuint (wake.task, ==, 7);
  g_assert_cmpuint (wake.lane, ==, 2);
  g_assert_cmpuint (wake.lock, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fxt/a-saved-trace-answers-all-questions-alike",
                   test_a_saved_trace_answers_all_questions_alike);
  g_test_add_func ("/fxt/a-trace-without-anything-is-saved-too",
                   test_a_trace_without_anything_is_saved_too);
  g_test_add_func ("/fxt/many-lanes-and-long-names-are-kept",
                   test_many_lanes_and_long_names_are_kept);
  g_test_add_func ("/fxt/several-traces-share-a-file", test_several_traces_share_a_file);
  g_test_add_func ("/fxt/a-large-blob-comes-back-whole", test_a_large_blob_comes_back_whole);
  g_test_add_func ("/fxt/what-is-no-saved-run-is-refused-with-a-sentence",
                   test_what_is_no_saved_run_is_refused_with_a_sentence);
  g_test_add_func ("/fxt/another-version-is-refused-with-a-sentence",
                   test_another_version_is_refused_with_a_sentence);
  g_test_add_func ("/fxt/a-file-cut-off-is-read-as-far-as-it-goes",
                   test_a_file_cut_off_is_read_as_far_as_it_goes);
  g_test_add_func ("/fxt/a-disk-that-is-full-is-told", test_a_disk_that_is_full_is_told);
  g_test_add_func ("/fxt/wakes-are-kept-in-order-of-time", test_wakes_are_kept_in_order_of_time);
  return g_test_run ();
}
