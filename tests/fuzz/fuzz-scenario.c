/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a scenario file: fuzz-scenario -max_total_time=60 CORPUS data/scenarios */
#include "scenario-fuzz.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  scenario_fuzz ((const char *) data, size);
  return 0;
}
