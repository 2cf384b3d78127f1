/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes for pictures that need no thought: a slide, a screen, a page. */
#pragma once

#include "chart/picture.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_PRESET_SLIDE,
  ILV_PRESET_4K,
  ILV_PRESET_A4_LANDSCAPE,
  ILV_PRESET_A4_PORTRAIT,
  ILV_PRESET_WINDOW,
  ILV_N_PRESETS
} IlvPreset;

typedef struct
{
  int width; /* pixels; points in PDF */
  int height;
  double scale; /* of everything drawn: text, lines, lanes */
} IlvPictureSize;

const char *ilv_preset_get_name (IlvPreset preset);  /* "slide" */
const char *ilv_preset_get_title (IlvPreset preset); /* "Slide, 1920 × 1080", translated */
gboolean ilv_preset_from_name (const char *name, IlvPreset *preset);

/* A page is given in points; as a PNG it has the pixels of a print. */
IlvPictureSize ilv_preset_get_size (IlvPreset preset, IlvPictureFormat format);

G_END_DECLS
