/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "runtime/timer-heap.h"

static void
test_heap_order (void)
{
  IlvTimerHeap heap = { 0 };
  gint64 last = G_MININT64;
  guint64 last_ticket = 0;

  for (guint i = 0; i < 1000; i++)
    ilv_timer_heap_push (&heap, (gint64) (i * 7919 % 97), NULL);
  for (guint i = 0; i < 1000; i++)
    {
      IlvTimerEntry entry = ilv_timer_heap_pop (&heap);

      g_assert_cmpint (entry.deadline, >=, last);
      if (entry.deadline == last)
        g_assert_cmpuint (entry.ticket, >, last_ticket);
      last = entry.deadline;
      last_ticket = entry.ticket;
    }
  g_assert_null (ilv_timer_heap_peek (&heap));
  ilv_timer_heap_clear (&heap);
}

static gint64
task_sum (RunFixture *fixture, IlvState state)
{
  return run_fixture_count (fixture, ILV_RECORD_TASK, -1, state);
}

static void
test_sleeps_overlap (void)
{
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<task name=\"T{index + 1}\" count=\"10\"><sleep ms=\"100\"/></task>",
                       ILV_MODEL_ASYNCIO, NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 10);
  g_assert_cmpfloat (fixture->seconds, >=, 0.1);
  g_assert_cmpfloat (fixture->seconds, <, 0.3);
  g_assert_cmpint (task_sum (fixture, ILV_STATE_SLEEPING), ==, 10);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_COMPLETED), ==, 10);
}

/* The order in which tasks run, as their RUNNING records say. */
static char *
get_running_order (RunFixture *fixture)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; (i = run_fixture_find (fixture, i, ILV_RECORD_STATE, -1, ILV_STATE_RUNNING))
                    != G_MAXUINT;
       i++)
    if (run_fixture_get (fixture, i)->record.subject > 0)
      g_string_append_printf (order, "%u ", run_fixture_get (fixture, i)->record.subject);
  return g_string_free (order, FALSE);
}

static void
test_turns (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task name=\"T{index + 1}\" count=\"3\"><repeat times=\"2\"><sleep ms=\"0\"/></repeat></task>",
    ILV_MODEL_ASYNCIO, NULL);
  g_autofree char *order = NULL;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  order = get_running_order (fixture);
  g_assert_cmpstr (order, ==, "1 2 3 1 2 3 1 2 3 ");
}

static void
test_no_wait_no_suspension (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<lock name=\"l\"/><task name=\"T{index + 1}\" count=\"3\"><repeat times=\"3\">"
    "<lock name=\"l\"><compute kernel=\"primes\" size=\"10\"/></lock></repeat></task>",
    ILV_MODEL_ASYNCIO, NULL);
  g_autofree char *order = NULL;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  order = get_running_order (fixture);
  g_assert_cmpstr (order, ==, "1 2 3 ");
}

static void
test_deadlines_order (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task name=\"A\"><sleep ms=\"120\"/></task><task name=\"B\"><sleep ms=\"180\"/></task>"
    "<task name=\"C\"><sleep ms=\"60\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);
  guint ends[4];

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  for (guint id = 1; id <= 3; id++)
    ends[id] = run_fixture_find (fixture, 0, ILV_RECORD_TASK, id, ILV_STATE_DONE);
  g_assert_cmpuint (ends[3], <, ends[1]);
  g_assert_cmpuint (ends[1], <, ends[2]);
  /* Nobody wakes early. */
  g_assert_cmpint (run_fixture_get_time (fixture, ends[3])
                     - run_fixture_get_time (
                       fixture, run_fixture_find (fixture, 0, ILV_RECORD_TASK, 3,
                                                  ILV_STATE_SLEEPING)),
                   >=, 60 * 1000000);
}

static void
test_many_sleepers (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task name=\"T\" count=\"100000\"><sleep ms=\"index / 200\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 100000);
}

static void
test_memory (void)
{
  /* A suspended coroutine: its struct and an entry of the heap, which may be half empty. */
  g_assert_cmpuint (sizeof (IlvTaskRun) + 2 * sizeof (IlvTimerEntry), <=, 256);
}

/* That no more than `most` hold a permit at a time, that so many do once, and all give it back:
   those that a stop ends, too. */
static void
check_permits (RunFixture *fixture, guint n_takes, int most)
{
  guint lock = run_fixture_find (fixture, 0, ILV_RECORD_LOCK, -1, ILV_LOCK_SEMAPHORE);
  guint32 id = run_fixture_get (fixture, lock)->record.subject;
  int held = 0, seen = 0;

  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LOCK_TAKE, id, -1), ==, n_takes);
  for (guint i = lock; i < fixture->records->len; i++)
    {
      const IlvRecord *record = &run_fixture_get (fixture, i)->record;

      if (record->subject != id
          || (record->kind != ILV_RECORD_LOCK_TAKE && record->kind != ILV_RECORD_LOCK_DROP))
        continue;
      g_assert_cmpuint (record->argument >> 32, >, 0); /* of a task */
      held += record->kind == ILV_RECORD_LOCK_TAKE ? 1 : -1;
      g_assert_cmpint (held, >=, 0);
      seen = MAX (seen, held);
    }
  g_assert_cmpint (held, ==, 0);
  g_assert_cmpint (seen, ==, most);
}

static void
test_limit_is_stopped (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<setting name=\"limit\" title=\"Limit\" default=\"3\" min=\"0\" max=\"10\"/>"
    "<task name=\"T{index + 1}\" count=\"6\"><sleep ms=\"60000\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);

  run_fixture_run_and_stop (fixture, ilv_driver_run_loop, 100);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 6);
  check_permits (fixture, 3, 3);
}

static void
test_limit (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<setting name=\"limit\" title=\"Limit\" default=\"2\" min=\"0\" max=\"10\"/>"
    "<task name=\"T{index + 1}\" count=\"6\"><sleep ms=\"50\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);
  int asleep = 0, most = 0;
  guint32 last = 0;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  for (guint i = 0; i < fixture->records->len; i++)
    {
      const IlvRecord *record = &run_fixture_get (fixture, i)->record;

      if (record->kind != ILV_RECORD_TASK)
        continue;
      if (record->state == ILV_STATE_SLEEPING)
        {
          g_assert_cmpuint (record->subject, >, last); /* first come, first served */
          last = record->subject;
          asleep++;
        }
      asleep -= record->state == ILV_STATE_DONE;
      most = MAX (most, asleep);
    }
  g_assert_cmpint (most, ==, 2);
  check_permits (fixture, 6, 2);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_TASK, -1, ILV_STATE_WAITING_LOCK), ==,
                    4);
}

static void
test_lag (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task name=\"sleeper\"><repeat times=\"5\"><sleep ms=\"2\"/></repeat></task>"
    "<task name=\"hog\"><compute kernel=\"primes\" size=\"60000\" repeat=\"4\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);
  guint began, ended;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  began = run_fixture_find (fixture, 0, ILV_RECORD_STATE, 2, ILV_STATE_RUNNING);
  ended = run_fixture_find (fixture, began, ILV_RECORD_TASK, 2, ILV_STATE_DONE);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_LOOP_LAG), >=,
                   run_fixture_get_time (fixture, ended) - run_fixture_get_time (fixture, began)
                     - 4 * 1000000);
}

/* Nobody else is ready and no timer is due, and yet the loop would be late for either. */
static void
test_lag_alone (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<task name=\"hog\"><compute kernel=\"primes\" size=\"60000\" repeat=\"4\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);
  guint began, ended;

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  began = run_fixture_find (fixture, 0, ILV_RECORD_STATE, 1, ILV_STATE_RUNNING);
  ended = run_fixture_find (fixture, began, ILV_RECORD_TASK, 1, ILV_STATE_DONE);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_LOOP_LAG), >=,
                   run_fixture_get_time (fixture, ended) - run_fixture_get_time (fixture, began));
}

static gpointer
stop_after_the_quick_one (gpointer data)
{
  IlvExecution *execution = data;

  while (ilv_task_run_get_state (&execution->tasks[2]) == ILV_STATE_NONE)
    g_usleep (1000);
  ilv_execution_stop (execution);
  return NULL;
}

static void
test_stop (void)
{
  guint files = run_fixture_count_open_files (), threads = run_fixture_count_threads ();
  RunFixture *fixture = run_fixture_new (
    "<lock name=\"l\"/>"
    "<task name=\"asleep\"><lock name=\"l\"><sleep ms=\"60000\"/></lock></task>"
    "<task name=\"waiting\"><lock name=\"l\"><sleep ms=\"60000\"/></lock></task>"
    "<task name=\"quick\"><sleep ms=\"1\"/></task>",
    ILV_MODEL_ASYNCIO, NULL);
  GThread *thread = g_thread_new ("stop", stop_after_the_quick_one, fixture->execution);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_thread_join (thread);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 2);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 1);
  g_assert_cmpuint (fixture->execution->locks[0].holder_task, ==, 0);
  run_fixture_free (fixture);
  g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
  g_assert_cmpuint (run_fixture_count_threads (), ==, threads);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop/timers come up by deadline and then in order of coming", test_heap_order);
  g_test_add_func ("/loop/ten sleeps take as long as one", test_sleeps_overlap);
  g_test_add_func ("/loop/each turn runs what was ready, in order of creation", test_turns);
  g_test_add_func ("/loop/nothing to wait for does not suspend", test_no_wait_no_suspension);
  g_test_add_func ("/loop/sleepers wake in order of deadline, never early", test_deadlines_order);
  g_test_add_func ("/loop/a hundred thousand sleep at once", test_many_sleepers);
  g_test_add_func ("/loop/a suspended coroutine takes at most 256 bytes", test_memory);
  g_test_add_func ("/loop/a limit lets so many run, first come first served", test_limit);
  g_test_add_func ("/loop/permits of a limit come back from what a stop ends",
                   test_limit_is_stopped);
  g_test_add_func ("/loop/the lag is as long as the loop was held", test_lag);
  g_test_add_func ("/loop/a turn makes it late by its length, also for nobody", test_lag_alone);
  g_test_add_func ("/loop/a stop cancels tasks in their wait and leaves nothing", test_stop);
  return g_test_run ();
}
