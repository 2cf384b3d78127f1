/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a recorded run is taken in, and how much memory its model needs. */
#include "bench.h"
#include "trace/reader.h"
#include "trace/recorder.h"

#include <stdlib.h>
#include <unistd.h>

#define AREA_SIZE ((size_t) 96 << 20)
#define LANES 8
#define TASKS 1000
#define EVENTS 2400000 /* about */
#define ROUNDS 5

/* The life of a task in a thread under a GIL, as the runtime records it: taken from the queue,
   turns with the lock, waits for it, I/O without it, the end. Lanes take turns, so that the reader
   has records of all of them to merge and most holds are hand-overs. */
static void
record_turn (IlvRecorder *lanes, uint32_t lane, uint32_t task, bool ends)
{
  IlvRecorder *recorder = &lanes[lane];
  uint32_t other = lanes[(lane + LANES - 1) % LANES].lane;

  ilv_record_state (recorder, ILV_STATE_WAITING_GIL, task, 1);
  ilv_record (recorder, ILV_RECORD_DROP_REQUEST, 1, 0, other);
  ilv_record (recorder, ILV_RECORD_LOCK_TAKE, 1, 0, (uint64_t) task << 32 | other);
  ilv_record_state (recorder, ILV_STATE_RUNNING, task, 0);
  ilv_record (recorder, ILV_RECORD_LOCK_DROP, 1, 0, 1);
  if (!ends)
    {
      ilv_record_state (recorder, ILV_STATE_WAITING_IO, task, 0);
      ilv_recorder_count (recorder, ILV_COUNTER_IN_FLIGHT, task & 1 ? 1 : -1);
      return;
    }
  ilv_record_task (recorder, task, ILV_STATE_DONE, 0);
  ilv_recorder_count (recorder, ILV_COUNTER_COMPLETED, 1);
  ilv_record_state (recorder, ILV_STATE_NONE, 0, 0);
}

static void
record_run (IlvArea *area)
{
  IlvRecorder lanes[LANES];
  uint32_t turns = EVENTS / 7, turns_of_task = turns / TASKS;

  ilv_area_set_origin (area);
  for (uint32_t i = 0; i < LANES; i++)
    ilv_recorder_begin (&lanes[i], area, ILV_LANE_THREAD, "worker");
  ilv_record (&lanes[0], ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (uint32_t turn = 0; turn < turns; turn++)
    {
      uint32_t lane = turn % LANES, round = turn / LANES;
      uint32_t task = 1 + round / turns_of_task * LANES + lane;

      record_turn (lanes, lane, task, round % turns_of_task == turns_of_task - 1);
    }
  for (uint32_t i = 0; i < LANES; i++)
    ilv_recorder_end (&lanes[i], ILV_STATE_DONE);
  if (ilv_area_dropped (area) != 0)
    abort ();
}

/* A run without locks, where each record begins an interval of a lane and of a task: what needs
   the most memory. */
static void
record_states (IlvArea *area)
{
  IlvRecorder lanes[LANES];

  ilv_area_set_origin (area);
  for (uint32_t i = 0; i < LANES; i++)
    ilv_recorder_begin (&lanes[i], area, ILV_LANE_THREAD, "worker");
  for (uint32_t i = 0; i < EVENTS; i++)
    ilv_record_state (&lanes[i % LANES],
                      i / LANES % 2 == 0 ? ILV_STATE_RUNNING_FREE : ILV_STATE_WAITING_IO,
                      1 + i % LANES + i / (EVENTS / TASKS) * LANES, 0);
  for (uint32_t i = 0; i < LANES; i++)
    ilv_recorder_end (&lanes[i], ILV_STATE_DONE);
}

static void
measure (void (*record) (IlvArea *area), double *per_second, double *bytes)
{
  double speeds[ROUNDS];
  int fd;
  IlvArea *area = ilv_area_create (AREA_SIZE, &fd);

  if (area == NULL)
    abort ();
  record (area);
  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr (IlvTrace) trace = ilv_trace_new ();
      g_autoptr (IlvTraceReader) reader = ilv_trace_reader_new (fd, trace, NULL);
      int64_t start = bench_now ();
      uint64_t n = ilv_trace_reader_poll (reader, 0);

      speeds[i] = (double) n * 1e9 / (double) (bench_now () - start);
      *bytes = (double) ilv_trace_get_memory (trace) / (double) ilv_trace_get_n_events (trace);
      if (ilv_trace_get_n_events (trace) != n || ilv_trace_get_n_damaged (trace) != 0)
        abort ();
    }
  /* What else the machine does only takes speed away. */
  *per_second = bench_quantile (speeds, ROUNDS, 0.75);
  ilv_area_detach (area);
  close (fd);
}

int
main (void)
{
  double gil_speed, gil_bytes, states_speed, states_bytes;

  measure (record_run, &gil_speed, &gil_bytes);
  measure (record_states, &states_speed, &states_bytes);
  bench_print ("ingest", "events-per-second", gil_speed, "1/s", 10e6);
  bench_print ("ingest", "bytes-per-event", gil_bytes, "bytes", 32);
  bench_print ("ingest", "events-per-second-states", states_speed, "1/s", 10e6);
  bench_print ("ingest", "bytes-per-event-states", states_bytes, "bytes", 32);
  return 0;
}
