/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims about times count where the machine itself does what they need. */
#pragma once

#include <glib.h>

/* Whether two plain threads, now, do twice what one does: the control of everything that compares
   times. Measured by work done, because a processor shared with other machines, which the kernel
   here does not see, shows neither in processor time nor in waiting for a core. About 60 ms. */
gboolean two_cores_are_free (void);
