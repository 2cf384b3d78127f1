/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a coroutine costs: memory while it sleeps, a turn through the ready queue, and a million of
   them from start to finish. */
#include "bench.h"

#include "runtime/execution.h"

#include <gio/gio.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLEEPERS 200000  /* whose memory is measured */
#define TASKS 1000       /* that take turns, … */
#define TURNS 1000       /* … so often each, … */
#define ROUNDS 7         /* … so many times over */
#define MILLION 1000000
#define LONGEST_MS 2000 /* of their sleeps */
#define RECORD_BYTES ((size_t) MILLION * 512)

static IlvWorkload *
make_workload (const char *tasks)
{
  g_autofree char *text = g_strdup_printf (
    "<scenario id=\"bench\" topic=\"scale\" order=\"1\" models=\"asyncio\"><title>B</title>"
    "<summary>B.</summary><question>B?</question>%s</scenario>",
    tasks);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario = ilv_scenario_parse (text, strlen (text), "bench", NULL,
                                                         &error);
  IlvWorkload *workload
    = scenario ? ilv_workload_new (scenario, ILV_MODEL_ASYNCIO, NULL, &error) : NULL;

  if (workload == NULL)
    g_error ("%s", error->message);
  return workload;
}

static IlvExecution *
make_execution (IlvWorkload *workload, IlvArea *area)
{
  g_autoptr (GError) error = NULL;
  IlvExecution *execution = ilv_execution_new (workload, area, NULL, &error);

  if (execution == NULL)
    g_error ("%s", error->message);
  return execution;
}

/* Seconds. */
static double
run (IlvExecution *execution)
{
  g_autoptr (GError) error = NULL;
  int64_t began = bench_now ();

  if (!ilv_driver_run_loop (execution, &error))
    g_error ("%s", error->message);
  for (guint i = 0; i < execution->n_tasks; i++)
    if (ilv_task_run_get_state (&execution->tasks[i]) != ILV_STATE_DONE)
      g_error ("task %u has not finished", i);
  return (double) (bench_now () - began) / 1e9;
}

/* --- memory ------------------------------------------------------------------------------- */

typedef struct
{
  int ended; /* atomic */
  size_t most;
} Sampler;

static size_t
get_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static gpointer
sample (gpointer data)
{
  Sampler *sampler = data;

  while (!g_atomic_int_get (&sampler->ended))
    {
      sampler->most = MAX (sampler->most, get_allocated ());
      g_usleep (5000);
    }
  return NULL;
}

/* All of them sleep at the same time for most of the run. */
static void
measure_bytes (void)
{
  g_autofree char *tasks
    = g_strdup_printf ("<task count=\"%d\"><sleep ms=\"600\"/></task>", SLEEPERS);
  g_autoptr (IlvWorkload) workload = make_workload (tasks);
  size_t before = get_allocated ();
  IlvExecution *execution = make_execution (workload, NULL);
  Sampler sampler = { 0 };
  GThread *thread = g_thread_new ("sampler", sample, &sampler);

  run (execution);
  g_atomic_int_set (&sampler.ended, 1);
  g_thread_join (thread);
  ilv_execution_free (execution);
  bench_print ("coroutine", "bytes", (double) (sampler.most - before) / SLEEPERS, "bytes", 256);
}

/* --- turns -------------------------------------------------------------------------------- */

static void
measure_switch (void)
{
  g_autofree char *tasks = g_strdup_printf (
    "<task count=\"%d\"><repeat times=\"%d\"><sleep ms=\"0\"/></repeat></task>", TASKS, TURNS);
  g_autoptr (IlvWorkload) workload = make_workload (tasks);
  double times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      IlvExecution *execution = make_execution (workload, NULL);

      times[i] = run (execution) * 1e9 / TASKS / TURNS;
      ilv_execution_free (execution);
    }
  bench_print ("coroutine", "switch", bench_median (times, ROUNDS), "ns", 100);
}

/* --- a million ---------------------------------------------------------------------------- */

static void
measure_million (void)
{
  g_autofree char *tasks = g_strdup_printf (
    "<task name=\"S{index + 1}\" count=\"%d\"><sleep ms=\"%d\" jitter=\"1\"/></task>", MILLION,
    LONGEST_MS / 2);
  g_autoptr (IlvWorkload) workload = make_workload (tasks);
  int fd;
  IlvArea *area = ilv_area_create (RECORD_BYTES, &fd);
  IlvExecution *execution;
  double seconds;

  if (area == NULL)
    abort ();
  execution = make_execution (workload, area);
  ilv_area_set_origin (area);
  seconds = run (execution);
  if (ilv_area_dropped (area) != 0)
    g_error ("the trace has lost events");
  ilv_execution_free (execution);
  ilv_area_detach (area);
  close (fd);
  bench_print ("coroutine", "million-sleepers", seconds - LONGEST_MS / 1000.0, "s", 5);
}

int
main (void)
{
  measure_bytes ();
  measure_switch ();
  measure_million ();
  return 0;
}
