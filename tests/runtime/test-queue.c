/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"
#include "sanitized.h"

#include "runtime/shared-queue.h"

#include <string.h>

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"8\" min=\"1\" max=\"8\"/>"
#define CONSUMER                                                                                   \
  "<task name=\"C\"><repeat times=\"1e9\"><get queue=\"q\"/>"                                      \
  "<result value=\"result + variable\"/></repeat></task>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "free threads", ILV_MODEL_FREE_THREADING, ilv_driver_run_threads },
  { "processes", ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

static RunFixture *
make (guint form, const char *rest)
{
  g_autofree char *body = g_strconcat (WORKERS, rest, NULL);

  return run_fixture_new (body, forms[form].model, NULL);
}

static IlvTaskRun *
find_task (RunFixture *fixture, const char *name)
{
  for (guint i = 0; i < fixture->execution->n_tasks; i++)
    if (strcmp (ilv_workload_get_task (fixture->execution->workload, i)->name, name) == 0)
      return &fixture->execution->tasks[i];
  g_assert_not_reached ();
}

static void
assert_result (RunFixture *fixture, const char *task, const char *expected)
{
  g_autofree char *result = ilv_task_run_dup_result (find_task (fixture, task));

  g_assert_cmpstr (result, ==, expected);
}

/* What came in came out, and only once, in spite of many on both sides. */
static void
test_everything (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\" capacity=\"3\"/><queue name=\"sums\"/><queue name=\"done\"/>"
                  "<task name=\"P\" count=\"4\"><repeat times=\"50\"><result value=\"result + 1\"/>"
                  "<put queue=\"q\" value=\"index * 100 + result\"/></repeat>"
                  "<put queue=\"done\"/></task>"
                  "<task name=\"C\" count=\"3\"><repeat times=\"1e9\"><get queue=\"q\"/>"
                  "<result value=\"result + variable\"/></repeat>"
                  "<put queue=\"sums\" value=\"result\"/></task>"
                  "<task name=\"S\"><repeat times=\"4\"><get queue=\"done\"/></repeat>"
                  "<repeat times=\"3\"><put queue=\"q\" sentinel=\"yes\"/></repeat>"
                  "<repeat times=\"3\"><get queue=\"sums\"/>"
                  "<result value=\"result + variable\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 8);
  assert_result (fixture, "S", "35100");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (fixture->execution->queues[i].length, ==, 0);
      g_assert_null (fixture->execution->queues[i].getters.head);
      g_assert_null (fixture->execution->queues[i].putters.head);
    }
}

static void
test_order (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\" capacity=\"2\"/>"
                  "<task name=\"P\"><repeat times=\"9\"><result value=\"result + 1\"/>"
                  "<put queue=\"q\" value=\"result\"/></repeat>"
                  "<put queue=\"q\" sentinel=\"yes\"/></task>"
                  "<task name=\"C\"><repeat times=\"1e9\"><get queue=\"q\"/>"
                  "<result list=\"append\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 2);
  assert_result (fixture, "C", "1, 2, 3, 4, 5, 6, 7, 8, 9");
  g_assert_cmpuint (fixture->execution->queues[0].length, ==, 0);
}

/* The consumer sleeps while the producer would go on. */
static void
test_capacity (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\" capacity=\"4\"/>"
                  "<task name=\"P\"><repeat times=\"30\"><put queue=\"q\" value=\"1\"/></repeat>"
                  "<put queue=\"q\" sentinel=\"yes\"/></task>"
                  "<task name=\"C\"><repeat times=\"1e9\"><get queue=\"q\"/><sleep ms=\"2\"/>"
                  "<result value=\"result + variable\"/></repeat></task>");
  const IlvSharedQueue *queue = &fixture->execution->queues[0];
  IlvRecordKind kind = forms[form].model == ILV_MODEL_ASYNCIO ? ILV_RECORD_TASK : ILV_RECORD_STATE;
  guint waits = 0;

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  assert_result (fixture, "C", "30");
  g_assert_cmpint (run_fixture_get_maximum (fixture, queue->counter), ==, 4);
  for (guint i = 0;
       (i = run_fixture_find (fixture, i, kind, 1, ILV_STATE_WAITING_LOCK)) != G_MAXUINT; i++)
    waits += run_fixture_get (fixture, i)->record.argument == queue->id;
  g_assert_cmpuint (waits, >=, 20);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LOCK, queue->id, ILV_LOCK_QUEUE), ==, 1);
}

static void
test_unbounded (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\"/>"
                  "<task name=\"P\"><repeat times=\"300\"><put queue=\"q\" value=\"1\""
                  " bytes=\"1000\"/></repeat><put queue=\"q\" sentinel=\"yes\"/></task>"
                  "<task name=\"C\"><sleep ms=\"100\"/><repeat times=\"1e9\"><get queue=\"q\"/>"
                  "<result value=\"result + variable\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  assert_result (fixture, "C", "300");
  g_assert_cmpint (run_fixture_get_maximum (fixture, fixture->execution->queues[0].counter), ==,
                   301);
}

static void
test_work (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\"/>"
                  "<task name=\"P\"><put queue=\"q\" kernel=\"square\" value=\"5\"/>"
                  "<put queue=\"q\" kernel=\"double\" value=\"7\"/>"
                  "<put queue=\"q\" kernel=\"negate\" value=\"3\"/>"
                  "<put queue=\"q\" sentinel=\"yes\"/></task>"
                  "<task name=\"C\"><repeat times=\"1e9\"><get queue=\"q\"/>"
                  "<compute kernel=\"received\" size=\"variable\"/>"
                  "<result value=\"result\" list=\"sorted\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  assert_result (fixture, "C", "-3, 14, 25");
}

static void
test_nothing_received (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\"/><task name=\"P\"><put queue=\"q\" value=\"5\"/></task>"
                  "<task name=\"C\"><get queue=\"q\"/>"
                  "<compute kernel=\"received\" size=\"variable\"/></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpint (ilv_task_run_get_state (find_task (fixture, "C")), ==, ILV_STATE_FAILED);
  assert_result (fixture, "C", "Nothing that came through a queue says what is to be computed.");
}

static void
test_range (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\"/><task name=\"P\"><put queue=\"q\" value=\"-1\"/></task>"
                  "<task name=\"C\"><get queue=\"q\"/><sleep ms=\"variable\"/></task>");
  g_autofree char *sentence = NULL;

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpint (ilv_task_run_get_state (find_task (fixture, "C")), ==, ILV_STATE_FAILED);
  sentence = ilv_task_run_dup_result (find_task (fixture, "C"));
  g_assert_nonnull (strstr (sentence, "“ms” of <sleep>"));
  g_assert_nonnull (strstr (sentence, "comes to -1"));
}

static void
test_page (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = make (
    form, "<queue name=\"q\"/><task name=\"P\"><put queue=\"q\" text=\"two words {index}\"/></task>"
          "<task name=\"C\"><get queue=\"q\"/><compute kernel=\"words\"/></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  assert_result (fixture, "C", "3");
}

static void
test_stop (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);

  for (guint ms = 20; ms <= 140; ms += 60)
    {
      g_autoptr (RunFixture) fixture
        = make (form, "<queue name=\"q\" capacity=\"1\"/><queue name=\"never\"/>"
                      "<task name=\"G\" count=\"3\"><get queue=\"never\"/></task>"
                      "<task name=\"P\" count=\"3\"><repeat times=\"1e9\">"
                      "<put queue=\"q\" bytes=\"100\"/></repeat></task>"
                      "<task name=\"C\"><repeat times=\"5\"><get queue=\"q\"/><sleep ms=\"1\"/>"
                      "</repeat><sleep ms=\"60000\"/></task>");
      const IlvSharedQueue *queues = fixture->execution->queues;

      run_fixture_run_and_stop (fixture, forms[form].driver, ms);
      g_assert_cmpfloat (fixture->seconds, <, 1.1);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 7);
      g_assert_null (queues[0].putters.head);
      g_assert_null (queues[1].getters.head);
    }
}

/* A producer that was woken and then cancelled gives its turn to the next. */
static void
test_failing_consumer (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<queue name=\"q\" capacity=\"1\"/>"
                  "<task name=\"P\"><repeat times=\"3\"><put queue=\"q\" value=\"1\"/></repeat>"
                  "</task>"
                  "<task name=\"F\"><get queue=\"q\"/><raise message=\"oh\"/></task>"
                  "<task name=\"C\"><repeat times=\"2\"><get queue=\"q\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 2);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 1);
}

static void
test_sequential (void)
{
  g_autoptr (RunFixture) empty
    = run_fixture_new ("<queue name=\"q\"/>" CONSUMER, ILV_MODEL_SEQUENTIAL, NULL);
  g_autoptr (RunFixture) full
    = run_fixture_new ("<queue name=\"q\" capacity=\"2\"/><task name=\"P\"><repeat times=\"3\">"
                       "<put queue=\"q\"/></repeat></task>" CONSUMER,
                       ILV_MODEL_SEQUENTIAL, NULL);

  g_assert_true (run_fixture_run (empty, ilv_driver_run_sequential));
  assert_result (empty, "C",
                 "The queue “q” is empty, and nobody else runs who could put something in.");
  g_assert_true (run_fixture_run (full, ilv_driver_run_sequential));
  assert_result (full, "P",
                 "The queue “q” is full, and nobody else runs who could take something out.");
}

/* asyncio: getters are served in the order they came. */
static void
test_getters_in_order (void)
{
  g_autoptr (RunFixture) fixture
    = make (G_N_ELEMENTS (forms) - 1,
            "<queue name=\"q\"/><task name=\"G{index}\" count=\"3\"><get queue=\"q\"/><result/>"
            "</task><task name=\"P\"><sleep ms=\"5\"/><repeat times=\"3\">"
            "<result value=\"result + 1\"/><put queue=\"q\" value=\"result\"/></repeat></task>");

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  assert_result (fixture, "G0", "1");
  assert_result (fixture, "G1", "2");
  assert_result (fixture, "G2", "3");
}

static void
add (const char *sentence, GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strdup_printf ("/queue/%s/%s", forms[i].name, sentence);

      /* A process that puts something in has a thread that writes it. */
      if (!SANITIZED_THREADS || forms[i].model != ILV_MODEL_MULTIPROCESSING)
        g_test_add_data_func (path, GUINT_TO_POINTER (i), test);
    }
}

/* Workers write into pipes what others read: that is counted, and nothing of it is left. */
static void
test_processes_leave_nothing (void)
{
  guint files = run_fixture_count_open_files ();
  guint threads = run_fixture_count_threads ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RunFixture) fixture = run_fixture_new (
        WORKERS "<queue name=\"q\" capacity=\"3\"/>"
                "<task name=\"P\"><repeat times=\"20\"><put queue=\"q\" value=\"1\""
                " bytes=\"100000\"/></repeat><put queue=\"q\" sentinel=\"yes\"/></task>" CONSUMER,
        ILV_MODEL_MULTIPROCESSING, NULL);

      if (i == 0)
        {
          g_assert_true (run_fixture_run (fixture, ilv_driver_run_processes));
          assert_result (fixture, "C", "20");
          g_assert_cmpuint (fixture->execution->ipc_bytes, >=, 20 * 100000);
          g_assert_cmpuint (fixture->execution->ipc_bytes, <, 22 * 100000);
        }
      else
        run_fixture_run_and_stop (fixture, ilv_driver_run_processes, 5);
    }
  g_assert_cmpuint (run_fixture_count_children (), ==, 0);
  g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
  g_assert_cmpuint (run_fixture_count_threads (), ==, threads);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("many on both sides come to an end", test_everything);
  add ("what goes in first comes out first, to the sentinel", test_order);
  add ("a full queue makes the producer wait", test_capacity);
  add ("an unbounded one takes what comes", test_unbounded);
  add ("work comes through it with its number", test_work);
  add ("without work nothing is computed", test_nothing_received);
  add ("a number out of range fails the task that read it", test_range);
  add ("a text comes through it", test_page);
  add ("a stop takes everybody out of line", test_stop);
  add ("a consumer that fails leaves the rest to others", test_failing_consumer);
  if (!SANITIZED_THREADS)
    g_test_add_func ("/queue/processes/bytes are counted and nothing stays behind",
                     test_processes_leave_nothing);
  g_test_add_func ("/queue/sequential/what can never come is told", test_sequential);
  g_test_add_func ("/queue/loop/first come is first served", test_getters_in_order);
  return g_test_run ();
}
