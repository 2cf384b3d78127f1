/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/server.h"

#include "server/delay-queue.h"
#include "server/pages.h"

#include <arpa/inet.h>
#include <glib/gi18n-lib.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/resource.h>

G_DEFINE_QUARK (ilv-server-error-quark, ilv_server_error)

/* Files the process has open besides its connections. */
#define RESERVED_FILES 64
#define MIN_CONNECTIONS 64
#define MAX_CONNECTIONS 65536
/* Room for a request's headers. Half a default pool; ten thousand connections hold one each. */
#define CONNECTION_MEMORY (16 * 1024)
#define FILL_BLOCK (32 * 1024)
/* Enough for every scenario; a client that makes up more seeds gets them from the start again. */
#define MAX_SEEDS 65536

struct _IlvServer
{
  struct MHD_Daemon *daemon;
  IlvDelayQueue *delays;
  guint max_connections;
  guint16 port;

  /* Only touched by the daemon's one thread. */
  GHashTable *attempts; /* seed → requests so far */
  guint64 n_flaky;
  guint64 random_seed;
};

/* One request, from its headers to its last byte. */
typedef struct
{
  struct MHD_Connection *connection;
  IlvPagePlan plan;
  GError *error;
  gboolean delayed;
} Exchange;

static void
resume (gpointer waiting)
{
  Exchange *exchange = waiting;

  MHD_resume_connection (exchange->connection);
}

static const char *
look_up_argument (const char *name, gpointer data)
{
  return MHD_lookup_connection_value (data, MHD_GET_ARGUMENT_KIND, name);
}

static void G_GNUC_PRINTF (2, 0)
log_message (void *data, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  g_debug ("%s", g_strchomp (text));
}

static guint64
count_attempt (IlvServer *server, guint64 seed)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) seed);
  gsize n = GPOINTER_TO_SIZE (g_hash_table_lookup (server->attempts, key));

  if (n == 0 && g_hash_table_size (server->attempts) >= MAX_SEEDS)
    g_hash_table_remove_all (server->attempts);
  g_hash_table_insert (server->attempts, key, GSIZE_TO_POINTER (n + 1));
  return n;
}

static guint
choose_status (IlvServer *server, const IlvPagePlan *plan)
{
  guint64 seed = plan->has_seed ? plan->seed : server->random_seed;
  guint64 attempt;

  if (plan->kind == ILV_PAGE_STATUS)
    return (guint) plan->number;
  if (plan->kind != ILV_PAGE_FLAKY)
    return MHD_HTTP_OK;
  if (!plan->has_seed)
    attempt = server->n_flaky++;
  else
    attempt = plan->has_attempt ? plan->attempt : count_attempt (server, plan->seed);
  return ilv_page_is_failure (seed, attempt, plan->number) ? MHD_HTTP_SERVICE_UNAVAILABLE
                                                           : MHD_HTTP_OK;
}

static ssize_t
fill (void *data, uint64_t position, char *buffer, size_t max)
{
  ilv_page_fill (buffer, max, position);
  return (ssize_t) max;
}

static void
free_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

/* Takes the bytes. */
static struct MHD_Response *
make_response (GBytes *body)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);

  /* The library only reads it; its parameter lacks the const. */
  return MHD_create_response_from_buffer_with_free_callback_cls (size, (gpointer) data,
                                                                 free_bytes, body);
}

static enum MHD_Result
queue_response (struct MHD_Connection *connection, guint status, const char *type,
                struct MHD_Response *response)
{
  enum MHD_Result result;

  g_return_val_if_fail (response != NULL, MHD_NO);
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header (response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return result;
}

static enum MHD_Result
answer_refusal (struct MHD_Connection *connection, guint status, const char *sentence)
{
  char *text = g_strdup_printf ("%s\n", sentence);

  return queue_response (connection, status, "text/plain; charset=utf-8",
                         make_response (g_bytes_new_take (text, strlen (text))));
}

static enum MHD_Result
answer_page (IlvServer *server, const Exchange *exchange)
{
  const IlvPagePlan *plan = &exchange->plan;
  guint status = choose_status (server, plan);
  const char *type = "application/octet-stream";
  struct MHD_Response *response;

  if (plan->kind == ILV_PAGE_BYTES)
    response = MHD_create_response_from_callback ((uint64_t) plan->number, FILL_BLOCK, fill, NULL,
                                                  NULL);
  else
    response = make_response (ilv_page_make_body (plan, status, &type));
  return queue_response (exchange->connection, status, type, response);
}

static Exchange *
start_exchange (struct MHD_Connection *connection, const char *path)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->connection = connection;
  ilv_page_plan (&exchange->plan, path, look_up_argument, connection, &exchange->error);
  return exchange;
}

static void
hold_back (IlvServer *server, Exchange *exchange)
{
  exchange->delayed = TRUE;
  MHD_suspend_connection (exchange->connection);
  if (!ilv_delay_queue_add (server->delays, (gint64) (exchange->plan.delay_ms * 1000), exchange))
    MHD_resume_connection (exchange->connection);
}

/* Called for a request's headers, for each part of a body, and again after every resumption. */
static enum MHD_Result
handle (void *data, struct MHD_Connection *connection, const char *path, const char *method,
        const char *version, const char *upload, size_t *upload_size, void **state)
{
  IlvServer *server = data;
  Exchange *exchange = *state;

  if (exchange == NULL)
    {
      *state = start_exchange (connection, path);
      return MHD_YES;
    }
  if (*upload_size > 0)
    {
      *upload_size = 0;
      return MHD_YES;
    }
  if (!g_str_equal (method, "GET") && !g_str_equal (method, "HEAD"))
    return answer_refusal (connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET is answered here.");
  if (exchange->error != NULL)
    return answer_refusal (connection,
                           g_error_matches (exchange->error, ILV_PAGE_ERROR,
                                            ILV_PAGE_ERROR_NOT_FOUND)
                             ? MHD_HTTP_NOT_FOUND : MHD_HTTP_BAD_REQUEST,
                           exchange->error->message);
  if (exchange->plan.delay_ms > 0 && !exchange->delayed)
    {
      hold_back (server, exchange);
      return MHD_YES;
    }
  return answer_page (server, exchange);
}

static void
end_exchange (void *data, struct MHD_Connection *connection, void **state,
              enum MHD_RequestTerminationCode reason)
{
  Exchange *exchange = *state;

  if (exchange == NULL)
    return;
  g_clear_error (&exchange->error);
  g_clear_pointer (&exchange, g_free);
  *state = NULL;
}

/* Returns how many connections there may be. */
static guint
raise_file_limit (GError **error)
{
  struct rlimit limit;
  rlim_t wanted;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    {
      g_set_error (error, ILV_SERVER_ERROR, ILV_SERVER_ERROR_FAILED,
                   _ ("The limit on open files cannot be read: %s"), g_strerror (errno));
      return 0;
    }
  wanted = MIN (limit.rlim_max, (rlim_t) (MAX_CONNECTIONS + RESERVED_FILES));
  if (limit.rlim_cur < wanted)
    {
      struct rlimit raised = { .rlim_cur = wanted, .rlim_max = limit.rlim_max };

      if (setrlimit (RLIMIT_NOFILE, &raised) == 0)
        limit.rlim_cur = wanted;
    }
  if (limit.rlim_cur < MIN_CONNECTIONS + RESERVED_FILES)
    {
      g_set_error (error, ILV_SERVER_ERROR, ILV_SERVER_ERROR_FILE_LIMIT,
                   _ ("The local server needs at least %d open files, but only %lu are allowed. "
                      "Raise the limit with “ulimit -Hn” and start again."),
                   MIN_CONNECTIONS + RESERVED_FILES, (unsigned long) limit.rlim_cur);
      return 0;
    }
  return (guint) (MIN (limit.rlim_cur, MAX_CONNECTIONS + RESERVED_FILES) - RESERVED_FILES);
}

static gboolean
start_daemon (IlvServer *server, GError **error)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  const union MHD_DaemonInfo *info = NULL;

  server->daemon = MHD_start_daemon (
    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
    handle, server,
    /* First, so that it also gets what the other options have to say. */
    MHD_OPTION_EXTERNAL_LOGGER, log_message, NULL,
    MHD_OPTION_SOCK_ADDR, &address,
    MHD_OPTION_NOTIFY_COMPLETED, end_exchange, NULL,
    MHD_OPTION_CONNECTION_LIMIT, server->max_connections,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
    /* The kernel cuts this to what it allows. A thousand clients may come in one moment. */
    MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned int) 16384,
    MHD_OPTION_END);
  if (server->daemon != NULL)
    info = MHD_get_daemon_info (server->daemon, MHD_DAEMON_INFO_BIND_PORT);
  if (info == NULL || info->port == 0)
    {
      g_set_error (error, ILV_SERVER_ERROR, ILV_SERVER_ERROR_FAILED,
                   _ ("The local server could not be started on 127.0.0.1: %s"),
                   g_strerror (errno));
      return FALSE;
    }
  server->port = info->port;
  return TRUE;
}

IlvServer *
ilv_server_new (GError **error)
{
  guint max_connections = raise_file_limit (error);
  g_autoptr (IlvServer) server = NULL;

  if (max_connections == 0)
    return NULL;
  server = g_new0 (IlvServer, 1);
  server->max_connections = max_connections;
  server->attempts = g_hash_table_new (NULL, NULL);
  server->random_seed = g_random_int ();
  server->delays = ilv_delay_queue_new (resume);
  if (!start_daemon (server, error))
    return NULL;
  return g_steal_pointer (&server);
}

void
ilv_server_free (IlvServer *server)
{
  /* A daemon must not be stopped while connections are suspended. */
  ilv_delay_queue_close (server->delays);
  g_clear_pointer (&server->daemon, MHD_stop_daemon);
  ilv_delay_queue_free (server->delays);
  g_hash_table_unref (server->attempts);
  g_free (server);
}

guint16
ilv_server_get_port (IlvServer *server)
{
  g_return_val_if_fail (server != NULL, 0);
  return server->port;
}

guint
ilv_server_get_max_connections (IlvServer *server)
{
  g_return_val_if_fail (server != NULL, 0);
  return server->max_connections;
}
