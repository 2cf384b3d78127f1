/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/transfer.h"

#include "ilv-config.h"
#include "runtime/file-limit.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

static gsize
on_data (char *data, gsize size, gsize n, void *user_data)
{
  IlvTransfer *transfer = user_data;

  /* libcurl always says 1 for size. */
  if (transfer->body->len + n > ILV_TRANSFER_MAX_BODY)
    {
      transfer->too_large = TRUE;
      return 0;
    }
  g_byte_array_append (transfer->body, (const guint8 *) data, (guint) n);
  return n;
}

/* libcurl does not pass on why there is no socket. */
static curl_socket_t
open_socket (void *user_data, curlsocktype purpose, struct curl_sockaddr *address)
{
  IlvTransfer *transfer = user_data;
  int fd = socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

  transfer->socket_error = fd < 0 ? errno : 0;
  return fd < 0 ? CURL_SOCKET_BAD : fd;
}

static void
set_options (IlvTransfer *transfer)
{
  CURL *easy = transfer->easy;

  curl_easy_setopt (easy, CURLOPT_PRIVATE, (char *) transfer);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_data);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->detail);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "Interleave/" ILV_VERSION);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt (easy, CURLOPT_MAXREDIRS, 10L);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_NOPROXY, "127.0.0.1,::1,localhost");
  /* Threads that still look up a name are not waited for when a run is stopped. */
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
}

IlvTransfer *
ilv_transfer_new (void)
{
  static gsize initialised;
  CURL *easy;
  IlvTransfer *transfer;

  if (g_once_init_enter (&initialised))
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      g_once_init_leave (&initialised, 1);
    }
  easy = curl_easy_init ();
  if (!easy)
    return NULL;
  transfer = g_new0 (IlvTransfer, 1);
  transfer->easy = easy;
  transfer->body = g_byte_array_new ();
  set_options (transfer);
  return transfer;
}

void
ilv_transfer_free (IlvTransfer *transfer)
{
  if (!transfer)
    return;
  curl_easy_cleanup (transfer->easy);
  g_byte_array_unref (transfer->body);
  g_free (transfer->url);
  g_free (transfer);
}

void
ilv_transfer_prepare (IlvTransfer *transfer, const char *url, double timeout_ms)
{
  g_free (transfer->url);
  transfer->url = g_strdup (url);
  g_byte_array_set_size (transfer->body, 0);
  transfer->too_large = FALSE;
  transfer->socket_error = 0;
  transfer->detail[0] = '\0';
  transfer->code = CURLE_OK;
  transfer->began = g_get_monotonic_time () * 1000;
  transfer->timeout = timeout_ms;
  curl_easy_setopt (transfer->easy, CURLOPT_URL, transfer->url);
  curl_easy_setopt (transfer->easy, CURLOPT_TIMEOUT_MS, (long) timeout_ms);
  curl_easy_setopt (transfer->easy, CURLOPT_CONNECTTIMEOUT_MS, (long) timeout_ms);
}

/* "example.org" or "127.0.0.1:8080": what a person looks for in an address. */
static char *
get_host (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (!uri || !g_uri_get_host (uri))
    return g_strdup (url);
  if (g_uri_get_port (uri) < 0)
    return g_strdup (g_uri_get_host (uri));
  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
}

static char *
describe_cut_off (const char *host)
{
  return g_strdup_printf (_ ("%s closed the connection before its answer was complete."), host);
}

static char *
describe_failure (const IlvTransfer *transfer)
{
  g_autofree char *host = get_host (transfer->url);
  int code = (int) transfer->code;

  if (transfer->too_large)
    return g_strdup_printf (_ ("The page of %s is larger than 16 MiB, the most that is read."),
                            host);
  if (ilv_file_limit_is_meant (transfer->socket_error))
    return ilv_file_limit_describe ();
  switch (code)
    {
    case CURLE_COULDNT_RESOLVE_HOST:
      return g_strdup_printf (_ ("The host %s was not found. Check its name and the network."),
                              host);
    case CURLE_COULDNT_CONNECT:
      return g_strdup_printf (_ ("%s refused the connection: no server answers there."), host);
    case CURLE_OPERATION_TIMEDOUT:
      return g_strdup_printf (_ ("%s did not answer within %g seconds."), host,
                              transfer->timeout / 1000);
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return describe_cut_off (host);
    case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9, which is any bytes at all */
    case CURLE_WEIRD_SERVER_REPLY:
      if (g_str_has_prefix (transfer->url, "http"))
        return g_strdup_printf (_ ("What %s answered is not HTTP."), host);
      break;
    default:
      break;
    }
  return g_strdup_printf (_ ("Fetching from %s failed: %s."), host,
                          transfer->detail[0] ? transfer->detail
                                              : curl_easy_strerror (transfer->code));
}

char *
ilv_transfer_take_body (IlvTransfer *transfer, gsize *length, char **sentence)
{
  g_autoptr (GByteArray) body = NULL;
  long status = 0;

  if (transfer->code != CURLE_OK)
    {
      *sentence = describe_failure (transfer);
      return NULL;
    }
  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 400)
    {
      *sentence = g_strdup_printf (_ ("The server answered %s with status %ld."), transfer->url,
                                   status);
      return NULL;
    }
  body = g_steal_pointer (&transfer->body);
  transfer->body = g_byte_array_new ();
  *length = body->len;
  g_byte_array_append (body, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&body), FALSE);
}
