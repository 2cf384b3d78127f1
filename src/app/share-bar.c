/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/share-bar.h"

#include "app/legend-order.h"

#include <math.h>

#define WIDTH 90
#define HEIGHT 12

struct _IlvShareBar
{
  GtkWidget parent_instance;
  const IlvTheme *theme; /* borrowed */
  double shares[ILV_N_STATES];
};

G_DEFINE_FINAL_TYPE (IlvShareBar, ilv_share_bar, GTK_TYPE_WIDGET)

static void
ilv_share_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
ilv_share_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlvShareBar *self = ILV_SHARE_BAR (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  IlvState order[ILV_LEGEND_N_STATES];
  double until = 0;

  cairo_set_source_rgb (cr, self->theme->track.r, self->theme->track.g, self->theme->track.b);
  cairo_paint (cr);
  ilv_legend_order (ILV_LEGEND_AS_READ, NULL, order);
  for (guint i = 0; i < ILV_LEGEND_N_STATES; i++)
    {
      double begin = round (until * width);
      double end;

      until += self->shares[order[i]];
      end = round (until * width);
      if (end > begin)
        ilv_theme_fill_state (self->theme, cr, order[i], begin, 0, end - begin, height);
    }
  cairo_destroy (cr);
}

static void
ilv_share_bar_class_init (IlvShareBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ilv_share_bar_measure;
  widget_class->snapshot = ilv_share_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  /* The row says it in words. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ilv_share_bar_init (IlvShareBar *self)
{
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ilv_share_bar_new (void)
{
  return g_object_new (ILV_TYPE_SHARE_BAR, NULL);
}

void
ilv_share_bar_set (IlvShareBar *self, const IlvTheme *theme, const double shares[ILV_N_STATES])
{
  self->theme = theme;
  memcpy (self->shares, shares, sizeof self->shares);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
