/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/passage.h"

/* No queue holds as many; what comes from elsewhere may say so. */
#define MOST (G_GINT64_CONSTANT (1) << 40)

static gint64
get_depth (const IlvSample *sample)
{
  return CLAMP (sample->value, -MOST, MOST);
}

/* Puts among the samples up to that one. The first says that the queue is empty, all others are
   puts and gets, and its value is how many more puts than gets there were. */
static gint64
count_puts (guint64 index, const IlvSample *sample)
{
  return ((gint64) index + get_depth (sample)) / 2;
}

static gint64
count_gets (guint64 index, const IlvSample *sample)
{
  return (gint64) index - count_puts (index, sample);
}

/* Whether the sample is one put, or one get: processes may stamp theirs in another order than they
   counted them, and then it is not known who did what. */
static gboolean
is_one (const IlvCounter *depth, guint64 index, gboolean put)
{
  IlvSample before, after;

  ilv_counter_get (depth, index - 1, &before);
  ilv_counter_get (depth, index, &after);
  return get_depth (&after) - get_depth (&before) == (put ? 1 : -1)
         && ((gint64) index + get_depth (&after)) % 2 == 0;
}

/* The sample of the nth put, or get. FALSE: there is none, or it cannot be told. */
static gboolean
find_nth (const IlvCounter *depth, gint64 n, gboolean put, IlvSample *sample)
{
  guint64 low = 1, high = depth->n_samples;

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      ilv_counter_get (depth, middle, sample);
      if ((put ? count_puts (middle, sample) : count_gets (middle, sample)) >= n)
        high = middle;
      else
        low = middle + 1;
    }
  if (low >= depth->n_samples || !is_one (depth, low, put))
    return FALSE;
  ilv_counter_get (depth, low, sample);
  return TRUE;
}

gboolean
ilv_passage_find (const IlvCounter *depth, gint64 time, IlvPassage *passage)
{
  guint64 index = ilv_counter_find (depth, time);
  IlvSample first, last, other;
  gboolean put;

  g_return_val_if_fail (passage != NULL, FALSE);
  if (index < 2)
    return FALSE;
  index--;
  ilv_counter_get (depth, 0, &first);
  ilv_counter_get (depth, index, &last);
  put = is_one (depth, index, TRUE);
  if (first.value != 0 || (!put && !is_one (depth, index, FALSE)))
    return FALSE;
  *passage = (IlvPassage){ .got = G_MAXINT64 };
  if (put)
    {
      passage->put = last.time;
      passage->put_lane = last.lane;
      if (find_nth (depth, count_puts (index, &last), FALSE, &other) && other.time >= last.time)
        {
          passage->got = other.time;
          passage->got_lane = other.lane;
        }
      return TRUE;
    }
  passage->got = last.time;
  passage->got_lane = last.lane;
  if (!find_nth (depth, count_gets (index, &last), TRUE, &other) || other.time > last.time)
    return FALSE;
  passage->put = other.time;
  passage->put_lane = other.lane;
  return TRUE;
}
