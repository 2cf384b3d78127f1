/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name somebody probably meant. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The candidate (borrowed) closest to `name` when it is close enough to be a slip of the hand:
   the start of it, or at most a third of its letters wrong, missing, too many or swapped. NULL:
   none. `candidates`: element-type utf8. */
const char *ilv_near_miss_find (const char *name, GPtrArray *candidates);

/* " Did you mean “workers”?" or, where nothing is near, "". (transfer full) */
char *ilv_near_miss_describe (const char *name, GPtrArray *candidates);

G_END_DECLS
