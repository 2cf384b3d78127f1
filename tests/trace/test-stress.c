/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The area under pressure: many writers, a writer that is killed, memory full of garbage. */
#include "trace/area-layout.h"
#include "trace/reader.h"
#include "trace/recorder.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define AREA_SIZE ((gsize) 32 << 20)

typedef struct
{
  IlvArea *area;
  guint32 first_task;
  guint32 n;
} Work;

static gpointer
write_one_lane (gpointer data)
{
  const Work *work = data;
  IlvRecorder recorder;

  ilv_recorder_begin (&recorder, work->area, ILV_LANE_THREAD, "writer");
  for (guint32 i = 0; i < work->n; i++)
    {
      ilv_record_state (&recorder, ILV_STATE_RUNNING, work->first_task + i, 0);
      ilv_recorder_count (&recorder, ILV_COUNTER_COMPLETED, 1);
    }
  ilv_recorder_end (&recorder, ILV_STATE_DONE);
  return NULL;
}

/* Every lane has its tasks in order, all of them but for what was dropped at its end. Returns how
   many there are. */
static guint64
check_lanes (const IlvTrace *trace)
{
  guint64 sum = 0;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      const IlvTimeline *timeline = ilv_trace_get_lane (trace, i)->timeline;
      guint64 n = ilv_timeline_get_length (timeline);
      IlvInterval first, interval;

      for (guint64 j = 0; j < n; j++)
        {
          ilv_timeline_get (timeline, j, j == 0 ? &first : &interval);
          g_assert_cmpuint (j == 0 ? first.other : interval.other, ==, first.other + j);
        }
      sum += n;
    }
  return sum;
}

/* Starts writers in batches, each as the last ends, while reading. */
static void
run_writers (IlvArea *area, IlvTraceReader *reader, guint batches, guint at_once, guint32 n)
{
  g_autofree GThread **threads = g_new (GThread *, at_once);
  g_autofree Work *work = g_new (Work, batches * at_once);

  for (guint batch = 0; batch < batches; batch++)
    {
      for (guint i = 0; i < at_once; i++)
        {
          guint index = batch * at_once + i;

          work[index] = (Work){ area, 1 + index * n, n };
          threads[i] = g_thread_new ("writer", write_one_lane, &work[index]);
        }
      ilv_trace_reader_poll (reader, 0);
      for (guint i = 0; i < at_once; i++)
        g_thread_join (threads[i]);
    }
}

static void
test_many_writers_start_and_end (void)
{
  enum { BATCHES = 10, AT_ONCE = 40, N = 500 };
  int fd;
  IlvArea *area = ilv_area_create (AREA_SIZE, &fd);
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvTraceReader) reader = ilv_trace_reader_new (fd, trace, NULL);

  ilv_area_set_origin (area);
  run_writers (area, reader, BATCHES, AT_ONCE, N);
  ilv_trace_reader_poll (reader, 0);
  g_assert_cmpuint (ilv_trace_get_n_damaged (trace), ==, 0);
  g_assert_cmpuint (ilv_trace_get_n_dropped (trace), ==, 0);
  g_assert_cmpuint (ilv_trace_get_n_lanes (trace), ==, BATCHES * AT_ONCE);
  g_assert_cmpuint (check_lanes (trace), ==, BATCHES * AT_ONCE * N);
  g_assert_cmpint (ilv_trace_find_counter (trace, ILV_COUNTER_COMPLETED)->last, ==,
                   BATCHES * AT_ONCE * N);
  for (guint i = 0; i < BATCHES * AT_ONCE; i++)
    g_assert_cmpint (ilv_trace_get_lane (trace, i)->end_state, ==, ILV_STATE_DONE);
  ilv_area_detach (area);
  close (fd);
}

static void
test_a_full_area_keeps_order_and_counts_drops (void)
{
  enum { AT_ONCE = 8, N = 2000 };
  int fd;
  IlvArea *area = ilv_area_create (ILV_AREA_HEADER_SIZE + 12 * ILV_AREA_BLOCK_SIZE, &fd);
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvTraceReader) reader = ilv_trace_reader_new (fd, trace, NULL);
  const guint64 recorded = AT_ONCE * (2 * N + 3); /* a name and both ends of a lane */

  ilv_area_set_origin (area);
  run_writers (area, reader, 1, AT_ONCE, N);
  ilv_trace_reader_poll (reader, 0);
  g_assert_cmpuint (ilv_trace_get_n_damaged (trace), ==, 0);
  g_assert_cmpuint (ilv_trace_get_n_dropped (trace), >, 0);
  g_assert_cmpuint (ilv_trace_get_n_events (trace) + ilv_trace_get_n_dropped (trace), ==,
                    recorded);
  g_assert_cmpuint (check_lanes (trace), >, 0);
  ilv_area_detach (area);
  close (fd);
}

static void
test_a_writer_killed_in_the_middle_leaves_all_it_published (void)
{
  int fd, status;
  IlvArea *area = ilv_area_create (AREA_SIZE, &fd);
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvTraceReader) reader = ilv_trace_reader_new (fd, trace, NULL);
  IlvRecorder survivor;
  guint64 n = 0;
  pid_t child;

  ilv_area_set_origin (area);
  ilv_recorder_begin (&survivor, area, ILV_LANE_MAIN, NULL);
  child = fork ();
  if (child == 0)
    {
      IlvRecorder recorder;

      ilv_recorder_begin (&recorder, area, ILV_LANE_PROCESS, NULL);
      for (guint32 task = 1;; task++)
        ilv_record_state (&recorder, ILV_STATE_RUNNING, task, 0);
    }
  while (n < 5000)
    n += ilv_trace_reader_poll (reader, 0);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  ilv_trace_reader_poll (reader, 0);
  g_assert_cmpuint (ilv_trace_get_n_damaged (trace), ==, 0);
  g_assert_cmpuint (check_lanes (trace), >=, 4998);
  /* The area is still good for others. */
  n = ilv_area_dropped (area);
  ilv_record_state (&survivor, ILV_STATE_RUNNING, 1, 0);
  if (n == 0)
    g_assert_cmpuint (ilv_trace_reader_poll (reader, 0), ==, 1);
  ilv_area_detach (area);
  close (fd);
}

static void
test_garbage_is_reported_and_survived (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 20; round++)
    {
      int fd;
      IlvArea *area = ilv_area_create (1 << 20, &fd);
      g_autoptr (IlvTrace) trace = ilv_trace_new ();
      g_autoptr (IlvTraceReader) reader = ilv_trace_reader_new (fd, trace, NULL);
      guint32 *words = (guint32 *) (gpointer) area->blocks;

      ilv_area_set_origin (area);
      for (guint32 i = 0; i < area->n_blocks * (ILV_AREA_BLOCK_SIZE / 4); i++)
        words[i] = g_rand_int (rand);
      /* Every other round has lanes and serials that could be, so that its records are read. */
      for (guint32 i = 0; i < area->n_blocks && round % 2 == 1; i++)
        {
          area->blocks[i].lane = 1 + i % 3;
          area->blocks[i].serial = i / 3;
          if (i < 3)
            area->blocks[i].records[0] = (IlvRecord){ .ticks = ilv_area_ticks (area),
                                                      .kind = ILV_RECORD_LANE_BEGIN,
                                                      .subject = 1 + i,
                                                      .state = ILV_LANE_THREAD };
        }
      area->header->next_block = G_MAXUINT64;
      ilv_trace_reader_poll (reader, 0);
      ilv_trace_reader_poll (reader, 0);
      g_assert_cmpuint (ilv_trace_get_n_damaged (trace), >=, round % 2 == 1 ? 10000 : 60);
      g_assert_cmpuint (ilv_trace_get_n_cores (trace), <=, sysconf (_SC_NPROCESSORS_CONF));
      ilv_trace_finish (trace, ilv_trace_reader_now (reader));
      ilv_area_detach (area);
      close (fd);
    }
}

static void
test_garbage_is_no_header (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (GError) error = NULL;
  int fd;
  IlvArea *area = ilv_area_create (1 << 20, &fd);
  guint32 *words = (guint32 *) (gpointer) area->header;

  for (guint i = 0; i < ILV_AREA_HEADER_SIZE / 4; i++)
    words[i] = g_rand_int (rand);
  g_assert_null (ilv_trace_reader_new (fd, trace, &error));
  g_assert_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE);
  g_assert_null (ilv_area_attach (fd));
  ilv_area_detach (area);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add_func ("/trace/stress/" #name, test_##name)
  TEST (many_writers_start_and_end);
  TEST (a_full_area_keeps_order_and_counts_drops);
  TEST (a_writer_killed_in_the_middle_leaves_all_it_published);
  TEST (garbage_is_reported_and_survived);
  TEST (garbage_is_no_header);
  return g_test_run ();
}
