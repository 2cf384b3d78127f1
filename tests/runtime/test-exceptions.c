/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves a step, who catches it and what is done all the same: each in the blocking form and
   in the suspending one. */
#include "run-fixture.h"

#include "runtime/shared-semaphore.h"

#define COUNTERS                                                                                   \
  "<counter name='opened'/><counter name='closed'/><counter name='used'/>"
#define COUNT(name) "<load counter='" name "'/><store counter='" name "' add='1'/>"
#define RESOURCE(opening, using, closing)                                                          \
  "<resource name='r'><open>" opening COUNT ("opened") "</open><use>" using COUNT ("used")         \
  "</use><close>" closing COUNT ("closed") "</close></resource>"

typedef struct
{
  IlvModel model;
  IlvDriver driver;
} Form;

static const Form forms[] = { { ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential },
                              { ILV_MODEL_THREADING, ilv_driver_run_threads },
                              { ILV_MODEL_ASYNCIO, ilv_driver_run_loop } };

static void
assert_counter (RunFixture *fixture, guint index, double value)
{
  g_assert_cmpfloat (fixture->execution->counters[index].value, ==, value);
}

typedef struct
{
  IlvExecution *execution;
  guint index;
  double value;
} Moment;

static double
read_counter (IlvSharedCounter *counter)
{
  double value;

  pthread_mutex_lock (&counter->mutex);
  value = counter->value;
  pthread_mutex_unlock (&counter->mutex);
  return value;
}

static gpointer
stop_at (gpointer data)
{
  Moment *moment = data;

  while (read_counter (&moment->execution->counters[moment->index]) < moment->value)
    g_usleep (1000);
  g_usleep (2000);
  ilv_execution_stop (moment->execution);
  return NULL;
}

/* With a stop a moment after that counter has come to that value. */
static RunFixture *
run_and_stop (const Form *form, const char *body, guint index, double value)
{
  RunFixture *fixture = run_fixture_new (body, form->model, NULL);
  Moment moment = { fixture->execution, index, value };
  GThread *thread = g_thread_new ("stop", stop_at, &moment);

  g_assert_true (run_fixture_run (fixture, form->driver));
  g_thread_join (thread);
  return fixture;
}

static void
assert_result (RunFixture *fixture, guint index, IlvState state, const char *text)
{
  const IlvTaskRun *task = &fixture->execution->tasks[index];
  g_autofree char *result = ilv_task_run_dup_result (task);

  g_assert_cmpint (ilv_task_run_get_state (task), ==, state);
  g_assert_cmpstr (result, ==, text);
}

static RunFixture *
run (const Form *form, const char *body)
{
  RunFixture *fixture = run_fixture_new (body, form->model, NULL);

  g_test_message ("%s: %s", ilv_model_get_name (form->model), body);
  g_assert_true (run_fixture_run (fixture, form->driver));
  return fixture;
}

static void
test_close_after_failure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], COUNTERS "<task name='T'>" RESOURCE (
                            "<sleep ms='1'/>", "<sleep ms='1'/><raise message='no'/>",
                            "<sleep ms='1'/><compute kernel='primes' size='10'/>") "</task>");

      assert_result (fixture, 0, ILV_STATE_FAILED, "no");
      assert_counter (fixture, 0, 1);
      assert_counter (fixture, 1, 1);
      assert_counter (fixture, 2, 0);
    }
}

static void
test_close_when_nothing_failed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], COUNTERS "<task name='T' count='3'><repeat times='2'>" RESOURCE (
                            "", "<sleep ms='0'/>", "") "</repeat></task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 3);
      if (forms[i].model == ILV_MODEL_SEQUENTIAL)
        assert_counter (fixture, 1, 6);
    }
}

static void
test_failed_open (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], COUNTERS "<task name='T'>" RESOURCE ("<raise message='shut'/>", "", "")
               "</task>");

      assert_result (fixture, 0, ILV_STATE_FAILED, "shut");
      assert_counter (fixture, 1, 0);
    }
}

static void
test_failed_close (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i],
               COUNTERS "<task name='T'>" RESOURCE (
                 "", RESOURCE ("", "<raise message='first'/>", "<raise message='second'/>"),
                 "<sleep ms='1'/>") "</task>");

      /* The inner close fails before it counts, the outer one counts. */
      assert_result (fixture, 0, ILV_STATE_FAILED, "second");
      assert_counter (fixture, 0, 2);
      assert_counter (fixture, 1, 1);
    }
}

static void
test_locks_are_left (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i],
               COUNTERS "<lock name='l'/><task name='T' count='3'>" RESOURCE (
                 "", "<lock name='l'><sleep ms='1'/><raise message='no'/></lock>",
                 "<lock name='l'><sleep ms='1'/></lock>") "</task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 3);
      g_assert_cmpuint (fixture->execution->locks[0].holder_task, ==, 0);
    }
}

static void
test_retry_until_it_fails (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], COUNTERS "<task name='T'><retry times='3' backoff-ms='2'>" COUNT ("used")
               "<sleep ms='0'/><raise message='never'/></retry>" COUNT ("closed") "</task>");

      assert_result (fixture, 0, ILV_STATE_FAILED, "never");
      assert_counter (fixture, 2, 4);
      assert_counter (fixture, 1, 0);
      g_assert_cmpuint (fixture->execution->retried, ==, 3);
      g_assert_cmpuint (fixture->execution->tasks[0].retries, ==, 3);
      g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, 1, ILV_MARK_RETRY), ==, 3);
      /* 2 + 4 + 8 ms of back-off. */
      g_assert_cmpfloat (fixture->seconds, >=, 0.014);
    }
}

static void
test_no_retry_of_what_lasts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], "<task name='T'><retry times='3'>"
                          "<raise message='gone' transient='no'/></retry></task>");

      assert_result (fixture, 0, ILV_STATE_FAILED, "gone");
      g_assert_cmpuint (fixture->execution->retried, ==, 0);
    }
}

static void
test_retry_begins_anew (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      /* Two rounds of: the outer's three attempts of the inner's two each. */
      g_autoptr (RunFixture) fixture
        = run (&forms[i],
               COUNTERS "<task name='T'><retry times='1'><retry times='2'><repeat times='5'>"
               RESOURCE ("", "<retry times='1'><raise message='no'/></retry>", "")
               "</repeat></retry></retry></task>");

      assert_result (fixture, 0, ILV_STATE_FAILED, "no");
      assert_counter (fixture, 0, 6);
      assert_counter (fixture, 1, 6);
      g_assert_cmpuint (fixture->execution->retried, ==, 6 + 2 * 2 + 1);
    }
}

static void
test_success_after_retries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], "<task name='T' count='40'><retry times='1000'>"
                          "<raise message='bad luck' percent='60'/></retry>"
                          "<compute kernel='primes' size='10'/></task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 40);
      assert_result (fixture, 39, ILV_STATE_DONE, "4");
      /* One and a half a task. */
      g_assert_cmpuint (fixture->execution->retried, >, 20);
      g_assert_cmpuint (fixture->execution->retried, <, 150);
    }
}

static void
test_close_after_stop (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run_and_stop (&forms[i],
                        COUNTERS "<task name='T'>" RESOURCE (
                          "", RESOURCE ("", "<sleep ms='60000'/>", "<sleep ms='20'/>"),
                          "<sleep ms='20'/>") "<sleep ms='60000'/></task>",
                        0, 2);

      assert_result (fixture, 0, ILV_STATE_CANCELLED, NULL);
      assert_counter (fixture, 0, 2);
      assert_counter (fixture, 1, 2);
      assert_counter (fixture, 2, 0);
      g_assert_cmpfloat (fixture->seconds, >=, 0.04);
    }
}

/* A stop is over in time, whatever closing would take. */
static void
test_long_close (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run_and_stop (&forms[i],
                        COUNTERS "<task name='T' count='2'>" RESOURCE (
                          "", RESOURCE ("", "<sleep ms='60000'/>", "<sleep ms='60000'/>"),
                          "<sleep ms='60000'/>") "</task>",
                        0, 2);

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 2);
      assert_counter (fixture, 1, 0);
      g_assert_cmpfloat (fixture->seconds, <, 5);
    }
}

static void
test_stop_while_closing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run_and_stop (&forms[i], COUNTERS "<task name='T'>" RESOURCE (
                                     "", "", "<sleep ms='100'/>") "<sleep ms='60000'/></task>",
                        2, 1);

      assert_result (fixture, 0, ILV_STATE_CANCELLED, NULL);
      assert_counter (fixture, 1, 1);
    }
}

/* A sentinel leaves the innermost repeat and nothing more: steps between it and the get are left as
   by a failure, with their locks given back and their resources closed. */
static void
test_break (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture = run (
        &forms[i],
        COUNTERS "<lock name='l'/><semaphore name='s' permits='1'/><queue name='q'/>"
                 "<task name='T'><put queue='q' value='1'/><put queue='q' value='2'/>"
                 "<put queue='q' sentinel='yes'/><put queue='q' value='4'/>"
                 "<repeat times='2'><repeat times='9'><lock name='l'><semaphore name='s'>"
                 RESOURCE ("", "<get queue='q'/><result list='append'/>", "<sleep ms='1'/>")
                 "</semaphore></lock></repeat>" COUNT ("used")
                 "<put queue='q' sentinel='yes'/></repeat></task>");

      /* 1, 2, out of the inner one; 4, out of it again; then the outer one is at its end. */
      assert_result (fixture, 0, ILV_STATE_DONE, "1, 2, 4");
      assert_counter (fixture, 0, 5);
      assert_counter (fixture, 1, 5);
      assert_counter (fixture, 2, 3 + 2);
      g_assert_cmpuint (fixture->execution->locks[0].holder_task, ==, 0);
      g_assert_cmpuint (fixture->execution->semaphores[0].permits, ==, 1);
    }
}

/* Without a repeat around it the task is done, and what it holds is given back. */
static void
test_break_without_repeat (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], COUNTERS "<lock name='l'/><queue name='q'/><task name='T'>"
                                   "<put queue='q' sentinel='yes'/><lock name='l'>"
                                   RESOURCE ("", "<get queue='q'/>", "") "</lock>"
                                   "<raise message='not reached'/></task>");

      assert_result (fixture, 0, ILV_STATE_DONE, NULL);
      assert_counter (fixture, 1, 1);
      assert_counter (fixture, 2, 0);
      g_assert_cmpuint (fixture->execution->locks[0].holder_task, ==, 0);
    }
}

static void
test_coroutine_is_small (void)
{
  g_assert_cmpuint (sizeof (IlvTaskRun), <=, 176);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exceptions/a resource is closed after a failure, which then goes on",
                   test_close_after_failure);
  g_test_add_func ("/exceptions/a resource is closed when nothing failed",
                   test_close_when_nothing_failed);
  g_test_add_func ("/exceptions/what could not be opened is not closed", test_failed_open);
  g_test_add_func ("/exceptions/a failure while closing takes the place of the first",
                   test_failed_close);
  g_test_add_func ("/exceptions/locks around a failure are free before the close",
                   test_locks_are_left);
  g_test_add_func ("/exceptions/a retry waits twice as long each time and gives up in the end",
                   test_retry_until_it_fails);
  g_test_add_func ("/exceptions/a failure that lasts is not tried again",
                   test_no_retry_of_what_lasts);
  g_test_add_func ("/exceptions/a retry begins with everything inside of it anew",
                   test_retry_begins_anew);
  g_test_add_func ("/exceptions/a task that succeeds after retries is done",
                   test_success_after_retries);
  g_test_add_func ("/exceptions/a resource is closed after a stop", test_close_after_stop);
  g_test_add_func ("/exceptions/a close that takes too long after a stop is left",
                   test_long_close);
  g_test_add_func ("/exceptions/a stop lets a close under way be done", test_stop_while_closing);
  g_test_add_func ("/exceptions/a sentinel leaves the innermost repeat and all inside of it",
                   test_break);
  g_test_add_func ("/exceptions/a sentinel without a repeat ends the task",
                   test_break_without_repeat);
  g_test_add_func ("/exceptions/a coroutine is small", test_coroutine_is_small);
  return g_test_run ();
}
