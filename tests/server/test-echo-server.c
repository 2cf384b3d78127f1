/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/echo-server.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int
dial (const IlvEchoServer *server)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                 .sin_port = htons (ilv_echo_server_get_port (server)) };
  struct timeval patience = { .tv_sec = 20 };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

static void
ask (int fd, guint32 size, guint32 delay_us, char first)
{
  guint32 head[2] = { GUINT32_TO_BE (size), GUINT32_TO_BE (delay_us) };
  g_autofree char *payload = g_malloc (size);

  for (guint32 i = 0; i < size; i++)
    payload[i] = (char) (first + (char) i);
  g_assert_cmpint (send (fd, head, sizeof head, MSG_NOSIGNAL), ==, sizeof head);
  g_assert_cmpint (send (fd, payload, size, MSG_NOSIGNAL), ==, size);
}

static void
expect (int fd, guint32 size, char first)
{
  g_autofree char *answer = g_malloc (size);

  g_assert_cmpint (recv (fd, answer, size, MSG_WAITALL), ==, size);
  for (guint32 i = 0; i < size; i++)
    g_assert_cmpint (answer[i], ==, (char) (first + (char) i));
}

static void
what_is_sent_comes_back (void)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  static const guint32 sizes[] = { 1, 2, 1000, 100000 };
  int fd = dial (server);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      ask (fd, sizes[i], 0, (char) i);
      expect (fd, sizes[i], (char) i);
    }
  close (fd);
}

static void
every_answer_waits_for_its_own_delay (void)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  int slow = dial (server), fast = dial (server);
  gint64 began = g_get_monotonic_time ();
  gint64 fast_end;

  ask (slow, 10, 400000, 's');
  ask (fast, 10, 20000, 'f');
  expect (fast, 10, 'f');
  fast_end = g_get_monotonic_time ();
  g_assert_cmpint (fast_end - began, >=, 20000);
  expect (slow, 10, 's');
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 400000);
  g_assert_cmpint (fast_end - began, <, 400000);
  close (slow);
  close (fast);
}

static void
who_sends_no_request_is_hung_up_on (void)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  static const char rubbish[] = "GET / HTTP/1.1\r\n\r\n";
  static const guint32 empty[2] = { 0, 0 };
  char byte;
  int fd = dial (server);

  g_assert_cmpint (send (fd, rubbish, sizeof rubbish, MSG_NOSIGNAL), >, 0);
  g_assert_cmpint (recv (fd, &byte, 1, 0), <=, 0);
  close (fd);
  fd = dial (server);
  g_assert_cmpint (send (fd, empty, sizeof empty, MSG_NOSIGNAL), >, 0);
  g_assert_cmpint (recv (fd, &byte, 1, 0), <=, 0);
  close (fd);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
nothing_is_left_of_those_who_went_away (void)
{
  guint before = count_files ();
  IlvEchoServer *server = ilv_echo_server_new (NULL);
  guint with_server = count_files ();
  int fds[50];

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fds[i] = dial (server);
      ask (fds[i], 1, i % 2 ? 0 : 60000000, 'x');
    }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  /* One that goes away while its answer waits must not be waited for. */
  for (guint i = 0; i < 2000 && count_files () > with_server; i++)
    g_usleep (5000);
  g_assert_cmpuint (count_files (), ==, with_server);
  fds[0] = dial (server);
  ilv_echo_server_free (server);
  close (fds[0]);
  g_assert_cmpuint (count_files (), ==, before);
}

static void
a_server_without_files_turns_clients_away (void)
{
  g_autoptr (IlvEchoServer) server = ilv_echo_server_new (NULL);
  struct rlimit limit, few;
  int mine[2];
  char byte;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  mine[0] = dial (server);
  ask (mine[0], 1, 0, 'a');
  expect (mine[0], 1, 'a');
  mine[1] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  /* Room for nothing: the next descriptor would be the one after the client's. */
  few = (struct rlimit){ .rlim_cur = (rlim_t) mine[1] + 1, .rlim_max = limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  {
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                   .sin_port = htons (ilv_echo_server_get_port (server)) };

    g_assert_cmpint (connect (mine[1], (struct sockaddr *) &address, sizeof address), ==, 0);
  }
  g_assert_cmpint (recv (mine[1], &byte, 1, 0), <=, 0);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  /* The others are served as before. */
  ask (mine[0], 5, 0, 'b');
  expect (mine[0], 5, 'b');
  close (mine[0]);
  close (mine[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/echo-server/what is sent comes back", what_is_sent_comes_back);
  g_test_add_func ("/echo-server/every answer waits for its own delay",
                   every_answer_waits_for_its_own_delay);
  g_test_add_func ("/echo-server/who sends no request is hung up on",
                   who_sends_no_request_is_hung_up_on);
  g_test_add_func ("/echo-server/nothing is left of those who went away",
                   nothing_is_left_of_those_who_went_away);
  g_test_add_func ("/echo-server/a server without files turns clients away",
                   a_server_without_files_turns_clients_away);
  return g_test_run ();
}
