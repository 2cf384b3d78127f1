/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The views that were looked at, to go back to and forward again. Knows no widget.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 from; /* ns */
  gint64 to;
  gboolean fitted; /* everything there is, however far that reaches by now */
} IlvViewRange;

typedef struct _IlvViewHistory IlvViewHistory;

IlvViewHistory *ilv_view_history_new (void);
void ilv_view_history_free (IlvViewHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvViewHistory, ilv_view_history_free)

/* Nothing to go back or forward to from now on. */
void ilv_view_history_clear (IlvViewHistory *self);
/* `left` is about to be left on purpose; what could be gone forward to is forgotten. A turn of the
   wheel makes many small steps: those that follow each other closely count as one, unless the
   step stands `alone`. */
void ilv_view_history_leave (IlvViewHistory *self, const IlvViewRange *left, gboolean alone);

/* Each gives up `current` for another view; FALSE: there is none. */
gboolean ilv_view_history_back (IlvViewHistory *self, const IlvViewRange *current,
                                IlvViewRange *range);
gboolean ilv_view_history_forward (IlvViewHistory *self, const IlvViewRange *current,
                                   IlvViewRange *range);
gboolean ilv_view_history_can_go_back (IlvViewHistory *self);
gboolean ilv_view_history_can_go_forward (IlvViewHistory *self);

G_END_DECLS
