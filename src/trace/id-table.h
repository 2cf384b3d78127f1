/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From ids to indexes: 8 bytes a slot, nothing allocated per id, ids from anywhere. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 id; /* 0: free */
  guint32 index;
} IlvIdSlot;

typedef struct
{
  IlvIdSlot *slots;
  guint32 n;
  guint bits; /* log2 of the number of slots; 0: none yet */
} IlvIdTable;

void ilv_id_table_clear (IlvIdTable *table);

/* `id` is not 0 and not in the table yet. */
void ilv_id_table_add (IlvIdTable *table, guint32 id, guint32 index);

gsize ilv_id_table_get_memory (const IlvIdTable *table); /* bytes */

static inline gboolean
ilv_id_table_find (const IlvIdTable *table, guint32 id, guint32 *index)
{
  guint32 mask, at;

  if (table->bits == 0 || id == 0)
    return FALSE;
  mask = (1u << table->bits) - 1;
  /* Fibonacci hashing: ids that follow each other spread evenly. */
  at = (id * 2654435769u) >> (32 - table->bits);
  while (table->slots[at].id != 0)
    {
      if (table->slots[at].id == id)
        {
          *index = table->slots[at].index;
          return TRUE;
        }
      at = (at + 1) & mask;
    }
  return FALSE;
}

G_END_DECLS
