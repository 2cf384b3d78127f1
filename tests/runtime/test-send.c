/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "runtime/kernel.h"
#include "runtime/payload-protocol.h"
#include "runtime/payload-server.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define CHUNKS(by)                                                                                 \
  "<setting name='workers' title='W' default='2' min='1' max='9'/>"                                \
  "<task count='4'><send bytes='800000' by='" by "'/>"                                             \
  "<compute kernel='array' size='100000'/></task>"

static RunFixture *
run (const char *body, IlvModel model, IlvDriver driver)
{
  RunFixture *fixture = run_fixture_new (body, model, NULL);

  run_fixture_run (fixture, driver);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_DONE), ==,
                    fixture->execution->n_tasks);
  return fixture;
}

static void
test_same_results (void)
{
  static const struct { const char *body; IlvModel model; IlvDriver driver; } cases[] = {
    { CHUNKS ("pipe"), ILV_MODEL_THREADING, ilv_driver_run_threads },
    { CHUNKS ("pipe"), ILV_MODEL_SUBINTERPRETERS, ilv_driver_run_threads },
    { CHUNKS ("pipe"), ILV_MODEL_ASYNCIO, ilv_driver_run_loop },
    { CHUNKS ("pipe"), ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
    { CHUNKS ("shared-memory"), ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes },
  };
  g_autoptr (RunFixture) first
    = run (CHUNKS ("pipe"), ILV_MODEL_SEQUENTIAL, ilv_driver_run_sequential);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint files = run_fixture_count_open_files ();
      RunFixture *fixture = run (cases[i].body, cases[i].model, cases[i].driver);

      for (guint t = 0; t < fixture->execution->n_tasks; t++)
        g_assert_cmpfloat (fixture->execution->tasks[t].value, ==,
                           first->execution->tasks[t].value);
      run_fixture_free (fixture);
      /* libuv keeps two for its signals. */
      if (cases[i].model != ILV_MODEL_ASYNCIO)
        g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
    }
}

/* The numbers that were sent are the ones that are computed on: more than were sent are not
   there. */
static void
test_sent_numbers (void)
{
  IlvKernelTurn turn = { 0 };
  atomic_bool stop = false;
  double expected = 0;
  g_autoptr (RunFixture) fixture
    = run ("<task><send bytes='16'/><compute kernel='array' size='2'/></task>"
           "<task><send bytes='80' by='shared-memory'/>"
           "<repeat times='2'><send bytes='72'/></repeat>"
           "<compute kernel='array' size='9'/></task>",
           ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes);

  turn.stop = &stop;
  ilv_kernel_array (&turn, NULL, 0, 2, &expected);
  g_assert_cmpfloat (fixture->execution->tasks[0].value, ==, expected);
  ilv_kernel_array (&turn, NULL, 0, 9, &expected);
  g_assert_cmpfloat (fixture->execution->tasks[1].value, ==, expected);
}

static void
test_bytes_are_counted (void)
{
  g_autoptr (RunFixture) copied
    = run (CHUNKS ("pipe"), ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes);
  g_autoptr (RunFixture) shared
    = run (CHUNKS ("shared-memory"), ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes);
  g_autoptr (RunFixture) threads
    = run (CHUNKS ("pipe"), ILV_MODEL_THREADING, ilv_driver_run_threads);

  g_assert_cmpuint (copied->execution->ipc_bytes, >=, 4 * 800000);
  g_assert_cmpuint (copied->execution->ipc_bytes, <, 4 * 810000);
  g_assert_cmpuint (shared->execution->ipc_bytes, <, 4 * 1000);
  g_assert_cmpuint (threads->execution->ipc_bytes, ==, 0);
  g_assert_cmpint (run_fixture_get_maximum (copied, ILV_COUNTER_IPC_BYTES), ==,
                   (gint64) copied->execution->ipc_bytes);
}

/* The way there is the same for both, and so is all of the way back but the list. */
static void
test_results_are_counted (void)
{
  static const char *const bodies[] = {
    "<task><repeat times='1'><result value='123456789' list='append'/></repeat></task>",
    "<task><repeat times='500'><result value='123456789' list='append'/></repeat></task>",
  };
  guint64 bytes[2];
  gsize lengths[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RunFixture) fixture
        = run (bodies[i], ILV_MODEL_MULTIPROCESSING, ilv_driver_run_processes);
      g_autofree char *list = ilv_task_run_dup_result (&fixture->execution->tasks[0]);

      bytes[i] = fixture->execution->ipc_bytes;
      lengths[i] = strlen (list);
    }
  g_assert_cmpuint (lengths[1], >, lengths[0] + 4000);
  /* Offsets of what stands behind a longer text take more room. */
  g_assert_cmpuint (bytes[1] - bytes[0], >=, lengths[1] - lengths[0]);
  g_assert_cmpuint (bytes[1] - bytes[0], <, lengths[1] - lengths[0] + 100);
}

static void
test_stop (void)
{
  guint files = run_fixture_count_open_files ();
  RunFixture *fixture
    = run_fixture_new ("<task><repeat times='100000'><send bytes='5000000'/></repeat></task>",
                       ILV_MODEL_MULTIPROCESSING, NULL);

  run_fixture_run_and_stop (fixture, ilv_driver_run_processes, 200);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 1);
  g_assert_cmpuint (run_fixture_count_children (), ==, 0);
  run_fixture_free (fixture);
  g_assert_cmpuint (run_fixture_count_open_files (), ==, files);
}

static void
test_too_much (void)
{
  RunFixture *fixture
    = run_fixture_new ("<task count='5'><send bytes='250 * 1024 * 1024'/></task>",
                       ILV_MODEL_MULTIPROCESSING, NULL);

  g_assert_false (run_fixture_run (fixture, ilv_driver_run_processes));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (run_fixture_count_states (fixture, ILV_STATE_CANCELLED), ==, 5);
  run_fixture_free (fixture);
}

/* Connects as a worker does, but asks and then says no more. */
static int
ask (const char *name, const IlvPayloadRequest *request, int fd)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int connection = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

  memcpy (address.sun_path + 1, name, strlen (name));
  g_assert_cmpint (connect (connection, (struct sockaddr *) &address,
                            (socklen_t) (sizeof (sa_family_t) + 1 + strlen (name))),
                   ==, 0);
  g_assert_true (ilv_payload_send_packet (connection, request, sizeof *request, fd));
  return connection;
}

static void
test_strange_workers (void)
{
  static const IlvPayloadRequest requests[] = {
    { 0, 0, 800000 },         /* with a pipe that nobody reads */
    { 4, 1, 8 },              /* a task that is none */
    { 0, 1, G_MAXUINT64 - 7 }, /* more than there is */
    { 0, 0, 800008 },
  };
  g_autoptr (RunFixture) fixture
    = run_fixture_new (CHUNKS ("pipe"), ILV_MODEL_MULTIPROCESSING, NULL);
  g_autoptr (GError) error = NULL;
  IlvPayloadServer *server;
  IlvPayload *payload;
  int connection = 0;

  g_assert_nonnull (ilv_payloads_get (fixture->execution, &error));
  server = ilv_payload_server_new (fixture->execution, &error);
  g_assert_true (ilv_payload_server_start (server, &error));
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      char byte;
      int fds[2], asked;

      g_assert_cmpint (pipe (fds), ==, 0);
      asked = ask (fixture->execution->payload_address, &requests[i], fds[1]);
      close (fds[0]);
      close (fds[1]);
      /* It hangs up on them. */
      g_assert_cmpint (recv (asked, &byte, 1, 0), ==, 0);
      close (asked);
    }
  /* And goes on to serve those that are well. */
  payload = ilv_payload_receive (fixture->execution, &connection, fixture->execution->stop_fd, 3,
                                 800000, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (payload->n, ==, 100000);
  g_assert_cmpfloat (payload->values[99999], ==, ilv_kernel_array_value (399999));
  ilv_payload_free (payload);
  close (connection);
  ilv_payload_server_free (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send/numbers come the same into every model", test_same_results);
  g_test_add_func ("/send/what was sent last is what is computed on", test_sent_numbers);
  g_test_add_func ("/send/copied bytes are counted, and shared memory copies none",
                   test_bytes_are_counted);
  g_test_add_func ("/send/bytes of results are counted", test_results_are_counted);
  g_test_add_func ("/send/a stop ends it in the middle", test_stop);
  g_test_add_func ("/send/more than there is room for is refused", test_too_much);
  g_test_add_func ("/send/the server outlives workers that behave strangely",
                   test_strange_workers);
  return g_test_run ();
}
