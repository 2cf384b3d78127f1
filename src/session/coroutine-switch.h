/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What it takes an event loop to go from one coroutine to the next: from the one's suspension to
 * where the other goes on, when it was ready already.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

/* The median of up to a thousand of them, recording included; ns, NAN where there are few. */
double ilv_coroutine_switch_measure (const IlvTrace *trace);

G_END_DECLS
