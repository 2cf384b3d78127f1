/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Below the panels: to start, play and to end, speed, the scrubber over all that is recorded, the
 * moment shown in words, and how close the panels look. Its buttons are actions of the window.
 */
#pragma once

#include "app/transport.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_TRANSPORT_BAR (ilv_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlvTransportBar, ilv_transport_bar, ILV, TRANSPORT_BAR, GtkWidget)

/* Once. */
void ilv_transport_bar_set_transport (IlvTransportBar *self, IlvTransport *transport);

G_END_DECLS
