/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/reader.h"

#include "trace/area-layout.h"
#include "trace/recorder.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  IlvArea *area;
  int fd;
  IlvTrace *trace;
  IlvTraceReader *reader;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer size)
{
  g_autoptr (GError) error = NULL;

  fixture->area = ilv_area_create (GPOINTER_TO_SIZE (size), &fixture->fd);
  g_assert_nonnull (fixture->area);
  fixture->trace = ilv_trace_new ();
  fixture->reader = ilv_trace_reader_new (fixture->fd, fixture->trace, &error);
  g_assert_no_error (error);
  ilv_area_set_origin (fixture->area);
}

static void
tear_down (Fixture *fixture, gconstpointer size)
{
  ilv_trace_reader_free (fixture->reader);
  ilv_trace_free (fixture->trace);
  ilv_area_detach (fixture->area);
  close (fixture->fd);
}

static void
test_what_is_recorded_is_read (Fixture *fixture, gconstpointer size)
{
  IlvRecorder recorder;
  const IlvLane *lane;
  IlvInterval interval;
  gint64 before = ilv_trace_reader_now (fixture->reader);

  ilv_recorder_begin (&recorder, fixture->area, ILV_LANE_LOOP, "the one event loop");
  ilv_record_state (&recorder, ILV_STATE_RUNNING, 12, 0);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, 0), ==, 5);
  ilv_record_state (&recorder, ILV_STATE_WAITING_LOCK, 12, 4);
  g_assert_cmpint (ilv_recorder_count (&recorder, ILV_COUNTER_IN_FLIGHT, 3), ==, 3);
  g_assert_cmpint (ilv_recorder_count (&recorder, ILV_COUNTER_IN_FLIGHT, -1), ==, 2);
  ilv_recorder_set_counter (&recorder, ILV_COUNTER_RSS, 1 << 20);
  ilv_recorder_end (&recorder, ILV_STATE_DONE);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, 0), ==, 5);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, 0), ==, 0);
  lane = ilv_trace_find_lane (fixture->trace, 1);
  g_assert_cmpstr (lane->name, ==, "the one event loop");
  g_assert_cmpint (lane->kind, ==, ILV_LANE_LOOP);
  g_assert_cmpuint (lane->pid, ==, (guint) getpid ());
  g_assert_cmpint (lane->end_state, ==, ILV_STATE_DONE);
  g_assert_cmpint (lane->begin, >=, before);
  g_assert_cmpint (lane->end, <=, ilv_trace_reader_now (fixture->reader));
  ilv_timeline_get (lane->timeline, 1, &interval);
  g_assert_cmpuint (interval.object, ==, 4);
  g_assert_cmpint (ilv_trace_find_counter (fixture->trace, ILV_COUNTER_IN_FLIGHT)->last, ==, 2);
  g_assert_cmpint (ilv_trace_find_counter (fixture->trace, ILV_COUNTER_IN_FLIGHT)->max, ==, 3);
  g_assert_cmpint (ilv_trace_find_counter (fixture->trace, ILV_COUNTER_RSS)->last, ==, 1 << 20);
  g_assert_cmpuint (ilv_trace_get_n_damaged (fixture->trace), ==, 0);
}

static void
test_a_poll_takes_no_more_than_asked (Fixture *fixture, gconstpointer size)
{
  IlvRecorder recorder;

  ilv_recorder_begin (&recorder, fixture->area, ILV_LANE_THREAD, NULL);
  for (guint32 i = 0; i < 2000; i++)
    ilv_record_state (&recorder, i & 1 ? ILV_STATE_RUNNING : ILV_STATE_SLEEPING, 0, 0);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, 700), ==, 700);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, 700), ==, 700);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, 0), ==, 601);
  g_assert_cmpuint (ilv_timeline_get_length (ilv_trace_get_lane (fixture->trace, 0)->timeline),
                    ==, 2000);
}

static void
test_the_earliest_of_all_lanes_is_read_first (Fixture *fixture, gconstpointer size)
{
  enum { LANES = 5, N = 900 };
  IlvRecorder recorders[LANES];

  for (guint i = 0; i < LANES; i++)
    ilv_recorder_begin (&recorders[i], fixture->area, ILV_LANE_THREAD, NULL);
  for (guint32 i = 0; i < N; i++)
    for (guint lane = 0; lane < LANES; lane++)
      ilv_record_state (&recorders[lane], ILV_STATE_RUNNING, 1 + i, 0);
  g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, LANES), ==, LANES);
  for (guint read = 1; read <= N; read++)
    {
      g_assert_cmpuint (ilv_trace_reader_poll (fixture->reader, LANES), ==, LANES);
      for (guint i = 0; i < LANES; i++)
        g_assert_cmpuint (
          ilv_timeline_get_length (ilv_trace_get_lane (fixture->trace, i)->timeline), ==, read);
    }
}

static void
test_a_full_area_counts_what_it_drops (Fixture *fixture, gconstpointer size)
{
  enum { N = 5000 };
  IlvRecorder recorder;
  guint64 kept;
  IlvInterval interval;

  ilv_recorder_begin (&recorder, fixture->area, ILV_LANE_THREAD, NULL);
  for (guint32 i = 1; i <= N; i++)
    ilv_record_state (&recorder, ILV_STATE_RUNNING, i, 0);
  ilv_trace_reader_poll (fixture->reader, 0);
  kept = ilv_timeline_get_length (ilv_trace_get_lane (fixture->trace, 0)->timeline);
  g_assert_cmpuint (kept, <, N);
  g_assert_cmpuint (kept % ILV_AREA_BLOCK_RECORDS, ==, ILV_AREA_BLOCK_RECORDS - 1);
  g_assert_cmpuint (kept + ilv_area_dropped (fixture->area), ==, N);
  g_assert_cmpuint (ilv_trace_get_n_dropped (fixture->trace), ==,
                    ilv_area_dropped (fixture->area));
  for (guint64 i = 0; i < kept; i++)
    {
      ilv_timeline_get (ilv_trace_get_lane (fixture->trace, 0)->timeline, i, &interval);
      g_assert_cmpuint (interval.other, ==, i + 1);
    }
}

static void
test_nothing_is_read_before_the_origin (void)
{
  int fd;
  IlvArea *area = ilv_area_create (1 << 20, &fd);
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvTraceReader) reader = ilv_trace_reader_new (fd, trace, NULL);
  IlvRecorder recorder;

  ilv_recorder_begin (&recorder, area, ILV_LANE_MAIN, "main");
  g_assert_cmpuint (ilv_trace_reader_poll (reader, 0), ==, 0);
  g_assert_cmpint (ilv_trace_reader_now (reader), ==, 0);
  ilv_area_set_origin (area);
  g_assert_cmpuint (ilv_trace_reader_poll (reader, 0), ==, 2);
  g_assert_cmpint (ilv_trace_get_begin (trace), <, 0);
  ilv_area_detach (area);
  close (fd);
}

static void
test_recording_off_records_nothing (void)
{
  IlvRecorder recorder;

  ilv_recorder_begin (&recorder, NULL, ILV_LANE_THREAD, "name");
  ilv_record_state (&recorder, ILV_STATE_RUNNING, 1, 0);
  g_assert_cmpint (ilv_recorder_count (&recorder, ILV_COUNTER_COMPLETED, 1), ==, 0);
  ilv_recorder_name (&recorder, ILV_RECORD_NAME_TASK, 1, "task");
  ilv_recorder_end (&recorder, ILV_STATE_DONE);
  g_assert_cmpuint (ilv_area_new_lane_id (NULL), !=, ilv_area_new_lane_id (NULL));
  g_assert_cmpint (ilv_area_ticks_to_ns (NULL, ilv_area_ticks (NULL)), >, 0);
}

static void
test_the_clock_is_the_monotonic_one (Fixture *fixture, gconstpointer size)
{
  gint64 before = g_get_monotonic_time () * 1000;
  gint64 now = ilv_area_ticks_to_ns (fixture->area, ilv_area_ticks (fixture->area));
  gint64 after = g_get_monotonic_time () * 1000;

  /* Within what a preempted calibration may cost; another clock would be off by far more. */
  g_assert_cmpint (now, >, before - 50000000);
  g_assert_cmpint (now, <, after + 50000000);
}

static void
test_the_area_cannot_be_resized (Fixture *fixture, gconstpointer size)
{
  g_assert_cmpint (ftruncate (fixture->fd, 4096), ==, -1);
  g_assert_cmpint (errno, ==, EPERM);
  g_assert_cmpint (ftruncate (fixture->fd, 64 << 20), ==, -1);
}

static void
test_what_is_no_area_is_refused (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (GError) error = NULL;
  int fd = memfd_create ("no-area", MFD_CLOEXEC);

  g_assert_null (ilv_trace_reader_new (-1, trace, &error));
  g_assert_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (ftruncate (fd, 1 << 20), ==, 0);
  g_assert_null (ilv_trace_reader_new (fd, trace, &error));
  g_assert_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE);
  g_assert_null (ilv_area_attach (fd));
  g_assert_cmpint (errno, ==, EINVAL);
  close (fd);
}

static void
test_another_process_records_into_the_same_area (Fixture *fixture, gconstpointer size)
{
  IlvRecorder recorder;
  int status;
  pid_t child;

  ilv_recorder_begin (&recorder, fixture->area, ILV_LANE_MAIN, NULL);
  ilv_recorder_count (&recorder, ILV_COUNTER_COMPLETED, 1);
  child = fork ();
  if (child == 0)
    {
      IlvArea *area = ilv_area_attach (fixture->fd);
      IlvRecorder own;

      if (area == NULL)
        _exit (1);
      ilv_recorder_begin (&own, area, ILV_LANE_PROCESS, "worker");
      _exit (ilv_recorder_count (&own, ILV_COUNTER_COMPLETED, 1) == 2 ? 0 : 2);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  ilv_trace_reader_poll (fixture->reader, 0);
  g_assert_cmpuint (ilv_trace_get_n_lanes (fixture->trace), ==, 2);
  g_assert_cmpuint (ilv_trace_find_lane (fixture->trace, 2)->pid, ==, (guint) child);
  g_assert_cmpint (ilv_trace_find_counter (fixture->trace, ILV_COUNTER_COMPLETED)->last, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add_func ("/trace/reader/" #name, test_##name)
#define AREA_TEST(name, size) \
  g_test_add ("/trace/reader/" #name, Fixture, GSIZE_TO_POINTER (size), set_up, test_##name, \
              tear_down)
  AREA_TEST (what_is_recorded_is_read, 1 << 20);
  AREA_TEST (a_poll_takes_no_more_than_asked, 1 << 20);
  AREA_TEST (the_earliest_of_all_lanes_is_read_first, 1 << 20);
  AREA_TEST (a_full_area_counts_what_it_drops, ILV_AREA_HEADER_SIZE + 3 * ILV_AREA_BLOCK_SIZE);
  AREA_TEST (the_clock_is_the_monotonic_one, 1 << 20);
  AREA_TEST (the_area_cannot_be_resized, 1 << 20);
  AREA_TEST (another_process_records_into_the_same_area, 1 << 20);
  TEST (nothing_is_read_before_the_origin);
  TEST (recording_off_records_nothing);
  TEST (what_is_no_area_is_refused);
  return g_test_run ();
}
