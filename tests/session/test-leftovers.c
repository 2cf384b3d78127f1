/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a server does and whenever a worker is killed: a run ends as a sentence, and of its
   processes, its shared memory and its files nothing is left. */
#include "../runtime/sanitized.h"
#include "fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define MARK "ILV_LEFTOVERS_TEST"
#define WRITE "<file action='append' name='notes' text='{index}'/>"
#define FETCHERS                                                                                   \
  (MODEL (SEQUENTIAL) | MODEL (THREADING) | MODEL (MULTIPROCESSING) | MODEL (ASYNCIO)              \
   | MODEL (ASYNCIO_PROCESSES))

static char *folder; /* where runs put their files, this test's own */

/* --- what is left ------------------------------------------------------------------------- */

/* Processes that this test has started, however far down: they have its mark from their parents. */
static gboolean
is_alone (gpointer unused)
{
  g_autofree char *wanted = g_strconcat (MARK "=", g_getenv (MARK), NULL);
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_strdup_printf ("/proc/%s/environ", name);
      g_autofree char *text = NULL;
      gsize length = 0;

      if (!g_ascii_isdigit (*name) || atoi (name) == (int) getpid ()
          || !g_file_get_contents (path, &text, &length, NULL))
        continue;
      if (memmem (text, length, wanted, strlen (wanted)))
        return FALSE;
    }
  return TRUE;
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    {
      g_test_message ("left: %s", name);
      n++;
    }
  return n;
}

/* The rogue's own ends of connections are this process's as well, and closed by its threads. */
static gboolean
holds_as_before (gpointer before)
{
  FixtureHoldings now = fixture_count_holdings ();

  return now.descriptors == ((const FixtureHoldings *) before)->descriptors;
}

/* Frees the comparison. Processes whose parent was killed are given the moment they need. */
static void
assert_nothing_left (IlvComparison *comparison, FixtureHoldings *before)
{
  g_assert_finalize_object (comparison);
  fixture_wait_for (is_alone, NULL);
  fixture_wait_for (holds_as_before, before);
  fixture_assert_holdings (before);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
start (IlvComparison *comparison)
{
  g_autoptr (GError) error = NULL;

  ilv_comparison_start (comparison, &error);
  g_assert_no_error (error);
}

/* --- servers ------------------------------------------------------------------------------ */

/* What a rogue sends to whom it accepts before it hangs up; NULL: it accepts nobody. */
typedef struct
{
  const char *name;
  const char *url;    /* NULL: a rogue's */
  const char *answer;
  const char *words;  /* of the sentence; NULL: nobody answers, and the run is stopped */
} Fault;

static const Fault faults[] = {
  { "refuses", "http://127.0.0.1:1/", NULL, "refused the connection" },
  { "closes early", NULL, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort",
    "closed the connection" },
  { "closes at once", NULL, "", "closed the connection" },
  { "sends rubbish", NULL, "I am not a web server\n", "is not HTTP" },
  { "never answers", NULL, NULL, NULL },
  { "has no name", "http://no-such-host.invalid/", NULL, "was not found" },
};

static gboolean
answer (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer text)
{
  char request[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request,
                       sizeof request, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, NULL);
  return TRUE;
}

/* Without a service connections are made, and nobody takes them. */
static GSocketListener *
rogue_new (const Fault *fault, char **url)
{
  GSocketListener *listener
    = fault->answer ? G_SOCKET_LISTENER (g_threaded_socket_service_new (20))
                    : g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, >, 0);
  if (fault->answer)
    g_signal_connect (listener, "run", G_CALLBACK (answer), (gpointer) fault->answer);
  *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  return listener;
}

static gboolean
stop (gpointer comparison)
{
  ilv_comparison_stop (comparison);
  return G_SOURCE_REMOVE;
}

static gboolean
is_under_way (gpointer user_data)
{
  ilv_run_poll (user_data, NULL);
  return ilv_trace_get_n_tasks (ilv_run_get_trace (user_data)) > 0;
}

/* A scenario with files, too: its database. One model after the other, so that each stop finds one
   that waits for the server. */
static void
run_against (const Fault *fault, IlvModel model, const char *url)
{
  IlvComparison *comparison = fixture_compare ("scraper-pipeline", 1u << model,
                                               ILV_ORDER_IN_TURN, 1, "tasks", "3", "url", url,
                                               NULL);
  FixtureHoldings before = fixture_count_holdings ();
  IlvRun *run = ilv_comparison_get_run (comparison, 0);

  g_test_message ("%s: %s", ilv_model_get_name (model), fault->name);
  start (comparison);
  if (!fault->words)
    {
      fixture_wait_for (is_under_way, run);
      g_timeout_add (300, stop, comparison);
    }
  fixture_wait (comparison);
  g_assert_cmpint (ilv_run_get_state (run), ==,
                   fault->words ? ILV_RUN_FAILED : ILV_RUN_STOPPED);
  if (fault->words)
    {
      g_test_message ("%s", ilv_run_get_error (run));
      g_assert_nonnull (strstr (ilv_run_get_error (run), fault->words));
    }
  assert_nothing_left (comparison, &before);
}

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autofree char *url = g_strdup (fault->url);
  g_autoptr (GSocketListener) listener = fault->url ? NULL : rogue_new (fault, &url);

  for (guint i = 0; i < ILV_N_MODELS; i++)
    {
      /* Names are looked up by a thread, which a sanitized worker process cannot start. */
      if (SANITIZED_THREADS && i == ILV_MODEL_MULTIPROCESSING && !listener)
        continue;
      if (FETCHERS & (1u << i))
        run_against (fault, (IlvModel) i, url);
    }
  if (fault->answer)
    g_socket_service_stop (G_SOCKET_SERVICE (listener));
  if (listener)
    g_socket_listener_close (listener);
}

/* --- workers ------------------------------------------------------------------------------ */

typedef GPid (*Victim) (IlvRun *run);

typedef struct
{
  const char *name;
  const char *options;
  const char *tasks;
  guint n_tasks;
  Victim find; /* 0: there is none yet */
  guint most_failed;
} Stage;

/* The youngest of the run's processes, when it has not come so far as to say anything. */
static GPid
find_starting (IlvRun *run)
{
  GPid pids[16], newest = 0;
  GPid leader = ilv_run_get_pid (run);
  guint n = leader != 0 ? MIN (fixture_list_group (leader, pids, 16), 16) : 0;

  for (guint i = 0; i < n; i++)
    newest = MAX (newest, pids[i]);
  return newest == leader || ilv_trace_get_n_lanes (ilv_run_get_trace (run)) > 1 ? 0 : newest;
}

/* Whose lane is in that state; `beside`: while another is not. */
static GPid
find_in_state (IlvRun *run, IlvState state, gboolean beside)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  GPid found = 0;
  gboolean other = !beside;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (trace, i);
      guint64 n = ilv_timeline_get_length (lane->timeline);
      IlvInterval last;

      if (lane->kind != ILV_LANE_PROCESS || lane->end_state != ILV_STATE_NONE || n == 0)
        continue;
      ilv_timeline_get (lane->timeline, n - 1, &last);
      if (last.state == state)
        found = (GPid) lane->pid;
      else
        other = other || last.state == ILV_STATE_WAITING_IO || last.state == ILV_STATE_SLEEPING;
    }
  return other ? found : 0;
}

static GPid
find_waiting (IlvRun *run)
{
  return find_in_state (run, ILV_STATE_NONE, TRUE);
}

static GPid
find_in_task (IlvRun *run)
{
  return find_in_state (run, ILV_STATE_SLEEPING, FALSE);
}

static GPid
find_serialising (IlvRun *run)
{
  return find_in_state (run, ILV_STATE_SERIALISING, FALSE);
}

/* Every task is known and has its end: who still lives is about to go. */
static GPid
find_ending (IlvRun *run)
{
  const IlvTrace *trace = ilv_run_get_trace (run);
  GPid found = 0;

  if (ilv_trace_get_n_tasks (trace) < ilv_workload_get_n_tasks (ilv_run_get_workload (run)))
    return 0;
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    if (ilv_trace_get_task (trace, i)->end_state == ILV_STATE_NONE)
      return 0;
  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    if (ilv_trace_get_lane (trace, i)->kind == ILV_LANE_PROCESS)
      found = (GPid) ilv_trace_get_lane (trace, i)->pid;
  return found;
}

/* Who starts may have come to its first task before the signal comes. */
static const Stage stages[] = {
  { "starting", "<options start-method='spawn'/>",
    "<task count='6'>" WRITE "<sleep ms='100'/></task>", 6, find_starting, 1 },
  { "waiting for work", "", "<task>" WRITE "<sleep ms='1500'/></task>", 1, find_waiting, 0 },
  { "in a task", "", "<task count='3'>" WRITE "<sleep ms='1500'/></task>", 3, find_in_task, 1 },
  { "returning a result", "",
    "<task count='5000'>" WRITE "<compute kernel='primes' size='500'/></task>", 5000,
    find_serialising, 1 },
  { "ending", "", "<task count='30'>" WRITE "<compute kernel='primes' size='100'/></task>", 30,
    find_ending, 0 },
};

static IlvComparison *
compare_stage (const Stage *stage)
{
  g_autofree char *xml = g_strconcat (
    "<scenario id='t' topic='io' order='1' models='multiprocessing'><title>T</title>"
    "<summary>S</summary><question>Q</question>"
    "<setting name='workers' title='W' default='3' min='1' max='8'/>",
    stage->options, stage->tasks, "</scenario>", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario
    = ilv_scenario_parse (xml, strlen (xml), "leftovers", NULL, &error);
  IlvComparison *comparison;

  g_assert_no_error (error);
  comparison
    = ilv_comparison_new (scenario, MODEL (MULTIPROCESSING), NULL, ILV_ORDER_IN_TURN, 1, &error);
  g_assert_no_error (error);
  return comparison;
}

typedef struct
{
  const Stage *stage;
  IlvRun *run;
  GPid victim;
} Hunt;

static gboolean
has_struck (gpointer data)
{
  Hunt *hunt = data;

  g_main_context_wakeup (NULL);
  if (ilv_run_get_state (hunt->run) > ILV_RUN_RUNNING)
    return TRUE;
  ilv_run_poll (hunt->run, NULL);
  hunt->victim = hunt->stage->find (hunt->run);
  return hunt->victim != 0 && kill (hunt->victim, SIGKILL) == 0;
}

/* Whether there was somebody to kill before the run was over. */
static gboolean
strike (const Stage *stage)
{
  IlvComparison *comparison = compare_stage (stage);
  FixtureHoldings before = fixture_count_holdings ();
  Hunt hunt = { stage, ilv_comparison_get_run (comparison, 0) };
  const IlvReport *report;

  start (comparison);
  fixture_wait_for (has_struck, &hunt);
  fixture_wait (comparison);
  g_assert_cmpint (ilv_run_get_state (hunt.run), ==, ILV_RUN_FINISHED);
  report = ilv_run_get_report (hunt.run);
  g_assert_cmpuint (report->tasks_done + report->tasks_failed, ==, stage->n_tasks);
  g_assert_cmpuint (report->tasks_failed, <=, stage->most_failed);
  assert_nothing_left (comparison, &before);
  return hunt.victim != 0;
}

/* Some stages are short, and this process is not always there to see them. */
static void
test_stage (gconstpointer stage)
{
  gboolean struck = FALSE;

  for (guint i = 0; i < 20 && !struck; i++)
    struck = strike (stage);
  g_assert_true (struck);
}

/* GLib opens a few things for good when it is first asked for them. */
static void
run_once (void)
{
  g_autoptr (IlvComparison) comparison = fixture_compare (
    "gather-sleeps", MODEL (SEQUENTIAL), ILV_ORDER_IN_TURN, 1, "sleep-ms", "1", NULL);

  fixture_run (comparison);
}

int
main (int argc, char **argv)
{
  g_autofree char *mark = g_strdup_printf ("%d-%08x", (int) getpid (), g_random_int ());
  int status;

  /* Before anything asks for it. */
  folder = g_strdup ("/tmp/ilv-leftovers-XXXXXX");
  g_assert_nonnull (g_mkdtemp (folder));
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_setenv ("TMPDIR", folder, TRUE);
  g_setenv (MARK, mark, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path
        = g_strdup_printf ("/leftovers/none of a server that %s", faults[i].name);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_autofree char *path
        = g_strdup_printf ("/leftovers/none of a worker killed while %s", stages[i].name);

      g_test_add_data_func (path, &stages[i], test_stage);
    }
  run_once ();
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
