/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shapes that stand where something happened: what each means, what it looks like, and how
 * often it did. Panels draw them, legends explain those that occur.
 */
#pragma once

#include "chart/theme.h"
#include "trace/model.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_SYMBOL_RETRY,
  ILV_SYMBOL_WORKER_DIED,
  ILV_SYMBOL_DEADLOCK,
  ILV_SYMBOL_STOP,
  ILV_SYMBOL_DROP_REQUEST,
  ILV_N_SYMBOLS
} IlvSymbol;

const char *ilv_symbol_get_title (IlvSymbol symbol);       /* "Tried again", translated */
const char *ilv_symbol_get_explanation (IlvSymbol symbol); /* a sentence, translated */
/* FALSE for a mark that has no shape of its own. */
gboolean ilv_symbol_from_mark (IlvMark mark, IlvSymbol *symbol);

/* How often each occurs in [from, to). */
void ilv_symbol_count (const IlvTrace *trace, gint64 from, gint64 to,
                       guint64 counts[ILV_N_SYMBOLS]);

/* Draws one around (x, y), within `r` of it. Pixels. */
void ilv_symbol_draw (const IlvTheme *theme, cairo_t *cr, IlvSymbol symbol, double x, double y,
                      double r);

G_END_DECLS
