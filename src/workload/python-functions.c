/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/python-private.h"

static const char query[]
  = "\n\ndef select(rows, delay):\n"
    "    with sqlite3.connect(DATABASE) as database:\n"
    "        time.sleep(delay)\n"
    "        return database.execute(\"SELECT sum(amount) FROM items WHERE id <= ?\",\n"
    "                                (rows,)).fetchone()[0]\n"
    "\n\ndef insert(rows, delay, index, value):\n"
    "    time.sleep(delay)\n"
    "    with sqlite3.connect(DATABASE) as database:\n"
    "        database.executemany(\"INSERT INTO results VALUES (?, ?, ?)\",\n"
    "                             [(index + 1, row + 1, value) for row in range(rows)])\n";

const char *
ilv_python_get_functions (IlvStepKind kind, gboolean loop)
{
  if (kind == ILV_STEP_QUERY)
    return query;
  return NULL;
}
