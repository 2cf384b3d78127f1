/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/reader.h"

#include "trace/area-layout.h"
#include "trace/clock.h"
#include "trace/model-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Clocks of different cores and our own reading of ours may differ by a little, not by more. */
#define TIME_SLACK_NS G_GINT64_CONSTANT (1000000000)

/* What is known of one writer: its blocks that are not read to their end, in order. */
typedef struct
{
  guint32 lane;
  guint32 next_serial;
  GQueue blocks;      /* of GUINT_TO_POINTER (block index) */
  guint32 read;       /* records read of the first block */
  guint32 limit;      /* of them to be read in this poll */
  guint64 next_ticks; /* of the next record */
  gboolean ended;
} Stream;

struct _IlvTraceReader
{
  IlvTrace *trace;             /* borrowed */
  const IlvAreaHeader *header; /* the mapping, of which nothing is believed twice */
  const IlvAreaBlock *blocks;
  gsize size;
  guint32 n_blocks;
  guint32 clock;
  guint16 n_cores; /* of this machine */
  guint64 base_ticks;
  gint64 base_ns;
  guint64 ns_per_tick;
  gint64 origin_ns;
  gboolean has_origin;
  guint64 n_dropped;    /* told to the trace so far */
  guint32 n_seen;       /* blocks looked at for the first time */
  GArray *fresh;        /* of guint32: blocks taken of which nothing is published yet */
  GHashTable *by_lane;  /* guint32 → Stream, owned */
  GPtrArray *heap;      /* of Stream, borrowed: those with something to read, earliest first */
};

static void
stream_free (Stream *stream)
{
  g_queue_clear (&stream->blocks);
  g_free (stream);
}

static gint64
to_ns (const IlvTraceReader *reader, guint64 ticks)
{
  return ilv_area_convert (ticks, reader->base_ticks, reader->base_ns, reader->ns_per_tick);
}

static gint64
clock_now (const IlvTraceReader *reader)
{
  return reader->clock == ILV_CLOCK_COUNTER ? to_ns (reader, ilv_clock_counter ())
                                            : ilv_clock_monotonic ();
}

static gboolean
set_error_from_errno (GError **error, const char *format)
{
  int code = errno;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_FAILED, format, g_strerror (code));
#pragma GCC diagnostic pop
  return FALSE;
}

static gboolean
map_area (IlvTraceReader *reader, int fd, GError **error)
{
  struct stat status;
  int seals = fcntl (fd, F_GET_SEALS);
  void *memory;

  if (fstat (fd, &status) != 0)
    return set_error_from_errno (error, _ ("The trace area could not be examined: %s."));
  /* Memory that somebody can shrink would end this program when it reads there. */
  if (seals < 0 || !(seals & F_SEAL_SHRINK)
      || status.st_size < (off_t) (ILV_AREA_HEADER_SIZE + ILV_AREA_BLOCK_SIZE)
      || (guint64) status.st_size > ILV_AREA_MAX_SIZE)
    {
      g_set_error_literal (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
                           _ ("This is not a trace area: it is no sealed memory of its size."));
      return FALSE;
    }
  memory = mmap (NULL, (gsize) status.st_size, PROT_READ, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    return set_error_from_errno (error, _ ("The trace area could not be mapped: %s."));
  reader->size = (gsize) status.st_size;
  reader->header = memory;
  reader->blocks = (const IlvAreaBlock *) (gconstpointer) ((const char *) memory
                                                           + ILV_AREA_HEADER_SIZE);
  return TRUE;
}

static gboolean
read_header (IlvTraceReader *reader, GError **error)
{
  IlvAreaHeader header;

  memcpy (&header, reader->header, sizeof header);
  reader->n_blocks = header.n_blocks;
  reader->clock = header.clock;
  reader->base_ticks = header.base_ticks;
  reader->base_ns = header.base_ns;
  reader->ns_per_tick = header.ns_per_tick;
  if (header.magic == ILV_AREA_MAGIC && header.version == ILV_AREA_VERSION
      && header.header_size == ILV_AREA_HEADER_SIZE && header.block_size == ILV_AREA_BLOCK_SIZE
      && header.record_size == sizeof (IlvRecord) && header.size == reader->size
      && header.n_blocks > 0
      && header.n_blocks <= (reader->size - ILV_AREA_HEADER_SIZE) / ILV_AREA_BLOCK_SIZE
      && (header.clock == ILV_CLOCK_MONOTONIC || header.clock == ILV_CLOCK_COUNTER)
      && header.ns_per_tick > 0 && header.ns_per_tick <= ILV_AREA_MAX_NS_PER_TICK
      && header.base_ns >= 0 && header.base_ns <= ilv_clock_monotonic () + TIME_SLACK_NS)
    return TRUE;
  g_set_error_literal (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
                       _ ("This is not a trace area of this version of Interleave: "
                          "its header says something else."));
  return FALSE;
}

IlvTraceReader *
ilv_trace_reader_new (int fd, IlvTrace *trace, GError **error)
{
  g_autoptr (IlvTraceReader) reader = NULL;

  g_return_val_if_fail (trace != NULL, NULL);
  reader = g_new0 (IlvTraceReader, 1);
  reader->trace = trace;
  reader->fresh = g_array_new (FALSE, FALSE, sizeof (guint32));
  reader->by_lane = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) stream_free);
  reader->heap = g_ptr_array_new ();
  reader->n_cores = (guint16) CLAMP (sysconf (_SC_NPROCESSORS_CONF), 1, G_MAXUINT16);
  if (!map_area (reader, fd, error) || !read_header (reader, error))
    return NULL;
  return g_steal_pointer (&reader);
}

void
ilv_trace_reader_free (IlvTraceReader *reader)
{
  if (reader == NULL)
    return;
  if (reader->header != NULL)
    munmap ((void *) reader->header, reader->size);
  g_array_unref (reader->fresh);
  g_hash_table_unref (reader->by_lane);
  g_ptr_array_unref (reader->heap);
  g_free (reader);
}

gint64
ilv_trace_reader_now (const IlvTraceReader *reader)
{
  return reader->has_origin ? clock_now (reader) - reader->origin_ns : 0;
}

static void
read_origin (IlvTraceReader *reader)
{
  guint64 ticks = atomic_load_explicit (&reader->header->origin, memory_order_acquire);
  gint64 ns;

  if (reader->has_origin || ticks == 0)
    return;
  ns = to_ns (reader, ticks);
  if (ns < reader->base_ns - TIME_SLACK_NS || ns > clock_now (reader) + TIME_SLACK_NS)
    {
      ilv_trace_add_damaged (reader->trace, 1);
      ns = reader->base_ns;
    }
  reader->origin_ns = ns;
  reader->has_origin = TRUE;
}

static void
read_dropped (IlvTraceReader *reader)
{
  guint64 n = atomic_load_explicit (&reader->header->dropped, memory_order_relaxed);

  if (n <= reader->n_dropped)
    return;
  ilv_trace_add_dropped (reader->trace, n - reader->n_dropped);
  reader->n_dropped = n;
}

static guint32
get_published (IlvTraceReader *reader, guint32 block)
{
  guint32 n = atomic_load_explicit (&reader->blocks[block].published, memory_order_acquire);

  return MIN (n, ILV_AREA_BLOCK_RECORDS);
}

/* Gives a block of which something is published to its lane. FALSE: an earlier one is missing. */
static gboolean
adopt_block (IlvTraceReader *reader, guint32 index)
{
  const volatile IlvAreaBlock *block = &reader->blocks[index];
  guint32 lane = block->lane; /* read once: what is checked is what is used */
  guint32 serial = block->serial;
  Stream *stream = g_hash_table_lookup (reader->by_lane, GUINT_TO_POINTER (lane));

  if (serial != (stream != NULL ? stream->next_serial : 0) || lane == 0)
    return FALSE;
  if (stream == NULL)
    {
      stream = g_new0 (Stream, 1);
      stream->lane = lane;
      g_queue_init (&stream->blocks);
      g_hash_table_insert (reader->by_lane, GUINT_TO_POINTER (lane), stream);
    }
  stream->next_serial++;
  g_queue_push_tail (&stream->blocks, GUINT_TO_POINTER (index));
  return TRUE;
}

/* Looks at the blocks that are not anybody's yet. Those without a place are kept for another look
   or given up. */
static void
look_at_fresh (IlvTraceReader *reader, gboolean give_up)
{
  guint kept = 0;

  for (guint i = 0; i < reader->fresh->len; i++)
    {
      guint32 index = g_array_index (reader->fresh, guint32, i);
      gboolean published = get_published (reader, index) > 0;

      if (published && adopt_block (reader, index))
        continue;
      if (published && give_up)
        ilv_trace_add_damaged (reader->trace, 1);
      else
        g_array_index (reader->fresh, guint32, kept++) = index;
    }
  g_array_set_size (reader->fresh, kept);
}

static void
find_blocks (IlvTraceReader *reader)
{
  guint64 taken = atomic_load_explicit (&reader->header->next_block, memory_order_relaxed);

  for (; reader->n_seen < MIN (taken, reader->n_blocks); reader->n_seen++)
    g_array_append_val (reader->fresh, reader->n_seen);
  /* A writer may fill a block and begin its next between our looks at the two. It published the
     first before the second: at the second look, both are seen. */
  look_at_fresh (reader, FALSE);
  look_at_fresh (reader, TRUE);
}

static const IlvRecord *
next_record (const IlvTraceReader *reader, const Stream *stream)
{
  guint32 block = GPOINTER_TO_UINT (g_queue_peek_head ((GQueue *) &stream->blocks));

  return &reader->blocks[block].records[stream->read];
}

/* Goes on to the next record to be read in this poll, into the next block if need be. FALSE: there
   is none. */
static gboolean
advance (IlvTraceReader *reader, Stream *stream)
{
  while (stream->read >= stream->limit)
    {
      guint32 block;

      if (g_queue_is_empty (&stream->blocks))
        return FALSE;
      block = GPOINTER_TO_UINT (g_queue_peek_head (&stream->blocks));
      if (stream->read < ILV_AREA_BLOCK_RECORDS)
        {
          /* A block that has a successor is full by now, whatever it was when we looked first. */
          if (stream->blocks.length == 1)
            return FALSE;
          stream->limit = MAX (stream->limit, get_published (reader, block));
          if (stream->read < stream->limit)
            break;
          ilv_trace_add_damaged (reader->trace, 1);
        }
      g_queue_pop_head (&stream->blocks);
      stream->read = 0;
      stream->limit = 0;
      if (!g_queue_is_empty (&stream->blocks))
        stream->limit
          = get_published (reader, GPOINTER_TO_UINT (g_queue_peek_head (&stream->blocks)));
    }
  stream->next_ticks = next_record (reader, stream)->ticks;
  return TRUE;
}

static Stream *
heap_get (const IlvTraceReader *reader, guint index)
{
  return reader->heap->pdata[index];
}

/* Restores the heap's order below `index`. */
static void
sift_down (IlvTraceReader *reader, guint index)
{
  guint n = reader->heap->len;
  Stream *stream = heap_get (reader, index);

  for (;;)
    {
      guint child = 2 * index + 1;

      if (child >= n)
        break;
      if (child + 1 < n
          && heap_get (reader, child + 1)->next_ticks < heap_get (reader, child)->next_ticks)
        child++;
      if (heap_get (reader, child)->next_ticks >= stream->next_ticks)
        break;
      reader->heap->pdata[index] = heap_get (reader, child);
      index = child;
    }
  reader->heap->pdata[index] = stream;
}

static void
fill_heap (IlvTraceReader *reader)
{
  GHashTableIter iter;
  gpointer value;

  g_ptr_array_set_size (reader->heap, 0);
  g_hash_table_iter_init (&iter, reader->by_lane);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Stream *stream = value;

      if (!g_queue_is_empty (&stream->blocks))
        stream->limit = MAX (
          stream->limit,
          get_published (reader, GPOINTER_TO_UINT (g_queue_peek_head (&stream->blocks))));
      if (advance (reader, stream))
        g_ptr_array_add (reader->heap, stream);
    }
  for (guint i = reader->heap->len / 2; i > 0; i--)
    sift_down (reader, i - 1);
}

static void
take_in (IlvTraceReader *reader, Stream *stream, gint64 latest)
{
  IlvRecord record;
  gint64 ns;

  /* A copy, which cannot change between its examination and its use. */
  memcpy (&record, next_record (reader, stream), sizeof record);
  ns = to_ns (reader, record.ticks);
  stream->read++;
  if (record.core >= reader->n_cores)
    record.core = G_MAXUINT16;
  if (ns < reader->base_ns - TIME_SLACK_NS || ns > latest)
    {
      ilv_trace_add_damaged (reader->trace, 1);
      return;
    }
  if (ilv_trace_append (reader->trace, stream->lane, ns - reader->origin_ns, &record)
      && record.kind == ILV_RECORD_LANE_END)
    stream->ended = TRUE;
}

/* Writers that have ended, of which everything is read. */
static gboolean
is_over (gpointer lane, gpointer value, gpointer data)
{
  const Stream *stream = value;

  return stream->ended && stream->blocks.length <= 1 && stream->read >= stream->limit;
}

/* Takes records in, the earliest of all writers first. */
static guint64
merge (IlvTraceReader *reader, guint64 max_records)
{
  gint64 latest = clock_now (reader) + TIME_SLACK_NS;
  guint64 n = 0;

  while (reader->heap->len > 0 && (max_records == 0 || n < max_records))
    {
      Stream *stream = heap_get (reader, 0);

      take_in (reader, stream, latest);
      n++;
      if (!advance (reader, stream))
        {
          reader->heap->pdata[0] = heap_get (reader, reader->heap->len - 1);
          g_ptr_array_set_size (reader->heap, (gint) reader->heap->len - 1);
        }
      if (reader->heap->len > 1)
        sift_down (reader, 0);
    }
  return n;
}

guint64
ilv_trace_reader_poll (IlvTraceReader *reader, guint64 max_records)
{
  guint64 n;

  g_return_val_if_fail (reader != NULL, 0);
  read_dropped (reader);
  read_origin (reader);
  if (!reader->has_origin)
    return 0;
  find_blocks (reader);
  fill_heap (reader);
  n = merge (reader, max_records);
  if (reader->heap->len == 0)
    ilv_trace_set_now (reader->trace, ilv_trace_reader_now (reader));
  g_hash_table_foreach_remove (reader->by_lane, is_over, NULL);
  return n;
}
