/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bar-pair.h"

#include "app/pill-layout.h"

#define BESIDE 12 /* pixels between them */
#define BELOW 6

struct _IlvBarPair
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (IlvBarPair, ilv_bar_pair, GTK_TYPE_WIDGET)

typedef struct
{
  GtkWidget *bar;
  GtkAllocation place;
} Placed;

static int
measure_width (GtkWidget *bar, gboolean natural)
{
  int least, wanted;

  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
  return natural ? wanted : least;
}

static int
measure_height (GtkWidget *bar, int width)
{
  int height;

  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

/* The second gets what it wants, but leaves the first what that needs, and up to half. */
static int
share_width (GtkWidget *first, GtkWidget *second, int width)
{
  int room = width - BESIDE;
  int wanted = measure_width (second, TRUE);
  int left = MIN (measure_width (first, TRUE), MAX (room / 2, measure_width (first, FALSE)));

  return CLAMP (room - left, measure_width (second, FALSE), wanted);
}

/* Whether there is room for the second at the end of the first one's last line. */
static gboolean
fits_last_line (GtkWidget *first, GtkWidget *second, int width)
{
  return ilv_pill_layout_measure_last_line (first, width) + BESIDE + measure_width (second, TRUE)
         <= width;
}

/* Places both, and returns the height that takes. */
static int
place (Placed *first, Placed *second, int width)
{
  int share = share_width (first->bar, second->bar, width);
  int rest = width - BESIDE - share;
  int above = measure_height (first->bar, width);
  int below = measure_height (second->bar, width);
  int lower = fits_last_line (first->bar, second->bar, width) ? above : above + BELOW + below;
  int left, right;

  if (rest >= measure_width (first->bar, FALSE))
    {
      left = measure_height (first->bar, rest);
      right = measure_height (second->bar, share);
      if (MAX (left, right) <= lower)
        {
          first->place = (GtkAllocation){ 0, 0, rest, MAX (left, right) };
          second->place = (GtkAllocation){ rest + BESIDE, 0, share, MAX (left, right) };
          return MAX (left, right);
        }
    }
  first->place = (GtkAllocation){ 0, 0, width, above };
  if (fits_last_line (first->bar, second->bar, width))
    {
      left = measure_width (second->bar, TRUE);
      second->place = (GtkAllocation){ width - left, above - below, left, below };
      return above;
    }
  second->place = (GtkAllocation){ 0, above + BELOW, width, below };
  return above + BELOW + below;
}

static void
ilv_bar_pair_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  Placed first = { .bar = gtk_widget_get_first_child (widget) };
  Placed second = { .bar = gtk_widget_get_last_child (widget) };

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = place (&first, &second, for_size < 0 ? G_MAXINT16 : for_size);
      return;
    }
  *minimum = MAX (measure_width (first.bar, FALSE), measure_width (second.bar, FALSE));
  *natural = measure_width (first.bar, TRUE) + BESIDE + measure_width (second.bar, TRUE);
}

static void
ilv_bar_pair_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  Placed bars[] = { { .bar = gtk_widget_get_first_child (widget) },
                    { .bar = gtk_widget_get_last_child (widget) } };

  place (&bars[0], &bars[1], width);
  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        bars[i].place.x = width - bars[i].place.x - bars[i].place.width;
      gtk_widget_size_allocate (bars[i].bar, &bars[i].place, -1);
    }
}

static GtkSizeRequestMode
ilv_bar_pair_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ilv_bar_pair_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_bar_pair_parent_class)->dispose (object);
}

static void
ilv_bar_pair_class_init (IlvBarPairClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_bar_pair_dispose;
  widget_class->measure = ilv_bar_pair_measure;
  widget_class->size_allocate = ilv_bar_pair_size_allocate;
  widget_class->get_request_mode = ilv_bar_pair_get_request_mode;
}

static void
ilv_bar_pair_init (IlvBarPair *self)
{
}
