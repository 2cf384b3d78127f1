/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"
#include "runtime/operation.h"
#include "runtime/worker.h"

#define COUNTER "<counter name='total'/>"
#define ADD_ONE "<load counter='total'/><store counter='total' add='1'/>"

/* Runs `body` one task after the other and checks how many tasks ended well. */
static IlvExecution *
run (const char *body, guint done)
{
  IlvExecution *execution = fixture_new (ILV_MODEL_SEQUENTIAL, body, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (ilv_driver_run_sequential (execution, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (execution, ILV_STATE_DONE), ==, done);
  g_assert_cmpuint (fixture_count (execution, ILV_STATE_NONE), ==, 0);
  return execution;
}

static void
test_repeat (void)
{
  static const struct { const char *steps; double total; } cases[] = {
    { ADD_ONE, 3 },
    { "<repeat times='4'>" ADD_ONE "</repeat>", 12 },
    { "<repeat times='0'>" ADD_ONE "</repeat>", 0 },
    { "<repeat times='index'>" ADD_ONE "</repeat>", 0 + 1 + 2 },
    { "<repeat times='2'><repeat times='3'>" ADD_ONE "</repeat>" ADD_ONE "</repeat>" ADD_ONE,
      3 * (2 * (3 + 1) + 1) },
    { "<repeat times='3'><repeat times='0'>" ADD_ONE "</repeat>" ADD_ONE "</repeat>", 9 },
    { "<repeat times='2'><repeat times='2'><repeat times='2'><repeat times='2'>"
      "<repeat times='2'>" ADD_ONE "</repeat></repeat></repeat></repeat></repeat>", 3 * 32 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf (
          COUNTER "<task name='T' count='3'>%s</task>", cases[i].steps);
      IlvExecution *execution = run (body, 3);

      g_assert_cmpfloat (execution->counters[0].value, ==, cases[i].total);
      g_assert_cmpuint (execution->counters[0].lost, ==, 0);
      ilv_execution_free (execution);
    }
}

static void
test_lock_left_after_raise (void)
{
  /* Were the lock kept, the second task would wait for it for ever. */
  IlvExecution *execution
      = run (COUNTER "<lock name='outer'/><lock name='inner'/>"
             "<task name='T' count='2'><repeat times='5'><lock name='outer'>" ADD_ONE
             "<lock name='inner'><repeat times='3'><raise message='no {index + 1}'/></repeat>"
             "</lock></lock></repeat>" ADD_ONE "</task>",
             0);
  g_autofree char *first = fixture_dup_result (execution, 0);
  g_autofree char *second = fixture_dup_result (execution, 1);

  g_assert_cmpuint (fixture_count (execution, ILV_STATE_FAILED), ==, 2);
  g_assert_cmpstr (first, ==, "no 1");
  g_assert_cmpstr (second, ==, "no 2");
  g_assert_cmpfloat (execution->counters[0].value, ==, 2);
  g_assert_cmpuint (execution->locks[0].holder_task, ==, 0);
  g_assert_cmpuint (execution->locks[1].holder_task, ==, 0);
  ilv_execution_free (execution);
}

static void
test_failure_is_the_task_s_own (void)
{
  IlvExecution *execution = run ("<task name='A'><raise message='broken'/></task>"
                                 "<task name='B'><compute kernel='primes' size='10'/></task>",
                                 1);
  g_autofree char *text = fixture_dup_result (execution, 1);

  g_assert_cmpint (ilv_task_run_get_state (&execution->tasks[0]), ==, ILV_STATE_FAILED);
  g_assert_cmpstr (text, ==, "4");
  ilv_execution_free (execution);
}

static void
test_results (void)
{
  IlvExecution *execution
      = run ("<task name='T' count='5'><compute kernel='primes' size='10000 * (index + 1)'/></task>"
             "<task name='F'><compute kernel='factorial' size='1000' gil='held' repeat='3'/></task>"
             "<task name='H'><compute kernel='sha256' size='1048576' gil='released'/></task>",
             7);
  static const char *const known[]
      = { "1229", "2262", "3245", "4203", "5133", "2568", "30e14955ebf1" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *text = fixture_dup_result (execution, i);

      g_assert_cmpstr (text, ==, known[i]);
    }
  ilv_execution_free (execution);
}

static void
test_nothing_to_count (void)
{
  IlvExecution *execution = run ("<task name='W'><repeat times='0'><fetch path='/'/></repeat>"
                                 "<compute kernel='words'/></task>",
                                 0);
  g_autofree char *text = fixture_dup_result (execution, 0);

  g_assert_cmpint (ilv_task_run_get_state (&execution->tasks[0]), ==, ILV_STATE_FAILED);
  g_assert_true (g_str_has_suffix (text, "."));
  ilv_execution_free (execution);
}

/* Loads ('a') or stores ('A') for the task of that letter, in the order of the text. */
static void
interleave (IlvExecution *execution, const char *order)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);
  const IlvTaskGroup *group = ilv_scenario_get_group (scenario, 0);
  IlvWorker worker = { .execution = execution,
                       .locks = execution->locks,
                       .counters = execution->counters };

  for (; *order; order++)
    {
      IlvTaskRun *task = &execution->tasks[g_ascii_tolower (*order) - 'a'];

      if (g_ascii_islower (*order))
        ilv_step_load.blocking (&worker, task, group->steps[0]);
      else
        ilv_step_store.blocking (&worker, task, group->steps[1]);
    }
}

static void
test_lost_updates (void)
{
  static const struct { const char *order; double value; guint64 lost; } cases[] = {
    { "aAbBcC", 3, 0 },
    { "abAB", 1, 1 },       /* B overwrites A's */
    { "abcABC", 1, 2 },
    { "abBcCA", 1, 1 },     /* one write, though it takes two away */
    { "abABaA", 2, 1 },
    { "aAAbB", 2, 0 },      /* its own write is no other's */
    { "abA", 1, 0 },        /* B never writes: nothing is lost */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      IlvExecution *execution
          = fixture_new (ILV_MODEL_THREADING,
                         COUNTER "<task name='T' count='3'>" ADD_ONE "</task>", NULL, NULL);

      interleave (execution, cases[i].order);
      g_test_message ("%s", cases[i].order);
      g_assert_cmpfloat (execution->counters[0].value, ==, cases[i].value);
      g_assert_cmpuint (execution->counters[0].lost, ==, cases[i].lost);
      ilv_execution_free (execution);
    }
}

static void
test_stop_before_the_start (void)
{
  IlvExecution *execution
      = fixture_new (ILV_MODEL_SEQUENTIAL,
                     COUNTER "<task name='T' count='3'>" ADD_ONE "</task>", NULL, NULL);

  ilv_execution_stop (execution);
  ilv_execution_stop (execution);
  g_assert_true (ilv_driver_run_sequential (execution, NULL));
  g_assert_cmpuint (fixture_count (execution, ILV_STATE_CANCELLED), ==, 3);
  g_assert_cmpfloat (execution->counters[0].value, ==, 0);
  ilv_execution_free (execution);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interpreter/steps inside repeat are done that many times", test_repeat);
  g_test_add_func ("/interpreter/a task that raises leaves the locks it is inside of",
                   test_lock_left_after_raise);
  g_test_add_func ("/interpreter/a task that fails leaves the others alone",
                   test_failure_is_the_task_s_own);
  g_test_add_func ("/interpreter/a computation's result is the task's", test_results);
  g_test_add_func ("/interpreter/words of a page that never came end in a sentence",
                   test_nothing_to_count);
  g_test_add_func ("/interpreter/writes that overwrite what their writer had not read are counted",
                   test_lost_updates);
  g_test_add_func ("/interpreter/a run stopped before it starts does nothing",
                   test_stop_before_the_start);
  return g_test_run ();
}
