/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of what a saved comparison holds beside its traces. */
#pragma once

#include "session/saved.h"

#define ILV_SAVED_ABOUT "interleave"             /* JSON: what the traces cannot say */
#define ILV_SAVED_SCENARIO "interleave-scenario" /* its XML */
#define ILV_SAVED_VERSION 1                      /* of both */

/* Runs side by side: "sources" says of each in turn what is otherwise said once for all, and their
   scenarios have a number behind their name. */
#define ILV_SAVED_VERSION_SIDE_BY_SIDE 2
