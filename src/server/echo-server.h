/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A server that sends back what it is sent, over TCP on 127.0.0.1 and a free port.
 *
 * A request is two numbers of 32 bits, the most significant byte first: how many bytes follow and
 * how many microseconds to wait. The answer is those bytes, after that wait. A connection takes
 * one request after the other. One thread serves ten thousand of them through epoll.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_ECHO_MAX_BYTES (1024 * 1024)

typedef struct _IlvEchoServer IlvEchoServer;

/* Errors: ILV_SERVER_ERROR_FAILED. */
IlvEchoServer *ilv_echo_server_new (GError **error);
/* Closes every connection. */
void ilv_echo_server_free (IlvEchoServer *server);
guint16 ilv_echo_server_get_port (const IlvEchoServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvEchoServer, ilv_echo_server_free)

G_END_DECLS
