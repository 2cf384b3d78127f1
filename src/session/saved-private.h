/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of what a saved comparison holds beside its traces. */
#pragma once

#include "session/saved.h"

#define ILV_SAVED_ABOUT "interleave"             /* JSON: what the traces cannot say */
#define ILV_SAVED_SCENARIO "interleave-scenario" /* its XML */
#define ILV_SAVED_VERSION 1                      /* of both */
