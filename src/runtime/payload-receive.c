/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's side of payload-server.h. */
#include "runtime/payload-protocol.h"
#include "runtime/payload-server.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/un.h>
#include <unistd.h>

static gboolean
fail (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("What the task is sent did not come: %s."), g_strerror (code));
  return FALSE;
}

static gboolean
connect_to_server (const char *name, int *connection, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = strlen (name);

  if (*connection > 0)
    return TRUE;
  *connection = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (*connection < 0 || length + 1 > sizeof address.sun_path)
    return fail (error, *connection < 0 ? errno : ENAMETOOLONG);
  /* A name that is in no folder begins with a zero byte. */
  memcpy (address.sun_path + 1, name, length);
  if (connect (*connection, (struct sockaddr *) &address,
               (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + 1 + length))
      != 0)
    return fail (error, errno);
  return TRUE;
}

/* FALSE without `error`: a stop came. */
static gboolean
wait_for_data (int fd, int stop_fd)
{
  struct pollfd fds[] = { { .fd = fd, .events = POLLIN }, { .fd = stop_fd, .events = POLLIN } };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    continue;
  return fds[1].revents == 0;
}

static gboolean
read_all (int fd, int stop_fd, void *buffer, gsize size, GError **error)
{
  guint8 *at = buffer;

  while (size > 0)
    {
      gssize n;

      if (!wait_for_data (fd, stop_fd))
        return FALSE;
      n = read (fd, at, size);
      if (n == 0)
        return fail (error, EPIPE);
      if (n < 0 && errno != EINTR)
        return fail (error, errno);
      at += MAX (n, 0);
      size -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

static IlvPayload *
read_copy (int fd, int stop_fd, guint64 size, GError **error)
{
  IlvPayloadAnswer answer;
  g_autofree guint8 *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) serialised = NULL;
  const double *values;
  gsize n = 0;

  if (!read_all (fd, stop_fd, &answer, sizeof answer, error))
    return NULL;
  if (answer.size != size)
    return fail (error, EBADMSG), NULL;
  data = g_malloc (size);
  if (!read_all (fd, stop_fd, data, size, error))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  serialised = g_variant_ref_sink (g_variant_new_from_bytes (ILV_PAYLOAD_TYPE, bytes, FALSE));
  values = g_variant_get_fixed_array (serialised, &n, sizeof (double));
  /* Deserialising makes an object of its own. */
  return ilv_payload_new (g_memdup2 (values, n * sizeof (double)), n, ILV_PAYLOAD_COPIED);
}

static IlvPayload *
receive_copy (int connection, int stop_fd, const IlvPayloadRequest *request, GError **error)
{
  IlvPayload *payload = NULL;
  int fds[2];

  if (pipe2 (fds, O_CLOEXEC) != 0)
    return fail (error, errno), NULL;
  if (ilv_payload_send_packet (connection, request, sizeof *request, fds[1]))
    {
      close (fds[1]);
      payload = read_copy (fds[0], stop_fd, request->size, error);
    }
  else
    {
      fail (error, errno);
      close (fds[1]);
    }
  close (fds[0]);
  return payload;
}

static IlvPayload *
receive_memory (int connection, int stop_fd, const IlvPayloadRequest *request, GError **error)
{
  IlvPayloadAnswer answer;
  void *memory = MAP_FAILED;
  int fd = -1;

  if (!ilv_payload_send_packet (connection, request, sizeof *request, -1))
    return fail (error, errno), NULL;
  if (!wait_for_data (connection, stop_fd))
    return NULL;
  if (!ilv_payload_receive_packet (connection, &answer, sizeof answer, &fd))
    return fail (error, errno), NULL;
  if (fd >= 0 && answer.size == request->size)
    memory = mmap (NULL, answer.size, PROT_READ, MAP_SHARED, fd, (off_t) answer.offset);
  if (fd >= 0)
    close (fd);
  if (memory == MAP_FAILED)
    return fail (error, fd < 0 ? EBADMSG : errno), NULL;
  return ilv_payload_new (memory, answer.size / sizeof (double), ILV_PAYLOAD_MAPPED);
}

IlvPayload *
ilv_payload_receive (IlvExecution *execution, int *connection, int stop_fd, guint index,
                     guint64 size, gboolean shared, GError **error)
{
  IlvPayloadRequest request = { index, shared, size };

  if (size == 0)
    return ilv_payload_new (NULL, 0, ILV_PAYLOAD_BORROWED);
  if (!connect_to_server (execution->payload_address, connection, error))
    return NULL;
  return shared ? receive_memory (*connection, stop_fd, &request, error)
                : receive_copy (*connection, stop_fd, &request, error);
}
