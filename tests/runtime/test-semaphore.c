/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "runtime/shared-semaphore.h"

#define HEAD \
  "<setting name=\"workers\" title=\"W\" default=\"8\" min=\"1\" max=\"8\"/>" \
  "<semaphore name=\"s\" permits=\"3\"/>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "free threads", ILV_MODEL_FREE_THREADING, ilv_driver_run_threads },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

static RunFixture *
make (guint form, const char *task)
{
  g_autofree char *body = g_strconcat (HEAD, task, NULL);

  return run_fixture_new (body, forms[form].model, NULL);
}

static IlvSharedSemaphore *
get_semaphore (RunFixture *fixture)
{
  return &fixture->execution->semaphores[0];
}

static RunFixture *
run_holders (guint form)
{
  RunFixture *fixture = make (
    form, "<task count=\"30\"><semaphore name=\"s\"><sleep ms=\"3\"/></semaphore></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 30);
  return fixture;
}

static void
test_permits (gconstpointer form)
{
  g_autoptr (RunFixture) fixture = run_holders (GPOINTER_TO_UINT (form));
  guint32 id = get_semaphore (fixture)->id;
  int held = 0, most = 0;

  for (guint i = 0; i < fixture->records->len; i++)
    {
      const IlvRecord *record = &run_fixture_get (fixture, i)->record;

      if (record->subject != id)
        continue;
      held += record->kind == ILV_RECORD_LOCK_TAKE;
      held -= record->kind == ILV_RECORD_LOCK_DROP;
      most = MAX (most, held);
      g_assert_cmpint (held, >=, 0);
    }
  g_assert_cmpint (most, ==, 3);
  g_assert_cmpint (held, ==, 0);
  g_assert_cmpuint (get_semaphore (fixture)->permits, ==, 3);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LOCK, id, ILV_LOCK_SEMAPHORE), ==, 1);
}

/* Waiting tasks are in WAITING_LOCK, with the semaphore as what they wait for. */
static void
test_waits (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = run_holders (form);
  IlvRecordKind kind
    = forms[form].model == ILV_MODEL_ASYNCIO ? ILV_RECORD_TASK : ILV_RECORD_STATE;
  guint waits = 0;

  for (guint i = 0;
       (i = run_fixture_find (fixture, i, kind, -1, ILV_STATE_WAITING_LOCK)) != G_MAXUINT; i++)
    {
      const IlvRecord *record = &run_fixture_get (fixture, i)->record;

      waits += record->subject > 0 && record->argument == get_semaphore (fixture)->id;
    }
  g_assert_cmpuint (waits, >=, 5);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_WAKE, -1, -1), >=, 5);
}

static void
test_failure_inside (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = make (form, "<task count=\"9\"><semaphore name=\"s\"><sleep ms=\"1\"/>"
                  "<raise message=\"oh\"/></semaphore></task>");

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 9);
  g_assert_cmpuint (get_semaphore (fixture)->permits, ==, 3);
}

static void
test_stop (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture = make (
    form, "<task count=\"8\"><semaphore name=\"s\"><sleep ms=\"60000\"/></semaphore></task>");

  run_fixture_run_and_stop (fixture, forms[form].driver, 100);
  g_assert_cmpfloat (fixture->seconds, <, 1.1);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 8);
  g_assert_cmpuint (get_semaphore (fixture)->permits, ==, 3);
  g_assert_null (get_semaphore (fixture)->waiting.head);
}

static void
test_order (void)
{
  g_autoptr (RunFixture) fixture = run_holders (G_N_ELEMENTS (forms) - 1);
  guint32 last = 0;

  for (guint i = 0; (i = run_fixture_find (fixture, i, ILV_RECORD_LOCK_TAKE,
                                           get_semaphore (fixture)->id, -1))
                    != G_MAXUINT;
       i++)
    {
      guint32 task = (guint32) (run_fixture_get (fixture, i)->record.argument >> 32);

      g_assert_cmpuint (task, ==, last + 1);
      last = task;
    }
  g_assert_cmpuint (last, ==, 30);
}

static void
test_isolated (void)
{
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<setting name=\"workers\" title=\"W\" default=\"3\" min=\"1\" max=\"8\"/>"
    "<semaphore name=\"s\" permits=\"1\"/>"
    "<task count=\"3\"><semaphore name=\"s\"><sleep ms=\"200\"/></semaphore></task>",
    ILV_MODEL_SUBINTERPRETERS, NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_threads));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 3);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_STATE, -1, ILV_STATE_WAITING_LOCK), <=,
                    3); /* the main thread's, for its threads to start */
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_LOCK, -1, ILV_LOCK_SEMAPHORE), ==, 4);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("semaphore", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("as many hold it as it has permits and no more", test_permits);
  add ("who waits for it is recorded as waiting for it", test_waits);
  add ("a failure inside gives the permit back", test_failure_inside);
  add ("a stop takes holders and waiters out", test_stop);
  g_test_add_func ("/semaphore/loop/first come is first served", test_order);
  g_test_add_func ("/semaphore/interpreters have one each", test_isolated);
  return g_test_run ();
}
