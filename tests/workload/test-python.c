/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-text.h"
#include "workload/catalogue.h"
#include "workload/python.h"

#include <gio/gio.h>
#include <string.h>

/* What Python prints when it runs `code` with `input` on its standard input; NULL where there is
   no Python. */
static char *
run_python (const char *code, const char *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", "-c", code,
    NULL);
  char *output = NULL;

  if (process == NULL)
    return NULL;
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("Python does not take this program:\n%s", input);
  return output;
}

static void
every_program_is_valid_python (void)
{
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (NULL);

  for (guint i = 0; i < scenarios->len; i++)
    for (guint model = 0; model < ILV_N_MODELS; model++)
      {
        g_autoptr (IlvWorkload) workload
          = ilv_workload_new (scenarios->pdata[i], (IlvModel) model, NULL, NULL);
        g_autofree char *text = NULL;
        g_autofree char *output = NULL;

        if (workload == NULL)
          continue;
        text = ilv_python_text (workload);
        output = run_python ("import sys; compile(sys.stdin.read(), 'x', 'exec')", text);
        if (output == NULL)
          {
            g_test_skip ("python3 is not installed");
            return;
          }
      }
}

static void
assert_prints_under (const char *models, IlvModel model, const char *body, const char *expected)
{
  g_autoptr (IlvScenario) scenario = scenario_with (models, body);
  g_autoptr (IlvWorkload) workload = ilv_workload_new (scenario, model, NULL, NULL);
  g_autofree char *text = ilv_python_text (workload);
  g_autofree char *output = run_python ("import sys; exec(sys.stdin.read(), globals())", text);

  if (output == NULL)
    g_test_skip ("python3 is not installed");
  else
    g_assert_cmpstr (output, ==, expected);
}

static void
assert_prints (IlvModel model, const char *body, const char *expected)
{
  assert_prints_under ("sequential threading asyncio", model, body, expected);
}

static void
programs_give_the_results_of_the_workload (void)
{
  static const char body[]
    = "<setting name=\"size\" title=\"S\" default=\"1000\" min=\"1\" max=\"9999\"/>"
      "<setting name=\"limit\" title=\"L\" default=\"2\" min=\"0\" max=\"9\"/>"
      "<setting name=\"locked\" title=\"L\" type=\"boolean\" default=\"yes\"/>"
      "<lock name=\"class\"/><counter name=\"lambda\"/>"
      "<task count=\"3\"><lock name=\"class\" when=\"locked\"><load counter=\"lambda\"/>"
      "<sleep ms=\"index / 2\"/><store counter=\"lambda\" add=\"1\"/></lock>"
      "<repeat times=\"1 + 1\"><compute kernel=\"primes\" size=\"size * (index + 1) - 1\"/>"
      "</repeat></task>"
      "<task><compute kernel=\"factorial\" size=\"20\" repeat=\"2\"/></task>";

  assert_prints (ILV_MODEL_SEQUENTIAL, body, "[168, 302, 429, 62]\n");
  assert_prints (ILV_MODEL_THREADING, body, "[168, 302, 429, 62]\n");
  assert_prints (ILV_MODEL_ASYNCIO, body, "[168, 302, 429, 62]\n");
}

static void
what_goes_through_a_queue_comes_out_of_it (void)
{
  static const char body[]
    = "<queue name=\"work\"/><queue name=\"sums\"/>"
      "<task><put queue=\"work\" kernel=\"square\" value=\"5\"/>"
      "<put queue=\"work\" kernel=\"double\" value=\"7\"/>"
      "<put queue=\"work\" kernel=\"negate\" value=\"3\"/>"
      "<put queue=\"work\" sentinel=\"yes\"/></task>"
      "<task><repeat times=\"9\"><get queue=\"work\"/>"
      "<compute kernel=\"received\" size=\"variable\"/>"
      "<result value=\"result\" list=\"append\"/></repeat>"
      "<compute kernel=\"power\" size=\"2\" exponent=\"10\"/>"
      "<put queue=\"sums\" value=\"result + 1\"/></task>"
      "<task><get queue=\"sums\"/><result value=\"variable * 2\"/></task>";

  assert_prints (ILV_MODEL_SEQUENTIAL, body, "[None, [25, 14, -3], 2050]\n");
  assert_prints (ILV_MODEL_THREADING, body, "[None, [25, 14, -3], 2050]\n");
  assert_prints (ILV_MODEL_ASYNCIO, body, "[None, [25, 14, -3], 2050]\n");
}

static void
a_background_thread_empties_its_queue (void)
{
  static const char body[]
    = "<queue name=\"log\" capacity=\"2\"/><queue name=\"sum\"/>"
      "<background queue=\"log\"><repeat times=\"99\"><get queue=\"log\"/><sleep ms=\"1\"/>"
      "<put queue=\"sum\" value=\"variable * 2\"/></repeat></background>"
      "<task><repeat times=\"5\"><put queue=\"log\" value=\"21\"/></repeat>"
      "<repeat times=\"5\"><get queue=\"sum\"/><result value=\"result + variable\"/></repeat>"
      "</task>";

  assert_prints_under ("threading asyncio", ILV_MODEL_THREADING, body, "[210]\n");
  assert_prints_under ("threading asyncio", ILV_MODEL_ASYNCIO, body, "[210]\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/every-program-is-valid-python", every_program_is_valid_python);
  g_test_add_func ("/python/programs-give-the-results-of-the-workload",
                   programs_give_the_results_of_the_workload);
  g_test_add_func ("/python/what-goes-through-a-queue-comes-out-of-it",
                   what_goes_through_a_queue_comes_out_of_it);
  g_test_add_func ("/python/a-background-thread-empties-its-queue",
                   a_background_thread_empties_its_queue);
  return g_test_run ();
}
