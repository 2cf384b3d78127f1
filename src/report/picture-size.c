/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/picture-size.h"

#include <glib/gi18n-lib.h>

/* A page as pixels is printed at 150 to the inch. */
#define PIXELS_PER_POINT (150.0 / 72.0)

static const struct
{
  const char *name;
  const char *title;
  IlvPictureSize size;
  gboolean page; /* width and height in points */
} presets[] = {
  [ILV_PRESET_SLIDE] = { "slide", N_ ("Slide, 1920 × 1080"), { 1920, 1080, 1.25 }, FALSE },
  [ILV_PRESET_4K] = { "4k", N_ ("4K, 3840 × 2160"), { 3840, 2160, 2.5 }, FALSE },
  [ILV_PRESET_A4_LANDSCAPE] = { "a4", N_ ("A4, landscape"), { 842, 595, 0.75 }, TRUE },
  [ILV_PRESET_A4_PORTRAIT] = { "a4-portrait", N_ ("A4, portrait"), { 595, 842, 0.65 }, TRUE },
  [ILV_PRESET_WINDOW] = { "window", N_ ("Window, 1366 × 768"), { 1366, 768, 1 }, FALSE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (presets) == ILV_N_PRESETS);

const char *
ilv_preset_get_name (IlvPreset preset)
{
  g_return_val_if_fail ((guint) preset < ILV_N_PRESETS, NULL);
  return presets[preset].name;
}

const char *
ilv_preset_get_title (IlvPreset preset)
{
  g_return_val_if_fail ((guint) preset < ILV_N_PRESETS, NULL);
  return _ (presets[preset].title);
}

gboolean
ilv_preset_from_name (const char *name, IlvPreset *preset)
{
  for (guint i = 0; i < ILV_N_PRESETS; i++)
    if (g_str_equal (name, presets[i].name))
      {
        *preset = (IlvPreset) i;
        return TRUE;
      }
  return FALSE;
}

IlvPictureSize
ilv_preset_get_size (IlvPreset preset, IlvPictureFormat format)
{
  IlvPictureSize size = { 0 };

  g_return_val_if_fail ((guint) preset < ILV_N_PRESETS, size);
  size = presets[preset].size;
  if (presets[preset].page && format == ILV_PICTURE_PNG)
    {
      size.width = (int) (size.width * PIXELS_PER_POINT);
      size.height = (int) (size.height * PIXELS_PER_POINT);
      size.scale *= PIXELS_PER_POINT;
    }
  return size;
}
