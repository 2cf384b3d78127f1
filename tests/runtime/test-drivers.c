/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"
#include "sanitized.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/resource.h>

#define COUNTER "<counter name='total'/>"
#define ADD_ONE "<load counter='total'/><store counter='total' add='1'/>"

static const struct
{
  IlvModel model;
  IlvDriver run;
} drivers[] = {
  { ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential },
  { ILV_MODEL_THREADING, ilv_driver_run_threads },
  { ILV_MODEL_FREE_THREADING, ilv_driver_run_threads },
  { ILV_MODEL_SUBINTERPRETERS, ilv_driver_run_threads },
  { ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
  { ILV_MODEL_ASYNCIO_THREADS, ilv_driver_run_loop },
  { ILV_MODEL_ASYNCIO_PROCESSES, ilv_driver_run_loop },
};

static void
test_same_results (void)
{
  static const char *const known[] = { "1229", "2262", "3245", "4203", "5133", "16326" };

  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
    {
      g_autoptr (GError) error = NULL;
      IlvExecution *execution = fixture_new (
          drivers[i].model,
          "<setting name='workers' title='W' default='3' min='1' max='9'/>"
          "<task name='P' count='5'><compute kernel='primes' size='10000 * (index + 1)'/></task>"
          "<task name='F'><compute kernel='factorial' size='5000' gil='released' repeat='3'/>"
          "</task>",
          NULL, NULL);

      g_test_message ("%s", ilv_model_get_name (drivers[i].model));
      g_assert_true (drivers[i].run (execution, &error));
      g_assert_no_error (error);
      for (guint j = 0; j < G_N_ELEMENTS (known); j++)
        {
          g_autofree char *text = fixture_dup_result (execution, j);

          g_assert_cmpstr (text, ==, known[j]);
        }
      ilv_execution_free (execution);
    }
}

static void
test_threads_for_tasks (void)
{
  static const struct { const char *sets; guint workers; } cases[]
      = { { "tasks=2 workers=8", 2 },
          { "tasks=8 workers=3", 3 },
          { "tasks=200 workers=100", 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      IlvExecution *execution = fixture_new (
          ILV_MODEL_THREADING,
          COUNTER "<setting name='tasks' title='T' default='1' min='1' max='999'/>"
          "<setting name='workers' title='W' default='1' min='1' max='999'/>"
          "<lock name='guard'/>"
          "<task name='T' count='tasks'><lock name='guard'>" ADD_ONE "</lock></task>",
          cases[i].sets, NULL);

      g_assert_true (ilv_driver_run_threads (execution, NULL));
      g_assert_cmpuint (execution->n_workers, ==, cases[i].workers);
      g_assert_cmpuint (fixture_count (execution, ILV_STATE_DONE), ==, execution->n_tasks);
      g_assert_cmpfloat (execution->counters[0].value, ==, execution->n_tasks);
      g_assert_cmpuint (execution->counters[0].lost, ==, 0);
      ilv_execution_free (execution);
    }
}

/* Read, pause, write, by many at once: without a lock updates are lost, with one none. */
static void
test_free_threads_share (void)
{
  static const char *const locked[] = { "locked=0", "locked=1" };

  for (guint i = 0; i < G_N_ELEMENTS (locked); i++)
    {
      IlvExecution *execution = fixture_new (
          ILV_MODEL_FREE_THREADING,
          COUNTER "<setting name='workers' title='W' default='20' min='1' max='99'/>"
          "<setting name='locked' title='L' default='0' min='0' max='1'/><lock name='guard'/>"
          "<task name='T' count='100'><lock name='guard' when='locked'><load counter='total'/>"
          "<sleep ms='1'/><store counter='total' add='1'/></lock></task>",
          locked[i], NULL);

      g_assert_true (ilv_driver_run_threads (execution, NULL));
      g_assert_cmpuint (fixture_count (execution, ILV_STATE_DONE), ==, 100);
      if (i == 0)
        g_assert_cmpfloat (execution->counters[0].value, <, 100);
      else
        g_assert_cmpfloat (execution->counters[0].value, ==, 100);
      g_assert_cmpuint (execution->counters[0].lost > 0, ==, i == 0);
      ilv_execution_free (execution);
    }
}

static void
test_interpreters_share_nothing (void)
{
  IlvExecution *execution = fixture_new (
      ILV_MODEL_SUBINTERPRETERS,
      COUNTER "<setting name='workers' title='W' default='3' min='1' max='9'/><lock name='guard'/>"
      "<task name='T' count='6'><lock name='guard'>" ADD_ONE "<compute kernel='primes' "
      "size='100'/></lock></task>",
      NULL, NULL);

  g_assert_true (ilv_driver_run_threads (execution, NULL));
  g_assert_cmpuint (fixture_count (execution, ILV_STATE_DONE), ==, 6);
  /* Each adds to a counter of its own; nobody writes the one that everybody knows. */
  g_assert_cmpfloat (execution->counters[0].value, ==, 0);
  g_assert_cmpuint (execution->counters[0].version, ==, 0);
  g_assert_cmpuint (execution->locks[0].last_lane, ==, 0);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *text = fixture_dup_result (execution, i);

      g_assert_cmpstr (text, ==, "25");
    }
  g_assert_cmpuint (execution->ipc_bytes, >, 0);
  ilv_execution_free (execution);
}

/* What subinterpreters count nobody else sees; that they were given a task does show. */
static gboolean
has_begun (IlvExecution *execution)
{
  IlvSharedCounter *counter = &execution->counters[0];
  gboolean begun;

  pthread_mutex_lock (&counter->mutex);
  begun = counter->version > 0;
  pthread_mutex_unlock (&counter->mutex);
  return begun || atomic_load (&execution->ipc_bytes) > 0;
}

static gpointer
stop_when_begun (gpointer data)
{
  IlvExecution *execution = data;

  while (!has_begun (execution))
    g_usleep (1000);
  /* Into the middle of what follows. */
  g_usleep (30000);
  ilv_execution_stop (execution);
  return NULL;
}

static void
test_stop (void)
{
  /* None of these would end today. */
  static const char *const steps[] = {
    "<compute kernel='primes' size='1000000' repeat='1000000'/>",
    "<compute kernel='sha256' size='10000000' repeat='1000000' gil='held'/>",
    "<compute kernel='sha256' size='10000000' repeat='1000000' gil='released'/>",
    "<compute kernel='factorial' size='500' repeat='1000000000' gil='held'/>",
    "<repeat times='1000000000'>" ADD_ONE "</repeat>",
    "<repeat times='1000000000'><lock name='guard'>" ADD_ONE "</lock></repeat>",
    "<sleep ms='3000000'/>",
    "<repeat times='1000000'><sleep ms='1'/></repeat>",
    "<lock name='guard'><sleep ms='3000000'/></lock>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (drivers) * G_N_ELEMENTS (steps); i++)
    {
      guint driver = i / G_N_ELEMENTS (steps), step = i % G_N_ELEMENTS (steps);
      g_autofree char *body = g_strconcat (
          COUNTER "<lock name='guard'/>"
          "<setting name='workers' title='W' default='3' min='1' max='9'/>"
          "<task name='T' count='5'>" ADD_ONE, steps[step], "</task>", NULL);
      IlvExecution *execution = fixture_new (drivers[driver].model, body, NULL, NULL);
      GThread *stopper = g_thread_new ("stopper", stop_when_begun, execution);

      g_test_message ("%s: %s", ilv_model_get_name (drivers[driver].model), steps[step]);
      g_assert_true (drivers[driver].run (execution, NULL));
      g_thread_join (stopper);
      g_assert_cmpuint (fixture_count (execution, ILV_STATE_CANCELLED), ==, 5);
      for (guint j = 0; j < execution->n_locks; j++)
        g_assert_cmpuint (execution->locks[j].holder_task, ==, 0);
      ilv_execution_free (execution);
    }
}

static void
run_out_of_threads (void)
{
  IlvExecution *execution
      = fixture_new (ILV_MODEL_THREADING,
                     "<setting name='workers' title='W' default='400' min='1' max='999'/>"
                     "<task name='T' count='400'><sleep ms='3000000'/></task>",
                     NULL, NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { .rlim_cur = (rlim_t) 1 << 30, .rlim_max = (rlim_t) 1 << 30 };

  /* Room for the stacks of about a hundred threads, for root too. */
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
  g_assert_false (ilv_driver_run_threads (execution, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_assert_nonnull (strstr (error->message, "thread"));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_cmpuint (fixture_count (execution, ILV_STATE_CANCELLED), ==, 400);
  ilv_execution_free (execution);
}

static void
test_out_of_threads (void)
{
  if (SANITIZED)
    {
      g_test_skip ("a sanitizer's shadow memory does not fit into a limited address space");
      return;
    }
  if (g_test_subprocess ())
    {
      run_out_of_threads ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/the results are the same under every model", test_same_results);
  g_test_add_func ("/drivers/a pool has no more threads than workers or tasks",
                   test_threads_for_tasks);
  g_test_add_func ("/drivers/free threads lose updates without a lock and none with one",
                   test_free_threads_share);
  g_test_add_func ("/drivers/subinterpreters share nothing", test_interpreters_share_nothing);
  g_test_add_func ("/drivers/a stop ends whatever is done", test_stop);
  g_test_add_func ("/drivers/a thread that cannot be made ends the run in a sentence",
                   test_out_of_threads);
  return g_test_run ();
}
