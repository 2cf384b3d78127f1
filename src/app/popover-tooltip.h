/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button whose popover is open tells nothing: its tooltip would stand over the popover. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For all menu buttons of the program, those that are made later too. Once. */
void ilv_popover_tooltip_install (void);

G_END_DECLS
