/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/timeline-private.h"

#include "trace/model-private.h"

#include <string.h>

#define CHUNK_ENTRIES 192
#define FIRST_ENTRIES 4
#define NEXT_ENTRIES 32

typedef struct
{
  guint32 offset; /* ns after the chunk's begin */
  guint32 other;
  guint16 object;
  guint16 state_core; /* state: 4 bits; core: 12 bits */
} Packed;

G_STATIC_ASSERT (sizeof (Packed) == 12);
G_STATIC_ASSERT (ILV_N_STATES <= 16);

struct _IlvTimelineChunk
{
  gint64 begin;
  guint16 n;
  guint16 n_allocated;
  Packed entries[];
};

typedef struct
{
  IlvTimelineChunk *chunk;
  guint64 first; /* index of the chunk's first interval */
  gint64 begin;  /* the chunk's */
  gint64 states[ILV_TIMELINE_N_STATES]; /* ns in each before the chunk */
} Summary;

struct _IlvTimelineDirectory
{
  guint32 n_chunks;
  guint32 n_allocated;
  guint32 cursor; /* chunk of the latest ilv_timeline_get(): the next is likely in it too */
  Summary summaries[];
};

static guint32
count_chunks (const IlvTimeline *timeline)
{
  if (timeline->directory != NULL)
    return timeline->directory->n_chunks;
  return timeline->last != NULL ? 1 : 0;
}

static IlvTimelineChunk *
get_chunk (const IlvTimeline *timeline, guint32 index)
{
  return timeline->directory != NULL ? timeline->directory->summaries[index].chunk
                                     : timeline->last;
}

static guint64
get_first (const IlvTimeline *timeline, guint32 index)
{
  return timeline->directory != NULL ? timeline->directory->summaries[index].first : 0;
}

static void
account (IlvTimeline *timeline, gssize bytes)
{
  timeline->trace->timeline_memory += (gsize) bytes;
}

static gsize
chunk_size (guint n_entries)
{
  return offsetof (IlvTimelineChunk, entries) + n_entries * sizeof (Packed);
}

static IlvTimelineChunk *
chunk_new (IlvTimeline *timeline, gint64 begin, guint n_allocated)
{
  IlvTimelineChunk *chunk = g_malloc (chunk_size (n_allocated));

  chunk->begin = begin;
  chunk->n = 0;
  chunk->n_allocated = (guint16) n_allocated;
  account (timeline, (gssize) chunk_size (n_allocated));
  return chunk;
}

void
ilv_timeline_init (IlvTimeline *timeline, IlvTrace *trace)
{
  *timeline = (IlvTimeline){ .trace = trace, .end = G_MAXINT64 };
}

void
ilv_timeline_clear (IlvTimeline *timeline)
{
  for (guint32 i = 0; i < count_chunks (timeline); i++)
    g_free (get_chunk (timeline, i));
  g_free (timeline->directory);
}

static gint64
get_end (const IlvTimeline *timeline)
{
  return timeline->end != G_MAXINT64 ? timeline->end : ilv_trace_get_end (timeline->trace);
}

/* Adds the time of the chunk's entries, cut off at `until`, to `states`. */
static void
sum_chunk (const IlvTimelineChunk *chunk, gint64 until, gint64 *states)
{
  guint64 reach;

  if (until <= chunk->begin)
    return;
  reach = (guint64) (until - chunk->begin);
  for (guint i = 0; i < chunk->n && chunk->entries[i].offset < reach; i++)
    {
      guint64 next = i + 1 < chunk->n ? MIN (chunk->entries[i + 1].offset, reach) : reach;

      states[chunk->entries[i].state_core & 0xf] += (gint64) (next - chunk->entries[i].offset);
    }
}

/* Brings the summaries from `index` on in line with the chunks before them. */
static void
summarise (IlvTimeline *timeline, guint32 index)
{
  for (guint32 i = MAX (index, 1); i < count_chunks (timeline); i++)
    {
      Summary *before = &timeline->directory->summaries[i - 1];
      Summary *summary = &timeline->directory->summaries[i];

      summary->begin = summary->chunk->begin;
      summary->first = before->first + before->chunk->n;
      memcpy (summary->states, before->states, sizeof summary->states);
      sum_chunk (before->chunk, summary->begin, summary->states);
    }
}

static gsize
directory_size (guint32 n_summaries)
{
  return sizeof (IlvTimelineDirectory) + n_summaries * sizeof (Summary);
}

/* Makes room for a chunk more in the directory. The first time, that makes the directory. */
static IlvTimelineDirectory *
grow_directory (IlvTimeline *timeline)
{
  IlvTimelineDirectory *directory = timeline->directory;
  guint32 n, n_before = directory != NULL ? directory->n_allocated : 0;

  if (directory != NULL && directory->n_chunks < n_before)
    return directory;
  /* By a quarter, not to the double: these are a tenth of a timeline's memory. */
  n = directory != NULL ? n_before + 1 + n_before / 4 : 2;
  directory = g_realloc (directory, directory_size (n));
  if (timeline->directory == NULL)
    {
      directory->n_chunks = 1;
      directory->cursor = 0;
      directory->summaries[0] = (Summary){ .chunk = timeline->last,
                                           .begin = timeline->last->begin };
    }
  directory->n_allocated = n;
  account (timeline, (gssize) (directory_size (n)
                               - (timeline->directory != NULL ? directory_size (n_before) : 0)));
  timeline->directory = directory;
  return directory;
}

static void
insert_chunk (IlvTimeline *timeline, guint32 index, IlvTimelineChunk *chunk)
{
  IlvTimelineDirectory *directory;

  if (timeline->last == NULL)
    {
      timeline->last = chunk;
      return;
    }
  directory = grow_directory (timeline);
  memmove (&directory->summaries[index + 1], &directory->summaries[index],
           (directory->n_chunks - index) * sizeof (Summary));
  directory->summaries[index] = (Summary){ .chunk = chunk, .begin = chunk->begin };
  if (index == directory->n_chunks)
    timeline->last = chunk;
  directory->n_chunks++;
}

/* The last chunk that begins at or before `time`; 0 when none does. */
static guint32
find_chunk (const IlvTimeline *timeline, gint64 time)
{
  guint32 low = 0, high = count_chunks (timeline);

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (timeline->directory->summaries[middle].begin <= time)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* How many entries of the chunk begin at or before `time`. */
static guint
find_in_chunk (const IlvTimelineChunk *chunk, gint64 time)
{
  guint low = 0, high = chunk->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (chunk->begin + chunk->entries[middle].offset <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
replace_chunk (IlvTimeline *timeline, guint32 index, IlvTimelineChunk *chunk)
{
  if (timeline->directory != NULL)
    timeline->directory->summaries[index].chunk = chunk;
  if (index == count_chunks (timeline) - 1)
    timeline->last = chunk;
}

/* Makes room for one more entry in chunk `index`. */
static IlvTimelineChunk *
grow_chunk (IlvTimeline *timeline, guint32 index)
{
  IlvTimelineChunk *chunk = get_chunk (timeline, index);
  guint n;

  if (chunk->n < chunk->n_allocated)
    return chunk;
  n = MIN (CHUNK_ENTRIES, chunk->n_allocated + chunk->n_allocated / 2u);
  account (timeline, (gssize) (chunk_size (n) - chunk_size (chunk->n_allocated)));
  chunk = g_realloc (chunk, chunk_size (n));
  chunk->n_allocated = (guint16) n;
  replace_chunk (timeline, index, chunk);
  return chunk;
}

static void
put (IlvTimelineChunk *chunk, guint at, const IlvTimelineEntry *entry)
{
  memmove (&chunk->entries[at + 1], &chunk->entries[at], (chunk->n - at) * sizeof (Packed));
  chunk->entries[at] = (Packed){
    .offset = (guint32) (entry->begin - chunk->begin),
    .other = entry->other,
    .object = entry->object,
    .state_core = (guint16) (entry->state | MIN (entry->core, ILV_TIMELINE_NO_CORE) << 4),
  };
  chunk->n++;
}

/* Whether the entry says nothing that the last one does not say. */
static gboolean
continues_last (const IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  const Packed *last = &timeline->last->entries[timeline->last->n - 1];

  return last->other == entry->other && last->object == entry->object
         && last->state_core
              == (guint16) (entry->state | MIN (entry->core, ILV_TIMELINE_NO_CORE) << 4);
}

static void
append (IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  IlvTimelineChunk *chunk = timeline->last;

  if (chunk != NULL && continues_last (timeline, entry))
    return;
  if (chunk == NULL || chunk->n == CHUNK_ENTRIES || entry->begin - chunk->begin > G_MAXUINT32)
    {
      /* A chunk that was full is likely followed by another that will be. */
      guint n = chunk != NULL && chunk->n == CHUNK_ENTRIES ? NEXT_ENTRIES : FIRST_ENTRIES;

      chunk = chunk_new (timeline, entry->begin, n);
      insert_chunk (timeline, count_chunks (timeline), chunk);
      summarise (timeline, count_chunks (timeline) - 1);
    }
  chunk = grow_chunk (timeline, count_chunks (timeline) - 1);
  put (chunk, chunk->n, entry);
}

/* Moves the upper half of a full chunk into one of its own behind it. */
static void
split_chunk (IlvTimeline *timeline, guint32 index)
{
  IlvTimelineChunk *chunk = get_chunk (timeline, index);
  guint keep = chunk->n / 2u;
  guint32 shift = chunk->entries[keep].offset;
  IlvTimelineChunk *upper = chunk_new (timeline, chunk->begin + shift, CHUNK_ENTRIES);

  upper->n = (guint16) (chunk->n - keep);
  chunk->n = (guint16) keep;
  for (guint i = 0; i < upper->n; i++)
    {
      upper->entries[i] = chunk->entries[keep + i];
      upper->entries[i].offset -= shift;
    }
  insert_chunk (timeline, index + 1, upper);
}

/* Puts an entry before what has already come: records of different lanes may come out of order. */
static void
insert (IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  guint32 index = find_chunk (timeline, entry->begin);
  IlvTimelineChunk *chunk = get_chunk (timeline, index);

  if (entry->begin < chunk->begin || entry->begin - chunk->begin > G_MAXUINT32)
    {
      /* Before the first chunk, or in the long last interval of one. */
      index += entry->begin >= chunk->begin;
      chunk = chunk_new (timeline, entry->begin, FIRST_ENTRIES);
      insert_chunk (timeline, index, chunk);
    }
  else if (chunk->n == CHUNK_ENTRIES)
    {
      split_chunk (timeline, index);
      if (entry->begin >= get_chunk (timeline, index + 1)->begin)
        index++;
    }
  chunk = grow_chunk (timeline, index);
  put (chunk, find_in_chunk (chunk, entry->begin), entry);
  summarise (timeline, index);
}

static gint64
last_begin (const IlvTimeline *timeline)
{
  return timeline->last->begin + timeline->last->entries[timeline->last->n - 1].offset;
}

void
ilv_timeline_add (IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  if (timeline->last == NULL || entry->begin >= last_begin (timeline))
    append (timeline, entry);
  else
    insert (timeline, entry);
}

void
ilv_timeline_finish (IlvTimeline *timeline, gint64 time)
{
  timeline->end = timeline->last != NULL ? MAX (time, last_begin (timeline)) : time;
}

guint64
ilv_timeline_get_length (const IlvTimeline *timeline)
{
  if (timeline->last == NULL)
    return 0;
  return get_first (timeline, count_chunks (timeline) - 1) + timeline->last->n;
}

static gboolean
chunk_has (const IlvTimeline *timeline, guint32 chunk, guint64 index)
{
  guint64 first = get_first (timeline, chunk);

  return index >= first && index - first < get_chunk (timeline, chunk)->n;
}

/* The chunk that holds interval `index`: mostly that of the call before, or the next one. */
static guint32
chunk_of (const IlvTimeline *timeline, guint64 index)
{
  guint32 low = 0, high = count_chunks (timeline);
  guint32 cursor;

  if (timeline->directory == NULL)
    return 0;
  cursor = timeline->directory->cursor;
  if (chunk_has (timeline, cursor, index))
    return cursor;
  if (cursor + 1 < high && chunk_has (timeline, cursor + 1, index))
    return timeline->directory->cursor = cursor + 1;
  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (timeline->directory->summaries[middle].first <= index)
        low = middle;
      else
        high = middle;
    }
  return timeline->directory->cursor = low;
}

void
ilv_timeline_get (const IlvTimeline *timeline, guint64 index, IlvInterval *interval)
{
  const IlvTimelineChunk *chunk;
  const Packed *entry;
  guint32 at;
  guint in_chunk, core;

  g_return_if_fail (index < ilv_timeline_get_length (timeline));
  at = chunk_of (timeline, index);
  chunk = get_chunk (timeline, at);
  in_chunk = (guint) (index - get_first (timeline, at));
  entry = &chunk->entries[in_chunk];
  core = entry->state_core >> 4;
  interval->begin = chunk->begin + entry->offset;
  interval->open = FALSE;
  if (in_chunk + 1u < chunk->n)
    interval->end = chunk->begin + chunk->entries[in_chunk + 1].offset;
  else if (at + 1 < count_chunks (timeline))
    interval->end = timeline->directory->summaries[at + 1].begin;
  else
    {
      interval->end = MAX (interval->begin, get_end (timeline));
      interval->open = timeline->end == G_MAXINT64 && !timeline->trace->finished;
    }
  interval->state = (IlvState) (entry->state_core & 0xf);
  interval->other = entry->other;
  interval->object = ilv_trace_get_lock_id (timeline->trace, entry->object);
  interval->core = core == ILV_TIMELINE_NO_CORE ? G_MAXUINT16 : (guint16) core;
}

guint64
ilv_timeline_find (const IlvTimeline *timeline, gint64 time)
{
  guint32 at;
  guint begun;

  if (timeline->last == NULL || get_end (timeline) <= time)
    return ilv_timeline_get_length (timeline);
  at = find_chunk (timeline, time);
  begun = find_in_chunk (get_chunk (timeline, at), time);
  /* The last that has begun is the first that has not ended: the next one begins later. */
  return get_first (timeline, at) + (begun > 0 ? begun - 1 : 0);
}

void
ilv_timeline_states_until (const IlvTimeline *timeline, gint64 time, gint64 states[ILV_N_STATES])
{
  guint32 at;

  memset (states, 0, ILV_N_STATES * sizeof *states);
  if (timeline->last == NULL)
    return;
  time = MIN (time, get_end (timeline));
  at = find_chunk (timeline, time);
  if (timeline->directory != NULL)
    memcpy (states, timeline->directory->summaries[at].states,
            sizeof timeline->directory->summaries[at].states);
  sum_chunk (get_chunk (timeline, at), time, states);
}

typedef struct
{
  double (*bins)[ILV_N_STATES];
  guint n;
  gint64 from;
  double per_ns; /* bins */
  double weight;
} Shares;

/* Adds a stretch, given in bins, of which each full bin gets `density`. */
static inline void
add_stretch (const Shares *shares, guint state, double begin, double end, double density)
{
  guint first, last;

  begin = MAX (begin, 0);
  end = MIN (end, shares->n);
  if (begin >= end)
    return;
  first = (guint) begin;
  last = MIN ((guint) end, shares->n - 1);
  if (first == last)
    {
      shares->bins[first][state] += (end - begin) * density;
      return;
    }
  shares->bins[first][state] += (first + 1 - begin) * density;
  for (guint i = first + 1; i < last; i++)
    shares->bins[i][state] += density;
  shares->bins[last][state] += (end - last) * density;
}

static gint64
chunk_end (const IlvTimeline *timeline, guint32 index)
{
  return index + 1 < count_chunks (timeline) ? timeline->directory->summaries[index + 1].begin
                                        : MAX (get_end (timeline), last_begin (timeline));
}

/* Adds what was counted for one bin and starts the next from nothing. */
static inline void
flush_bin (const Shares *shares, guint bin, gint64 counted[16])
{
  double factor = shares->per_ns * shares->weight;

  for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
    shares->bins[bin][s] += (double) counted[s] * factor;
  memset (counted, 0, 16 * sizeof *counted);
}

/* Interval by interval, in whole nanoseconds: for bins that hold many, where it is the time of a
   frame that counts. */
static void
count_entries (const IlvTimeline *timeline, const Shares *shares, guint32 index)
{
  const IlvTimelineChunk *chunk = get_chunk (timeline, index);
  double length = 1 / shares->per_ns;
  gint64 shift = shares->from - chunk->begin;
  gint64 last = chunk_end (timeline, index) - chunk->begin;
  gint64 at = MAX (shift, 0);
  guint bin = (guint) ((double) (at - shift) * shares->per_ns);
  gint64 limit = shift + (gint64) ((bin + 1) * length);
  gint64 counted[16] = { 0 };
  guint i = find_in_chunk (chunk, shares->from);

  for (i -= i > 0; i < chunk->n && bin < shares->n; i++)
    {
      guint state = chunk->entries[i].state_core & 0xf;
      gint64 end = i + 1 < chunk->n ? chunk->entries[i + 1].offset : last;

      if (end > limit)
        {
          counted[state] += limit - at;
          flush_bin (shares, bin++, counted);
          at = limit;
          while (bin < shares->n && end >= shift + (gint64) ((bin + 1) * length))
            {
              if (state != ILV_STATE_NONE && state < ILV_TIMELINE_N_STATES)
                shares->bins[bin][state] += shares->weight;
              at = shift + (gint64) (++bin * length);
            }
          limit = shift + (gint64) ((bin + 1) * length);
        }
      counted[state] += end - at;
      at = end;
    }
  if (bin < shares->n)
    flush_bin (shares, bin, counted);
}

/* Interval by interval, to any fraction of a nanosecond. */
static void
share_entries (const IlvTimeline *timeline, const Shares *shares, guint32 index)
{
  const IlvTimelineChunk *chunk = get_chunk (timeline, index);
  guint first = find_in_chunk (chunk, shares->from);
  double base = (double) (chunk->begin - shares->from) * shares->per_ns;
  double last = (double) (chunk_end (timeline, index) - shares->from) * shares->per_ns;
  double begin;

  first -= first > 0;
  begin = base + chunk->entries[first].offset * shares->per_ns;
  for (guint i = first; i < chunk->n && begin < shares->n; i++)
    {
      guint state = chunk->entries[i].state_core & 0xf;
      double end = i + 1 < chunk->n ? base + chunk->entries[i + 1].offset * shares->per_ns : last;

      if (state != ILV_STATE_NONE && state < ILV_TIMELINE_N_STATES)
        add_stretch (shares, state, begin, end, shares->weight);
      begin = end;
    }
}

/* The times of all the chunk's intervals together, evenly over its length. */
static void
share_chunk (const IlvTimeline *timeline, const Shares *shares, guint32 index)
{
  const Summary *summary = &timeline->directory->summaries[index];
  double begin = (double) (summary->begin - shares->from) * shares->per_ns;
  double end = (double) (summary[1].begin - shares->from) * shares->per_ns;

  for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
    {
      gint64 time = summary[1].states[s] - summary->states[s];

      if (time > 0)
        add_stretch (shares, s, begin, end,
                     (double) time * shares->per_ns / (end - begin) * shares->weight);
    }
}

/* Time in each state until `time`, taken to go on evenly within a chunk. */
static void
estimate_until (const IlvTimeline *timeline, gint64 time, double states[ILV_TIMELINE_N_STATES])
{
  guint32 index = find_chunk (timeline, time);
  const Summary *summary = &timeline->directory->summaries[index];
  double part;

  if (index + 1 == count_chunks (timeline) || time <= summary->begin)
    {
      gint64 exact[ILV_N_STATES];

      ilv_timeline_states_until (timeline, time, exact);
      for (guint s = 0; s < ILV_TIMELINE_N_STATES; s++)
        states[s] = (double) exact[s];
      return;
    }
  part = (double) (time - summary->begin) / (double) (summary[1].begin - summary->begin);
  for (guint s = 0; s < ILV_TIMELINE_N_STATES; s++)
    states[s] = (double) summary->states[s]
                + (double) (summary[1].states[s] - summary->states[s]) * part;
}

/* Bin by bin, from the summaries alone. */
static void
share_summaries (const IlvTimeline *timeline, const Shares *shares)
{
  double factor = shares->per_ns * shares->weight;
  double before[ILV_TIMELINE_N_STATES];
  double until[ILV_TIMELINE_N_STATES];

  estimate_until (timeline, shares->from, before);
  for (guint i = 0; i < shares->n; i++)
    {
      estimate_until (timeline, shares->from + (gint64) ((i + 1) / shares->per_ns), until);
      for (guint s = ILV_STATE_NONE + 1; s < ILV_TIMELINE_N_STATES; s++)
        shares->bins[i][s] += (until[s] - before[s]) * factor;
      memcpy (before, until, sizeof before);
    }
}

void
ilv_timeline_add_shares (const IlvTimeline *timeline, gint64 from, gint64 to, guint n,
                         double weight, double (*bins)[ILV_N_STATES])
{
  const Shares shares = { bins, n, from, n / (double) (to - from), weight };
  gint64 bin = (to - from) / n;
  guint32 first, last;

  g_return_if_fail (from < to && n > 0 && bins != NULL);
  if (timeline->last == NULL || get_end (timeline) <= from)
    return;
  first = find_chunk (timeline, from);
  last = find_chunk (timeline, to);
  if (last - first > 2 * n)
    {
      share_summaries (timeline, &shares);
      return;
    }
  for (guint32 i = first; i <= last; i++)
    if (i + 1 < count_chunks (timeline) && chunk_end (timeline, i) - get_chunk (timeline, i)->begin < bin)
      share_chunk (timeline, &shares, i);
    else if (bin >= 1000)
      count_entries (timeline, &shares, i);
    else
      share_entries (timeline, &shares, i);
}
