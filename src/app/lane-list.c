/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lane-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- an item ------------------------------------------------------------------------------- */

#define ILV_TYPE_LANE_ITEM (ilv_lane_item_get_type ())
G_DECLARE_FINAL_TYPE (IlvLaneItem, ilv_lane_item, ILV, LANE_ITEM, GtkWidget)

struct _IlvLaneItem
{
  GtkWidget parent_instance;

  char *text; /* owned, nullable */
  int y;
  int height;
};

G_DEFINE_FINAL_TYPE (IlvLaneItem, ilv_lane_item, GTK_TYPE_WIDGET)

static void
ilv_lane_item_finalize (GObject *object)
{
  g_free (ILV_LANE_ITEM (object)->text);
  G_OBJECT_CLASS (ilv_lane_item_parent_class)->finalize (object);
}

static void
ilv_lane_item_class_init (IlvLaneItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_lane_item_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
ilv_lane_item_init (IlvLaneItem *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* Takes the text. */
static void
set_text (IlvLaneItem *self, char *text)
{
  if (g_strcmp0 (self->text, text) != 0)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
      /* Whoever gave it one meant what it was. */
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
  g_free (self->text);
  self->text = text;
}

/* --- the list ------------------------------------------------------------------------------ */

struct _IlvLaneList
{
  GtkWidget parent_instance;

  GPtrArray *items; /* children, from top to bottom: rows, then strips of locks */
  guint first;      /* row of the first */
  guint n_rows;     /* of them */
};

G_DEFINE_FINAL_TYPE (IlvLaneList, ilv_lane_list, GTK_TYPE_WIDGET)

static void
ilv_lane_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IlvLaneList *self = ILV_LANE_LIST (widget);

  for (guint i = 0; i < self->items->len; i++)
    {
      IlvLaneItem *item = self->items->pdata[i];

      gtk_widget_size_allocate (GTK_WIDGET (item),
                                &(GtkAllocation){ 0, item->y, width, MAX (item->height, 1) }, -1);
    }
}

static void
set_length (IlvLaneList *self, guint n)
{
  /* It may be among those that go. */
  if (self->items->len > n && gtk_widget_get_parent (GTK_WIDGET (self)))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  while (self->items->len > n)
    gtk_widget_unparent (g_ptr_array_steal_index (self->items, self->items->len - 1));
  while (self->items->len < n)
    {
      GtkWidget *item = g_object_new (ILV_TYPE_LANE_ITEM, NULL);

      gtk_widget_set_parent (item, GTK_WIDGET (self));
      g_ptr_array_add (self->items, item);
    }
}

static void
ilv_lane_list_dispose (GObject *object)
{
  IlvLaneList *self = ILV_LANE_LIST (object);

  if (self->items)
    set_length (self, 0);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (ilv_lane_list_parent_class)->dispose (object);
}

static void
ilv_lane_list_class_init (IlvLaneListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_lane_list_dispose;
  widget_class->size_allocate = ilv_lane_list_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
ilv_lane_list_init (IlvLaneList *self)
{
  self->items = g_ptr_array_new ();
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lanes"), -1);
}

GtkWidget *
ilv_lane_list_new (void)
{
  return g_object_new (ILV_TYPE_LANE_LIST, NULL);
}

void
ilv_lane_list_update (IlvLaneList *self, IlvPanel *panel)
{
  double top = ilv_panel_get_view (panel)->first_row;
  guint n = ilv_panel_get_n_rows (panel);
  guint first = MIN ((guint) fmax (floor (top), 0), n);
  guint end = MIN ((guint) ceil (top + ilv_panel_get_visible_rows (panel)), n);

  self->first = first;
  self->n_rows = MAX (end, first) - first;
  set_length (self, self->n_rows + ilv_panel_get_n_strips (panel));
  for (guint i = 0; i < self->items->len; i++)
    {
      IlvLaneItem *item = self->items->pdata[i];
      double y, height;

      if (i < self->n_rows)
        ilv_panel_get_row_extent (panel, first + i, &y, &height);
      else
        ilv_panel_get_strip_extent (panel, i - self->n_rows, &y, &height);
      item->y = (int) y;
      item->height = (int) height;
      set_text (item, i < self->n_rows ? ilv_panel_describe_row (panel, first + i)
                                       : ilv_panel_describe_strip (panel, i - self->n_rows));
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

GtkWidget *
ilv_lane_list_get_item (IlvLaneList *self, guint row)
{
  return row >= self->first && row - self->first < self->n_rows
           ? self->items->pdata[row - self->first]
           : NULL;
}

GtkWidget *
ilv_lane_list_get_strip (IlvLaneList *self, guint strip)
{
  return strip < self->items->len - self->n_rows ? self->items->pdata[self->n_rows + strip] : NULL;
}
