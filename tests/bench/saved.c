/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a run is saved and opened again. An event is a record of the run, which may be two of
   the file: an interval of a lane and one of a task. */
#include "bench.h"
#include "trace/format-fxt.h"

#include <stdlib.h>

#define LANES 8
#define TASKS 1000
#define EVENTS 1200000
#define ROUNDS 5

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint state, guint64 argument)
{
  const IlvRecord record = { .subject = subject,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = (guint16) (lane & 3),
                             .argument = argument };

  if (!ilv_trace_append (trace, lane, time, &record))
    abort ();
}

/* Turns of tasks in threads under a GIL: waits, a request, the lock, running, I/O, a counter. */
static IlvTrace *
make_trace (void)
{
  IlvTrace *trace = ilv_trace_new ();
  gint64 time = 0;

  for (guint32 lane = 1; lane <= LANES; lane++)
    append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, lane);
  append (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (guint turn = 0; ilv_trace_get_n_events (trace) < EVENTS; turn++)
    {
      guint32 lane = 1 + turn % LANES, other = 1 + (turn + LANES - 1) % LANES;
      guint32 task = 1 + turn / LANES % (TASKS / LANES) * LANES + lane;

      append (trace, lane, time, ILV_RECORD_STATE, task, ILV_STATE_WAITING_GIL, 1);
      append (trace, lane, time + 10, ILV_RECORD_DROP_REQUEST, 1, 0, other);
      append (trace, lane, time + 20, ILV_RECORD_LOCK_TAKE, 1, 0, (guint64) task << 32 | other);
      append (trace, lane, time + 30, ILV_RECORD_STATE, task, ILV_STATE_RUNNING, 0);
      append (trace, lane, time + 500, ILV_RECORD_LOCK_DROP, 1, 0, 1);
      append (trace, lane, time + 510, ILV_RECORD_STATE, task, ILV_STATE_WAITING_IO, 0);
      append (trace, lane, time + 520, ILV_RECORD_COUNTER, ILV_COUNTER_IN_FLIGHT, 0, task & 7);
      time += 600;
    }
  ilv_trace_finish (trace, time);
  return trace;
}

static double
measure_write (const IlvTrace *trace, GFile *file)
{
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, 0, NULL, NULL);
  g_autoptr (IlvFxtWriter) writer = NULL;
  int64_t start = bench_now ();

  if (stream == NULL)
    abort ();
  writer = ilv_fxt_writer_new (G_OUTPUT_STREAM (stream), NULL);
  ilv_fxt_writer_add_trace (writer, trace, "Threading", 0);
  if (!ilv_fxt_writer_finish (writer, NULL)
      || !g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL))
    abort ();
  return (double) ilv_trace_get_n_events (trace) * 1e9 / (double) (bench_now () - start);
}

static double
measure_read (const IlvTrace *trace, GFile *file)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (IlvFxtFile) fxt = NULL;
  int64_t start = bench_now ();
  double speed;

  fxt = ilv_fxt_file_read (G_INPUT_STREAM (stream), NULL, NULL);
  speed = (double) ilv_trace_get_n_events (trace) * 1e9 / (double) (bench_now () - start);
  if (fxt == NULL || !ilv_fxt_file_is_complete (fxt)
      || ilv_trace_get_n_damaged (ilv_fxt_file_get_trace (fxt, 0)) != 0)
    abort ();
  return speed;
}

int
main (void)
{
  g_autoptr (IlvTrace) trace = make_trace ();
  g_autoptr (GFileIOStream) temporary = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("saved-XXXXXX.fxt", &temporary, NULL);
  double written[ROUNDS], read[ROUNDS];

  if (file == NULL)
    abort ();
  for (int i = 0; i < ROUNDS; i++)
    {
      written[i] = measure_write (trace, file);
      read[i] = measure_read (trace, file);
    }
  g_file_delete (file, NULL, NULL);
  bench_print ("saved", "write-per-second", bench_median (written, ROUNDS), "1/s", 1e6);
  bench_print ("saved", "read-per-second", bench_median (read, ROUNDS), "1/s", 1e6);
  return 0;
}
