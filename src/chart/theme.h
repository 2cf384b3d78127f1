/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours, hatches and sizes of a picture. State colours mean states and nothing else. */
#pragma once

#include "trace/state.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef enum { ILV_THEME_LIGHT, ILV_THEME_DARK, ILV_THEME_PROJECTOR, ILV_N_THEMES } IlvThemeId;

typedef struct { double r, g, b; } IlvColour;

typedef enum { ILV_HATCH_NONE, ILV_HATCH_TOP_LINE, ILV_HATCH_DIAGONAL, ILV_HATCH_REVERSED,
               ILV_HATCH_DOTS, ILV_HATCH_HORIZONTAL, ILV_HATCH_SPARSE_DOTS, ILV_HATCH_VERTICAL,
               ILV_HATCH_DENSE_DIAGONAL, ILV_HATCH_CROSS } IlvHatch;

typedef struct
{
  IlvThemeId id;
  IlvColour window;     /* behind the panels */
  IlvColour panel;      /* behind the lanes */
  IlvColour track;      /* an empty lane */
  IlvColour text;
  IlvColour dim_text;
  IlvColour line;       /* rules and borders */
  IlvColour accent;     /* play head, throughput */
  IlvColour badge;      /* behind a badge's text, which is badge_text */
  IlvColour badge_text;
  IlvColour core;       /* a core in use */
  IlvColour request;    /* a drop request */
  IlvColour states[ILV_N_STATES];
  IlvColour hatch_ink[ILV_N_STATES];
  double text_size;     /* pixels of body text at scale 1 */
  double text_scale;    /* 1, or what ilv_theme_get_scaled() was asked for */
  double min_lane_height;
  double max_lane_height;
} IlvTheme;

const IlvTheme *ilv_theme_get (IlvThemeId id); /* (transfer none), never freed */
/* The same theme for people whose desktop asks for high contrast: text, rules and inks are darker
   (brighter on dark); what the states look like stays. Keeps its id. */
const IlvTheme *ilv_theme_get_high_contrast (IlvThemeId id);
/* The same theme with texts, and the lanes beside them, `scale` times as large: what a desktop's
   larger texts ask for on the screen. `scale` counts in hundredths, 0.5 … 4. Keeps its id. */
const IlvTheme *ilv_theme_get_scaled (const IlvTheme *theme, double scale);
gboolean ilv_theme_from_name (const char *name, IlvThemeId *id); /* "light", "dark", "projector" */
/* The pattern of a state, the same in all themes, for those who cannot go by its colour. */
IlvHatch ilv_state_get_hatch (IlvState state);
/* A colour for who holds a lock: the same lane always gets the same one; tells neighbours apart
   under the common colour blindnesses; none of the state colours. */
IlvColour ilv_theme_get_holder_colour (const IlvTheme *theme, guint lane_index);

/* Fills a rectangle as `state` looks: colour and hatch; hatches are anchored to the device so that
   neighbouring rectangles join. Used by lanes, legend and tooltips alike. */
void ilv_theme_fill_state (const IlvTheme *theme, cairo_t *cr, IlvState state, double x, double y,
                           double width, double height);

G_END_DECLS
