/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/id-table.h"

#define FIRST_BITS 4

static void
put (IlvIdTable *table, IlvIdSlot slot)
{
  guint32 mask = (1u << table->bits) - 1;
  guint32 at = (slot.id * 2654435769u) >> (32 - table->bits);

  while (table->slots[at].id != 0)
    at = (at + 1) & mask;
  table->slots[at] = slot;
}

static void
grow (IlvIdTable *table)
{
  g_autofree IlvIdSlot *old = g_steal_pointer (&table->slots);
  gsize n_old = table->bits ? (gsize) 1 << table->bits : 0;

  table->bits = table->bits ? table->bits + 1 : FIRST_BITS;
  table->slots = g_new0 (IlvIdSlot, (gsize) 1 << table->bits);
  for (gsize i = 0; i < n_old; i++)
    if (old[i].id != 0)
      put (table, old[i]);
}

void
ilv_id_table_clear (IlvIdTable *table)
{
  g_clear_pointer (&table->slots, g_free);
  table->n = 0;
  table->bits = 0;
}

void
ilv_id_table_add (IlvIdTable *table, guint32 id, guint32 index)
{
  g_assert (id != 0);
  if (table->bits == 0 || (guint64) (table->n + 1) * 4 > ((guint64) 3 << table->bits))
    grow (table);
  put (table, (IlvIdSlot){ id, index });
  table->n++;
}

gsize
ilv_id_table_get_memory (const IlvIdTable *table)
{
  return table->bits ? sizeof (IlvIdSlot) << table->bits : 0;
}
