/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A saved comparison that means harm. */
#pragma once

#include <glib.h>

/* Reads the bytes as a saved comparison and asks it for its results. FALSE: refused, with a
   sentence. */
gboolean hostile_saved_read (const guint8 *data, gsize size);
