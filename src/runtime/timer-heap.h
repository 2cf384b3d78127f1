/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an event loop is to wake, by deadline: a binary heap of 24-byte entries, so that a million
 * sleepers cost one libuv timer. Entries with the same deadline come out in the order they went
 * in. An entry is not taken out early: who no longer waits for it forgets its ticket, and the
 * loop finds that nobody does when it comes up (as asyncio treats cancelled timer handles).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 deadline; /* ns of CLOCK_MONOTONIC */
  guint64 ticket;  /* from 1, in order of pushing */
  gpointer data;
} IlvTimerEntry;

typedef struct
{
  IlvTimerEntry *entries; /* owned */
  gsize length;
  gsize allocated;
  guint64 last_ticket;
} IlvTimerHeap;

void ilv_timer_heap_clear (IlvTimerHeap *heap);
/* Returns the entry's ticket. O(log n). */
guint64 ilv_timer_heap_push (IlvTimerHeap *heap, gint64 deadline, gpointer data);
/* The earliest entry; NULL when there is none. Valid until the next call. */
const IlvTimerEntry *ilv_timer_heap_peek (const IlvTimerHeap *heap);
/* Takes the earliest entry out. The heap must not be empty. O(log n). */
IlvTimerEntry ilv_timer_heap_pop (IlvTimerHeap *heap);

G_END_DECLS
