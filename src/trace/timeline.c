/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/timeline-layout.h"

#include <string.h>

#define CHUNK_ENTRIES 384
#define FIRST_ENTRIES 4
#define NEXT_ENTRIES 32

static void
account (IlvTimeline *timeline, gssize bytes)
{
  timeline->trace->timeline_memory += (gsize) bytes;
}

static gsize
chunk_size (guint n_entries)
{
  return offsetof (IlvTimelineChunk, entries) + n_entries * sizeof (IlvTimelinePacked);
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
  for (guint32 i = 0; i < ilv_timeline_count_chunks (timeline); i++)
    {
      g_free (ilv_timeline_get_chunk (timeline, i));
      if (timeline->directory != NULL)
        g_free (timeline->directory->summaries[i].detail);
    }
  g_free (timeline->directory);
}

/* Adds the time of the chunk's entries, the last of which ends at `end`, to `states`. */
static void
sum_chunk (const IlvTimelineChunk *chunk, gint64 end, gint64 *states)
{
  for (guint i = 0; i < chunk->n; i++)
    {
      gint64 next = i + 1u < chunk->n ? chunk->entries[i + 1].offset : end - chunk->begin;

      states[chunk->entries[i].state_core & 0xf] += next - chunk->entries[i].offset;
    }
}

/* Brings the summaries from `index` on in line with the chunks before them. */
static void
summarise (IlvTimeline *timeline, guint32 index)
{
  for (guint32 i = MAX (index, 1); i < ilv_timeline_count_chunks (timeline); i++)
    {
      IlvTimelineSummary *before = &timeline->directory->summaries[i - 1];
      IlvTimelineSummary *summary = &timeline->directory->summaries[i];

      summary->begin = summary->chunk->begin;
      summary->first = before->first + before->chunk->n;
      memcpy (summary->states, before->states, sizeof summary->states);
      sum_chunk (before->chunk, summary->begin, summary->states);
    }
}

/* Brings the detail of a chunk that changed, and is followed by another, in line with it. */
static void
detail (IlvTimeline *timeline, guint32 index)
{
  IlvTimelineSummary *summary;

  if (index + 1 >= ilv_timeline_count_chunks (timeline))
    return;
  summary = &timeline->directory->summaries[index];
  account (timeline, -(gssize) ilv_timeline_detail_get_size (summary->detail));
  g_free (summary->detail);
  summary->detail = ilv_timeline_detail_new (summary->chunk);
  account (timeline, (gssize) ilv_timeline_detail_get_size (summary->detail));
}

static gsize
directory_size (guint32 n_summaries)
{
  return sizeof (IlvTimelineDirectory) + n_summaries * sizeof (IlvTimelineSummary);
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
      directory->summaries[0]
        = (IlvTimelineSummary){ .chunk = timeline->last, .begin = timeline->last->begin };
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
           (directory->n_chunks - index) * sizeof (IlvTimelineSummary));
  directory->summaries[index] = (IlvTimelineSummary){ .chunk = chunk, .begin = chunk->begin };
  if (index == directory->n_chunks)
    timeline->last = chunk;
  directory->n_chunks++;
}

static void
replace_chunk (IlvTimeline *timeline, guint32 index, IlvTimelineChunk *chunk)
{
  if (timeline->directory != NULL)
    timeline->directory->summaries[index].chunk = chunk;
  if (index == ilv_timeline_count_chunks (timeline) - 1)
    timeline->last = chunk;
}

/* Makes room for one more entry in chunk `index`. */
static IlvTimelineChunk *
grow_chunk (IlvTimeline *timeline, guint32 index)
{
  IlvTimelineChunk *chunk = ilv_timeline_get_chunk (timeline, index);
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
  memmove (&chunk->entries[at + 1], &chunk->entries[at],
           (chunk->n - at) * sizeof (IlvTimelinePacked));
  chunk->entries[at] = (IlvTimelinePacked){
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
  const IlvTimelinePacked *last = &timeline->last->entries[timeline->last->n - 1];

  return last->other == entry->other && last->object == entry->object
         && last->state_core
              == (guint16) (entry->state | MIN (entry->core, ILV_TIMELINE_NO_CORE) << 4);
}

static void
append (IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  IlvTimelineChunk *chunk = timeline->last;

  if (chunk == NULL || chunk->n == CHUNK_ENTRIES || entry->begin - chunk->begin > G_MAXUINT32)
    {
      /* A chunk that was full is likely followed by another that will be. */
      guint n = chunk != NULL && chunk->n == CHUNK_ENTRIES ? NEXT_ENTRIES : FIRST_ENTRIES;

      chunk = chunk_new (timeline, entry->begin, n);
      insert_chunk (timeline, ilv_timeline_count_chunks (timeline), chunk);
      summarise (timeline, ilv_timeline_count_chunks (timeline) - 1);
      if (timeline->directory != NULL)
        detail (timeline, timeline->directory->n_chunks - 2);
    }
  chunk = grow_chunk (timeline, ilv_timeline_count_chunks (timeline) - 1);
  put (chunk, chunk->n, entry);
}

/* Moves the upper half of a full chunk into one of its own behind it. */
static void
split_chunk (IlvTimeline *timeline, guint32 index)
{
  IlvTimelineChunk *chunk = ilv_timeline_get_chunk (timeline, index);
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
  guint32 index = ilv_timeline_find_chunk (timeline, entry->begin);
  IlvTimelineChunk *chunk = ilv_timeline_get_chunk (timeline, index);

  timeline->trace->n_late++;
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
      detail (timeline, index);
      detail (timeline, index + 1);
      if (entry->begin >= ilv_timeline_get_chunk (timeline, index + 1)->begin)
        index++;
    }
  chunk = grow_chunk (timeline, index);
  put (chunk, ilv_timeline_find_in_chunk (chunk, entry->begin), entry);
  summarise (timeline, index);
  detail (timeline, index);
}

gboolean
ilv_timeline_add (IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  if (timeline->last != NULL && entry->begin < ilv_timeline_last_begin (timeline))
    insert (timeline, entry);
  else if (timeline->last == NULL || !continues_last (timeline, entry))
    append (timeline, entry);
  else
    return FALSE;
  return TRUE;
}

gboolean
ilv_timeline_restore (IlvTimeline *timeline, const IlvTimelineEntry *entry)
{
  if (timeline->last != NULL && entry->begin < ilv_timeline_last_begin (timeline))
    return FALSE;
  append (timeline, entry);
  return TRUE;
}

void
ilv_timeline_finish (IlvTimeline *timeline, gint64 time)
{
  timeline->end = timeline->last != NULL ? MAX (time, ilv_timeline_last_begin (timeline)) : time;
}
