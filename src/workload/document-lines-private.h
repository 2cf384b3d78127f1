/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where elements stand in the lines of their document: for document-edit.c. */
#pragma once

#include "workload/document.h"

G_BEGIN_DECLS

/* The part of the text that belongs to an element: whole lines where it shares them with no other,
   otherwise the element alone. */
typedef struct
{
  const char *from;
  const char *to;
  gboolean has_lines; /* `to` is the beginning of the next line */
} IlvBlock;

/* `with_comments`: those in the lines directly above it and behind it belong to it as well. */
IlvBlock ilv_document_get_block (const IlvDocument *document, const IlvNode *node,
                                 gboolean with_comments);
/* The white space at the beginning of the line in which the element begins. (transfer full) */
char *ilv_document_get_indent (const IlvDocument *document, const IlvNode *node);
/* The text of a block as if it began in the first column. (transfer full) */
char *ilv_document_cut (const IlvDocument *document, const IlvNode *node, IlvBlock block);
/* With `indent` before every line that is not empty, and no line end after the last one. */
char *ilv_lines_indent (const char *lines, const char *indent);

/* What stands between two places becomes another text. */
typedef struct
{
  const char *from;
  const char *to;
  char *text; /* owned */
} IlvSplice;

void ilv_splice_clear (IlvSplice *splice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IlvSplice, ilv_splice_clear)
/* Puts the element `xml` before the parent's child at `position`. */
void ilv_splice_insert (IlvSplice *splice, const IlvDocument *document, const IlvNode *parent,
                        guint position, const char *xml);
/* The text with all of them made; they must not overlap. (transfer full) */
char *ilv_document_apply (const IlvDocument *document, const IlvSplice *splices, guint n_splices);
char *ilv_document_replace (const IlvDocument *document, const char *from, const char *to,
                            const char *text);

G_END_DECLS
