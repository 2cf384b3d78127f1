/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a saved comparison: fuzz-saved -max_total_time=60 CORPUS tests/fuzz/corpus-saved */
#include "hostile-saved.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  hostile_saved_read (data, size);
  return 0;
}
