/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/message.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  guint32 total;  /* bytes of the message */
  guint32 offset; /* of this packet's bytes in it; 0 begins a message */
} PacketHeader;

#define PACKET_BYTES (PIPE_BUF - sizeof (PacketHeader))

typedef struct
{
  PacketHeader header;
  guint8 bytes[PACKET_BYTES];
} Packet;

G_STATIC_ASSERT (sizeof (Packet) == PIPE_BUF);

static IlvMessageResult
fail (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("The pipe between processes failed: %s."), g_strerror (code));
  return ILV_MESSAGE_FAILED;
}

gboolean
ilv_message_pipe (int fds[2], GError **error)
{
  if (pipe2 (fds, O_CLOEXEC | O_DIRECT) == 0)
    return TRUE;
  fail (error, errno);
  return FALSE;
}

void
ilv_message_out_init (IlvMessageOut *out, GVariant *value)
{
  out->value = g_variant_ref_sink (value);
  out->sent = 0;
}

void
ilv_message_out_clear (IlvMessageOut *out)
{
  g_clear_pointer (&out->value, g_variant_unref);
  out->sent = 0;
}

gsize
ilv_message_out_get_size (const IlvMessageOut *out)
{
  return g_variant_get_size (out->value);
}

IlvMessageResult
ilv_message_out_write (IlvMessageOut *out, int fd, GError **error)
{
  const guint8 *data = g_variant_get_data (out->value);
  gsize total = g_variant_get_size (out->value);

  if (total > ILV_MESSAGE_MAX)
    return fail (error, EMSGSIZE);
  while (out->sent < total)
    {
      gsize n = MIN (total - out->sent, PACKET_BYTES);
      Packet packet;
      gssize written;

      packet.header = (PacketHeader){ (guint32) total, (guint32) out->sent };
      memcpy (packet.bytes, data + out->sent, n);
      written = write (fd, &packet, sizeof packet.header + n);
      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0 && errno == EAGAIN)
        return ILV_MESSAGE_AGAIN;
      if (written < 0)
        return errno == EPIPE ? ILV_MESSAGE_END : fail (error, errno);
      out->sent += n;
    }
  return ILV_MESSAGE_DONE;
}

void
ilv_message_in_clear (IlvMessageIn *in)
{
  g_clear_pointer (&in->data, g_byte_array_unref);
  in->total = 0;
}

/* Whether the packet makes the message whole. */
static gboolean
add_packet (IlvMessageIn *in, const Packet *packet, gsize n)
{
  if (packet->header.offset == 0)
    {
      g_clear_pointer (&in->data, g_byte_array_unref);
      if (packet->header.total > ILV_MESSAGE_MAX)
        return FALSE;
      in->total = packet->header.total;
      in->data = g_byte_array_new ();
    }
  if (!in->data || packet->header.offset != in->data->len || packet->header.total != in->total
      || n > in->total - in->data->len)
    {
      g_clear_pointer (&in->data, g_byte_array_unref);
      return FALSE;
    }
  g_byte_array_append (in->data, packet->bytes, (guint) n);
  return in->data->len == in->total;
}

static IlvMessageResult
finish (IlvMessageIn *in, const GVariantType *type, GVariant **value, GError **error)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&in->data));
  g_autoptr (GVariant) whole
      = g_variant_ref_sink (g_variant_new_from_bytes (type, bytes, FALSE));

  if (!g_variant_is_normal_form (whole))
    return fail (error, EBADMSG);
  *value = g_steal_pointer (&whole);
  return ILV_MESSAGE_DONE;
}

IlvMessageResult
ilv_message_in_read (IlvMessageIn *in, int fd, const GVariantType *type, GVariant **value,
                     GError **error)
{
  for (;;)
    {
      Packet packet;
      gssize n = read (fd, &packet, sizeof packet);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno == EAGAIN ? ILV_MESSAGE_AGAIN : fail (error, errno);
      if (n == 0)
        return ILV_MESSAGE_END;
      in->n_read += (gsize) n;
      if ((gsize) n <= sizeof packet.header)
        return fail (error, EBADMSG);
      if (add_packet (in, &packet, (gsize) n - sizeof packet.header))
        return finish (in, type, value, error);
    }
}
