/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lanes-popover.h"

#include "trace/state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NS_PER_MS 1e6

/* In the order of the choice. */
static const IlvState states[] = {
  ILV_STATE_NONE,         ILV_STATE_RUNNING,       ILV_STATE_RUNNING_FREE,
  ILV_STATE_WAITING_GIL,  ILV_STATE_WAITING_LOCK,  ILV_STATE_READY,
  ILV_STATE_WAITING_IO,   ILV_STATE_SLEEPING,      ILV_STATE_SERIALISING,
  ILV_STATE_BLOCKING_LOOP, ILV_STATE_STARTING,
};

struct _IlvLanesPopover
{
  GtkPopover parent_instance;

  GtkDropDown *sort;
  GtkEditable *name;
  GtkDropDown *state;
  GtkSpinButton *waited;
  GtkWidget *hidden_row;
  GtkLabel *hidden;
  GtkWidget *pinned_row;
  GtkLabel *pinned;

  gboolean setting; /* not by people */
};

G_DEFINE_FINAL_TYPE (IlvLanesPopover, ilv_lanes_popover, GTK_TYPE_POPOVER)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_changed (IlvLanesPopover *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
ilv_lanes_popover_class_init (IlvLanesPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/lanes-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, sort);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, name);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, state);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, waited);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, hidden_row);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, hidden);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, pinned_row);
  gtk_widget_class_bind_template_child (widget_class, IlvLanesPopover, pinned);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_LANES_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ilv_lanes_popover_init (IlvLanesPopover *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_string_list_append (titles, i == 0 ? _ ("In any state")
                                           : ilv_state_get_title (states[i]));
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (titles));
  self->setting = FALSE;
}

static guint
find_state (IlvState state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (states[i] == state)
      return i;
  return 0;
}

static void
show_pinned_and_hidden (IlvLanesPopover *self, const IlvLaneCriteria *criteria)
{
  guint n_hidden = g_hash_table_size (criteria->hidden);
  guint n_only = g_hash_table_size (criteria->only);
  guint n_pinned = g_hash_table_size (criteria->pinned);
  g_autofree char *hidden
    = n_only > 0 ? g_strdup_printf (ngettext ("All but %u lane hidden", "All but %u lanes hidden",
                                              n_only),
                                    n_only)
                 : g_strdup_printf (ngettext ("%u lane hidden", "%u lanes hidden", n_hidden),
                                    n_hidden);
  g_autofree char *pinned
    = g_strdup_printf (ngettext ("%u lane pinned", "%u lanes pinned", n_pinned), n_pinned);

  gtk_label_set_label (self->hidden, hidden);
  gtk_label_set_label (self->pinned, pinned);
  gtk_widget_set_visible (self->hidden_row, n_hidden + n_only > 0);
  gtk_widget_set_visible (self->pinned_row, n_pinned > 0);
}

void
ilv_lanes_popover_set_criteria (IlvLanesPopover *self, const IlvLaneCriteria *criteria)
{
  self->setting = TRUE;
  gtk_drop_down_set_selected (self->sort, criteria->sort);
  if (g_strcmp0 (gtk_editable_get_text (self->name), criteria->name) != 0)
    gtk_editable_set_text (self->name, criteria->name);
  gtk_drop_down_set_selected (self->state, find_state (criteria->state));
  gtk_spin_button_set_value (self->waited, (double) criteria->waited / NS_PER_MS);
  show_pinned_and_hidden (self, criteria);
  self->setting = FALSE;
}

void
ilv_lanes_popover_read (IlvLanesPopover *self, IlvLaneCriteria *criteria)
{
  guint sort = gtk_drop_down_get_selected (self->sort);
  guint state = gtk_drop_down_get_selected (self->state);

  criteria->sort = sort < ILV_N_LANE_SORTS ? (IlvLaneSort) sort : ILV_LANE_SORT_CREATED;
  criteria->state = state < G_N_ELEMENTS (states) ? states[state] : ILV_STATE_NONE;
  /* Rounded: what is remembered is shown and read again, and must stay the same. */
  criteria->waited = llround (gtk_spin_button_get_value (self->waited) * NS_PER_MS);
  g_free (criteria->name);
  criteria->name = g_strdup (gtk_editable_get_text (self->name));
}
