/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A TCP connection to the echo server, for one request after the other.
 *
 * It never waits: ilv_connection_advance() goes as far as the socket allows, and who owns the
 * connection waits for the socket as it may, a thread in poll(), a coroutine on its loop.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_CONNECTION_IDLE, /* open, with no request under way */
  ILV_CONNECTION_SENDING,
  ILV_CONNECTION_RECEIVING,
  ILV_CONNECTION_FAILED, /* see ilv_connection_dup_error() */
} IlvConnectionPhase;

typedef struct _IlvConnection IlvConnection;

/* `address`: "127.0.0.1:PORT"; NULL: there is no server. Whatever goes wrong, also at once, is
   told as FAILED. */
IlvConnection *ilv_connection_open (const char *address);
/* Closes it; not while a loop watches the socket. NULL is fine. */
void ilv_connection_free (IlvConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvConnection, ilv_connection_free)

int ilv_connection_get_fd (const IlvConnection *connection); /* -1: it could not be made */
/* Where it stood when it last went on. */
IlvConnectionPhase ilv_connection_get_phase (const IlvConnection *connection);

/* Begins a request of so many bytes, to be answered `delay_us` after it came. */
void ilv_connection_begin (IlvConnection *connection, guint bytes, guint delay_us);
/* Goes on without waiting, and says where it stands: IDLE when the whole answer is there. */
IlvConnectionPhase ilv_connection_advance (IlvConnection *connection);
/* Says that the owner cannot use it: what errno was. */
void ilv_connection_fail (IlvConnection *connection, int code);
/* Says that the owner waited for so long and gives up. */
void ilv_connection_time_out (IlvConnection *connection, double seconds);

/* Why it failed, a sentence. (transfer full) */
char *ilv_connection_dup_error (const IlvConnection *connection);

G_END_DECLS
