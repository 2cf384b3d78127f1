/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changes to a scenario file element by element: what can be added where, and how it then looks.
 *
 * What is made is without mistakes from the start, and brings along what it needs: a step that
 * takes a lock the lock, one that holds steps a first step. Functions that change give the whole
 * text as it is then (transfer full), and in `path`, where it is not NULL, where the element then
 * stands (transfer full); NULL: that cannot be done.
 */
#pragma once

#include "workload/element.h"

G_BEGIN_DECLS

/* A scenario to begin with, of that id and title. (transfer full) */
char *ilv_element_make_scenario (const char *id, const char *title);

/* The names of the elements that can be added to this one. (transfer full) (element-type utf8) */
GPtrArray *ilv_element_list_parts (const IlvNode *parent);
/* What an element of that name is for there; NULL: it cannot stand there. */
const char *ilv_element_get_part_title (const IlvNode *parent, const char *name);
const char *ilv_element_get_part_summary (const IlvNode *parent, const char *name);
/* Those steps a step can be put into. (transfer full) (element-type utf8) */
GPtrArray *ilv_element_list_holders (void);

/* `after`: the child behind which it is to stand; NULL: where elements of its kind stand. */
char *ilv_element_add (const IlvDocument *document, const IlvNode *parent, const IlvNode *after,
                       const char *name, char **path);
char *ilv_element_duplicate (const IlvDocument *document, const IlvNode *node, char **path);
char *ilv_element_remove (const IlvDocument *document, const IlvNode *node, char **path);
char *ilv_element_move (const IlvDocument *document, const IlvNode *node, gboolean up,
                        char **path);
char *ilv_element_move_into (const IlvDocument *document, const IlvNode *node, char **path);
char *ilv_element_move_out (const IlvDocument *document, const IlvNode *node, char **path);
char *ilv_element_wrap (const IlvDocument *document, const IlvNode *node, const char *holder,
                        char **path);
/* Whether they would do it; what can be removed can be doubled. */
gboolean ilv_element_can_remove (const IlvNode *node);
gboolean ilv_element_can_move (const IlvNode *node, gboolean up);
gboolean ilv_element_can_move_into (const IlvNode *node);
gboolean ilv_element_can_move_out (const IlvNode *node);
gboolean ilv_element_can_wrap (const IlvNode *node);
/* Another type of a setting, with the attributes that it wants and without those it does not. */
char *ilv_element_set_type (const IlvDocument *document, const IlvNode *setting,
                            const char *type);

G_END_DECLS
