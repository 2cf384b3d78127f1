/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An item's way through a queue: who put it in and who got it out.
 *
 * Nobody records it as such. The counter of a queue changes by one with each put and get, and each
 * sample says on which lane; what goes in first comes out first, so that the fifth get has what the
 * fifth put brought.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 put;       /* ns */
  guint32 put_lane;
  gint64 got;       /* G_MAXINT64: it has not been got */
  guint32 got_lane; /* 0: the same */
} IlvPassage;

/* Of the item that was put or got last at `time`; costs two searches. FALSE: there was none yet, or
   the samples do not say. */
gboolean ilv_passage_find (const IlvCounter *depth, gint64 time, IlvPassage *passage);

G_END_DECLS
