/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "server/server.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* Both forms of the step: in threads and on the event loop. */
static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"10\" min=\"1\" max=\"10\"/>"

static char *
get_url (IlvServer *server)
{
  return g_strdup_printf ("http://127.0.0.1:%u", ilv_server_get_port (server));
}

static RunFixture *
run (guint form, const char *tasks, const char *url)
{
  g_autofree char *body = g_strconcat (WORKERS, tasks, NULL);
  RunFixture *fixture = run_fixture_new (body, forms[form].model, url);

  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  return fixture;
}

static void
test_pages (gconstpointer form)
{
  g_autoptr (IlvServer) server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  g_autoptr (RunFixture) fixture
    = run (GPOINTER_TO_UINT (form),
           "<task name=\"T{index + 1}\" count=\"10\">"
           "<fetch path=\"/html/{100 + index}?delay=150\"/>"
           "<compute kernel=\"words\"/></task>",
           url);

  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat (fixture->execution->tasks[i].value, ==, 100 + i);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_IN_FLIGHT), ==, 10);
  g_assert_cmpfloat (fixture->seconds, >=, 0.15);
  g_assert_cmpfloat (fixture->seconds, <, 0.75); /* one after the other they would take 1.5 */
}

/* The server's ends are in this process too: thirty connections are sixty files. */
static void
test_files_run_out (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  g_autoptr (IlvServer) server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  g_autoptr (RunFixture) fixture = run_fixture_new (
    "<setting name=\"workers\" title=\"W\" default=\"30\" min=\"1\" max=\"30\"/>"
    "<task count=\"30\"><fetch path=\"/delay/300\"/></task>",
    forms[form].model, url);
  struct rlimit limit, few;
  guint failed;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  few = (struct rlimit){ run_fixture_count_open_files () + 20, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  g_assert_true (run_fixture_run (fixture, forms[form].driver));
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  failed = run_fixture_count_states (fixture, ILV_STATE_FAILED);
  g_assert_cmpuint (failed, >, 0);
  for (guint i = 0; i < 30; i++)
    {
      const char *error = fixture->execution->tasks[i].error;

      if (error)
        g_test_message ("%s", error);
      if (error && strstr (error, "open files"))
        failed--;
      /* The server has none left either, and closes what it cannot accept. */
      else if (error && strstr (error, "did not answer"))
        failed--;
    }
  g_assert_cmpuint (failed, ==, 0);
}

static void
test_status (gconstpointer form)
{
  g_autoptr (IlvServer) server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  g_autoptr (RunFixture) fixture
    = run (GPOINTER_TO_UINT (form),
           "<task name=\"bad\"><fetch path=\"/status/503\"/></task>"
           "<task name=\"good\"><fetch path=\"/status/200\"/></task>",
           url);

  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[0]), ==, ILV_STATE_FAILED);
  g_assert_nonnull (strstr (fixture->execution->tasks[0].error, "status 503"));
  g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[1]), ==, ILV_STATE_DONE);
}

/* --- servers that misbehave --------------------------------------------------------------- */

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

typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GSocketService *service;
  char *url;
} Rogue;

static gpointer
serve (gpointer data)
{
  Rogue *rogue = data;

  g_main_context_push_thread_default (rogue->context);
  g_main_loop_run (rogue->loop);
  g_main_context_pop_thread_default (rogue->context);
  return NULL;
}

/* A server that sends `text`, whatever it is asked, and hangs up. */
static Rogue *
rogue_new (const char *text)
{
  Rogue *rogue = g_new0 (Rogue, 1);
  guint16 port;

  rogue->context = g_main_context_new ();
  rogue->loop = g_main_loop_new (rogue->context, FALSE);
  g_main_context_push_thread_default (rogue->context);
  rogue->service = g_threaded_socket_service_new (20);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (rogue->service), NULL, NULL);
  g_assert_cmpuint (port, >, 0);
  g_signal_connect (rogue->service, "run", G_CALLBACK (answer), (gpointer) text);
  g_main_context_pop_thread_default (rogue->context);
  rogue->url = g_strdup_printf ("http://127.0.0.1:%u", port);
  rogue->thread = g_thread_new ("rogue", serve, rogue);
  return rogue;
}

static void
rogue_free (Rogue *rogue)
{
  g_main_loop_quit (rogue->loop);
  g_thread_join (rogue->thread);
  g_socket_service_stop (rogue->service);
  g_socket_listener_close (G_SOCKET_LISTENER (rogue->service));
  g_object_unref (rogue->service);
  g_main_loop_unref (rogue->loop);
  g_main_context_unref (rogue->context);
  g_free (rogue->url);
  g_free (rogue);
}

static void
expect_failure (guint form, const char *url, const char *words)
{
  g_autoptr (RunFixture) fixture
    = run (form, "<task name=\"T\" count=\"3\"><fetch path=\"/page\"/></task>", url);

  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_test_message ("%s", fixture->execution->tasks[i].error);
      g_assert_nonnull (strstr (fixture->execution->tasks[i].error, words));
    }
}

static void
test_misbehaviour (gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", "closed the connection" },
    { "", "closed the connection" },
    { "I am not a web server\n", "is not HTTP" },
    { "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "" },
  };
  guint form = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Rogue *rogue = rogue_new (cases[i].text);

      expect_failure (form, rogue->url, cases[i].words);
      rogue_free (rogue);
    }
}

static void
test_refused (gconstpointer form)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);

  g_socket_listener_close (listener);
  expect_failure (GPOINTER_TO_UINT (form), url, "refused the connection");
}

/* A label of 64 letters is no name of any host: nobody has to be asked. */
static void
test_no_such_host (gconstpointer form)
{
  expect_failure (GPOINTER_TO_UINT (form),
                  "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.invalid",
                  "was not found");
}

static void
test_no_answer (gconstpointer form)
{
  g_autoptr (IlvServer) server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  g_autoptr (RunFixture) fixture
    = run (GPOINTER_TO_UINT (form),
           "<task count=\"3\"><fetch path=\"/delay/20000\" timeout-ms=\"200\"/></task>", url);

  g_assert_cmpfloat (fixture->seconds, >=, 0.2);
  g_assert_cmpfloat (fixture->seconds, <, 5);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_nonnull (
      strstr (fixture->execution->tasks[i].error, "did not answer within 0.2 seconds"));
}

static void
test_too_large (gconstpointer form)
{
  g_autoptr (IlvServer) server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  g_autoptr (RunFixture) fixture = run (GPOINTER_TO_UINT (form),
                                        "<task name=\"T\"><fetch path=\"/bytes/17000000\"/></task>",
                                        url);

  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_FAILED), ==, 1);
  g_assert_nonnull (strstr (fixture->execution->tasks[0].error, "16 MiB"));
}

static void
test_stop (gconstpointer data)
{
  guint form = GPOINTER_TO_UINT (data);
  guint files = run_fixture_count_open_files (), threads = run_fixture_count_threads ();
  IlvServer *server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  RunFixture *fixture = run_fixture_new (
    WORKERS "<task name=\"T\" count=\"20\"><fetch path=\"/delay/25000\"/></task>",
    forms[form].model, url);

  run_fixture_run_and_stop (fixture, forms[form].driver, 150);
  g_assert_cmpfloat (fixture->seconds, <, 1.15);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 20);
  run_fixture_free (fixture);
  /* It has its ends of the connections in this process too. */
  ilv_server_free (server);
  /* Threads that an earlier test's server kept in reserve may have ended meanwhile. */
  g_assert_cmpuint (run_fixture_count_threads (), <=, threads);
  g_assert_cmpuint (run_fixture_count_open_files (), <=, files);
}

static void
test_thousand (void)
{
  g_autoptr (IlvServer) server = ilv_server_new (NULL);
  g_autofree char *url = get_url (server);
  g_autoptr (RunFixture) fixture
    = run (1, "<task name=\"T\" count=\"1000\"><fetch path=\"/delay/1500\"/></task>", url);

  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 1000);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_IN_FLIGHT), ==, 1000);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("fetch", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  add ("pages come side by side and are read", test_pages);
  add ("an error's status fails the task", test_status);
  add ("a server that misbehaves is described", test_misbehaviour);
  add ("a refused connection is described", test_refused);
  add ("a host that does not exist is named", test_no_such_host);
  add ("an answer that does not come is not waited for", test_no_answer);
  add ("a page that is too large is not read", test_too_large);
  add ("when files run out, the limit is told", test_files_run_out);
  add ("a stop ends fetches that nobody answers", test_stop);
  g_test_add_func ("/fetch/loop/a thousand are under way at once", test_thousand);
  return g_test_run ();
}
