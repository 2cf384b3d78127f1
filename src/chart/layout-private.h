/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the parts of a panel stand: from top to bottom header, band of all lanes, lanes, lock
 * strips, core strip, throughput graph and axis. Plain arithmetic on what there is to show and the
 * size there is; what does not fit is left out, least important first. Logical pixels.
 */
#pragma once

#include "chart/theme.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height; /* height 0: left out */
} IlvBox;

typedef struct
{
  guint lanes;
  guint single; /* of the lanes, the first that share no row */
  guint strips; /* of locks */
  guint cores;
  double gutter;         /* width that the labels at the left need */
  double header;         /* height; 0: none */
  double small_height;   /* of a line of small text */
  double lanes_height;   /* that lanes and band fill and do not exceed, if they can; 0: as they
                            like */
  gboolean note;         /* a line of it below the lanes */
  gboolean every_lane;   /* a row for each lane, whether they fit or not */
} IlvLayoutNeeds;

typedef struct
{
  IlvBox header;
  IlvBox band;  /* how many lanes are in each state */
  IlvBox lanes; /* all boxes but the header's begin right of the gutter */
  IlvBox note; /* what is to be said about the lanes */
  IlvBox locks;
  IlvBox cores;
  IlvBox graph;
  IlvBox axis;
  double top;          /* of what stands on the axis */
  double label_x;      /* left edge of the labels */
  double label_width;  /* gutter without its gap */
  guint rows;          /* rows of lanes there are */
  guint per_row;       /* lanes a row stands for; > 1: mixed rows */
  guint single;        /* rows, the first, that stand for one lane all the same */
  guint fitting;       /* rows that fit */
  double pitch;        /* from one row's top to the next */
  double lane_height;
  double visible_rows; /* that fit */
  double strip_height;
  double strip_pitch;
  double waiting_height; /* of the band below a strip */
  double core_height;
  double core_pitch;
} IlvLayout;

void ilv_layout_compute (IlvLayout *layout, const IlvTheme *theme, const IlvLayoutNeeds *needs,
                         double width, double height);

G_END_DECLS
