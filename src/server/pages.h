/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the local server answers: the request's path and arguments read into a plan, and the plan
 * turned into a body. Knows nothing of sockets, and the same request always gives the same body.
 *
 *   /delay/MS        a line of text, MS milliseconds later (0 to 600 000, decimals allowed)
 *   /bytes/N         N bytes of filler (up to 1 GiB)
 *   /posts/N         a JSON object like those of a public practice service
 *   /html/WORDS      a page with exactly WORDS words outside its tags (up to 1 000 000)
 *   /status/CODE     that status (200 to 599)
 *   /flaky/PERCENT   503 for so many of the requests, 200 for the others
 *
 * Every one takes ?delay=MS, added to the delay of its path. /flaky takes ?seed=N, which makes the
 * order of failures repeatable: the answer follows from the seed and from how often this seed was
 * asked for before, or from ?attempt=N where the client counts for itself.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_PAGE_ERROR (ilv_page_error_quark ())
GQuark ilv_page_error_quark (void);

typedef enum
{
  ILV_PAGE_ERROR_NOT_FOUND, /* no such path */
  ILV_PAGE_ERROR_BAD_NUMBER /* the path is known; its number is none, or out of range */
} IlvPageError;

typedef enum
{
  ILV_PAGE_DELAY,
  ILV_PAGE_BYTES,
  ILV_PAGE_POSTS,
  ILV_PAGE_HTML,
  ILV_PAGE_STATUS,
  ILV_PAGE_FLAKY,
  ILV_N_PAGE_KINDS
} IlvPageKind;

typedef struct
{
  IlvPageKind kind;
  double number;      /* of the path */
  double delay_ms;    /* path and argument together */
  gboolean has_seed;
  gboolean has_attempt;
  guint64 seed;
  guint64 attempt;
} IlvPagePlan;

/* The value of an argument of the request, or NULL. */
typedef const char *(*IlvPageArgument) (const char *name, gpointer data);

/* Reads what a request wants from its path and its arguments. Errors: ILV_PAGE_ERROR. */
gboolean ilv_page_plan (IlvPagePlan *plan, const char *path, IlvPageArgument argument,
                        gpointer data, GError **error);

/* The body of a plan, and its type (static). Not for ILV_PAGE_BYTES, whose body is never held. */
GBytes *ilv_page_make_body (const IlvPagePlan *plan, guint status, const char **type);

/* Fills `buffer` with the filler of /bytes that starts at `offset`. */
void ilv_page_fill (char *buffer, gsize length, guint64 offset);

/* Whether the attempt-th request with this seed fails, when `percent` of all are to. */
gboolean ilv_page_is_failure (guint64 seed, guint64 attempt, double percent);

G_END_DECLS
