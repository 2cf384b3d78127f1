/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that end before their tasks are done: a stop with grace, and siblings cancelled by a
   failure. */
#include "run-fixture.h"

#include <string.h>

#define STOP(after, grace)                                                                         \
  "<options stop-after-ms='" after "' grace-ms='" grace "'/>"                                      \
  "<options model='threading multiprocessing' workers='3'/><options model='asyncio' limit='3'/>"

typedef struct
{
  IlvModel model;
  IlvDriver driver;
} Form;

static const Form forms[] = { { ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential },
                              { ILV_MODEL_THREADING, ilv_driver_run_threads },
                              { ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
                              { ILV_MODEL_ASYNCIO, ilv_driver_run_loop } };

static RunFixture *
run (const Form *form, const char *body)
{
  RunFixture *fixture = run_fixture_new (body, form->model, NULL);

  g_test_message ("%s: %s", ilv_model_get_name (form->model), body);
  g_assert_true (run_fixture_run (fixture, form->driver));
  return fixture;
}

static guint
count_begun (RunFixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < fixture->execution->n_tasks; i++)
    n += run_fixture_count (fixture, ILV_RECORD_STATE, i + 1, -1) > 0;
  return n;
}

#define DRAIN_TRIES 8

/* On a machine that is busy, workers may not have begun when the stop comes. */
static RunFixture *
drain (const Form *form, guint n_under_way)
{
  for (guint try = 1;; try++)
    {
      RunFixture *fixture = run (form, STOP ("500", "20000")
                                 "<task name='T' count='20'><sleep ms='900'/></task>");
      guint n_done = run_fixture_count_states (fixture, ILV_STATE_DONE);

      g_assert_cmpuint (n_done, <=, n_under_way);
      if (n_done == n_under_way || try == DRAIN_TRIES)
        return fixture;
      run_fixture_free (fixture);
    }
}

/* Serialising is not beginning. */
static void
test_drain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      guint n_under_way = forms[i].model == ILV_MODEL_SEQUENTIAL ? 1 : 3;
      g_autoptr (RunFixture) fixture = drain (&forms[i], n_under_way);
      guint n_done = run_fixture_count_states (fixture, ILV_STATE_DONE);
      guint mark = run_fixture_find (fixture, 0, ILV_RECORD_MARK, 0, ILV_MARK_STOP_REQUESTED);
      g_autofree char *why = ilv_execution_explain_cancel (fixture->execution);

      g_assert_cmpuint (n_done, ==, n_under_way);
      g_assert_cmpuint (n_done + run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 20);
      g_assert_cmpuint (mark, !=, G_MAXUINT);
      g_assert_nonnull (strstr (why, "asked to stop"));
      /* Those in the queue are cancelled when the stop comes, not when a worker gets to them. */
      if (forms[i].model != ILV_MODEL_SEQUENTIAL)
        g_assert_cmpuint (run_fixture_find (fixture, 0, ILV_RECORD_TASK, 20, ILV_STATE_CANCELLED),
                          <, run_fixture_find (fixture, 0, ILV_RECORD_TASK, 1, ILV_STATE_DONE));
    }
}

static void
test_grace_is_over (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], STOP ("200", "200")
               "<task name='T' count='20'><sleep ms='60000'/></task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 20);
      g_assert_cmpuint (count_begun (fixture), >=, 1);
      /* The clock of the stop starts a little before that of the run. */
      g_assert_cmpfloat (fixture->seconds, >=, 0.3);
      g_assert_cmpfloat (fixture->seconds, <, 10);
    }
}

static void
test_over_before_the_stop (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], STOP ("60000", "200") "<task name='T' count='3'><sleep ms='1'/></task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 3);
      g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_STOP_REQUESTED),
                        ==, 0);
    }
}

static void
test_failure_cancels_siblings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], "<options on-error='cancel'/><options model='threading multiprocessing' "
                          "workers='3'/><task name='A{index}' count='2'><sleep ms='1'/></task>"
                          "<task name='B'><sleep ms='100'/><raise message='no'/></task>"
                          "<task name='C' count='2'><sleep ms='60000'/></task>");
      const IlvTaskRun *tasks = fixture->execution->tasks;
      g_autofree char *why = ilv_execution_explain_cancel (fixture->execution);

      g_assert_cmpint (ilv_task_run_get_state (&tasks[0]), ==, ILV_STATE_DONE);
      g_assert_cmpint (ilv_task_run_get_state (&tasks[2]), ==, ILV_STATE_FAILED);
      g_assert_cmpint (ilv_task_run_get_state (&tasks[3]), ==, ILV_STATE_CANCELLED);
      g_assert_cmpint (ilv_task_run_get_state (&tasks[4]), ==, ILV_STATE_CANCELLED);
      g_assert_cmpstr (why, ==, "Cancelled because B failed.");
      g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_STOP_REQUESTED),
                        ==, 0);
      g_assert_cmpfloat (fixture->seconds, <, 10);
    }
}

static void
test_failure_is_collected (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], "<options on-error='collect'/><task name='A'><raise message='no'/></task>"
                          "<task name='B' count='2'><sleep ms='20'/></task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 1);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 2);
    }
}

/* What a cancelled sibling must close has the time the scenario gives, not that of a stop. */
static void
test_siblings_close (void)
{
  static const Form two[] = { { ILV_MODEL_THREADING, ilv_driver_run_threads },
                              { ILV_MODEL_ASYNCIO, ilv_driver_run_loop } };

  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&two[i], "<counter name='closed'/><options on-error='cancel' grace-ms='20000'/>"
                        "<task name='A'><sleep ms='50'/><raise message='no'/></task>"
                        "<task name='B'><resource name='r'><open><sleep ms='0'/></open><use>"
                        "<sleep ms='60000'/></use><close><sleep ms='600'/><load counter='closed'/>"
                        "<store counter='closed' add='1'/></close></resource></task>");

      g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[1]), ==,
                       ILV_STATE_CANCELLED);
      g_assert_cmpfloat (fixture->execution->counters[0].value, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endings/a stop with grace lets tasks under way end and no other begin",
                   test_drain);
  g_test_add_func ("/endings/what is under way when the grace is over is cancelled",
                   test_grace_is_over);
  g_test_add_func ("/endings/a run that ends before its stop is left alone",
                   test_over_before_the_stop);
  g_test_add_func ("/endings/a failure cancels the siblings where the scenario says so",
                   test_failure_cancels_siblings);
  g_test_add_func ("/endings/a failure that is collected leaves the others alone",
                   test_failure_is_collected);
  g_test_add_func ("/endings/a cancelled sibling closes what it has open", test_siblings_close);
  return g_test_run ();
}
