/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture is drawn, blurred and scaled to half its size, in whole numbers throughout: the result
   is the same on every machine. */
#include "runtime/kernel.h"

#include <string.h>

#define CHANNELS 3
#define DISCS 32
#define BLURS 3 /* three box blurs come close to a Gaussian one */

typedef struct
{
  const IlvKernelTurn *turn;
  guint size; /* pixels, of either side */
  guint8 *pixels;
  guint8 *scratch; /* of the same size */
  guint32 random;
} Picture;

/* Numerical Recipes' generator, whose upper bits are the better ones. */
static guint
draw_number (Picture *picture, guint below)
{
  picture->random = picture->random * 1664525u + 1013904223u;
  return (picture->random >> 8) % below;
}

static bool
draw_background (Picture *picture)
{
  guint8 *at = picture->pixels;
  guint size = picture->size;

  for (guint y = 0; y < size; y++)
    {
      if (!ilv_kernel_turn (picture->turn))
        return false;
      for (guint x = 0; x < size; x++)
        {
          *at++ = (guint8) (x * 255 / size);
          *at++ = (guint8) (y * 255 / size);
          *at++ = (guint8) ((x + y) * 255 / (2 * size));
        }
    }
  return true;
}

static bool
draw_disc (Picture *picture)
{
  gint64 size = picture->size;
  gint64 x0 = draw_number (picture, picture->size);
  gint64 y0 = draw_number (picture, picture->size);
  gint64 radius = 1 + draw_number (picture, picture->size / 6 + 1);
  guint8 colour[CHANNELS];

  for (guint c = 0; c < CHANNELS; c++)
    colour[c] = (guint8) draw_number (picture, 256);
  for (gint64 y = MAX (0, y0 - radius); y <= MIN (size - 1, y0 + radius); y++)
    {
      if (!ilv_kernel_turn (picture->turn))
        return false;
      for (gint64 x = MAX (0, x0 - radius); x <= MIN (size - 1, x0 + radius); x++)
        if ((x - x0) * (x - x0) + (y - y0) * (y - y0) <= radius * radius)
          memcpy (picture->pixels + (y * size + x) * CHANNELS, colour, CHANNELS);
    }
  return true;
}

/* The mean of each pixel and its neighbours in the row, what lies beyond an edge being as the edge.
   Rows are written as columns: done twice, rows are rows again. */
static void
blur_row (Picture *picture, guint y, guint channel, gint64 radius)
{
  gint64 last = (gint64) picture->size - 1;
  const guint8 *row = picture->pixels + (gsize) y * picture->size * CHANNELS + channel;
  guint width = (guint) (2 * radius + 1);
  guint sum = width / 2; /* rounds */

  for (gint64 x = -radius; x <= radius; x++)
    sum += row[CLAMP (x, 0, last) * CHANNELS];
  for (gint64 x = 0; x <= last; x++)
    {
      picture->scratch[((gsize) x * picture->size + y) * CHANNELS + channel]
          = (guint8) (sum / width);
      sum += row[MIN (x + radius + 1, last) * CHANNELS];
      sum -= row[MAX (x - radius, 0) * CHANNELS];
    }
}

static bool
blur (Picture *picture)
{
  gint64 radius = MAX (1, picture->size / 64);
  guint8 *blurred;

  for (guint y = 0; y < picture->size; y++)
    {
      if (!ilv_kernel_turn (picture->turn))
        return false;
      for (guint c = 0; c < CHANNELS; c++)
        blur_row (picture, y, c, radius);
    }
  blurred = picture->scratch;
  picture->scratch = picture->pixels;
  picture->pixels = blurred;
  return true;
}

/* Four pixels become one; of an odd side the last row and column fall away. */
static char *
halve_and_check (Picture *picture)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize pitch = (gsize) picture->size * CHANNELS;
  guint half = picture->size / 2;

  for (guint y = 0; y < half; y++)
    {
      const guint8 *from = picture->pixels + 2 * y * pitch;
      guint8 *to = picture->scratch;

      if (!ilv_kernel_turn (picture->turn))
        return NULL;
      for (guint x = 0; x < half; x++, from += 2 * CHANNELS)
        for (guint c = 0; c < CHANNELS; c++)
          *to++ = (guint8) ((from[c] + from[c + CHANNELS] + from[pitch + c]
                             + from[pitch + c + CHANNELS] + 2)
                            / 4);
      g_checksum_update (checksum, picture->scratch, (gssize) half * CHANNELS);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static char *
work (Picture *picture)
{
  if (!draw_background (picture))
    return NULL;
  for (guint i = 0; i < DISCS; i++)
    if (!draw_disc (picture))
      return NULL;
  for (guint i = 0; i < 2 * BLURS; i++)
    if (!blur (picture))
      return NULL;
  return halve_and_check (picture);
}

bool
ilv_kernel_image (const IlvKernelTurn *turn, guint64 size, guint32 seed, char **digest)
{
  gsize bytes = (gsize) size * size * CHANNELS;
  g_autofree guint8 *first = NULL;
  g_autofree guint8 *second = NULL;
  Picture picture = { .turn = turn, .size = (guint) size, .random = seed };

  g_return_val_if_fail (size >= 1 && size <= ILV_KERNEL_IMAGE_MAX, false);

  first = g_malloc (bytes);
  second = g_malloc (bytes);
  picture.pixels = first;
  picture.scratch = second;
  *digest = work (&picture);
  return *digest != NULL;
}
