/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An XML file as a tree that remembers where everything stood, so that every mistake found later
 * can be told with its line and column.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_DOCUMENT_MAX_BYTES (1024 * 1024)
#define ILV_DOCUMENT_MAX_DEPTH 24 /* elements inside elements */
#define ILV_DOCUMENT_MAX_ATTRIBUTES 32

typedef struct
{
  char *name;
  char *value;
  const char *at;       /* its name in the document's text */
  const char *value_at; /* its value there */
} IlvDocumentAttribute;

typedef struct _IlvNode
{
  char *name;
  const struct _IlvNode *parent; /* NULL: the root */
  GArray *attributes;  /* element-type IlvDocumentAttribute */
  GPtrArray *children; /* owned (element-type IlvNode) */
  GString *text;       /* what stands in it outside of elements */
  const char *at;      /* its `<` in the document's text */
  const char *inside;  /* after its start tag */
  const char *close;   /* its end tag; as `inside`: it has none, as in <lock/> */
  const char *end;     /* after all of it */
} IlvNode;

typedef struct _IlvDocument IlvDocument;

/* Reads `text`, which must stay as long as the document. On a mistake of XML itself: NULL, `line`,
   `column` and a sentence (transfer full). */
IlvDocument *ilv_document_new (const char *text, gsize length, guint *line, guint *column,
                               char **message);
void ilv_document_free (IlvDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvDocument, ilv_document_free)

/* All (transfer none). The text is the one it was read from. */
const IlvNode *ilv_document_get_root (const IlvDocument *document);
const char *ilv_document_get_text (const IlvDocument *document);
gsize ilv_document_get_length (const IlvDocument *document);
/* Line and column, counted from 1 and in characters, of a place in the document's text. `column`
   may be NULL, which saves counting the characters of a long line. */
void ilv_document_locate (const IlvDocument *document, const char *at, guint *line,
                          guint *column);
/* NULL: it has no such attribute. */
const IlvDocumentAttribute *ilv_node_find (const IlvNode *node, const char *name);
/* Its text with all white space runs made one space, as gettext's rules take it. (transfer full) */
char *ilv_node_get_words (const IlvNode *node);

G_END_DECLS
