/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What recording costs the measured program. */
#include "bench.h"
#include "trace/recorder.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define EVENTS 300000 /* two writers fit into what a run's beginning prepares */
#define ROUNDS 25
#define AREA_SIZE ((size_t) 64 << 20)
#define WORK_ROUNDS 301

typedef struct
{
  IlvArea *area;
  pthread_barrier_t *barrier;
  double ns_per_event;
} Writer;

static void *
write_events (void *data)
{
  Writer *writer = data;
  IlvRecorder recorder;
  int64_t start;

  ilv_recorder_begin (&recorder, writer->area, ILV_LANE_THREAD, "writer");
  pthread_barrier_wait (writer->barrier);
  start = bench_now ();
  for (uint32_t i = 0; i < EVENTS; i++)
    ilv_record_state (&recorder, i & 1 ? ILV_STATE_RUNNING : ILV_STATE_WAITING_GIL, i, 1);
  writer->ns_per_event = (double) (bench_now () - start) / EVENTS;
  ilv_recorder_end (&recorder, ILV_STATE_DONE);
  return NULL;
}

/* Nanoseconds an event costs each of n threads that record at once, into a fresh area whose
   first pages are made ready as they are when a run begins, or not. */
static double
measure_writers (unsigned n, bool prepared)
{
  pthread_t threads[2];
  Writer writers[2];
  pthread_barrier_t barrier;
  double sum = 0;
  int fd;
  IlvArea *area = ilv_area_create (AREA_SIZE, &fd);

  if (area == NULL)
    abort ();
  if (prepared)
    ilv_area_set_origin (area);
  pthread_barrier_init (&barrier, NULL, n);
  for (unsigned i = 0; i < n; i++)
    {
      writers[i] = (Writer){ .area = area, .barrier = &barrier };
      if (pthread_create (&threads[i], NULL, write_events, &writers[i]) != 0)
        abort ();
    }
  for (unsigned i = 0; i < n; i++)
    {
      pthread_join (threads[i], NULL);
      sum += writers[i].ns_per_event;
    }
  if (ilv_area_dropped (area) != 0)
    abort ();
  pthread_barrier_destroy (&barrier);
  ilv_area_detach (area);
  close (fd);
  return sum / n;
}

static void
bench_writers (void)
{
  double one[ROUNDS], two[ROUNDS], fresh[ROUNDS];
  double cost;

  measure_writers (1, true);
  for (int i = 0; i < ROUNDS; i++)
    {
      one[i] = measure_writers (1, true);
      two[i] = measure_writers (2, true);
      fresh[i] = measure_writers (1, false);
    }
  /* What else the machine does only adds to the time: the lower quartile is nearer to the truth. */
  cost = bench_quantile (one, ROUNDS, 0.25);
  bench_print ("record", "one-thread", cost, "ns", 12);
  bench_print ("record", "two-threads", bench_quantile (two, ROUNDS, 0.25) / cost, "x", 1.1);
  /* What an event costs beyond the prepared ones, the kernel's work on fresh pages included. */
  bench_print ("record", "one-thread-fresh-pages", bench_quantile (fresh, ROUNDS, 0.25),
               "ns", 40);
}

static uint32_t
count_primes (uint32_t from, uint32_t to)
{
  uint32_t count = 0;

  for (uint32_t n = from | 1; n < to; n += 2)
    {
      uint32_t divisor = 3;

      while (divisor * divisor <= n && n % divisor != 0)
        divisor += 2;
      count += divisor * divisor > n;
    }
  return count;
}

/* A few milliseconds of computing with a task begun and ended every 20 µs or so, which is far
   more often than a task of any CPU-bound scenario begins, ends or hands its lock over. */
static double
measure_work (IlvRecorder *recorder, volatile uint32_t *sink)
{
  int64_t start = bench_now ();

  for (uint32_t task = 1; task <= 200; task++)
    {
      ilv_record_state (recorder, ILV_STATE_RUNNING, task, 0);
      *sink += count_primes (100000 + task * 400, 100000 + task * 400 + 400);
      ilv_record_task (recorder, task, ILV_STATE_DONE, 0);
    }
  return (double) (bench_now () - start);
}

static void
bench_overhead (void)
{
  volatile uint32_t sink = 0;
  double percent[WORK_ROUNDS];
  IlvRecorder on, off;
  int fd;
  IlvArea *area = ilv_area_create (AREA_SIZE, &fd);

  if (area == NULL)
    abort ();
  ilv_area_set_origin (area);
  ilv_recorder_begin (&on, area, ILV_LANE_THREAD, "on");
  ilv_recorder_begin (&off, NULL, ILV_LANE_THREAD, "off");
  measure_work (&on, &sink);
  /* Neighbouring rounds see the same machine; which of the two goes first alternates. */
  for (int i = 0; i < WORK_ROUNDS; i++)
    {
      double first = measure_work (i & 1 ? &on : &off, &sink);
      double second = measure_work (i & 1 ? &off : &on, &sink);

      percent[i] = i & 1 ? (first / second - 1) * 100 : (second / first - 1) * 100;
    }
  ilv_recorder_end (&on, ILV_STATE_DONE);
  ilv_area_detach (area);
  close (fd);
  bench_print ("record", "overhead-percent", bench_median (percent, WORK_ROUNDS), "%", 1);
}

int
main (void)
{
  bench_writers ();
  bench_overhead ();
  return 0;
}
