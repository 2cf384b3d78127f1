/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIGINT, SIGTERM and SIGHUP while files are read and written: instead of ending the program in the
 * middle, they cancel, so that nothing half written is left behind.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _IlvInterrupt IlvInterrupt;

/* Listens from now on, in a thread of its own. */
IlvInterrupt *ilv_interrupt_new (void);
void ilv_interrupt_free (IlvInterrupt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvInterrupt, ilv_interrupt_free)

GCancellable *ilv_interrupt_get_cancellable (IlvInterrupt *self); /* (transfer none) */
/* The signal there has been; 0: none. */
int ilv_interrupt_get_signal (IlvInterrupt *self);

G_END_DECLS
