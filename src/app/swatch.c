/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/swatch.h"

/* Of its height, which is that of the text beside it. */
#define WIDTH 1.85

struct _IlvSwatch
{
  GtkWidget parent_instance;
  IlvState state;
  const IlvTheme *theme; /* borrowed */
};

G_DEFINE_FINAL_TYPE (IlvSwatch, ilv_swatch, GTK_TYPE_WIDGET)

static void
ilv_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  IlvSwatch *self = ILV_SWATCH (widget);
  double height = self->theme->text_size;

  *minimum = *natural
    = (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? height * WIDTH : height);
}

static void
ilv_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlvSwatch *self = ILV_SWATCH (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr
    = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                (float) height));

  ilv_theme_fill_state (self->theme, cr, self->state, 0, 0, width, height);
  cairo_destroy (cr);
}

static void
ilv_swatch_class_init (IlvSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ilv_swatch_measure;
  widget_class->snapshot = ilv_swatch_snapshot;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  /* The name of the state stands beside it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ilv_swatch_init (IlvSwatch *self)
{
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ilv_swatch_new (IlvState state)
{
  IlvSwatch *self = g_object_new (ILV_TYPE_SWATCH, NULL);

  self->state = state;
  return GTK_WIDGET (self);
}

void
ilv_swatch_set_theme (IlvSwatch *self, const IlvTheme *theme)
{
  self->theme = theme;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
