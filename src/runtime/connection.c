/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/connection.h"

#include "runtime/file-limit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_SIZE 8
#define CHUNK 4096 /* bytes of a request or an answer at a time */

struct _IlvConnection
{
  int fd;
  IlvConnectionPhase phase;
  guint32 bytes; /* of the request */
  guint32 delay; /* us */
  gsize done;    /* of what is being sent, head included, or received */
  char *address;
  char *error; /* a sentence; NULL: nothing went wrong */
};

static void
fail (IlvConnection *connection, char *sentence)
{
  g_free (connection->error);
  connection->error = sentence;
  connection->phase = ILV_CONNECTION_FAILED;
}

void
ilv_connection_fail (IlvConnection *connection, int code)
{
  const char *address = connection->address;

  if (ilv_file_limit_is_meant (code))
    fail (connection, ilv_file_limit_describe ());
  else if (code == ECONNREFUSED)
    fail (connection,
          g_strdup_printf (_ ("%s refused the connection: no server answers there."), address));
  else if (code == ECONNRESET || code == EPIPE || code == 0)
    fail (connection,
          g_strdup_printf (_ ("%s closed the connection before its answer was complete."),
                           address));
  else
    fail (connection, g_strdup_printf (_ ("The connection to %s failed: %s."), address,
                                       g_strerror (code)));
}

/* --- opening ------------------------------------------------------------------------------ */

static gboolean
parse_address (const char *text, struct sockaddr_in *address)
{
  const char *colon = text ? strrchr (text, ':') : NULL;
  g_autofree char *host = colon ? g_strndup (text, (gsize) (colon - text)) : NULL;
  guint64 port = 0;

  if (!host || inet_pton (AF_INET, host, &address->sin_addr) != 1
      || !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL))
    return FALSE;
  address->sin_family = AF_INET;
  address->sin_port = htons ((guint16) port);
  return TRUE;
}

static void
set_options (int fd)
{
  /* Ended by a reset, also when the process is killed: thousands of connections that linger in
     TIME_WAIT would leave no ports for the next run. */
  struct linger none = { .l_onoff = 1 };
  int yes = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

IlvConnection *
ilv_connection_open (const char *address)
{
  IlvConnection *connection = g_new0 (IlvConnection, 1);
  struct sockaddr_in place = { 0 };

  connection->fd = -1;
  connection->address = g_strdup (address ? address : "");
  if (!parse_address (address, &place))
    {
      fail (connection, g_strdup (_ ("There is no echo server to connect to.")));
      return connection;
    }
  connection->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (connection->fd >= 0)
    set_options (connection->fd);
  /* While it is being made, it is not writable, and what is sent waits for that. */
  if (connection->fd < 0
      || (connect (connection->fd, (struct sockaddr *) &place, sizeof place) != 0
          && errno != EINPROGRESS))
    ilv_connection_fail (connection, errno);
  return connection;
}

void
ilv_connection_free (IlvConnection *connection)
{
  if (!connection)
    return;
  if (connection->fd >= 0)
    close (connection->fd);
  g_free (connection->address);
  g_free (connection->error);
  g_free (connection);
}

int
ilv_connection_get_fd (const IlvConnection *connection)
{
  return connection->fd;
}

IlvConnectionPhase
ilv_connection_get_phase (const IlvConnection *connection)
{
  return connection->phase;
}

/* --- a request ---------------------------------------------------------------------------- */

void
ilv_connection_begin (IlvConnection *connection, guint bytes, guint delay_us)
{
  if (connection->phase == ILV_CONNECTION_FAILED)
    return;
  connection->phase = ILV_CONNECTION_SENDING;
  connection->bytes = bytes;
  connection->delay = delay_us;
  connection->done = 0;
}

/* What is sent differs from byte to byte, so that a mistake in the answer is found. */
static void
fill (guint8 *chunk, gsize size, gsize position)
{
  for (gsize i = 0; i < size; i++)
    chunk[i] = (guint8) ((position + i) * 31 + (position + i) / 256);
}

/* A chunk of head and payload; gives its size. */
static gsize
make_chunk (const IlvConnection *connection, guint8 *chunk)
{
  guint32 head[2] = { GUINT32_TO_BE (connection->bytes), GUINT32_TO_BE (connection->delay) };
  gsize size = MIN (CHUNK, HEAD_SIZE + connection->bytes - connection->done);
  gsize of_head = connection->done < HEAD_SIZE ? MIN (HEAD_SIZE - connection->done, size) : 0;

  if (of_head > 0)
    memcpy (chunk, (const guint8 *) head + connection->done, of_head);
  fill (chunk + of_head, size - of_head, connection->done + of_head - HEAD_SIZE);
  return size;
}

/* FALSE: it goes no further now. The same below. */
static gboolean
send_some (IlvConnection *connection)
{
  guint8 chunk[CHUNK];
  gssize n = send (connection->fd, chunk, make_chunk (connection, chunk), MSG_NOSIGNAL);

  if (n < 0)
    {
      int code = errno;

      /* ENOTCONN: not yet. */
      if (code != EAGAIN && code != EINTR && code != ENOTCONN)
        ilv_connection_fail (connection, code);
      return code == EINTR;
    }
  connection->done += (gsize) n;
  if (connection->done == HEAD_SIZE + connection->bytes)
    {
      connection->phase = ILV_CONNECTION_RECEIVING;
      connection->done = 0;
      return FALSE;
    }
  return TRUE;
}

static gboolean
receive_some (IlvConnection *connection)
{
  guint8 chunk[CHUNK], expected[CHUNK];
  gboolean idle = connection->phase == ILV_CONNECTION_IDLE;
  gsize left = idle ? 1 : MIN (CHUNK, connection->bytes - connection->done);
  gssize n = recv (connection->fd, chunk, left, 0);

  if (n <= 0)
    {
      int code = n < 0 ? errno : 0;

      if (code != EAGAIN && code != EINTR && code != ENOTCONN)
        ilv_connection_fail (connection, code);
      return code == EINTR;
    }
  fill (expected, (gsize) n, connection->done);
  if (idle || memcmp (chunk, expected, (gsize) n) != 0)
    {
      fail (connection, g_strdup_printf (_ ("What %s answered is not what it was sent."),
                                         connection->address));
      return FALSE;
    }
  connection->done += (gsize) n;
  if (connection->done == connection->bytes)
    connection->phase = ILV_CONNECTION_IDLE;
  return connection->phase == ILV_CONNECTION_RECEIVING;
}

IlvConnectionPhase
ilv_connection_advance (IlvConnection *connection)
{
  gboolean goes_on = connection->phase != ILV_CONNECTION_FAILED;

  while (goes_on)
    goes_on = connection->phase == ILV_CONNECTION_SENDING ? send_some (connection)
                                                          : receive_some (connection);
  return connection->phase;
}

void
ilv_connection_time_out (IlvConnection *connection, double seconds)
{
  fail (connection, g_strdup_printf (_ ("%s did not answer within %g seconds."),
                                     connection->address, seconds));
}

char *
ilv_connection_dup_error (const IlvConnection *connection)
{
  return g_strdup (connection->error);
}
