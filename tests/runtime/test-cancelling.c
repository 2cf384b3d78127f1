/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A task that is cancelled because its sibling failed leaves whatever step it waits in at once,
   unless it is closing something: then the step has the time of the grace and no more. */
#include "run-fixture.h"
#include "sanitized.h"

#include "runtime/database.h"
#include "server/echo-server.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>

#define OBJECTS                                                                                    \
  "<setting name='workers' title='W' default='4' min='1' max='8'/>"                                \
  "<queue name='empty'/><queue name='full' capacity='1'/><queue name='stocked'/>"                  \
  "<queue name='roomy' capacity='1'/><semaphore name='free' permits='1'/>"                         \
  "<semaphore name='taken' permits='1'/><lock name='open'/><lock name='shut'/>"
/* What others need to find when they begin, and the failure. */
#define HOLDER                                                                                     \
  "<task name='H'><put queue='full'/><put queue='stocked' text='words'/><semaphore name='taken'>"  \
  "<lock name='shut'><sleep ms='60000'/></lock></semaphore></task>"
#define FAILURE "<task name='F'><sleep ms='150'/><raise message='no'/></task>"
#define WRITTEN "<file action='append' name='closed' text='x'/>"

typedef struct
{
  const char *name;
  const char *lasting; /* as long as nobody cancels it; NULL: it never waits for long */
  const char *brief;   /* comes to its end by itself */
  bool blocks;         /* a loop without an executor, on which nobody can fail meanwhile */
  bool is_kept;        /* by a sibling, which gives it back when it is cancelled itself */
} Wait;

static const Wait waits[] = {
  { "sleep", "<sleep ms='60000'/>", "<sleep ms='20'/>" },
  { "block", "<block ms='60000'/>", "<block ms='20'/>", .blocks = true },
  { "query", "<query delay-ms='60000'/>", "<query delay-ms='20'/>", .blocks = true },
  { "insert", "<query kind='insert' delay-ms='60000'/>",
    "<query kind='insert' rows='5' delay-ms='20'/>", .blocks = true },
  { "echo", "<echo delay-ms='60000' timeout-ms='60000'/>", "<echo delay-ms='20'/>" },
  { "hold", "<hold seconds='60' messages='2'/>", "<hold seconds='0.05' messages='2'/>" },
  { "get", "<get queue='empty'/>", "<get queue='stocked'/>" },
  { "put", "<put queue='full'/>", "<put queue='roomy'/>" },
  { "semaphore", "<semaphore name='taken'><sleep ms='1'/></semaphore>",
    "<semaphore name='free'><sleep ms='1'/></semaphore>", .is_kept = true },
  { "lock", "<lock name='shut'><sleep ms='1'/></lock>",
    "<lock name='open'><sleep ms='1'/></lock>", .is_kept = true },
  { "file", NULL, "<file action='write' name='f' bytes='1000000'/>" },
  { "send", NULL, "<send bytes='80000'/>" },
  { "compute", "<compute kernel='primes' size='1e7' repeat='100000'/>",
    "<compute kernel='primes' size='1000' repeat='10'/>", .blocks = true },
};

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "processes", ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
  { "loop with threads", ILV_MODEL_ASYNCIO_THREADS, ilv_driver_run_loop },
};

typedef struct
{
  guint form;
  guint wait;
} Case;

static RunFixture *
run (const Case *chosen, const char *options, const char *task)
{
  g_autofree char *body = g_strconcat (options, OBJECTS HOLDER, task, FAILURE, NULL);
  RunFixture *fixture = run_fixture_new (body, forms[chosen->form].model, NULL);
  IlvEchoServer *server = ilv_echo_server_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (server);
  fixture->execution->echo_address
    = g_strdup_printf ("127.0.0.1:%u", ilv_echo_server_get_port (server));
  g_assert_true (ilv_database_prepare (fixture->execution, &error));
  g_assert_true (run_fixture_run (fixture, forms[chosen->form].driver));
  ilv_echo_server_free (server);
  return fixture;
}

static gboolean
was_closed (RunFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->execution->folder, "closed", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  g_assert_cmpstr (text, ==, "x\n");
  return TRUE;
}

static void
assert_cancelled (RunFixture *fixture)
{
  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[1]), ==,
                   ILV_STATE_CANCELLED);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 1);
}

static void
test_leaving (gconstpointer data)
{
  const Case *chosen = data;
  g_autofree char *task
    = g_strdup_printf ("<task name='T'>%s</task>", waits[chosen->wait].lasting);
  g_autoptr (RunFixture) fixture
    = run (chosen, "<options on-error='cancel' grace-ms='20000'/>", task);

  assert_cancelled (fixture);
  g_assert_cmpfloat (fixture->seconds, <, 10);
}

static void
test_closing (gconstpointer data)
{
  const Case *chosen = data;
  g_autofree char *task = g_strdup_printf (
    "<task name='T'><resource name='r'><open><sleep ms='0'/></open><use><sleep ms='60000'/></use>"
    "<close>%s" WRITTEN "</close></resource></task>",
    waits[chosen->wait].brief);
  g_autoptr (RunFixture) fixture
    = run (chosen, "<options on-error='cancel' grace-ms='20000'/>", task);

  assert_cancelled (fixture);
  g_assert_true (was_closed (fixture));
  g_assert_cmpfloat (fixture->seconds, <, 10);
}

static void
test_grace (gconstpointer data)
{
  const Case *chosen = data;
  g_autofree char *task = g_strdup_printf (
    "<task name='T'><resource name='r'><open><sleep ms='0'/></open><use><sleep ms='60000'/></use>"
    "<close>%s" WRITTEN "</close></resource></task>",
    waits[chosen->wait].lasting);
  g_autoptr (RunFixture) fixture
    = run (chosen, "<options on-error='cancel' grace-ms='200'/>", task);

  assert_cancelled (fixture);
  g_assert_false (was_closed (fixture));
  g_assert_cmpfloat (fixture->seconds, <, 10);
}

/* Longer than after a stop of the user's, and less than the grace. */
static void
test_long_close (gconstpointer data)
{
  const Case chosen = { .form = GPOINTER_TO_UINT (data) };
  g_autoptr (RunFixture) fixture
    = run (&chosen, "<options on-error='cancel' grace-ms='20000'/>",
           "<task name='T'><resource name='r'><open><sleep ms='0'/></open><use>"
           "<sleep ms='60000'/></use><close><sleep ms='800'/>" WRITTEN "</close></resource>"
           "</task>");

  assert_cancelled (fixture);
  g_assert_true (was_closed (fixture));
}

static gpointer
stop_when_it_failed (gpointer data)
{
  IlvExecution *execution = data;

  while (atomic_load (&execution->failed_task) == 0)
    g_usleep (1000);
  ilv_execution_stop (execution);
  return NULL;
}

/* Who stops the run does not wait for the grace that its siblings were given. */
static void
test_stop_while_closing (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (RunFixture) fixture
    = run_fixture_new ("<options on-error='cancel' grace-ms='60000'/>" OBJECTS
                       "<task name='T'><resource name='r'><open><sleep ms='0'/></open><use>"
                       "<sleep ms='60000'/></use><close><sleep ms='60000'/>" WRITTEN
                       "</close></resource></task>" FAILURE,
                       forms[form].model, NULL);
  GThread *thread = g_thread_new ("stop", stop_when_it_failed, fixture->execution);

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_thread_join (thread);
  g_assert_false (was_closed (fixture));
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 1);
  g_assert_cmpfloat (fixture->seconds, <, 30);
}

/* --- a file that is being written ----------------------------------------------------------- */

#define FILE_BYTES (64 << 20)

static gpointer
stop_when_it_grows (gpointer data)
{
  IlvExecution *execution = data;
  g_autofree char *path = g_build_filename (execution->folder, "large", NULL);
  struct stat status = { 0 };

  while ((stat (path, &status) != 0 || status.st_size == 0)
         && !ilv_execution_is_stopping (execution))
    g_thread_yield ();
  ilv_execution_stop (execution);
  return NULL;
}

static goffset
write_and_stop (guint form)
{
  g_autofree char *body = g_strdup_printf (
    "<task><file action='write' name='large' bytes='%d'/></task>", FILE_BYTES);
  g_autoptr (RunFixture) fixture = run_fixture_new (body, forms[form].model, NULL);
  GThread *thread = g_thread_new ("stop", stop_when_it_grows, fixture->execution);
  g_autofree char *path = NULL;
  struct stat status = { 0 };

  run_fixture_run (fixture, forms[form].driver);
  ilv_execution_stop (fixture->execution);
  g_thread_join (thread);
  path = g_build_filename (fixture->execution->folder, "large", NULL);
  return stat (path, &status) == 0 ? status.st_size : 0;
}

/* Whoever is to stop it may come too late, but not every time. */
static void
test_file (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  gboolean was_left = FALSE;

  for (guint i = 0; i < 50 && !was_left; i++)
    was_left = write_and_stop (form) < FILE_BYTES;
  g_assert_true (was_left);
}

/* -------------------------------------------------------------------------------------------- */

static void
add (guint form, guint wait, const char *sentence, GTestDataFunc test)
{
  g_autofree char *path
    = g_strdup_printf ("/cancelling/%s/%s: %s", forms[form].name, waits[wait].name, sentence);
  Case *chosen = g_new (Case, 1);

  *chosen = (Case){ form, wait };
  g_test_add_data_func_full (path, chosen, test, g_free);
}

/* Until the failure, that is. Processes have locks and semaphores of their own. */
static bool
lasts (guint form, guint wait)
{
  if (waits[wait].blocks && forms[form].model == ILV_MODEL_ASYNCIO)
    return false;
  if (waits[wait].is_kept && forms[form].model == ILV_MODEL_MULTIPROCESSING)
    return false;
  return waits[wait].lasting != NULL;
}

/* The sanitizer keeps signals from a process that was forked beside other threads. */
static bool
is_deaf (guint form)
{
  return SANITIZED_THREADS && forms[form].model == ILV_MODEL_MULTIPROCESSING;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    for (guint wait = 0; wait < G_N_ELEMENTS (waits); wait++)
      {
        if (is_deaf (form))
          continue;
        /* Only what blocks is another thing there than on a loop alone. */
        if (forms[form].model == ILV_MODEL_ASYNCIO_THREADS && !waits[wait].blocks)
          continue;
        if (lasts (form, wait))
          add (form, wait, "a cancelled task leaves it at once", test_leaving);
        if (lasts (form, wait) && !waits[wait].is_kept)
          add (form, wait, "a close that takes too long is left in it", test_grace);
        add (form, wait, "a close comes to the end of it", test_closing);
      }
  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    {
      g_autofree char *path = g_strdup_printf (
        "/cancelling/%s/a stop leaves a file in the middle", forms[form].name);
      g_autofree char *grace = g_strdup_printf (
        "/cancelling/%s/a close has the whole grace", forms[form].name);
      g_autofree char *sooner = g_strdup_printf (
        "/cancelling/%s/a stop makes the grace shorter", forms[form].name);

      if (is_deaf (form))
        continue;
      g_test_add_data_func (grace, GUINT_TO_POINTER (form), test_long_close);
      g_test_add_data_func (sooner, GUINT_TO_POINTER (form), test_stop_while_closing);

      if (forms[form].model != ILV_MODEL_MULTIPROCESSING)
        g_test_add_data_func (path, GUINT_TO_POINTER (form), test_file);
    }
  return g_test_run ();
}
