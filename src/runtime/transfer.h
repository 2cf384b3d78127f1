/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One HTTP GET with libcurl: the request, the page it brings and, when it fails, the sentence that
 * says why. Who drives it (a thread or the event loop) is not its business.
 */
#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

#define ILV_TRANSFER_MAX_BODY (16u << 20) /* bytes */

typedef struct
{
  CURL *easy;       /* owned; keeps its connection for the next request */
  char *url;        /* owned; of the request */
  GByteArray *body; /* owned */
  gpointer task;    /* who waits for it on an event loop (borrowed); NULL: nobody */
  double timeout;   /* ms */
  gint64 began;     /* ns; when it was prepared */
  gboolean too_large;
  int socket_error; /* errno, when there was no socket for it; 0 */
  CURLcode code;    /* valid once it is over */
  char detail[CURL_ERROR_SIZE];
} IlvTransfer;

/* NULL when libcurl has no memory. */
IlvTransfer *ilv_transfer_new (void);
void ilv_transfer_free (IlvTransfer *transfer);

/* Prepares the GET of `url`, which fails after `timeout_ms`; what the last one brought is
   forgotten. */
void ilv_transfer_prepare (IlvTransfer *transfer, const char *url, double timeout_ms);

/* After the end: the page with a NUL behind it (transfer full), its length in `length`; or NULL
   and in `sentence` (transfer full) why there is none. */
char *ilv_transfer_take_body (IlvTransfer *transfer, gsize *length, char **sentence);

G_END_DECLS
