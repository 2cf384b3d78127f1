/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One element of a scenario file, in a line. */
#pragma once

#include "workload/draft.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define ILV_TYPE_OUTLINE_ITEM (ilv_outline_item_get_type ())
G_DECLARE_FINAL_TYPE (IlvOutlineItem, ilv_outline_item, ILV, OUTLINE_ITEM, GObject)

/* Copies what it needs of draft and node. `path`: of the node, as IlvDraft has it; `depth`: 0 for
   the outermost element. */
IlvOutlineItem *ilv_outline_item_new (const IlvDraft *draft, const IlvNode *node,
                                      const char *path, guint depth);
/* Whether both would look the same in the list. */
gboolean ilv_outline_item_equal (const IlvOutlineItem *self, const IlvOutlineItem *other);
const char *ilv_outline_item_get_path (const IlvOutlineItem *self);
guint ilv_outline_item_get_depth (const IlvOutlineItem *self);
const char *ilv_outline_item_get_title (const IlvOutlineItem *self); /* never NULL */
const char *ilv_outline_item_get_detail (const IlvOutlineItem *self); /* its values; may be "" */
const char *ilv_outline_item_get_problem (const IlvOutlineItem *self); /* NULL: none */

G_END_DECLS
