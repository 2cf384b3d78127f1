/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer's way in; see hostile-area.h for what its bytes do. */
#include "hostile-area.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  hostile_area_read (data, size);
  return 0;
}
