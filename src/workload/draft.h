/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of a scenario file while it is being written: what it holds as far as it can be read,
 * and every mistake with the place it belongs to.
 *
 * Immutable; a changed text is another draft.
 */
#pragma once

#include "workload/document.h"
#include "workload/scenario.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;  /* of the element, as ilv_document_find() takes it; NULL: the text is no XML */
  char *field; /* of the element, as IlvField has its name; NULL: the element as a whole */
  guint line;  /* counted from 1 */
  guint column;
  gsize from; /* bytes of the text to be marked; at least one, unless the text is empty */
  gsize to;
  char *message;
} IlvDraftProblem;

typedef struct _IlvDraft IlvDraft;

/* `text`: in UTF-8. `taken`: ids that other scenarios have already; may be NULL. */
IlvDraft *ilv_draft_new (const char *text, const char *const *taken);
void ilv_draft_free (IlvDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvDraft, ilv_draft_free)

const char *ilv_draft_get_text (const IlvDraft *draft);
/* NULL: it is no XML as it stands. */
const IlvDocument *ilv_draft_get_document (const IlvDraft *draft);
/* NULL: it has mistakes. (transfer none) */
IlvScenario *ilv_draft_get_scenario (const IlvDraft *draft);
/* In the order of the text. (element-type IlvDraftProblem) */
const GPtrArray *ilv_draft_get_problems (const IlvDraft *draft);
/* The first one of the element's field, or of the element as a whole with `field` NULL; NULL: there
   is none. */
const IlvDraftProblem *ilv_draft_find_problem (const IlvDraft *draft, const char *path,
                                               const char *field);
/* How many there are in the element, its fields and, with `deep`, all that it holds. */
guint ilv_draft_count_problems (const IlvDraft *draft, const char *path, gboolean deep);
/* The root's id, if it is one. (transfer full) (nullable) */
char *ilv_draft_get_id (const IlvDraft *draft);
/* The path of the innermost element around a byte of the text; NULL: none, or no XML. */
char *ilv_draft_find_element (const IlvDraft *draft, gsize offset);

G_END_DECLS
