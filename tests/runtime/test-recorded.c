/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs leave in their traces. */
#include "fixture.h"
#include "runtime/memory-sampler.h"
#include "runtime/watchdog.h"
#include "trace/model.h"
#include "trace/reader.h"

#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define COUNTER "<counter name='total'/>"
#define ADD_ONE "<load counter='total'/><store counter='total' add='1'/>"
#define WORKERS "<setting name='workers' title='W' default='2' min='1' max='99'/>"

typedef struct
{
  IlvArea *area;
  int fd;
  IlvExecution *execution;
  IlvTrace *trace;
} Recorded;

static void
recorded_begin (Recorded *recorded, IlvModel model, const char *body, const char *sets)
{
  *recorded = (Recorded){ 0 };
  recorded->area = ilv_area_create ((size_t) 32 << 20, &recorded->fd);
  g_assert_nonnull (recorded->area);
  recorded->execution = fixture_new (model, body, sets, recorded->area);
  ilv_area_set_origin (recorded->area);
}

static void
recorded_read (Recorded *recorded)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvTraceReader) reader = NULL;

  recorded->trace = ilv_trace_new ();
  reader = ilv_trace_reader_new (recorded->fd, recorded->trace, &error);
  g_assert_no_error (error);
  while (ilv_trace_reader_poll (reader, 0) > 0)
    continue;
  ilv_trace_finish (recorded->trace, ilv_trace_reader_now (reader));
  g_assert_cmpuint (ilv_trace_get_n_damaged (recorded->trace), ==, 0);
  g_assert_cmpuint (ilv_trace_get_n_dropped (recorded->trace), ==, 0);
}

static void
recorded_run (Recorded *recorded, IlvModel model, const char *body, const char *sets)
{
  IlvDriver driver
      = model == ILV_MODEL_SEQUENTIAL ? ilv_driver_run_sequential : ilv_driver_run_threads;

  recorded_begin (recorded, model, body, sets);
  g_assert_true (driver (recorded->execution, NULL));
  recorded_read (recorded);
}

static void
recorded_end (Recorded *recorded)
{
  ilv_trace_free (recorded->trace);
  ilv_execution_free (recorded->execution);
  ilv_area_detach (recorded->area);
  close (recorded->fd);
}

/* The intervals of all worker lanes in one state. (element-type IlvInterval) */
static GArray *
collect (const IlvTrace *trace, IlvState state)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (IlvInterval));

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (trace, i);

      for (guint64 j = 0; j < ilv_timeline_get_length (lane->timeline); j++)
        {
          IlvInterval interval;

          ilv_timeline_get (lane->timeline, j, &interval);
          if (interval.state == state && lane->kind != ILV_LANE_MAIN)
            g_array_append_val (found, interval);
        }
    }
  return found;
}

static int
compare_begins (const void *a, const void *b)
{
  const IlvInterval *x = a, *y = b;

  return (x->begin > y->begin) - (x->begin < y->begin);
}

/* How many intervals begin before an earlier one has ended. */
static guint
count_overlaps (GArray *intervals)
{
  gint64 end = G_MININT64;
  guint n = 0;

  g_array_sort (intervals, compare_begins);
  for (guint i = 0; i < intervals->len; i++)
    {
      const IlvInterval *interval = &g_array_index (intervals, IlvInterval, i);

      n += interval->begin < end;
      end = MAX (end, interval->end);
    }
  return n;
}

static const IlvLock *
find_gil (const IlvTrace *trace)
{
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    if (ilv_trace_get_lock (trace, i)->kind == ILV_LOCK_GIL)
      return ilv_trace_get_lock (trace, i);
  g_assert_not_reached ();
}

static void
test_one_at_a_time (void)
{
  g_autoptr (GArray) running = NULL;
  Recorded recorded;

  recorded_run (&recorded, ILV_MODEL_THREADING,
                WORKERS "<task name='T' count='6'>"
                "<compute kernel='primes' size='20000' repeat='6'/></task>",
                "workers=3 switch-interval-ms=0.2");
  running = collect (recorded.trace, ILV_STATE_RUNNING);
  g_assert_cmpuint (running->len, >, 10);
  g_assert_cmpuint (count_overlaps (running), ==, 0);
  recorded_end (&recorded);
}

static void
test_held (void)
{
  const guint calls = 2 * 20;
  const IlvLock *gil;
  Recorded recorded;

  /* Each call lasts many intervals. */
  recorded_run (&recorded, ILV_MODEL_THREADING,
                WORKERS "<task name='T' count='2'>"
                "<compute kernel='factorial' size='40000' repeat='20' gil='held'/></task>",
                "switch-interval-ms=0.1");
  gil = find_gil (recorded.trace);
  g_assert_cmpuint (gil->n_drop_requests, >, 0);
  /* Hand-overs between calls, and those of the main thread that starts the two. */
  g_assert_cmpuint (gil->n_holds, <=, calls + 12);
  recorded_end (&recorded);

  recorded_run (&recorded, ILV_MODEL_THREADING,
                WORKERS "<task name='T' count='2'>"
                "<compute kernel='factorial' size='20000' repeat='20'/></task>",
                "switch-interval-ms=0.1");
  /* The same as interpreted code is interrupted in the middle. */
  g_assert_cmpuint (find_gil (recorded.trace)->n_holds, >, 2 * calls);
  recorded_end (&recorded);
}

static void
test_released (void)
{
  g_autoptr (GArray) free_running = NULL;
  Recorded recorded;

  recorded_run (&recorded, ILV_MODEL_THREADING,
                WORKERS "<task name='T' count='2'>"
                "<compute kernel='sha256' size='1048576' repeat='10' gil='released'/></task>",
                NULL);
  free_running = collect (recorded.trace, ILV_STATE_RUNNING_FREE);
  g_assert_cmpuint (free_running->len, ==, 20);
  g_assert_cmpuint (count_overlaps (free_running), >, 0);
  recorded_end (&recorded);
}

static void
test_lanes_and_ends (void)
{
  const IlvCounter *completed, *depth;
  gint64 before = G_MININT64;
  Recorded recorded;

  recorded_run (&recorded, ILV_MODEL_THREADING,
                WORKERS COUNTER "<task name='J{index}' count='20'>" ADD_ONE "</task>", "workers=1");
  g_assert_cmpuint (ilv_trace_get_n_lanes (recorded.trace), ==, 2);
  g_assert_cmpint (ilv_trace_get_lane (recorded.trace, 0)->kind, ==, ILV_LANE_MAIN);
  g_assert_cmpstr (ilv_trace_get_lane (recorded.trace, 1)->name, ==, "T1");
  g_assert_cmpint (ilv_trace_get_lane (recorded.trace, 1)->end_state, ==, ILV_STATE_DONE);
  g_assert_cmpuint (ilv_trace_get_n_tasks (recorded.trace), ==, 20);
  /* One worker takes the tasks in their order. */
  for (guint i = 0; i < 20; i++)
    {
      const IlvTask *task = ilv_trace_find_task (recorded.trace, i + 1);
      g_autofree char *name = g_strdup_printf ("J%u", i);

      g_assert_cmpstr (task->name, ==, name);
      g_assert_cmpint (task->end_state, ==, ILV_STATE_DONE);
      g_assert_cmpint (task->end, >, before);
      before = task->end;
    }
  completed = ilv_trace_find_counter (recorded.trace, ILV_COUNTER_COMPLETED);
  depth = ilv_trace_find_counter (recorded.trace, ILV_COUNTER_QUEUE_DEPTH);
  g_assert_cmpint (completed->last, ==, 20);
  g_assert_cmpint (depth->last, ==, 0);
  recorded_end (&recorded);
}

static void
test_sequential (void)
{
  Recorded recorded;

  recorded_run (&recorded, ILV_MODEL_SEQUENTIAL,
                "<task name='T' count='3'><compute kernel='primes' size='20000'/></task>", NULL);
  g_assert_cmpuint (ilv_trace_get_n_lanes (recorded.trace), ==, 1);
  g_assert_cmpint (ilv_trace_get_lane (recorded.trace, 0)->kind, ==, ILV_LANE_THREAD);
  /* Nobody else is there to ask for it. */
  g_assert_cmpuint (find_gil (recorded.trace)->n_holds, ==, 1);
  g_assert_cmpuint (find_gil (recorded.trace)->n_drop_requests, ==, 0);
  recorded_end (&recorded);
}

static guint
count_marks (const IlvTrace *trace, IlvMark kind)
{
  guint n = 0;

  for (guint64 i = 0; i < ilv_trace_get_n_marks (trace); i++)
    {
      IlvMarkEvent mark;

      ilv_trace_get_mark (trace, i, &mark);
      n += mark.mark == kind;
    }
  return n;
}

static void
test_lost_marks (void)
{
  const IlvCounter *counter;
  Recorded recorded;

  recorded_run (&recorded, ILV_MODEL_THREADING,
                WORKERS COUNTER "<task name='T' count='50'><load counter='total'/>"
                "<sleep ms='1'/><store counter='total' add='1'/></task>",
                "workers=50");
  counter = ilv_trace_find_counter (recorded.trace, ILV_COUNTER_FIRST_OWN);
  g_assert_cmpstr (counter->name, ==, "total");
  g_assert_cmpfloat ((double) counter->last, ==, recorded.execution->counters[0].value);
  g_assert_cmpuint (recorded.execution->counters[0].lost, >, 0);
  g_assert_cmpuint (count_marks (recorded.trace, ILV_MARK_LOST_UPDATE), ==,
                    recorded.execution->counters[0].lost);
  recorded_end (&recorded);
}

static gpointer
stop_when_written (gpointer data)
{
  IlvExecution *execution = data;
  uint64_t version = 0;

  while (version == 0)
    {
      pthread_mutex_lock (&execution->counters[0].mutex);
      version = execution->counters[0].version;
      pthread_mutex_unlock (&execution->counters[0].mutex);
      g_usleep (500);
    }
  ilv_execution_stop (execution);
  return NULL;
}

static void
test_stop (void)
{
  Recorded recorded;
  GThread *stopper;

  recorded_begin (&recorded, ILV_MODEL_THREADING,
                  WORKERS COUNTER "<task name='T' count='9'>" ADD_ONE
                  "<sleep ms='3000000'/></task>",
                  NULL);
  stopper = g_thread_new ("stopper", stop_when_written, recorded.execution);
  g_assert_true (ilv_driver_run_threads (recorded.execution, NULL));
  g_thread_join (stopper);
  recorded_read (&recorded);
  g_assert_cmpuint (count_marks (recorded.trace, ILV_MARK_STOP_REQUESTED), ==, 1);
  for (guint i = 0; i < 9; i++)
    g_assert_cmpint (ilv_trace_find_task (recorded.trace, i + 1)->end_state, ==,
                     ILV_STATE_CANCELLED);
  recorded_end (&recorded);
}

static void
note_expiry (IlvExecution *execution, gpointer user_data)
{
  atomic_store ((atomic_bool *) user_data, true);
}

static void
test_watchdog (void)
{
  IlvWatchdog *watchdog;
  atomic_bool expired = false;
  Recorded recorded;

  recorded_begin (&recorded, ILV_MODEL_THREADING,
                  "<task name='T' count='3'><sleep ms='1'/></task>", NULL);
  /* A run that ends in time. */
  watchdog = ilv_watchdog_new (recorded.execution, note_expiry, &expired, NULL);
  ilv_watchdog_free (watchdog);
  watchdog = ilv_watchdog_new (recorded.execution, note_expiry, &expired, NULL);
  ilv_execution_stop (recorded.execution);
  ilv_watchdog_free (watchdog);
  g_assert_false (atomic_load (&expired));
  /* One that does not. */
  watchdog = ilv_watchdog_new (recorded.execution, note_expiry, &expired, NULL);
  while (!atomic_load (&expired))
    g_usleep (1000);
  ilv_watchdog_free (watchdog);
  recorded_read (&recorded);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ilv_trace_find_task (recorded.trace, i + 1)->end_state, ==,
                     ILV_STATE_CANCELLED);
  recorded_end (&recorded);
}

static void
test_memory (void)
{
  const gsize size = 64 << 20;
  /* Not of the allocator, which the tests' environment makes write to all it gives. */
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const IlvCounter *counter;
  Recorded recorded;
  IlvSample before;

  g_assert_true (memory != MAP_FAILED);
  recorded_begin (&recorded, ILV_MODEL_SEQUENTIAL, "<task name='T'><sleep ms='1'/></task>", NULL);
  g_assert_null (ilv_memory_sampler_new (NULL));
  ilv_memory_sampler_free (ilv_memory_sampler_new (recorded.area));
  memset (memory, 1, size);
  ilv_memory_sampler_free (ilv_memory_sampler_new (recorded.area));
  recorded_read (&recorded);
  counter = ilv_trace_find_counter (recorded.trace, ILV_COUNTER_RSS);
  g_assert_nonnull (counter);
  ilv_counter_get (counter, 0, &before);
  g_assert_cmpint (before.value, >, 1 << 20);
  g_assert_cmpint (counter->last - before.value, >, (gint64) size / 2);
  recorded_end (&recorded);
  munmap (memory, size);
}

/* Sends every thread of this process back and forth between two cores until it is told to end. */
static gpointer
move_threads (gpointer data)
{
  gint *ended = data;

  for (int core = 0; !g_atomic_int_get (ended); core = !core)
    {
      g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
      const char *name;
      cpu_set_t one;

      CPU_ZERO (&one);
      CPU_SET (core, &one);
      while ((name = g_dir_read_name (threads)))
        sched_setaffinity ((pid_t) g_ascii_strtoll (name, NULL, 10), sizeof one, &one);
      g_usleep (5000);
    }
  return NULL;
}

static void
test_core (void)
{
  Recorded recorded;
  cpu_set_t before;
  gint ended = 0;
  GThread *mover;

  g_assert_cmpint (sched_getaffinity (0, sizeof before, &before), ==, 0);
  if (!CPU_ISSET (0, &before) || !CPU_ISSET (1, &before))
    {
      g_test_skip ("needs the cores 0 and 1");
      return;
    }
  mover = g_thread_new ("mover", move_threads, &ended);
  recorded_run (&recorded, ILV_MODEL_SEQUENTIAL,
                "<task name='T'><compute kernel='primes' size='5000' repeat='500'/></task>", "");
  g_atomic_int_set (&ended, 1);
  g_thread_join (mover);
  g_assert_cmpint (sched_setaffinity (0, sizeof before, &before), ==, 0);
  /* One long computation, on both cores in turn. */
  g_assert_cmpuint (ilv_trace_get_n_cores (recorded.trace), >=, 2);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (recorded.trace, 0), >=, 2);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (recorded.trace, 1), >=, 2);
  recorded_end (&recorded);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recorded/a computation that moves to another core shows there", test_core);
  g_test_add_func ("/recorded/under one lock nobody runs beside another", test_one_at_a_time);
  g_test_add_func ("/recorded/nobody switches inside a C call that keeps the lock", test_held);
  g_test_add_func ("/recorded/C calls that release the lock run side by side", test_released);
  g_test_add_func ("/recorded/a pool's lanes, tasks and counters come to their ends",
                   test_lanes_and_ends);
  g_test_add_func ("/recorded/a sequential run is one lane that keeps its lock", test_sequential);
  g_test_add_func ("/recorded/every lost update leaves a mark", test_lost_marks);
  g_test_add_func ("/recorded/a stop leaves one mark and no task open", test_stop);
  g_test_add_func ("/recorded/a run that does not end when stopped is given up", test_watchdog);
  g_test_add_func ("/recorded/memory that is taken shows in the trace", test_memory);
  return g_test_run ();
}
