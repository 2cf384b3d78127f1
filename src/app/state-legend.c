/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/state-legend.h"

#include "app/pill-layout.h"
#include "app/swatch.h"
#include "trace/state.h"

#define SWATCH_SPACING 8
/* Of the visible time: what is less can hardly be seen. */
#define LEAST_SHARE 0.0005

struct _IlvStateLegend
{
  GtkWidget parent_instance;
  GtkWidget *entries[ILV_N_STATES]; /* owned as children, nullable: end marks have none */
  IlvSwatch *swatches[ILV_N_STATES];
};

G_DEFINE_FINAL_TYPE (IlvStateLegend, ilv_state_legend, GTK_TYPE_WIDGET)

static void
ilv_state_legend_dispose (GObject *object)
{
  IlvStateLegend *self = ILV_STATE_LEGEND (object);

  for (guint i = 0; i < ILV_N_STATES; i++)
    g_clear_pointer (&self->entries[i], gtk_widget_unparent);
  G_OBJECT_CLASS (ilv_state_legend_parent_class)->dispose (object);
}

static void
ilv_state_legend_class_init (IlvStateLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_state_legend_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), ILV_TYPE_PILL_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_entry (IlvStateLegend *self, IlvState state)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SWATCH_SPACING);
  GtkWidget *swatch = ilv_swatch_new (state);

  gtk_box_append (GTK_BOX (entry), swatch);
  gtk_box_append (GTK_BOX (entry), gtk_label_new (ilv_state_get_title (state)));
  gtk_widget_add_css_class (entry, "state-legend-entry");
  gtk_widget_set_visible (entry, FALSE);
  gtk_widget_set_parent (entry, GTK_WIDGET (self));
  self->swatches[state] = ILV_SWATCH (swatch);
  self->entries[state] = entry;
}

static void
ilv_state_legend_init (IlvStateLegend *self)
{
  for (guint i = 0; i < ILV_N_STATES; i++)
    if (i != ILV_STATE_NONE && !ilv_state_is_end ((IlvState) i))
      add_entry (self, (IlvState) i);
}

void
ilv_state_legend_set_theme (IlvStateLegend *self, const IlvTheme *theme)
{
  for (guint i = 0; i < ILV_N_STATES; i++)
    if (self->swatches[i])
      ilv_swatch_set_theme (self->swatches[i], theme);
}

void
ilv_state_legend_update (IlvStateLegend *self, IlvPanelGrid *panels)
{
  double most[ILV_N_STATES] = { 0 };

  for (guint i = 0; i < ilv_panel_grid_get_n_panels (panels); i++)
    {
      IlvPanel *panel = ilv_panel_view_get_panel (ilv_panel_grid_get_panel (panels, i));
      const IlvView view = *ilv_panel_get_view (panel);
      IlvView whole = view;
      double shares[ILV_N_STATES];

      /* Entries that came and went under the play head would draw all eyes. */
      whole.until = G_MAXINT64;
      ilv_panel_set_view (panel, &whole);
      ilv_panel_get_states (panel, shares);
      ilv_panel_set_view (panel, &view);
      for (guint s = 0; s < ILV_N_STATES; s++)
        most[s] = MAX (most[s], shares[s]);
    }
  for (guint s = 0; s < ILV_N_STATES; s++)
    if (self->entries[s])
      gtk_widget_set_visible (self->entries[s], most[s] >= LEAST_SHARE);
}
