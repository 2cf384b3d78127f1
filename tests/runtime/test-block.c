/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"4\" min=\"1\" max=\"10\"/>"

static void
test_threads (void)
{
  g_autoptr (RunFixture) fixture
    = run_fixture_new (WORKERS "<task count=\"4\"><block ms=\"100\"/></task>", ILV_MODEL_THREADING,
                       NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_threads));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 4);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_STATE, -1, ILV_STATE_SLEEPING), ==, 4);
  g_assert_cmpfloat (fixture->seconds, >=, 0.1);
  g_assert_cmpfloat (fixture->seconds, <, 0.3); /* one after the other they would take 0.4 */
}

static void
test_loop (void)
{
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<task count=\"4\"><block ms=\"50\"/></task>", ILV_MODEL_ASYNCIO, NULL);

  g_assert_true (run_fixture_run (fixture, ilv_driver_run_loop));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 4);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_STATE, -1, ILV_STATE_BLOCKING_LOOP), ==,
                    4);
  g_assert_cmpfloat (fixture->seconds, >=, 0.2);
  /* The last of the four stood ready while three others blocked. */
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_LOOP_LAG), >=, 150 * 1000000);
}

static void
test_stop (void)
{
  static const struct
  {
    IlvModel model;
    IlvDriver driver;
  } forms[] = { { ILV_MODEL_THREADING, ilv_driver_run_threads },
                { ILV_MODEL_ASYNCIO, ilv_driver_run_loop } };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (RunFixture) fixture = run_fixture_new (
        WORKERS "<task count=\"8\"><block ms=\"20000\"/></task>", forms[i].model, NULL);

      run_fixture_run_and_stop (fixture, forms[i].driver, 50);
      g_assert_cmpfloat (fixture->seconds, <, 1.05);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block/threads block side by side", test_threads);
  g_test_add_func ("/block/on a loop it stops everybody, and the lag says so", test_loop);
  g_test_add_func ("/block/a stop ends it in both forms", test_stop);
  return g_test_run ();
}
