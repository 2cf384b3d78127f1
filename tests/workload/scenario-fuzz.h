/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Takes any bytes for a scenario file and does with it what the program does: parses, tells the
   mistakes, or fills in the settings for every model and works out what every task says. Aborts
   when something does not hold. Gives whether it was a scenario without mistakes. */
gboolean scenario_fuzz (const char *text, gsize length);
