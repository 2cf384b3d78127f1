/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits that are in vain because of who has ended, or cannot begin, or works in the background. */
#include "run-fixture.h"

#include "runtime/deadlock.h"

#include <string.h>

#define WORKERS(n) "<setting name='workers' title='W' default='" n "' min='1' max='8'/>"
#define LIMIT(n) "<setting name='limit' title='L' default='" n "' min='1' max='8'/>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "free threads", ILV_MODEL_FREE_THREADING, ilv_driver_run_threads },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

/* `n_failed` tasks fail with one of the sentences; the others come to their end. */
typedef struct
{
  const char *name;
  const char *body;
  guint n_failed;
  const char *sentences[3];
} Example;

static const Example examples[] = {
  { "who could put something in has ended",
    WORKERS ("3") "<queue name='q'/><task name='Ann'><sleep ms='50'/><put queue='q'/></task>"
                  "<task name='Bob' count='2'><get queue='q'/></task>",
    1,
    { "Deadlock: q is empty, and all that could put something in have ended: Ann." } },
  { "nobody puts anything in",
    "<queue name='q'/><task name='Ann'><get queue='q'/></task>",
    1,
    { "Deadlock: q is empty, and no task puts anything in." } },
  { "nobody takes anything out",
    "<queue name='q' capacity='1'/><task name='Ann'><put queue='q'/><put queue='q'/></task>",
    1,
    { "Deadlock: q is full, and no task takes anything out." } },
  { "one that waits in vain leaves others to do so",
    WORKERS ("3") "<queue name='a'/><queue name='b'/>"
                  "<task name='Ann'><get queue='a'/></task>"
                  "<task name='Bob'><get queue='b'/><put queue='a'/></task>"
                  "<task name='Cal'><sleep ms='20'/><raise message='no'/><put queue='b'/></task>",
    3,
    { "Deadlock: b is empty, and all that could put something in have ended: Cal (failed).",
      "Deadlock: a is empty, and all that could put something in have ended: Bob (failed)." } },
  { "an end closes a circle",
    WORKERS ("3") "<queue name='there'/><queue name='back'/>"
                  "<task name='Ann'><get queue='back'/><put queue='there'/></task>"
                  "<task name='Bob'><get queue='there'/><put queue='back'/></task>"
                  "<task name='Cal'><sleep ms='100'/><repeat times='0'><put queue='back'/></repeat>"
                  "</task>",
    2,
    { "Ann waits for an item in back, which only Bob could bring",
      "Bob waits for an item in there, which only Ann could bring" } },
  { "a thread in the background has failed",
    WORKERS ("4") "<queue name='q' capacity='1'/>"
                  "<background name='Log' queue='q'><get queue='q'/><sleep ms='30'/>"
                  "<raise message='disk full'/></background>"
                  "<task name='P' count='6'><repeat times='3'><put queue='q'/></repeat></task>",
    7,
    { "Deadlock: q is full, and all that could take something out have ended: Log (failed)." } },
  { "a circle leads through a thread in the background",
    "<queue name='there'/><queue name='back'/><lock name='l'/>"
    "<background name='Log' queue='there'><repeat times='1e9'><get queue='there'/>"
    "</repeat><put queue='back'/></background>"
    "<task name='Ann'><lock name='l'><get queue='back'/></lock></task>",
    2,
    { "Ann waits for an item in back, which only Log could bring",
      "Log waits at there for something to do or the end of Ann" } },
  { "the thread in the background closes the circle",
    "<queue name='there'/><queue name='back'/>"
    "<background name='Log' queue='there'><sleep ms='200'/><get queue='there'/>"
    "<put queue='back'/></background>"
    "<task name='Ann'><get queue='back'/></task>",
    2,
    { "Ann waits for an item in back, which only Log could bring",
      "Log waits at there for something to do or the end of Ann" } },
  { "whoever could give it finds no place",
    WORKERS ("2") LIMIT ("2") "<queue name='q'/><task name='Ann'><get queue='q'/></task>"
                              "<task name='Bob'><sleep ms='50'/><get queue='q'/></task>"
                              "<task name='Cal'><put queue='q'/></task>",
    2,
    { "Ann waits for an item in q, which only Cal could bring",
      "Cal cannot begin before one of these ends: Ann, Bob" } },
};

typedef struct
{
  const RunForm *form;
  const Example *example;
} Case;

static gboolean
has_sentence (const Example *example, const char *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (example->sentences) && example->sentences[i]; i++)
    if (strstr (error, example->sentences[i]))
      return TRUE;
  return FALSE;
}

static void
test_named_and_ended (gconstpointer data)
{
  const Case *chosen = data;
  const Example *example = chosen->example;
  g_autoptr (RunFixture) fixture
    = run_fixture_new (example->body, chosen->form->model, NULL);
  g_autofree char *text = NULL;
  guint n_named = 0;

  g_assert_true (run_fixture_run (fixture, chosen->form->driver));
  text = ilv_deadlocks_describe (fixture->execution->deadlocks);
  g_test_message ("%s", text);
  g_assert_nonnull (text);
  for (guint i = 0; i < G_N_ELEMENTS (example->sentences) && example->sentences[i]; i++)
    g_assert_nonnull (strstr (text, example->sentences[i]));
  for (guint i = 0; i < fixture->execution->n_tasks; i++)
    {
      g_autofree char *error = ilv_task_run_dup_result (&fixture->execution->tasks[i]);

      n_named += error && has_sentence (example, error);
    }
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, example->n_failed);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==,
                    fixture->execution->n_tasks - example->n_failed);
  /* The others failed because they were told to. */
  g_assert_cmpuint (n_named + (strstr (example->body, "<raise") != NULL), ==, example->n_failed);
  g_assert_cmpuint (run_fixture_count (fixture, ILV_RECORD_MARK, -1, ILV_MARK_DEADLOCK), ==,
                    n_named);
}

/* --- nothing is in vain ------------------------------------------------------------------- */

static const Example good[] = {
  { "somebody has not begun who will",
    WORKERS ("2") LIMIT ("2") "<queue name='q'/><task name='Ann'><get queue='q'/></task>"
                              "<task name='Bob'><sleep ms='800'/></task>"
                              "<task name='Cal'><put queue='q'/></task>" },
  { "the thread in the background has something to do yet",
    "<queue name='there'/><queue name='back'/>"
    "<background name='Log' queue='there'><sleep ms='800'/><get queue='there'/>"
    "<put queue='back'/></background>"
    "<task name='Ann'><put queue='there'/><get queue='back'/></task>" },
  { "the queue of a thread in the background is closed",
    "<queue name='there'/><queue name='back'/>"
    "<background name='Log' queue='there'><get queue='there'/></background>"
    "<task name='Ann'><sleep ms='800'/></task>" },
  { "one of two puts its item in and ends",
    WORKERS ("4") "<queue name='q' capacity='1'/><task name='Ann' count='2'>"
                  "<sleep ms='300 * index'/><put queue='q'/></task>"
                  "<task name='Bob' count='2'><get queue='q'/><sleep ms='800'/></task>" },
};

static void
test_nothing_found (gconstpointer data)
{
  const Case *chosen = data;
  g_autoptr (RunFixture) fixture
    = run_fixture_new (chosen->example->body, chosen->form->model, NULL);
  g_autofree char *text = NULL;

  g_assert_true (run_fixture_run (fixture, chosen->form->driver));
  text = ilv_deadlocks_describe (fixture->execution->deadlocks);
  g_assert_cmpstr (text, ==, NULL);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==,
                    fixture->execution->n_tasks);
}

/* A run that drains cancels those that would have given it: that is nobody's deadlock. */
static void
test_draining (gconstpointer data)
{
  const RunForm *form = data;
  g_autoptr (RunFixture) fixture
    = run_fixture_new (WORKERS ("1") LIMIT ("1") "<options stop-after-ms='100' grace-ms='1200'/>"
                       "<queue name='q'/><task name='Ann'><get queue='q'/></task>"
                       "<task name='Bob' count='70'><put queue='q'/></task>",
                       form->model, NULL);
  g_autofree char *text = NULL;

  g_assert_true (run_fixture_run (fixture, form->driver));
  text = ilv_deadlocks_describe (fixture->execution->deadlocks);
  g_assert_cmpstr (text, ==, NULL);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 71);
}

static void
add (const RunForm *form, const Example *example, const char *kind, GTestDataFunc test)
{
  g_autofree char *path
    = g_strdup_printf ("/deadlock-ends/%s/%s: %s", form->name, kind, example->name);
  Case *chosen = g_new (Case, 1);

  *chosen = (Case){ form, example };
  g_test_add_data_func_full (path, chosen, test, g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strdup_printf (
        "/deadlock-ends/%s/what is cancelled by a stop is no deadlock", forms[i].name);

      for (guint j = 0; j < G_N_ELEMENTS (examples); j++)
        add (&forms[i], &examples[j], "found", test_named_and_ended);
      for (guint j = 0; j < G_N_ELEMENTS (good); j++)
        add (&forms[i], &good[j], "not found", test_nothing_found);
      g_test_add_data_func (path, &forms[i], test_draining);
    }
  return g_test_run ();
}
