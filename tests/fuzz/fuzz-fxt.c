/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer's way in; see hostile-fxt.h for what its bytes do. */
#include "hostile-fxt.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  hostile_fxt_read (data, size);
  return 0;
}
