/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/timer-heap.h"

void
ilv_timer_heap_clear (IlvTimerHeap *heap)
{
  g_clear_pointer (&heap->entries, g_free);
  heap->length = heap->allocated = 0;
}

static gboolean
comes_before (const IlvTimerEntry *a, const IlvTimerEntry *b)
{
  if (a->deadline != b->deadline)
    return a->deadline < b->deadline;
  return a->ticket < b->ticket;
}

guint64
ilv_timer_heap_push (IlvTimerHeap *heap, gint64 deadline, gpointer data)
{
  IlvTimerEntry entry = { deadline, ++heap->last_ticket, data };
  gsize at = heap->length++;

  if (heap->length > heap->allocated)
    {
      heap->allocated = MAX (64, heap->allocated * 2);
      heap->entries = g_renew (IlvTimerEntry, heap->entries, heap->allocated);
    }
  while (at > 0)
    {
      gsize parent = (at - 1) / 2;

      if (!comes_before (&entry, &heap->entries[parent]))
        break;
      heap->entries[at] = heap->entries[parent];
      at = parent;
    }
  heap->entries[at] = entry;
  return entry.ticket;
}

const IlvTimerEntry *
ilv_timer_heap_peek (const IlvTimerHeap *heap)
{
  return heap->length > 0 ? &heap->entries[0] : NULL;
}

IlvTimerEntry
ilv_timer_heap_pop (IlvTimerHeap *heap)
{
  IlvTimerEntry first, last;
  gsize at = 0;

  g_assert (heap->length > 0);
  first = heap->entries[0];
  last = heap->entries[--heap->length];
  for (;;)
    {
      gsize child = 2 * at + 1;

      if (child >= heap->length)
        break;
      if (child + 1 < heap->length
          && comes_before (&heap->entries[child + 1], &heap->entries[child]))
        child++;
      if (!comes_before (&heap->entries[child], &last))
        break;
      heap->entries[at] = heap->entries[child];
      at = child;
    }
  heap->entries[at] = last;
  return first;
}
