/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far long work has come, and whether it is to be given up: a GCancellable that counts.
 *
 * Whatever takes a GCancellable and may take long counts in it when it is one of these. One thread
 * works and counts; any other may ask how far it is, and cancel.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ILV_TYPE_LONG_WORK (ilv_long_work_get_type ())
G_DECLARE_FINAL_TYPE (IlvLongWork, ilv_long_work, ILV, LONG_WORK, GCancellable)

IlvLongWork *ilv_long_work_new (void);

/* (nullable) (transfer none): what `cancellable` (nullable) counts in, if it is made for that. */
IlvLongWork *ilv_long_work_of (GCancellable *cancellable);

/* `self` may be NULL: nobody wants to know. `all`: how many there will be, in any unit; 0: unknown.
   Forgets what was counted. */
void ilv_long_work_begin (IlvLongWork *self, guint64 all);
void ilv_long_work_add (IlvLongWork *self, guint64 n);

/* 0 to 1; negative: there is no telling. */
double ilv_long_work_get_done (IlvLongWork *self);

G_END_DECLS
