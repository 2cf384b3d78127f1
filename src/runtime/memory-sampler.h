/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records the resident memory of the run, this process and its descendants, as it changes, and how
 * long its threads waited for a core: a thread that looks twenty times a second, which costs a few
 * files of /proc each time.
 */
#pragma once

#include "trace/recorder.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _IlvMemorySampler IlvMemorySampler;

/* NULL when nothing is recorded (`area` NULL) or no thread can be had: the run goes without. */
IlvMemorySampler *ilv_memory_sampler_new (IlvArea *area);
/* Returns when the thread is gone. NULL does nothing. */
void ilv_memory_sampler_free (IlvMemorySampler *sampler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvMemorySampler, ilv_memory_sampler_free)

G_END_DECLS
