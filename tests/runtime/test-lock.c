/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"
#include "sanitized.h"

#include <string.h>
#include <sys/resource.h>

#define HEAD \
  "<setting name=\"workers\" title=\"W\" default=\"8\" min=\"1\" max=\"8\"/>" \
  "<lock name=\"l\"/><counter name=\"c\"/>"
#define UPDATE \
  "<lock name=\"l\" when=\"%d\"><load counter=\"c\"/><sleep ms=\"2\"/>" \
  "<store counter=\"c\" add=\"1\"/></lock>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

static RunFixture *
run_updates (guint form, int when)
{
  g_autofree char *body = g_strdup_printf (
    HEAD "<task name=\"T{index + 1}\" count=\"24\">" UPDATE "</task>", when);
  RunFixture *fixture = run_fixture_new (body, forms[form].model, NULL);

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 24);
  return fixture;
}

static void
test_exclusion (gconstpointer form)
{
  g_autoptr (RunFixture) fixture = run_updates (GPOINTER_TO_UINT (form), 1);
  guint32 id = fixture->execution->locks[0].id;
  int held = 0;

  g_assert_cmpfloat (fixture->execution->counters[0].value, ==, 24);
  for (guint i = 0; i < fixture->records->len; i++)
    {
      const IlvRecord *record = &run_fixture_get (fixture, i)->record;

      if (record->subject != id)
        continue;
      held += record->kind == ILV_RECORD_LOCK_TAKE;
      held -= record->kind == ILV_RECORD_LOCK_DROP;
      g_assert_cmpint (held, >=, 0);
      g_assert_cmpint (held, <=, 1);
    }
  g_assert_cmpint (held, ==, 0);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LOCK_TAKE, id, -1), ==, 24);
}

static void
test_skipped (gconstpointer form)
{
  g_autoptr (RunFixture) fixture = run_updates (GPOINTER_TO_UINT (form), 0);

  g_assert_cmpfloat (fixture->execution->counters[0].value, <, 24);
  g_assert_cmpuint (
    run_fixture_count (fixture, ILV_RECORD_LOCK_TAKE, fixture->execution->locks[0].id, -1), ==, 0);
}

static void
test_failure_inside (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = run_fixture_new (
    HEAD "<task name=\"T\" count=\"6\"><lock name=\"l\"><sleep ms=\"1\"/>"
         "<raise message=\"oh\"/></lock></task>",
    forms[form].model, NULL);

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 6);
  g_assert_cmpuint (fixture->execution->locks[0].holder_task, ==, 0);
}

static void
test_stop (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = run_fixture_new (
    HEAD "<task name=\"T\" count=\"6\"><lock name=\"l\"><sleep ms=\"60000\"/></lock></task>",
    forms[form].model, NULL);

  run_fixture_run_and_stop (fixture, forms[form].driver, 100);
  g_assert_cmpfloat (fixture->seconds, <, 1.1);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 6);
  g_assert_cmpuint (fixture->execution->locks[0].holder_task, ==, 0);
  g_assert_null (fixture->execution->locks[0].waiting.head);
}

static void
test_order (void)
{
  g_autoptr (RunFixture) fixture = run_updates (1, 1);
  guint32 last = 0;

  for (guint i = 0; (i = run_fixture_find (fixture, i, ILV_RECORD_LOCK_TAKE,
                                           fixture->execution->locks[0].id, -1))
                    != G_MAXUINT;
       i++)
    {
      guint32 task = (guint32) (run_fixture_get (fixture, i)->record.argument >> 32);

      g_assert_cmpuint (task, ==, last + 1);
      last = task;
    }
  g_assert_cmpuint (last, ==, 24);
}

/* Seven wait for most of a second: whoever looked every 50 ms would have woken up a hundred
   times. */
static void
test_idle (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    HEAD "<task name=\"T\" count=\"8\"><lock name=\"l\"><sleep ms=\"200 * max(0, 4 - 4 * "
         "index)\"/></lock></task>",
    ILV_MODEL_FREE_THREADING, NULL);
  struct rusage before, after;

  if (SANITIZED)
    {
      g_test_skip ("a sanitizer's own thread wakes up all the time");
      return;
    }
  getrusage (RUSAGE_SELF, &before);
  g_assert_true (run_fixture_run (fixture, ilv_driver_run_threads));
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpfloat (fixture->seconds, >=, 0.8);
  g_assert_cmpint (after.ru_nvcsw - before.ru_nvcsw, <, 85);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("lock", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("no update is lost and one task holds it at a time", test_exclusion);
  add ("when it is not wanted nobody takes it", test_skipped);
  add ("a failure inside gives it back", test_failure_inside);
  add ("a stop takes holders and waiters out", test_stop);
  g_test_add_func ("/lock/threads/who waits does not wake up in between", test_idle);
  g_test_add_func ("/lock/loop/first come is first served", test_order);
  return g_test_run ();
}
