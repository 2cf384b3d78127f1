/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which picture is wanted: the part of the comparison, its size and its look. */
#pragma once

#include "report/picture-size.h"
#include "report/report.h"

#include <math.h>

G_BEGIN_DECLS

typedef struct
{
  /* As given. Owned, nullable. */
  char *part_text;
  char *range_text;
  char *preset_text;
  char *size_text;
  char *theme_text;
  char *lanes_text;
  char *graph_text;
  double scale; /* NAN: as the size has it */

  /* What they mean. */
  IlvPart part;
  IlvModel model; /* of ILV_PART_PANEL, unless a letter is given */
  int letter;     /* of one of the runs side by side: 0 for A; -1: none */
  gint64 from;    /* ns; equal: everything */
  gint64 to;
  gboolean has_preset;
  IlvPreset preset;
  int width; /* pixels */
  int height;
  IlvThemeId theme;
  IlvLaneMode lanes;
  IlvGraph graph;
  gboolean without_caption;
  gboolean without_legend;
  gboolean without_results;
} IlvPictureChoice;

#define ILV_PICTURE_CHOICE_INIT \
  { .scale = NAN, .letter = -1, .width = 1920, .height = 1080, .lanes = ILV_LANES_AUTO }
void ilv_picture_choice_clear (IlvPictureChoice *self);

/* The options that fill it, without an end; how many there are. (transfer container) */
GOptionEntry *ilv_picture_choice_list_options (IlvPictureChoice *self, guint *n);
/* Takes them as given. FALSE: it has complained. */
gboolean ilv_picture_choice_read (IlvPictureChoice *self);
/* Whether the comparison has what is wanted. FALSE: it has complained. */
gboolean ilv_picture_choice_suits (const IlvPictureChoice *self, IlvComparison *comparison);

/* NULL: it has complained. (transfer full) */
IlvPicture *ilv_picture_choice_make (const IlvPictureChoice *self, IlvComparison *comparison);
IlvPictureSize ilv_picture_choice_get_size (const IlvPictureChoice *self, IlvPictureFormat format);

G_END_DECLS
