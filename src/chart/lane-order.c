/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/lane-order.h"

#include "trace/state.h"

#include <string.h>

/* Names, not numbers: what is remembered is read by later versions, too. */
#define TEXT_FORMAT "(ssxsasasas)"
/* Intervals looked at to see when a lane first did something. */
#define LOOKED_AT 32

static const char *const sort_names[ILV_N_LANE_SORTS] = {
  [ILV_LANE_SORT_CREATED] = "created", [ILV_LANE_SORT_NAME] = "name",
  [ILV_LANE_SORT_WAIT] = "wait",       [ILV_LANE_SORT_END] = "end",
  [ILV_LANE_SORT_ACTIVITY] = "activity",
};

static GHashTable *
make_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

IlvLaneCriteria *
ilv_lane_criteria_new (void)
{
  IlvLaneCriteria *self = g_new0 (IlvLaneCriteria, 1);

  self->name = g_strdup ("");
  self->pinned = make_set ();
  self->hidden = make_set ();
  self->only = make_set ();
  return self;
}

void
ilv_lane_criteria_free (IlvLaneCriteria *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_hash_table_unref (self->pinned);
  g_hash_table_unref (self->hidden);
  g_hash_table_unref (self->only);
  g_free (self);
}

static gboolean
is_empty (const IlvLaneCriteria *self)
{
  return self->sort == ILV_LANE_SORT_CREATED && *self->name == '\0'
         && self->state == ILV_STATE_NONE && self->waited <= 0
         && g_hash_table_size (self->pinned) == 0 && g_hash_table_size (self->hidden) == 0
         && g_hash_table_size (self->only) == 0;
}

static GVariant *
list_set (GHashTable *set)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (set), (GCompareFunc) strcmp);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (GList *l = names; l != NULL; l = l->next)
    g_variant_builder_add (&builder, "s", l->data);
  return g_variant_builder_end (&builder);
}

const char *
ilv_lane_criteria_to_text (const IlvLaneCriteria *self)
{
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  if (is_empty (self))
    return NULL;
  value = g_variant_ref_sink (g_variant_new ("(ssxs@as@as@as)", sort_names[self->sort],
                                             ilv_state_get_name (self->state), self->waited,
                                             self->name, list_set (self->pinned),
                                             list_set (self->hidden), list_set (self->only)));
  text = g_variant_print (value, FALSE);
  return g_intern_string (text);
}

static void
fill_set (GHashTable *set, GVariantIter *names)
{
  char *name;

  while (g_variant_iter_next (names, "s", &name))
    g_hash_table_add (set, name);
}

static IlvLaneSort
find_sort (const char *name)
{
  for (guint i = 0; i < ILV_N_LANE_SORTS; i++)
    if (g_str_equal (sort_names[i], name))
      return (IlvLaneSort) i;
  return ILV_LANE_SORT_CREATED;
}

static IlvState
find_state (const char *name)
{
  for (guint i = 0; i < ILV_N_STATES; i++)
    if (g_str_equal (ilv_state_get_name ((IlvState) i), name))
      return (IlvState) i;
  return ILV_STATE_NONE;
}

IlvLaneCriteria *
ilv_lane_criteria_from_text (const char *text)
{
  IlvLaneCriteria *self = ilv_lane_criteria_new ();
  g_autoptr (GVariantIter) pinned = NULL;
  g_autoptr (GVariantIter) hidden = NULL;
  g_autoptr (GVariantIter) only = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *sort, *state;

  if (text != NULL)
    value = g_variant_parse (G_VARIANT_TYPE (TEXT_FORMAT), text, NULL, NULL, NULL);
  if (value == NULL)
    return self;
  g_free (self->name);
  g_variant_get (value, "(&s&sxsasasas)", &sort, &state, &self->waited, &self->name, &pinned,
                 &hidden, &only);
  self->sort = find_sort (sort);
  self->state = find_state (state);
  fill_set (self->pinned, pinned);
  fill_set (self->hidden, hidden);
  fill_set (self->only, only);
  return self;
}

gboolean
ilv_lane_criteria_follow_time (const IlvLaneCriteria *self)
{
  return self->state != ILV_STATE_NONE || self->waited > 0
         || (self->sort != ILV_LANE_SORT_CREATED && self->sort != ILV_LANE_SORT_NAME);
}

/* --- what a lane did ----------------------------------------------------------------------- */

gint64
ilv_lane_order_get_wait (const IlvTimeline *timeline)
{
  gint64 states[ILV_N_STATES];

  if (timeline == NULL)
    return 0;
  ilv_timeline_states_until (timeline, G_MAXINT64, states);
  return states[ILV_STATE_WAITING_GIL] + states[ILV_STATE_WAITING_LOCK]
         + states[ILV_STATE_WAITING_IO] + states[ILV_STATE_READY];
}

static gboolean
has_been (const IlvTimeline *timeline, IlvState state)
{
  gint64 states[ILV_N_STATES];

  if (timeline == NULL)
    return FALSE;
  ilv_timeline_states_until (timeline, G_MAXINT64, states);
  return states[state] > 0;
}

/* When it first did more than to start, to be idle or to stand in a queue. */
static gint64
get_first_activity (const IlvLaneFacts *facts)
{
  guint64 n = facts->timeline != NULL ? ilv_timeline_get_length (facts->timeline) : 0;

  for (guint64 i = 0; i < MIN (n, LOOKED_AT); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (facts->timeline, i, &interval);
      if (interval.state != ILV_STATE_NONE && interval.state != ILV_STATE_STARTING
          && interval.state != ILV_STATE_READY)
        return interval.begin;
    }
  return n > 0 ? G_MAXINT64 : facts->begin;
}

/* --- which, and in which order ------------------------------------------------------------- */

static gboolean
contains (const char *name, const char *folded)
{
  g_autofree char *own = NULL;

  if (*folded == '\0')
    return TRUE;
  own = g_utf8_casefold (name, -1);
  return strstr (own, folded) != NULL;
}

static gboolean
is_shown (const IlvLaneCriteria *criteria, const char *folded, const IlvLaneFacts *facts)
{
  return (g_hash_table_size (criteria->only) == 0
          || g_hash_table_contains (criteria->only, facts->name))
         && !g_hash_table_contains (criteria->hidden, facts->name)
         && contains (facts->name, folded)
         && (criteria->state == ILV_STATE_NONE || has_been (facts->timeline, criteria->state))
         && (criteria->waited <= 0
             || ilv_lane_order_get_wait (facts->timeline) >= criteria->waited);
}

typedef struct
{
  guint index;
  gboolean pinned;
  gint64 time;
  char *name; /* owned, nullable: a key to compare by */
} Place;

static void
clear_place (gpointer data)
{
  g_free (((Place *) data)->name);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;
  int by_name = g_strcmp0 (x->name, y->name);

  if (x->pinned != y->pinned)
    return x->pinned ? -1 : 1;
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  if (by_name != 0)
    return by_name;
  return (x->index > y->index) - (x->index < y->index);
}

static Place
make_place (const IlvLaneCriteria *criteria, guint index, const IlvLaneFacts *facts)
{
  Place place = { .index = index,
                  .pinned = g_hash_table_contains (criteria->pinned, facts->name) };

  if (criteria->sort == ILV_LANE_SORT_NAME)
    place.name = g_utf8_collate_key_for_filename (facts->name, -1);
  else if (criteria->sort == ILV_LANE_SORT_WAIT)
    place.time = -ilv_lane_order_get_wait (facts->timeline);
  else if (criteria->sort == ILV_LANE_SORT_END)
    place.time = facts->end;
  else if (criteria->sort == ILV_LANE_SORT_ACTIVITY)
    place.time = get_first_activity (facts);
  return place;
}

GArray *
ilv_lane_order_compute (const IlvLaneCriteria *criteria, guint n, IlvLaneFactsFunc func,
                        gpointer data, guint *n_pinned)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autofree char *folded = g_utf8_casefold (criteria->name, -1);
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_set_clear_func (places, clear_place);
  for (guint i = 0; i < n; i++)
    {
      IlvLaneFacts facts;
      Place place;

      func (data, i, &facts);
      if (!is_shown (criteria, folded, &facts))
        continue;
      place = make_place (criteria, i, &facts);
      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  *n_pinned = 0;
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      g_array_append_val (order, place->index);
      *n_pinned += place->pinned;
    }
  return order;
}
