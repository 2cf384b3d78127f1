/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes through the pipes between processes: serialised values, framed.
 *
 * The pipes are in packet mode (O_DIRECT): a packet is written and read as a whole or not at all,
 * so that a process killed in the middle of a message leaves no half packet behind. A message is
 * one packet or several; each says how long the message is and where in it it belongs, and a
 * reader that finds itself in the middle of somebody's broken off message skips to the next.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ILV_MESSAGE_MAX (256u << 20) /* bytes */

typedef enum
{
  ILV_MESSAGE_DONE,
  ILV_MESSAGE_AGAIN, /* a non-blocking pipe is full or empty: later */
  ILV_MESSAGE_END,   /* nobody is left at the other side */
  ILV_MESSAGE_FAILED,
} IlvMessageResult;

/* A pipe in packet mode, both ends close-on-exec. Errors: G_IO_ERROR. */
gboolean ilv_message_pipe (int fds[2], GError **error);

/* A message on its way out. */
typedef struct
{
  GVariant *value; /* owned */
  gsize sent;
} IlvMessageOut;

/* Takes the (possibly floating) value. */
void ilv_message_out_init (IlvMessageOut *out, GVariant *value);
void ilv_message_out_clear (IlvMessageOut *out);
gsize ilv_message_out_get_size (const IlvMessageOut *out);
/* Writes as much as fits; DONE when it was all of it. */
IlvMessageResult ilv_message_out_write (IlvMessageOut *out, int fd, GError **error);

/* Messages coming in. */
typedef struct
{
  GByteArray *data; /* owned; NULL between messages */
  gsize total;
  gsize n_read; /* bytes of all packets so far, also of those skipped */
} IlvMessageIn;

void ilv_message_in_clear (IlvMessageIn *in);
/* Reads until a message is whole: DONE, with `value` (transfer full) of `type`; a message of
   another type or in disorder FAILED. */
IlvMessageResult ilv_message_in_read (IlvMessageIn *in, int fd, const GVariantType *type,
                                      GVariant **value, GError **error);

G_END_DECLS
