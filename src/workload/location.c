/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/location.h"

#include "ilv-config.h"

static gboolean
is_uninstalled (void)
{
  return g_strcmp0 (g_getenv ("ILV_UNINSTALLED"), "1") == 0;
}

char *
ilv_location_get_scenarios (void)
{
  if (is_uninstalled ())
    return g_build_filename (ILV_SOURCE_DIR, "data", "scenarios", NULL);
  return g_build_filename (ILV_PKGDATADIR, "scenarios", NULL);
}

char *
ilv_location_get_runner (void)
{
  if (is_uninstalled ())
    return g_build_filename (ILV_BUILD_DIR, "src", "runtime", "interleave-runner", NULL);
  return g_build_filename (ILV_LIBEXECDIR, "interleave-runner", NULL);
}

char *
ilv_location_get_locale (void)
{
  if (is_uninstalled ())
    return g_build_filename (ILV_BUILD_DIR, "po", NULL);
  return g_strdup (ILV_LOCALEDIR);
}
