/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The local HTTP server that fetches talk to: 127.0.0.1, a free port, pages as in pages.h.
 *
 * Two threads whatever the load: one serves every connection through epoll, the other sleeps
 * until the next delayed answer is due. Ten thousand answers can be held back at once, and none
 * waits for another.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_SERVER_ERROR (ilv_server_error_quark ())
GQuark ilv_server_error_quark (void);

typedef enum
{
  ILV_SERVER_ERROR_FILE_LIMIT, /* the system allows too few open files */
  ILV_SERVER_ERROR_FAILED      /* the server could not be started */
} IlvServerError;

typedef struct _IlvServer IlvServer;

/*
 * Starts serving. Raises the process's soft limit on open files up to its hard limit, since every
 * connection is one. Fails when even that leaves too few to be of use, or when nothing could be
 * bound.
 */
IlvServer *ilv_server_new (GError **error);

/* Answers what still waits at once, stops serving and closes every connection. */
void ilv_server_free (IlvServer *server);

/* On 127.0.0.1; one that the system chose. */
guint16 ilv_server_get_port (IlvServer *server);

/*
 * How many connections may be open at once: the limit on open files less a reserve. Connections
 * beyond it wait unanswered, so a workload that needs more must be refused beforehand.
 */
guint ilv_server_get_max_connections (IlvServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvServer, ilv_server_free)

G_END_DECLS
