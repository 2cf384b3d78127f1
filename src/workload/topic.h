/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scenarios are about: a fixed list, in the order it is shown. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint ilv_topic_count (void);
const char *ilv_topic_get_name (guint index);        /* "io" */
int ilv_topic_find (const char *topic);              /* place in the order; -1: no such topic */
const char *ilv_topic_get_title (const char *topic); /* "Waiting for I/O", translated */

G_END_DECLS
