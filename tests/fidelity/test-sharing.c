/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sending data costs and what sharing it loses, against CPython. */
#include "tries.h"

#include <math.h>

#define TASKS 100

/* 1 and 10 MB by pipe, the same by shared memory. */
static void
time_sends (double ms[4])
{
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<setting name='workers' title='W' default='1' min='1' max='9'/>"
                       "<task><send bytes='1000000'/></task>"
                       "<task><send bytes='10000000'/></task>"
                       "<task><send bytes='1000000' by='shared-memory'/></task>"
                       "<task><send bytes='10000000' by='shared-memory'/></task>",
                       ILV_MODEL_MULTIPROCESSING, NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_processes));
  /* Whatever else goes on: what went by pipe was copied, and what is shared was not. */
  g_assert_cmpint (fixture->execution->ipc_bytes, >=, 11 * 1000 * 1000);
  g_assert_cmpint (fixture->execution->ipc_bytes, <, 12 * 1000 * 1000);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *text = ilv_task_run_dup_result (&fixture->execution->tasks[i]);

      /* A hundredth of a millisecond is the smallest that is told. */
      ms[i] = fmax (0.01, g_ascii_strtod (text, NULL));
    }
}

static double
measure_growth (gconstpointer by_memory)
{
  double ms[4];

  time_sends (ms);
  return by_memory ? ms[3] / ms[2] : ms[1] / ms[0];
}

static double
measure_saving (gconstpointer data)
{
  double ms[4];

  time_sends (ms);
  return ms[1] / ms[3];
}

/* CPython: 0.85 and 12 ms by pipe, 0.15 and 0.18 ms by the name of shared memory. */
static void
test_payload (void)
{
  assert_some_try ("10 MB by pipe ÷ 1 MB", measure_growth, NULL, 4, 30);
  assert_some_try ("10 MB shared ÷ 1 MB", measure_growth, GINT_TO_POINTER (1), 0, 3);
  assert_some_try ("10 MB by pipe ÷ shared", measure_saving, NULL, 20, G_MAXDOUBLE);
}

static double
count_left (IlvModel model, IlvDriver driver)
{
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<setting name='workers' title='W' default='100' min='1' max='999'/>"
                       "<counter name='counter'/><task count='100'><load counter='counter'/>"
                       "<sleep ms='0.1'/><store counter='counter' add='1'/></task>",
                       model, NULL);

  g_assert_true (run_fixture_run (fixture, driver));
  /* What is missing was overwritten. */
  g_assert_cmpfloat (TASKS - fixture->execution->counters[0].value, <=,
                     (double)fixture->execution->counters[0].lost);
  return fixture->execution->counters[0].value;
}

static void
test_coroutines_leave_one (void)
{
  g_assert_cmpfloat (count_left (ILV_MODEL_ASYNCIO, ilv_driver_run_loop), ==, 1);
}

static double
measure_left (gconstpointer data)
{
  return count_left (ILV_MODEL_THREADING, ilv_driver_run_threads);
}

/* CPython left 23 to 35 where it was measured. The sooner threads start after one another the more
   are lost, so that a machine that is slow to start them leaves more: in twenty runs in turn, on a
   busy one, CPython left 21 to 51 (40 in the mean) and these threads 28 to 72 (47). The results say
   so (src/session/modelled.c). */
static void
test_threads_lose_most (void)
{
  assert_some_try ("left of 100 updates", measure_left, NULL, 2, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fidelity/copying costs by the byte, sharing does not", test_payload);
  g_test_add_func ("/fidelity/unsafe coroutines leave 1 update of 100", test_coroutines_leave_one);
  g_test_add_func ("/fidelity/unsafe threads lose most updates, not all", test_threads_lose_most);
  return g_test_run ();
}
