/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lanes-popover.h"

struct _IlvLanesPopover
{
  GtkPopover parent_instance;
};

G_DEFINE_FINAL_TYPE (IlvLanesPopover, ilv_lanes_popover, GTK_TYPE_POPOVER)

static void
ilv_lanes_popover_class_init (IlvLanesPopoverClass *klass)
{
  gtk_widget_class_set_template_from_resource (
    GTK_WIDGET_CLASS (klass), "/io/github/interleave/Interleave/ui/lanes-popover.ui");
}

static void
ilv_lanes_popover_init (IlvLanesPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
