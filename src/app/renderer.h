/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What draws the windows: the graphics card, or where there is none cairo. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Whether OpenGL of that name (of GL_RENDERER) draws with the processor. */
gboolean ilv_renderer_is_software (const char *name);

/* To be called before the first window of `display` is realized. Where GSK_RENDERER is set, that
   stands. */
void ilv_renderer_choose (GdkDisplay *display);

G_END_DECLS
