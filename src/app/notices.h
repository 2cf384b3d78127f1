/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window says in passing, one notice after another. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows `toast` (which it takes over) in `overlay` as soon as those before it have gone. */
void ilv_notices_add (AdwToastOverlay *overlay, AdwToast *toast);

/* Says `message`, which is plain text. The latest word counts: it is written over one said before
   that is still there. What was added, because it can be undone, stays. */
void ilv_notices_say (AdwToastOverlay *overlay, const char *message);

/* As if the button of the latest one that has one had been pressed. FALSE: there is none. */
gboolean ilv_notices_undo (AdwToastOverlay *overlay);

G_END_DECLS
