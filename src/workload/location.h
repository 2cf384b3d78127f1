/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the program's own files are: installed, or in the build and source tree when run from
 * there (the environment says ILV_UNINSTALLED=1, as ./dev and the tests do).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ilv_location_get_scenarios (void);  /* the folder of scenario files */
char *ilv_location_get_runner (void);     /* the program interleave-runner */
char *ilv_location_get_locale (void);     /* the folder for bindtextdomain() */

G_END_DECLS
