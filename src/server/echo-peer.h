/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection of the echo server: how far its request has come. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_PEER_READING, /* has taken what there was; the socket tells when there is more */
  ILV_PEER_WAITING, /* has a whole request, to be answered at `due` */
  ILV_PEER_WRITING, /* could not send all of its answer yet */
  ILV_PEER_OVER,    /* closed by the other side, or it sent what is no request */
} IlvPeerState;

typedef struct
{
  int fd; /* owned, does not block */
  IlvPeerState state;
  gint64 due;                /* us of the monotonic clock */
  GSequenceIter *place;      /* among those that wait; NULL: it does not */
  guint8 head[8];
  guint8 *payload;           /* owned */
  guint32 size;              /* of the payload */
  gsize done;                /* bytes of head and payload that came, then of those sent */
} IlvEchoPeer;

IlvEchoPeer *ilv_echo_peer_new (int fd);
void ilv_echo_peer_free (IlvEchoPeer *peer);

/* Goes on as far as that is possible without waiting. */
void ilv_echo_peer_advance (IlvEchoPeer *peer);
/* Answers one that WAITS, and goes on. */
void ilv_echo_peer_answer (IlvEchoPeer *peer);

G_END_DECLS
