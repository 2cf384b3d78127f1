/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A saved run that means harm. */
#pragma once

#include <glib.h>

/* Reads the bytes as a file of the Fuchsia trace format, asks the traces in it everything, writes
   them again and asserts that they come back the same. FALSE: refused, or cut off. */
gboolean hostile_fxt_read (const guint8 *data, gsize size);
