/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in a picture: a handful of roles, tabular figures, ellipsis where it does not fit.
 *
 * Shaping text costs more than drawing it, so laid-out texts are kept; a picture says the same
 * few dozen words in every frame.
 */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_LETTERS_TITLE,
  ILV_LETTERS_BODY,
  ILV_LETTERS_BOLD,
  ILV_LETTERS_SMALL,
  ILV_LETTERS_NAME,   /* as bold, cut in the middle: names differ at their ends */
  ILV_LETTERS_DETAIL, /* the same as small */
  ILV_N_LETTERS
} IlvLetters;

typedef enum { ILV_ALIGN_LEFT, ILV_ALIGN_CENTRE, ILV_ALIGN_RIGHT } IlvAlign;

typedef struct _IlvLettering IlvLettering;

IlvLettering *ilv_lettering_new (double size); /* pixels of body text */
void ilv_lettering_free (IlvLettering *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvLettering, ilv_lettering_free)
void ilv_lettering_set_size (IlvLettering *self, double size);

double ilv_lettering_get_height (IlvLettering *self, IlvLetters letters); /* of a line */
double ilv_lettering_measure (IlvLettering *self, IlvLetters letters, const char *text);

/* Draws one line in the context's source, its top at y. `x` is the left edge, the middle or the
   right edge, by `align`. Longer than `width` it is ellipsised; a negative width: no limit.
   Returns the width it took. */
double ilv_lettering_draw (IlvLettering *self, cairo_t *cr, IlvLetters letters, IlvAlign align,
                           const char *text, double x, double y, double width);

/* Draws lines broken at words within `width`, at most `max_lines`; returns the height. With a NULL
   context it only measures. */
double ilv_lettering_draw_block (IlvLettering *self, cairo_t *cr, IlvLetters letters,
                                 const char *text, double x, double y, double width,
                                 int max_lines);

G_END_DECLS
