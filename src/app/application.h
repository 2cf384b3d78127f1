/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop program: its command line, what holds for all windows, and what it is about. */
#pragma once

#include "app/window.h"

G_BEGIN_DECLS

#define ILV_TYPE_APPLICATION (ilv_application_get_type ())
G_DECLARE_FINAL_TYPE (IlvApplication, ilv_application, ILV, APPLICATION, AdwApplication)

IlvApplication *ilv_application_new (void);
/* The window there is, or a new one; shown. (transfer none) */
IlvWindow *ilv_application_present (IlvApplication *self);

G_END_DECLS
