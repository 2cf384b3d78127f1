/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "server/echo-server.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define WORKERS "<setting name=\"workers\" title=\"W\" default=\"10\" min=\"1\" max=\"100\"/>"

static const RunForm forms[] = {
  { "threads", ILV_MODEL_THREADING, ilv_driver_run_threads },
  { "loop", ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
};

static RunFixture *
make (gconstpointer form, const char *tasks, guint16 port)
{
  g_autofree char *body = g_strconcat (WORKERS, tasks, NULL);
  RunFixture *fixture = run_fixture_new (body, forms[GPOINTER_TO_UINT (form)].model, NULL);

  if (port > 0)
    fixture->execution->echo_address = g_strdup_printf ("127.0.0.1:%u", port);
  return fixture;
}

static RunFixture *
run (gconstpointer form, const char *tasks, guint16 port)
{
  RunFixture *fixture = make (form, tasks, port);

  g_assert_true (run_fixture_run (fixture, forms[GPOINTER_TO_UINT (form)].driver));
  return fixture;
}

static void
test_echo (gconstpointer form)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  g_autoptr (RunFixture) fixture
    = run (form,
           "<task count=\"10\"><repeat times=\"3\">"
           "<echo bytes=\"1 + index * 20000\" delay-ms=\"30\"/></repeat></task>",
           ilv_echo_server_get_port (server));

  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 10);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_IN_FLIGHT), ==, 10);
  g_assert_cmpuint (
    run_fixture_count (fixture, ILV_RECORD_COUNTER, ILV_COUNTER_REQUEST_LATENCY, -1), ==, 30);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_REQUEST_LATENCY), >=, 30000000);
  g_assert_cmpfloat (fixture->seconds, <, 0.6); /* one after the other they would take 0.9 */
}

static void
test_hold (gconstpointer form)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  g_autoptr (RunFixture) fixture
    = run (form, "<task count=\"10\"><hold seconds=\"0.3\" messages=\"3\"/></task>",
           ilv_echo_server_get_port (server));

  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==, 10);
  g_assert_cmpint (run_fixture_get_maximum (fixture, ILV_COUNTER_IN_FLIGHT), ==, 10);
  g_assert_cmpuint (
    run_fixture_count (fixture, ILV_RECORD_COUNTER, ILV_COUNTER_REQUEST_LATENCY, -1), ==, 30);
  g_assert_cmpfloat (fixture->seconds, >=, 0.3);
  g_assert_cmpfloat (fixture->seconds, <, 1.5); /* one after the other they would take 3 */
}

static void
test_stop (gconstpointer form)
{
  static const char *const tasks[]
    = { "<task count=\"20\"><echo delay-ms=\"25000\"/></task>",
        "<task count=\"20\"><hold seconds=\"25\" messages=\"2\"/></task>" };

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      guint files = run_fixture_count_open_files ();
      IlvEchoServer *server = ilv_echo_server_new (NULL);
      RunFixture *fixture = make (form, tasks[i], ilv_echo_server_get_port (server));

      run_fixture_run_and_stop (fixture, forms[GPOINTER_TO_UINT (form)].driver, 150);
      g_assert_cmpfloat (fixture->seconds, <, 1.15);
      g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 20);
      run_fixture_free (fixture);
      ilv_echo_server_free (server);
      g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
    }
}

/* --- servers that misbehave --------------------------------------------------------------- */

/* What a rogue does with who connects: sends `text` (NULL: nothing) and hangs up, or not. */
typedef struct
{
  const char *text;
  gboolean hangs_up;
  const char *words; /* of the sentence that is expected */
} Rogue;

static gboolean
answer (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer data)
{
  const Rogue *rogue = data;
  char request[64];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request,
                       sizeof request, NULL, NULL);
  if (rogue->text)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               rogue->text, strlen (rogue->text), NULL, NULL, NULL);
  /* Until the client goes. */
  while (!rogue->hangs_up
         && g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request,
                                 sizeof request, NULL, NULL)
              > 0)
    ;
  return TRUE;
}

static void
expect_failure (gconstpointer form, const char *tasks, guint16 port, const char *words)
{
  g_autoptr (RunFixture) fixture = run (form, tasks, port);

  for (guint i = 0; i < fixture->execution->n_tasks; i++)
    {
      g_test_message ("%s", fixture->execution->tasks[i].error);
      g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[i]), ==,
                       ILV_STATE_FAILED);
      g_assert_nonnull (strstr (fixture->execution->tasks[i].error, words));
    }
}

static gpointer
iterate (gpointer data)
{
  GMainLoop *loop = data;

  g_main_context_push_thread_default (g_main_loop_get_context (loop));
  g_main_loop_run (loop);
  g_main_context_pop_thread_default (g_main_loop_get_context (loop));
  return NULL;
}

static void
face_rogue (gconstpointer form, const Rogue *rogue, const char *tasks)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  GSocketService *service;
  GThread *thread;
  guint16 port;

  g_main_context_push_thread_default (context);
  service = g_threaded_socket_service_new (20);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_assert_cmpuint (port, >, 0);
  g_signal_connect (service, "run", G_CALLBACK (answer), (gpointer) rogue);
  g_main_context_pop_thread_default (context);
  thread = g_thread_new ("rogue", iterate, loop);
  expect_failure (form, tasks, port, rogue->words);
  g_main_loop_quit (loop);
  g_thread_join (thread);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_object_unref (service);
}

static void
test_misbehaviour (gconstpointer form)
{
  static const Rogue rogues[] = {
    { NULL, TRUE, "closed the connection" },
    { "rubbish", FALSE, "is not what it was sent" },
    { NULL, FALSE, "did not answer within 0.2 seconds" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rogues); i++)
    {
      face_rogue (form, &rogues[i],
                  "<task count=\"3\"><echo bytes=\"3\" timeout-ms=\"200\"/></task>");
      face_rogue (form, &rogues[i],
                  "<task count=\"3\"><hold seconds=\"5\" messages=\"5\" timeout-ms=\"200\"/>"
                  "</task>");
    }
}

static void
test_refused (gconstpointer form)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  expect_failure (form, "<task count=\"3\"><echo/></task>", port, "refused the connection");
  expect_failure (form, "<task count=\"3\"><hold seconds=\"1\"/></task>", port,
                  "refused the connection");
  expect_failure (form, "<task count=\"3\"><echo/></task>", 0, "no echo server");
}

/* The server's ends are in this process too: twenty connections are forty files. */
static void
test_files_run_out (gconstpointer form)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  g_autoptr (RunFixture) fixture
    = make (form, "<task count=\"100\"><hold seconds=\"0.3\" messages=\"1\"/></task>",
            ilv_echo_server_get_port (server));
  guint done, failed, told = 0;
  struct rlimit limit, few;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  few = (struct rlimit){ run_fixture_count_open_files () + 12, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  g_assert_true (run_fixture_run (fixture, forms[GPOINTER_TO_UINT (form)].driver));
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  done = run_fixture_count_states (fixture, ILV_STATE_DONE);
  failed = run_fixture_count_states (fixture, ILV_STATE_FAILED);
  g_assert_cmpuint (done + failed, ==, 100);
  g_assert_cmpuint (failed, >, 0);
  for (guint i = 0; i < 100; i++)
    told += fixture->execution->tasks[i].error
            && strstr (fixture->execution->tasks[i].error, "open files") != NULL;
  g_assert_cmpuint (told, >, 0);
}

static void
add (const char *sentence, GTestDataFunc test)
{
  run_fixture_add_tests ("echo", forms, G_N_ELEMENTS (forms), sentence, test);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  add ("answers come side by side, and each is timed", test_echo);
  add ("connections are held side by side with their messages", test_hold);
  add ("a stop ends what nobody answers", test_stop);
  add ("a server that misbehaves is described", test_misbehaviour);
  add ("a refused connection is described", test_refused);
  add ("when files run out, the limit is told", test_files_run_out);
  return g_test_run ();
}
