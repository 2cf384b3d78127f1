/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GTK draws by OpenGL wherever there is any. In virtual machines and over the network that is often
 * Mesa's software driver, which computes every pixel of the window for every frame, while GTK's
 * cairo renderer paints what has changed: of three panels of two hundred lanes, live, 99 of 100
 * frames took up to 112 ms with llvmpipe and 22 ms with cairo, and the first frame came after 546
 * and 366 ms. GTK takes cairo there by itself only in later versions than those asked for here.
 */
#include "app/renderer.h"

#include <epoxy/gl.h>

#define VARIABLE "GSK_RENDERER"

gboolean
ilv_renderer_is_software (const char *name)
{
  /* Mesa's, from the newest to the oldest, and the one of Chromium and Android. */
  static const char *const drivers[]
    = { "llvmpipe", "softpipe", "swrast", "Software Rasterizer", "SwiftShader" };

  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (strstr (name, drivers[i]))
      return TRUE;
  return FALSE;
}

static gboolean
draws_by_software (GdkDisplay *display)
{
  g_autoptr (GdkGLContext) context = gdk_display_create_gl_context (display, NULL);
  const char *name;
  gboolean software;

  /* Without OpenGL GTK takes cairo anyway. */
  if (!context || !gdk_gl_context_realize (context, NULL))
    return FALSE;
  gdk_gl_context_make_current (context);
  name = (const char *) glGetString (GL_RENDERER);
  software = name && ilv_renderer_is_software (name);
  g_debug ("OpenGL is %s", name ? name : "nameless");
  gdk_gl_context_clear_current ();
  return software;
}

void
ilv_renderer_choose (GdkDisplay *display)
{
  if (!g_getenv (VARIABLE) && draws_by_software (display))
    g_setenv (VARIABLE, "cairo", TRUE);
}
