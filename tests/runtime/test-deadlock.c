/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks that wait for one another's locks: found, named and ended. */
#include "run-fixture.h"
#include "sanitized.h"

#include "runtime/deadlock.h"

#define TWO_LOCKS "<lock name='fork'/><lock name='knife'/>"
#define EAT(first, second)                                                                         \
  "<lock name='" first "'><sleep ms='100'/><lock name='" second "'><sleep ms='1'/></lock></lock>"
#define CROSSED                                                                                    \
  TWO_LOCKS "<task name='Ann'>" EAT ("fork", "knife") "</task><task name='Bob'>" EAT ("knife",     \
                                                                                       "fork")     \
    "</task>"

typedef struct
{
  IlvModel model;
  IlvDriver driver;
} Form;

static const Form forms[] = { { ILV_MODEL_THREADING, ilv_driver_run_threads },
                              { ILV_MODEL_FREE_THREADING, ilv_driver_run_threads },
                              { ILV_MODEL_ASYNCIO, ilv_driver_run_loop } };

static RunFixture *
run (const Form *form, const char *body)
{
  RunFixture *fixture = run_fixture_new (body, form->model, NULL);

  g_test_message ("%s: %s", ilv_model_get_name (form->model), body);
  g_assert_true (run_fixture_run (fixture, form->driver));
  return fixture;
}

static void
assert_named (const char *text, const char *one, const char *two)
{
  g_test_message ("%s", text);
  g_assert_nonnull (text);
  g_assert_nonnull (g_strstr_len (text, -1, one));
  g_assert_nonnull (g_strstr_len (text, -1, two));
}

static void
test_found_and_named (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture = run (&forms[i], CROSSED);
      g_autofree char *text = ilv_deadlocks_describe (fixture->execution->deadlocks);
      guint first = run_fixture_find (fixture, 0, ILV_RECORD_MARK, 1, ILV_MARK_DEADLOCK);
      guint end = run_fixture_find (fixture, 0, ILV_RECORD_TASK, 1, ILV_STATE_FAILED);

      assert_named (text, "Ann holds fork and waits for knife",
                    "Bob holds knife and waits for fork");
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 2);
      for (guint t = 0; t < 2; t++)
        {
          g_autofree char *error = ilv_task_run_dup_result (&fixture->execution->tasks[t]);

          g_assert_cmpstr (error, ==, text);
        }
      g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_DEADLOCK), ==,
                        2);
      g_assert_cmpuint (first, <, end);
      for (guint l = 0; l < 2; l++)
        g_assert_cmpuint (fixture->execution->locks[l].holder_task, ==, 0);
    }
}

/* Every task's mark is where the task is: under threads on lanes of their own. */
static void
test_marks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture = run (&forms[i], CROSSED);
      guint32 lanes[2];

      for (guint t = 0; t < 2; t++)
        {
          guint mark = run_fixture_find (fixture, 0, ILV_RECORD_MARK, t + 1, ILV_MARK_DEADLOCK);
          guint state = run_fixture_find (fixture, 0, ILV_RECORD_STATE, t + 1, ILV_STATE_RUNNING);

          if (forms[i].model == ILV_MODEL_FREE_THREADING)
            state = run_fixture_find (fixture, 0, ILV_RECORD_STATE, t + 1, ILV_STATE_RUNNING_FREE);
          g_assert_cmpuint (mark, !=, G_MAXUINT);
          lanes[t] = run_fixture_get (fixture, mark)->lane;
          g_assert_cmpuint (lanes[t], ==, run_fixture_get (fixture, state)->lane);
          /* Ann waits for the second lock, Bob for the first. */
          g_assert_cmpuint (run_fixture_get (fixture, mark)->record.argument, ==,
                            fixture->execution->locks[1 - t].id);
        }
      g_assert_cmpint (lanes[0] == lanes[1], ==, forms[i].model == ILV_MODEL_ASYNCIO);
    }
}

/* Other circles than of locks, each with all it must say. */
static const struct
{
  const char *body;
  guint n_failed;
  const char *sentences[3];
} mixed[] = {
  { "<semaphore name='a' permits='1'/><semaphore name='b' permits='1'/>"
    "<task name='Ann'><semaphore name='a'><sleep ms='50'/><semaphore name='b'><sleep ms='1'/>"
    "</semaphore></semaphore></task>"
    "<task name='Bob'><semaphore name='b'><sleep ms='50'/><semaphore name='a'><sleep ms='1'/>"
    "</semaphore></semaphore></task>",
    2,
    { "Ann waits for a permit of b, held by Bob", "Bob waits for a permit of a, held by Ann" } },
  { "<semaphore name='s' permits='1'/><task name='Ann'><semaphore name='s'><semaphore name='s'>"
    "<sleep ms='1'/></semaphore></semaphore></task>",
    1,
    { "Ann waits for a permit of s, held by Ann" } },
  /* Both who have a permit wait for the one who waits for one. */
  { "<semaphore name='s' permits='2'/><lock name='l'/>"
    "<task name='Ann'><semaphore name='s'><sleep ms='50'/><lock name='l'><sleep ms='1'/></lock>"
    "</semaphore></task>"
    "<task name='Bob'><semaphore name='s'><sleep ms='100'/><lock name='l'><sleep ms='1'/></lock>"
    "</semaphore></task>"
    "<task name='Cal'><lock name='l'><sleep ms='50'/><semaphore name='s'><sleep ms='1'/>"
    "</semaphore></lock></task>",
    3,
    { "Ann waits for l, which Cal holds", "Bob waits for l, which Cal holds",
      "Cal waits for a permit of s, held by Ann, Bob" } },
  { "<queue name='there'/><queue name='back'/>"
    "<task name='Ann'><get queue='back'/><put queue='there'/></task>"
    "<task name='Bob'><get queue='there'/><put queue='back'/></task>",
    2,
    { "Ann waits for an item in back, which only Bob could bring",
      "Bob waits for an item in there, which only Ann could bring" } },
  { "<queue name='q' capacity='1'/><lock name='l'/>"
    "<task name='Ann'><lock name='l'><put queue='q'/><sleep ms='50'/><put queue='q'/></lock></task>"
    "<task name='Bob'><sleep ms='20'/><lock name='l'><sleep ms='1'/></lock><get queue='q'/></task>",
    2,
    { "Ann waits for room in q, which only Bob could make", "Bob waits for l, which Ann holds" } },
};

static void
test_mixed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mixed) * G_N_ELEMENTS (forms); i++)
    {
      guint which = i / G_N_ELEMENTS (forms);
      g_autoptr (RunFixture) fixture = run (&forms[i % G_N_ELEMENTS (forms)], mixed[which].body);
      g_autofree char *text = ilv_deadlocks_describe (fixture->execution->deadlocks);

      for (guint j = 0; j < G_N_ELEMENTS (mixed[which].sentences); j++)
        if (mixed[which].sentences[j])
          assert_named (text, "Deadlock: ", mixed[which].sentences[j]);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==,
                        mixed[which].n_failed);
      g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_DEADLOCK), ==,
                        mixed[which].n_failed);
    }
}

/* Somebody sleeps who will give what the others wait for. */
static void
test_somebody_is_left (void)
{
  static const char *const bodies[] = {
    "<semaphore name='s' permits='2'/><lock name='l'/>"
    "<task><semaphore name='s'><sleep ms='50'/><lock name='l'><sleep ms='1'/></lock></semaphore>"
    "</task><task><semaphore name='s'><sleep ms='1200'/></semaphore></task>"
    "<task><lock name='l'><sleep ms='50'/><semaphore name='s'><sleep ms='1'/></semaphore></lock>"
    "</task>",
    "<queue name='there'/><queue name='back'/>"
    "<task><get queue='back'/><put queue='there'/></task>"
    "<task><get queue='there'/><put queue='back'/></task>"
    "<task><sleep ms='1200'/><put queue='back'/></task>",
    "<queue name='q' capacity='1'/><semaphore name='s' permits='3'/><lock name='l'/>"
    "<task count='4'><repeat times='150'><put queue='q'/><semaphore name='s'><lock name='l'>"
    "<sleep ms='1'/></lock></semaphore></repeat></task>"
    "<task count='4'><repeat times='150'><semaphore name='s'><lock name='l'><sleep ms='1'/></lock>"
    "</semaphore><get queue='q'/></repeat></task>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies) * G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *body
        = g_strconcat ("<setting name='workers' title='W' default='8' min='1' max='8'/>",
                       bodies[i / G_N_ELEMENTS (forms)], NULL);
      g_autoptr (RunFixture) fixture = run (&forms[i % G_N_ELEMENTS (forms)], body);
      g_autofree char *text = ilv_deadlocks_describe (fixture->execution->deadlocks);

      g_assert_cmpstr (text, ==, NULL);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==,
                        fixture->execution->n_tasks);
    }
}

static void
test_others_go_on (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], CROSSED "<lock name='spoon'/><task name='Cal' count='2'>"
                                  "<lock name='spoon'><sleep ms='700'/></lock></task>"
                                  "<task name='Dot'><sleep ms='300'/><lock name='fork'>"
                                  "<sleep ms='1'/></lock></task>");

      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 2);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 3);
    }
}

static void
test_own_lock (void)
{
  static const Form all[] = { { ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential },
                              { ILV_MODEL_THREADING, ilv_driver_run_threads },
                              { ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
                              { ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes } };

  /* A process that waits for a lock has a thread that listens for the stop. */
  for (guint i = 0; i < G_N_ELEMENTS (all) - SANITIZED_THREADS; i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&all[i], TWO_LOCKS "<task name='Ann'>" EAT ("fork", "fork") "</task>");
      g_autofree char *error = ilv_task_run_dup_result (&fixture->execution->tasks[0]);

      assert_named (error, "Ann holds fork", "waits for fork");
    }
}

static void
test_many_in_a_circle (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i],
               TWO_LOCKS "<lock name='spoon'/><task name='Ann'>" EAT ("fork", "knife") "</task>"
               "<task name='Bob'>" EAT ("knife", "spoon") "</task>"
               "<task name='Cal'>" EAT ("spoon", "fork") "</task>");
      g_autofree char *text = ilv_deadlocks_describe (fixture->execution->deadlocks);

      assert_named (text, "Bob holds knife and waits for spoon",
                    "Cal holds spoon and waits for fork");
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 3);
    }
}

/* Waiting long for a lock is no deadlock, nor is taking locks in the same order. */
static void
test_no_false_alarm (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture
        = run (&forms[i], TWO_LOCKS "<task name='T' count='5'><lock name='fork'>"
                                    "<lock name='knife'><sleep ms='250'/></lock></lock></task>");
      g_autofree char *text = ilv_deadlocks_describe (fixture->execution->deadlocks);

      g_assert_cmpstr (text, ==, NULL);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 5);
    }
}

static void
test_stop_in_a_deadlock (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture = run_fixture_new (CROSSED, forms[i].model, NULL);

      g_assert_true (run_fixture_run_and_stop (fixture, forms[i].driver, 300));
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadlock/two tasks that wait for each other's lock fail and are named",
                   test_found_and_named);
  g_test_add_func ("/deadlock/every task of it bears the mark where it runs", test_marks);
  g_test_add_func ("/deadlock/semaphores and queues close circles, too", test_mixed);
  g_test_add_func ("/deadlock/as long as somebody can go on there is none",
                   test_somebody_is_left);
  g_test_add_func ("/deadlock/tasks outside of the circle go on", test_others_go_on);
  g_test_add_func ("/deadlock/a task that waits for its own lock is found", test_own_lock);
  g_test_add_func ("/deadlock/a circle of three is found", test_many_in_a_circle);
  g_test_add_func ("/deadlock/waiting long is no deadlock", test_no_false_alarm);
  g_test_add_func ("/deadlock/a stop ends a deadlock at once", test_stop_in_a_deadlock);
  return g_test_run ();
}
