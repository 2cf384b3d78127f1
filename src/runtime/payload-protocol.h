/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a worker and the payload server say to each other. */
#pragma once

#include <glib.h>
#include <sys/socket.h>

/* With the writing end of a pipe where a copy is wanted. */
typedef struct
{
  guint32 index;  /* of the task */
  guint32 shared; /* 1: the memory itself is wanted */
  guint64 size;   /* bytes */
} IlvPayloadRequest;

/* Through the socket with the memory's descriptor, or through the pipe before the bytes. */
typedef struct
{
  guint64 offset; /* of the region in the memory */
  guint64 size;   /* bytes */
} IlvPayloadAnswer;

/* How the numbers are serialised. */
#define ILV_PAYLOAD_TYPE ((const GVariantType *) "ad")

/* One packet with one descriptor, -1 for none. FALSE with errno set on failure. */
gboolean ilv_payload_send_packet (int socket, const void *data, gsize size, int fd);
/* Of exactly that size. `*fd` is the caller's, -1 when none came. */
gboolean ilv_payload_receive_packet (int socket, void *data, gsize size, int *fd);
