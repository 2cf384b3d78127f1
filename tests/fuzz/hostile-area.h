/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A valid area, changed at will: what a hostile process could make of it. */
#pragma once

#include <glib.h>

/* Reads a small area to which `data` is applied as edits of 8 bytes each (where, what): half of
   them before the reader opens it, half while it is being read. Then asks the model everything.
   Returns how many records were found damaged. */
guint64 hostile_area_read (const guint8 *data, gsize size);
