/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads in the background: they go on beside the tasks, share queues with them, coroutines and
   all, and come to their end after the last. */
#include "run-fixture.h"

#include "runtime/shared-queue.h"

#include <string.h>

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"3\" min=\"1\" max=\"8\"/>"
#define LOGGER                                                                                     \
  "<background name=\"L\" queue=\"q\"><repeat times=\"1e9\"><get queue=\"q\"/>"                    \
  "<result value=\"result + variable\"/></repeat></background>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "free threads", ILV_MODEL_FREE_THREADING, ilv_driver_run_threads },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
  { "loop with threads", ILV_MODEL_ASYNCIO_THREADS, ilv_driver_run_loop },
};

static RunFixture *
make (guint form, const char *rest)
{
  g_autofree char *body = g_strconcat (WORKERS, rest, NULL);

  return run_fixture_new (body, forms[form].model, NULL);
}

static void
assert_result (RunFixture *fixture, guint task, const char *expected)
{
  g_autofree char *result = ilv_task_run_dup_result (&fixture->execution->tasks[task]);

  g_assert_cmpstr (result, ==, expected);
}

/* What the producers put in comes out, in spite of a queue that is full most of the time: under a
   loop, coroutines are woken by a thread again and again. */
static void
test_everything (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (RunFixture) fixture
        = make (form, "<queue name=\"q\" capacity=\"2\"/>" LOGGER
                      "<task name=\"P\" count=\"6\"><repeat times=\"50\">"
                      "<put queue=\"q\" value=\"index + 1\"/></repeat></task>");

      g_assert_true (run_fixture_run (fixture, forms[form].driver));
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 7);
      assert_result (fixture, 0, "1050");
      g_assert_cmpuint (fixture->execution->queues[0].length, ==, 0);
    }
}

/* A task takes what the thread puts in. */
static void
test_answers (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\"/><queue name=\"back\" capacity=\"1\"/>"
                  "<background name=\"B\" queue=\"q\"><repeat times=\"1e9\"><get queue=\"q\"/>"
                  "<put queue=\"back\" value=\"variable * 2\"/></repeat></background>"
                  "<task><repeat times=\"40\"><put queue=\"q\" value=\"3\"/><get queue=\"back\"/>"
                  "<result value=\"result + variable\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  assert_result (fixture, 1, "240");
}

/* Its lane bears its name, and its task is on no other lane. */
static void
test_lane (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\"/>" LOGGER
                  "<task name=\"P\"><put queue=\"q\" value=\"1\"/><sleep ms=\"20\"/>"
                  "<put queue=\"q\" value=\"1\"/></task>");
  guint32 lane = 0;
  guint n = 0;

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  for (guint i = 0; (i = run_fixture_find (fixture, i, ILV_RECORD_STATE, 1, -1)) != G_MAXUINT; i++)
    {
      const FixtureRecord *record = run_fixture_get (fixture, i);

      g_assert_true (lane == 0 || record->lane == lane);
      lane = record->lane;
      n++;
    }
  g_assert_cmpuint (n, >=, 3);
  for (guint i = 0; (i = run_fixture_find (fixture, i, ILV_RECORD_STATE, 2, -1)) != G_MAXUINT; i++)
    g_assert_cmpuint (run_fixture_get (fixture, i)->lane, !=, lane);
}

/* The workers are not those that wait for something to do in the background. */
static void
test_beside (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<setting name=\"workers\" title=\"W\" default=\"1\" min=\"1\" max=\"1\"/>"
                       "<queue name=\"q\" capacity=\"1\"/>" LOGGER
                       "<task><repeat times=\"9\"><put queue=\"q\" value=\"1\"/></repeat></task>",
                       forms[form].model, NULL);

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  assert_result (fixture, 0, "9");
}

/* The thread sleeps between two items, so that coroutines and threads stand in line for room, and
   at any moment of it the run ends. */
static void
test_stop (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);

  for (guint ms = 5; ms <= 50; ms += 5)
    {
      g_autoptr (RunFixture) fixture = make (
        form, "<queue name=\"q\" capacity=\"1\"/>"
              "<background queue=\"q\"><repeat times=\"1e9\"><get queue=\"q\"/><sleep ms=\"1\"/>"
              "</repeat></background><task count=\"3\"><repeat times=\"1e9\">"
              "<put queue=\"q\" value=\"1\"/></repeat></task>");
      const IlvSharedQueue *queue = &fixture->execution->queues[0];

      run_fixture_run_and_stop (fixture, forms[form].driver, ms);
      g_assert_cmpfloat (fixture->seconds, <, 1.1);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 4);
      g_assert_null (queue->getters.head);
      g_assert_null (queue->putters.head);
    }
}

/* What is under way drains, and so does the queue: nothing that was put in is lost. */
static void
test_drain (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<options stop-after-ms=\"500\" grace-ms=\"20000\"/>"
                  "<setting name=\"limit\" title=\"L\" default=\"3\" min=\"1\" max=\"8\"/>"
                  "<queue name=\"q\" capacity=\"1\"/>"
                  "<background queue=\"q\"><repeat times=\"1e9\"><get queue=\"q\"/>"
                  "<sleep ms=\"5\"/><result value=\"result + variable\"/></repeat></background>"
                  "<task count=\"9\"><sleep ms=\"900\"/><repeat times=\"4\">"
                  "<put queue=\"q\" value=\"1\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 4);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 6);
  assert_result (fixture, 0, "12");
}

/* One that fails tells so, and the others go on where they do not need it. */
static void
test_failure (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = make (
    form, "<queue name=\"q\"/><background queue=\"q\"><raise message=\"disk full\"/></background>"
          "<task><put queue=\"q\" value=\"1\"/></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 1);
  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[0]), ==, ILV_STATE_FAILED);
  assert_result (fixture, 0, "disk full");
}

/* The thread wakes three coroutines while the loop is blocked and does not hear of it; then the
   stop comes, and each of them still has something to close. */
static void
test_woken_unheard (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<queue name=\"q\" capacity=\"3\"/>"
    "<background queue=\"q\"><sleep ms=\"60\"/><repeat times=\"3\"><get queue=\"q\"/></repeat>"
    "</background>"
    "<task name=\"P\" count=\"3\"><put queue=\"q\"/><resource name=\"r\"><open><sleep ms=\"0\"/>"
    "</open><use><put queue=\"q\"/></use><close><sleep ms=\"5\"/></close></resource></task>"
    "<task name=\"B\"><sleep ms=\"20\"/><block ms=\"200\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);

  run_fixture_run_and_stop (fixture, ilv_driver_run_loop, 120);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), >=, 3);
  /* Each comes to its close, once. */
  for (guint task = 2; task <= 4; task++)
    g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_TASK, task, ILV_STATE_SLEEPING), ==,
                      1);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("background", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("all that tasks put into a queue comes to the thread", test_everything);
  add ("tasks get what the thread puts into a queue", test_answers);
  add ("it has a lane of its own", test_lane);
  add ("it takes no worker from the tasks", test_beside);
  add ("a stop ends it with those that wait for it", test_stop);
  add ("a drained run empties the queue", test_drain);
  add ("its failure is told", test_failure);
  g_test_add_func ("/background/loop/who was woken unheard by a blocked loop still closes",
                   test_woken_unheard);
  return g_test_run ();
}
