/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files element-*.c share. */
#pragma once

#include "workload/element-make.h"

G_BEGIN_DECLS

/* A new element as it is written first; `only_tag`: its start tag alone. (transfer full) */
char *ilv_element_make (const IlvDocument *document, const IlvNode *parent, const char *name,
                        gboolean only_tag);
/* Takes `text` and gives it with the lock or whatever the step takes, where there is none of that
   kind. `path`, where not NULL, still leads to the same element. */
char *ilv_element_add_missing_object (char *text, const char *step, char **path);
/* `wanted`, or with a number behind it what no such element of the scenario is called. */
char *ilv_element_make_name (const IlvNode *root, const char *element, const char *wanted);
char *ilv_element_make_path (const IlvNode *parent, guint position);

G_END_DECLS
