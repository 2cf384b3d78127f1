/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another program from which files are dragged onto a window, as the desktop has it: by the Xdnd
   protocol, over a connection of its own to the display. */
#pragma once

#include "window-fixture.h"

G_BEGIN_DECLS

/* Drags files to the middle of the X window `target`, waits until they are taken there, lets them
   fall, and waits until that has been answered. `uris`: their URIs, each with \r\n behind it. */
void drag_files (const char *display, gulong target, const char *uris);

G_END_DECLS
