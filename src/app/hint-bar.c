/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/hint-bar.h"

struct _IlvHintBar
{
  GtkWidget parent_instance;

  /* Children of the template. */
  GtkWidget *content;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (IlvHintBar, ilv_hint_bar, GTK_TYPE_WIDGET)

enum { DISMISSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_dismissed (IlvHintBar *self)
{
  g_signal_emit (self, signals[DISMISSED], 0);
}

static void
ilv_hint_bar_dispose (GObject *object)
{
  g_clear_pointer (&ILV_HINT_BAR (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (ilv_hint_bar_parent_class)->dispose (object);
}

static void
ilv_hint_bar_class_init (IlvHintBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_hint_bar_dispose;
  signals[DISMISSED] = g_signal_new ("dismissed", ILV_TYPE_HINT_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hintbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/hint-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvHintBar, content);
  gtk_widget_class_bind_template_child (widget_class, IlvHintBar, text);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);
}

static void
ilv_hint_bar_init (IlvHintBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
ilv_hint_bar_set_text (IlvHintBar *self, const char *text)
{
  gtk_label_set_label (self->text, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

const char *
ilv_hint_bar_get_text (IlvHintBar *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (self->text) : NULL;
}
