/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/renderer.h"
#include "window-fixture.h"

#include <epoxy/gl.h>

#define VARIABLE "GSK_RENDERER"

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    gboolean software;
  } cases[] = {
    { "llvmpipe (LLVM 15.0.6, 256 bits)", TRUE },
    { "softpipe", TRUE },
    { "Software Rasterizer", TRUE },
    { "Mesa DRI swrast", TRUE },
    { "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)", TRUE },
    { "Mesa Intel(R) UHD Graphics 620 (KBL GT2)", FALSE },
    { "AMD Radeon RX 6600 (navi23, LLVM 15.0.6, DRM 3.49, 6.1.0-13-amd64)", FALSE },
    { "NVIDIA GeForce RTX 3060/PCIe/SSE2", FALSE },
    { "virgl (Mesa Intel(R) Graphics (RPL-P))", FALSE },
    { "V3D 4.2", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ilv_renderer_is_software (cases[i].name), ==, cases[i].software);
}

static gboolean
has_llvmpipe (void)
{
  g_autoptr (GdkGLContext) context
    = gdk_display_create_gl_context (gdk_display_get_default (), NULL);
  gboolean found;

  if (!context || !gdk_gl_context_realize (context, NULL))
    return FALSE;
  gdk_gl_context_make_current (context);
  found = g_str_has_prefix ((const char *) glGetString (GL_RENDERER), "llvmpipe");
  gdk_gl_context_clear_current ();
  return found;
}

static void
test_window (void)
{
  IlvWindow *window = fixture_open_window ();
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));

  if (has_llvmpipe ())
    g_assert_cmpstr (G_OBJECT_TYPE_NAME (renderer), ==, "GskCairoRenderer");
  else
    g_test_skip ("OpenGL is not llvmpipe on this display");
  fixture_close_window (window);
}

static void
test_wish (void)
{
  g_setenv (VARIABLE, "gl", TRUE);
  ilv_renderer_choose (gdk_display_get_default ());
  g_assert_cmpstr (g_getenv (VARIABLE), ==, "gl");
}

int
main (int argc, char **argv)
{
  /* The program asks the display itself here; other tests of windows are told not to. */
  g_unsetenv (VARIABLE);
  g_unsetenv ("GDK_DEBUG");
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/app/renderer/drivers-without-a-graphics-card-are-known-by-name", test_names);
  g_test_add_func ("/app/renderer/software-gl-draws-no-window", test_window);
  g_test_add_func ("/app/renderer/what-the-user-wishes-stands", test_wish);
  return g_test_run ();
}
