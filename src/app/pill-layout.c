/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pill-layout.h"

#define SPACING 6

struct _IlvPillLayout
{
  GtkLayoutManager parent_instance;
  double align;
};

G_DEFINE_FINAL_TYPE (IlvPillLayout, ilv_pill_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static GtkRequisition
measure_child (GtkWidget *child)
{
  GtkRequisition natural;

  gtk_widget_get_preferred_size (child, NULL, &natural);
  return natural;
}

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The end (exclusive) of the line that begins at `first`, its width and height. */
static GtkWidget *
find_line_end (GtkWidget *first, int width, int *line_width, int *line_height)
{
  GtkWidget *child = first;

  *line_width = *line_height = 0;
  while (child)
    {
      GtkRequisition size = measure_child (child);
      int wanted = *line_width + size.width + (child == first ? 0 : SPACING);

      if (child != first && wanted > width)
        break;
      *line_width = wanted;
      *line_height = MAX (*line_height, size.height);
      child = next_shown (gtk_widget_get_next_sibling (child));
    }
  return child;
}

static int
measure_height (GtkWidget *widget, int width)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int height = 0;

  while (child)
    {
      int line_width;
      int line_height;

      child = find_line_end (child, width, &line_width, &line_height);
      height += line_height + (child ? SPACING : 0);
    }
  return height;
}

static void
measure (GtkLayoutManager *layout, GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  int widest = 0;
  int line = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = measure_height (widget, for_size < 0 ? G_MAXINT : for_size);
      return;
    }
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int width = measure_child (child).width;

      widest = MAX (widest, width);
      line += width + (line > 0 ? SPACING : 0);
    }
  *minimum = widest;
  *natural = line;
}

static void
allocate_line (IlvPillLayout *self, GtkWidget *widget, GtkWidget *first, GtkWidget *end,
               GtkAllocation line, int width)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = (int) (self->align * (width - line.width));

  for (GtkWidget *child = first; child != end;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      GtkRequisition size = measure_child (child);
      GtkAllocation place
        = { mirrored ? width - x - size.width : x, line.y, size.width, line.height };

      gtk_widget_size_allocate (child, &place, -1);
      x += size.width + SPACING;
    }
}

static void
allocate (GtkLayoutManager *layout, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child)
    {
      GtkAllocation line = { 0, y, 0, 0 };
      GtkWidget *end = find_line_end (child, width, &line.width, &line.height);

      allocate_line (ILV_PILL_LAYOUT (layout), widget, child, end, line, width);
      y += line.height + SPACING;
      child = end;
    }
}

static void
ilv_pill_layout_class_init (IlvPillLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = get_request_mode;
  layout_class->measure = measure;
  layout_class->allocate = allocate;
}

static void
ilv_pill_layout_init (IlvPillLayout *self)
{
}

void
ilv_pill_layout_set_align (IlvPillLayout *self, double align)
{
  g_return_if_fail (ILV_IS_PILL_LAYOUT (self));
  self->align = align;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

int
ilv_pill_layout_measure_last_line (GtkWidget *widget, int width)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int line_width = 0;
  int line_height;

  while (child)
    child = find_line_end (child, width, &line_width, &line_height);
  return line_width;
}
