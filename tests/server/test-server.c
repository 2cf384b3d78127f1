/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/server.h"

#include <curl/curl.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct
{
  CURL *handle;
  GString *body;
  long status;
  gint64 time; /* from its start to its end, in microseconds */
  guint order; /* 1 for the first to end */
} Request;

static size_t
take_body (char *data, size_t size, size_t n, void *body)
{
  g_string_append_len (body, data, (gssize) (size * n));
  return size * n;
}

static void
request_init (Request *request, IlvServer *server, const char *path)
{
  g_autofree char *url
    = g_strdup_printf ("http://127.0.0.1:%u%s", ilv_server_get_port (server), path);

  *request = (Request) { .handle = curl_easy_init (), .body = g_string_new (NULL) };
  curl_easy_setopt (request->handle, CURLOPT_URL, url);
  curl_easy_setopt (request->handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt (request->handle, CURLOPT_WRITEDATA, request->body);
  curl_easy_setopt (request->handle, CURLOPT_PRIVATE, request);
  curl_easy_setopt (request->handle, CURLOPT_NOPROXY, "*");
}

static void
request_clear (Request *request)
{
  curl_easy_cleanup (request->handle);
  g_string_free (request->body, TRUE);
}

static void
request_finish (Request *request, CURLcode result)
{
  curl_off_t time = 0;

  g_assert_cmpstr (curl_easy_strerror (result), ==, curl_easy_strerror (CURLE_OK));
  curl_easy_getinfo (request->handle, CURLINFO_RESPONSE_CODE, &request->status);
  curl_easy_getinfo (request->handle, CURLINFO_TOTAL_TIME_T, &time);
  request->time = time;
}

static long
get (IlvServer *server, const char *path, char **body, gint64 *time)
{
  Request request;

  request_init (&request, server, path);
  request_finish (&request, curl_easy_perform (request.handle));
  if (body != NULL)
    *body = g_strdup (request.body->str);
  if (time != NULL)
    *time = request.time;
  request_clear (&request);
  return request.status;
}

/* Runs them all at once, on this thread; returns how long that took, in microseconds. */
static gint64
run_together (Request *requests, guint n)
{
  CURLM *multi = curl_multi_init ();
  gint64 start = g_get_monotonic_time ();
  guint ended = 0;
  int running = 1;

  for (guint i = 0; i < n; i++)
    curl_multi_add_handle (multi, requests[i].handle);
  while (ended < n)
    {
      CURLMsg *message;
      int left;

      g_assert_cmpint (curl_multi_perform (multi, &running), ==, CURLM_OK);
      while ((message = curl_multi_info_read (multi, &left)) != NULL)
        {
          Request *request;

          curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &request);
          request_finish (request, message->data.result);
          request->order = ++ended;
        }
      if (ended < n)
        g_assert_cmpint (curl_multi_poll (multi, NULL, 0, 1000, NULL), ==, CURLM_OK);
    }
  start = g_get_monotonic_time () - start;
  for (guint i = 0; i < n; i++)
    curl_multi_remove_handle (multi, requests[i].handle);
  curl_multi_cleanup (multi);
  return start;
}

static IlvServer *
start_server (void)
{
  g_autoptr (GError) error = NULL;
  IlvServer *server = ilv_server_new (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (ilv_server_get_port (server), >, 0);
  return server;
}

static void
test_pages (void)
{
  g_autoptr (IlvServer) server = start_server ();
  g_autofree char *post = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *html = NULL;

  g_assert_cmpint (get (server, "/posts/3", &post, NULL), ==, 200);
  g_assert_nonnull (strstr (post, "\"id\":3"));
  g_assert_cmpint (get (server, "/bytes/100000", &bytes, NULL), ==, 200);
  g_assert_cmpuint (strlen (bytes), ==, 100000);
  g_assert_cmpint (get (server, "/html/50", &html, NULL), ==, 200);
  g_assert_true (g_str_has_suffix (html, "</html>\n"));
  g_assert_cmpint (get (server, "/delay/0", NULL, NULL), ==, 200);
  g_assert_cmpint (get (server, "/bytes/0", NULL, NULL), ==, 200);
  g_assert_cmpint (get (server, "/status/418", NULL, NULL), ==, 418);
  g_assert_cmpint (get (server, "/status/204", NULL, NULL), ==, 204);
}

static void
test_refusals (void)
{
  g_autoptr (IlvServer) server = start_server ();
  g_autofree char *missing = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *argument = NULL;
  Request request;

  g_assert_cmpint (get (server, "/nowhere", &missing, NULL), ==, 404);
  g_assert_true (g_str_has_suffix (missing, "/flaky/PERCENT.\n"));
  g_assert_cmpint (get (server, "/delay/soon", &bad, NULL), ==, 400);
  g_assert_nonnull (strstr (bad, "not “soon”"));
  g_assert_cmpint (get (server, "/posts/1?delay=x", &argument, NULL), ==, 400);
  g_assert_nonnull (strstr (argument, "“delay”"));

  request_init (&request, server, "/posts/1");
  curl_easy_setopt (request.handle, CURLOPT_COPYPOSTFIELDS, "a body that nobody reads");
  request_finish (&request, curl_easy_perform (request.handle));
  g_assert_cmpint (request.status, ==, 405);
  request_clear (&request);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *left = a;
  const gint64 *right = b;

  return (*left > *right) - (*left < *right);
}

static gint64
median_time (IlvServer *server, const char *path)
{
  gint64 times[9];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_cmpint (get (server, path, NULL, &times[i]), ==, 200);
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_times);
  return times[G_N_ELEMENTS (times) / 2];
}

static void
test_precision (void)
{
  g_autoptr (IlvServer) server = start_server ();
  gint64 at_once = median_time (server, "/posts/1");
  gint64 by_path = median_time (server, "/delay/60");
  gint64 by_argument = median_time (server, "/posts/1?delay=60");
  gint64 by_both = median_time (server, "/delay/30?delay=30");

  g_test_message ("at once %" G_GINT64_FORMAT " µs, 60 ms by path %" G_GINT64_FORMAT
                  ", by argument %" G_GINT64_FORMAT ", by both %" G_GINT64_FORMAT,
                  at_once, by_path, by_argument, by_both);
  g_assert_cmpint (by_path, >=, 60000);
  g_assert_cmpint (by_argument, >=, 60000);
  g_assert_cmpint (by_both, >=, 60000);
  g_assert_cmpint (by_path, <, 2 * 60000);
  g_assert_cmpint (by_argument, <, 2 * 60000);
  g_assert_cmpint (by_both, <, 2 * 60000);
  g_assert_cmpint (at_once, <, by_path);
}

static void
test_together (void)
{
  const guint n = 1000;
  const gint64 delay = 200000;
  g_autoptr (IlvServer) server = start_server ();
  g_autofree Request *requests = g_new0 (Request, n);
  gint64 took;

  g_assert_cmpuint (ilv_server_get_max_connections (server), >=, n);
  for (guint i = 0; i < n; i++)
    request_init (&requests[i], server, "/delay/200");
  took = run_together (requests, n);
  g_test_message ("1000 answers of 200 ms together: %" G_GINT64_FORMAT " ms", took / 1000);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (requests[i].status, ==, 200);
      g_assert_cmpint (requests[i].time, >=, delay);
      request_clear (&requests[i]);
    }
  g_assert_cmpint (took, <, n * delay / 20);
}

static void
test_overtaking (void)
{
  g_autoptr (IlvServer) server = start_server ();
  static const char *const paths[]
    = { "/delay/1500", "/delay/700", "/posts/1", "/bytes/500000", "/html/2000", "/delay/300" };
  static const guint order[] = { 6, 5, 0, 0, 0, 4 }; /* 0: one of the first three */
  Request requests[G_N_ELEMENTS (paths)];

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    request_init (&requests[i], server, paths[i]);
  run_together (requests, G_N_ELEMENTS (paths));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      if (order[i] == 0)
        g_assert_cmpuint (requests[i].order, <=, 3);
      else
        g_assert_cmpuint (requests[i].order, ==, order[i]);
      request_clear (&requests[i]);
    }
}

static char *
get_outcomes (IlvServer *server, const char *path)
{
  GString *outcomes = g_string_new (NULL);

  for (guint i = 0; i < 40; i++)
    {
      long status = get (server, path, NULL, NULL);

      g_assert_true (status == 200 || status == 503);
      g_string_append_c (outcomes, status == 200 ? '+' : '-');
    }
  return g_string_free (outcomes, FALSE);
}

static void
test_flaky (void)
{
  g_autoptr (IlvServer) first = start_server ();
  g_autoptr (IlvServer) second = start_server ();
  g_autofree char *one = get_outcomes (first, "/flaky/50?seed=4");
  g_autofree char *same = get_outcomes (second, "/flaky/50?seed=4");
  g_autofree char *other = get_outcomes (second, "/flaky/50?seed=5");
  g_autofree char *fixed = get_outcomes (second, "/flaky/50?seed=4&attempt=0");

  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  g_assert_nonnull (strchr (one, '+'));
  g_assert_nonnull (strchr (one, '-'));
  for (guint i = 0; fixed[i] != '\0'; i++)
    g_assert_cmpint (fixed[i], ==, one[0]);
}

static gpointer
perform (gpointer data)
{
  Request *request = data;

  curl_easy_perform (request->handle);
  return NULL;
}

static guint
count_files (void)
{
  g_autoptr (GDir) files = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

static void
test_stop (void)
{
  guint files = count_files ();
  IlvServer *server = start_server ();
  Request requests[20];
  GThread *clients[20];

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      request_init (&requests[i], server, "/delay/600000");
      clients[i] = g_thread_new ("client", perform, &requests[i]);
    }
  /* While these are answered the clients come: some are held back, some perhaps on their way. */
  for (guint i = 0; i < 20; i++)
    get (server, "/delay/5", NULL, NULL);
  ilv_server_free (server);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      g_thread_join (clients[i]);
      request_clear (&requests[i]);
    }
  g_assert_cmpuint (count_files (), ==, files);
}

static void
test_file_limit (void)
{
  g_autoptr (GError) error = NULL;
  struct rlimit few = { 80, 80 };

  if (g_test_subprocess ())
    {
      g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
      g_assert_null (ilv_server_new (&error));
      g_assert_error (error, ILV_SERVER_ERROR, ILV_SERVER_ERROR_FILE_LIMIT);
      g_printerr ("%s\n", error->message);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*only 80 are allowed*");
}

static void
test_soft_limit (void)
{
  struct rlimit limit;

  if (g_test_subprocess ())
    {
      g_autoptr (IlvServer) server = NULL;

      g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
      limit.rlim_cur = 100;
      g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
      server = start_server ();
      g_assert_cmpuint (ilv_server_get_max_connections (server), >, 100);
      return;
    }
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  if (limit.rlim_max < 200)
    {
      g_test_skip ("The hard limit on open files leaves no room above the soft one");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  curl_global_init (CURL_GLOBAL_DEFAULT);
  g_test_add_func ("/server/every kind of page is served", test_pages);
  g_test_add_func ("/server/what is wrong is answered with a status and a sentence",
                   test_refusals);
  g_test_add_func ("/server/an answer comes after its delay, not before and not much later",
                   test_precision);
  g_test_add_func ("/server/a thousand delayed answers wait together", test_together);
  g_test_add_func ("/server/a quick answer overtakes a slow one", test_overtaking);
  g_test_add_func ("/server/the same seed fails in the same order", test_flaky);
  g_test_add_func ("/server/stopping answers who waits and closes everything", test_stop);
  g_test_add_func ("/server/too few open files is an error that says so", test_file_limit);
  g_test_add_func ("/server/the soft limit on open files is raised", test_soft_limit);
  return g_test_run ();
}
