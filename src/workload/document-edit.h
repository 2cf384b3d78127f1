/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changes to an XML file that keep what they do not mean: comments, order, layout and other
 * attributes.
 *
 * The document itself, whose text must end with a NUL, stays as it is. Each function gives the
 * text as it is after the change (transfer full), to be read anew; NULL: there is nothing to be
 * changed in that way.
 */
#pragma once

#include "workload/document.h"

G_BEGIN_DECLS

/* Where an element stands, as the numbers of the children to follow from the root: "", "3", "3/0".
   (transfer full) */
char *ilv_node_get_path (const IlvNode *node);
guint ilv_node_get_position (const IlvNode *node); /* among its parent's children */
/* NULL: there is none. */
const IlvNode *ilv_document_find (const IlvDocument *document, const char *path);

/* `value` NULL: without it. */
char *ilv_document_set_attribute (const IlvDocument *document, const IlvNode *node,
                                  const char *name, const char *value);
/* What stands in the element in place of its text; comments in it stay. */
char *ilv_document_set_words (const IlvDocument *document, const IlvNode *node,
                              const char *words);
/* `xml` holds one element, laid out as if it began in the first column. `position`: before which
   child; as many as there are: after the last one. */
char *ilv_document_add (const IlvDocument *document, const IlvNode *parent, guint position,
                        const char *xml);
char *ilv_document_remove (const IlvDocument *document, const IlvNode *node);
/* In place of its neighbour: the next sibling, or with `up` the one before. Comments that stand
   directly above an element or behind it move along. */
char *ilv_document_move (const IlvDocument *document, const IlvNode *node, gboolean up);
/* To the end of the sibling before it. */
char *ilv_document_move_into (const IlvDocument *document, const IlvNode *node);
/* To behind its parent. */
char *ilv_document_move_out (const IlvDocument *document, const IlvNode *node);
/* Into a new element: `start_tag` "<repeat times="3">", `name` "repeat". */
char *ilv_document_wrap (const IlvDocument *document, const IlvNode *node, const char *start_tag,
                         const char *name);

/* What differs between two texts in UTF-8: `removed` bytes of `before` at `at` became `added` bytes
   of `after`. Both 0: they are the same. */
void ilv_text_compare (const char *before, const char *after, gsize *at, gsize *removed,
                       gsize *added);

G_END_DECLS
