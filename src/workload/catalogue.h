/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that come with the program, in the order they are shown. */
#pragma once

#include "workload/scenario.h"

G_BEGIN_DECLS

/* All scenarios of the data folder, sorted by topic (in the fixed order of topics) and, inside a
   topic, by the `order` of the file. (transfer full) (element-type IlvScenario). A file with
   mistakes fails the whole: the files are ours. */
GPtrArray *ilv_catalogue_load (GError **error);

/* One of them, or of one's own, by its id. ILV_SCENARIO_ERROR_UNKNOWN: the message names near
   misses. */
IlvScenario *ilv_catalogue_find (const char *id, GError **error);

G_END_DECLS
