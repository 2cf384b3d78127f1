/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/echo-peer.h"

#include "server/echo-server.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

IlvEchoPeer *
ilv_echo_peer_new (int fd)
{
  IlvEchoPeer *peer = g_new0 (IlvEchoPeer, 1);

  peer->fd = fd;
  return peer;
}

void
ilv_echo_peer_free (IlvEchoPeer *peer)
{
  close (peer->fd);
  g_free (peer->payload);
  g_free (peer);
}

static guint32
read_number (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return GUINT32_FROM_BE (number);
}

static void
take_head (IlvEchoPeer *peer)
{
  guint32 delay = read_number (peer->head + 4);

  peer->size = read_number (peer->head);
  if (peer->size == 0 || peer->size > ILV_ECHO_MAX_BYTES)
    {
      peer->state = ILV_PEER_OVER;
      return;
    }
  peer->payload = g_malloc (peer->size);
  peer->due = delay; /* from the moment the last byte is there */
}

static void
take_request (IlvEchoPeer *peer)
{
  peer->done = 0;
  if (peer->due == 0)
    {
      peer->state = ILV_PEER_WRITING;
      return;
    }
  peer->due += g_get_monotonic_time ();
  peer->state = ILV_PEER_WAITING;
}

/* FALSE: there is no more now. */
static gboolean
read_some (IlvEchoPeer *peer)
{
  gboolean in_head = peer->done < sizeof peer->head;
  guint8 *place = in_head ? peer->head + peer->done
                          : peer->payload + peer->done - sizeof peer->head;
  gsize left = in_head ? sizeof peer->head - peer->done
                       : peer->size + sizeof peer->head - peer->done;
  gssize n = recv (peer->fd, place, left, 0);

  if (n < 0 && errno == EINTR)
    return TRUE;
  if (n <= 0)
    {
      if (n == 0 || errno != EAGAIN)
        peer->state = ILV_PEER_OVER;
      return FALSE;
    }
  peer->done += (gsize) n;
  if (in_head && peer->done == sizeof peer->head)
    take_head (peer);
  else if (!in_head && peer->done == peer->size + sizeof peer->head)
    take_request (peer);
  return TRUE;
}

static gboolean
write_some (IlvEchoPeer *peer)
{
  gssize n = send (peer->fd, peer->payload + peer->done, peer->size - peer->done, MSG_NOSIGNAL);

  if (n < 0 && errno == EINTR)
    return TRUE;
  if (n < 0)
    {
      if (errno != EAGAIN)
        peer->state = ILV_PEER_OVER;
      return FALSE;
    }
  peer->done += (gsize) n;
  if (peer->done == peer->size)
    {
      g_clear_pointer (&peer->payload, g_free);
      peer->done = 0;
      peer->state = ILV_PEER_READING;
    }
  return TRUE;
}

void
ilv_echo_peer_advance (IlvEchoPeer *peer)
{
  gboolean goes_on = TRUE;

  while (goes_on && (peer->state == ILV_PEER_READING || peer->state == ILV_PEER_WRITING))
    goes_on = peer->state == ILV_PEER_READING ? read_some (peer) : write_some (peer);
}

void
ilv_echo_peer_answer (IlvEchoPeer *peer)
{
  peer->state = ILV_PEER_WRITING;
  ilv_echo_peer_advance (peer);
}
