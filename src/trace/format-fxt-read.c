/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in the Fuchsia trace format, which anybody may have written, as traces. */
#include "trace/format-fxt-read-private.h"

#include "trace/long-work.h"
#include "trace/state.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BUFFER_WORDS 65536
#define MAX_BLOB_NAMES 64

G_STATIC_ASSERT (BUFFER_WORDS > ILV_FXT_MAX_WORDS);

struct _IlvFxtFile
{
  GPtrArray *traces; /* (element-type IlvTrace) */
  GHashTable *blobs; /* (element-type utf8 GByteArray), GBytes once all is read */
  gboolean complete;
  gboolean ours; /* its first words say so */
};

static void
free_trace (gpointer data)
{
  ilv_trace_free (data);
}

static void
reader_clear (IlvFxtReader *reader)
{
  g_hash_table_unref (reader->words);
  ilv_id_table_clear (&reader->threads);
  g_array_unref (reader->targets);
  g_clear_error (&reader->error);
}

static void
learn_words (IlvFxtReader *reader)
{
  reader->words = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 1; i < ILV_FXT_N_WORDS; i++)
    g_hash_table_insert (reader->words, (gpointer) ilv_fxt_get_word (i), GUINT_TO_POINTER (i));
  /* End marks are no states of a timeline. */
  for (guint i = 0; i < ILV_TIMELINE_N_STATES; i++)
    g_hash_table_insert (reader->words, (gpointer) ilv_state_get_name (i),
                         GUINT_TO_POINTER (ILV_FXT_MEANS_STATE + i));
  g_hash_table_insert (reader->words, (gpointer) ILV_FXT_IDLE_BLOB,
                       GUINT_TO_POINTER (ILV_FXT_MEANS_IDLE));
}

/* --- what there is ------------------------------------------------------------------------ */

static void
end_trace (IlvFxtReader *reader)
{
  if (reader->trace != NULL)
    ilv_trace_restore_end (reader->trace, &reader->summary, reader->n_refused);
  reader->trace = NULL;
}

static void
begin_trace (IlvFxtReader *reader, guint64 pid, const IlvFxtArguments *arguments)
{
  const guint64 *values = arguments->values;

  end_trace (reader);
  ilv_id_table_clear (&reader->threads);
  g_array_set_size (reader->targets, 0);
  memset (reader->table, 0, sizeof reader->table);
  if (values[ILV_FXT_WORD_INTERLEAVE] == 0 || reader->file->traces->len >= ILV_FXT_MAX_TRACES)
    return;
  if (values[ILV_FXT_WORD_INTERLEAVE] != ILV_FXT_VERSION)
    {
      g_set_error (&reader->error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
                   _ ("It was saved by another version of Interleave, in a form that this version "
                      "does not know."));
      return;
    }
  reader->pid = pid;
  reader->n_refused = 0;
  reader->origin = (gint64) MIN (values[ILV_FXT_WORD_ORIGIN], (guint64) ILV_TRACE_MAX_TIME);
  reader->summary = (IlvTraceSummary){
    .begin = (gint64) values[ILV_FXT_WORD_BEGIN],
    .end = (gint64) values[ILV_FXT_WORD_END],
    .n_events = values[ILV_FXT_WORD_EVENTS],
    .n_dropped = values[ILV_FXT_WORD_DROPPED],
    .n_damaged = values[ILV_FXT_WORD_DAMAGED],
    .finished = values[ILV_FXT_WORD_FINISHED] != 0,
  };
  reader->trace = ilv_trace_new ();
  g_ptr_array_add (reader->file->traces, reader->trace);
}

static gboolean
add_target (IlvFxtReader *reader, guint64 koid, const IlvFxtTarget *target)
{
  guint32 index;

  if (koid == 0 || koid > G_MAXUINT32
      || ilv_id_table_find (&reader->threads, (guint32) koid, &index))
    return FALSE;
  ilv_id_table_add (&reader->threads, (guint32) koid, reader->targets->len);
  g_array_append_val (reader->targets, *target);
  return TRUE;
}

static gboolean
add_thread (IlvFxtReader *reader, guint64 koid, const char *name, const IlvFxtArguments *arguments)
{
  const guint64 *values = arguments->values;
  IlvFxtTarget target = { NULL, NULL };

  if (values[ILV_FXT_WORD_PROCESS] != reader->pid)
    return FALSE;
  if (values[ILV_FXT_WORD_LOCK] != 0)
    target.lock = ilv_trace_restore_lock (
      reader->trace, &(IlvLock){ .id = (guint32) values[ILV_FXT_WORD_LOCK],
                                 .kind = (IlvLockKind) values[ILV_FXT_WORD_KIND],
                                 .name = name,
                                 .capacity = (guint32) values[ILV_FXT_WORD_CAPACITY] });
  else
    target.lane = ilv_trace_restore_lane (
      reader->trace, &(IlvLane){ .id = (guint32) values[ILV_FXT_WORD_LANE],
                                 .kind = (IlvLaneKind) values[ILV_FXT_WORD_KIND],
                                 .name = name,
                                 .pid = (guint32) values[ILV_FXT_WORD_PID],
                                 .tid = (guint32) values[ILV_FXT_WORD_TID],
                                 .begin = (gint64) values[ILV_FXT_WORD_BEGIN],
                                 .end = (gint64) values[ILV_FXT_WORD_END],
                                 .end_state = (IlvState) values[ILV_FXT_WORD_END_STATE] });
  return (target.lock != NULL || target.lane != NULL) && add_target (reader, koid, &target);
}

static gboolean
add_object (IlvFxtReader *reader, const char *name, const IlvFxtArguments *arguments)
{
  const guint64 *values = arguments->values;

  if (values[ILV_FXT_WORD_COUNTER] != 0)
    return ilv_trace_restore_counter (
             reader->trace,
             &(IlvCounter){ .id = (guint32) values[ILV_FXT_WORD_COUNTER], .name = name })
           != NULL;
  return ilv_trace_restore_task (
           reader->trace, &(IlvTask){ .id = (guint32) values[ILV_FXT_WORD_TASK],
                                      .name = name,
                                      .begin = (gint64) values[ILV_FXT_WORD_BEGIN],
                                      .end = (gint64) values[ILV_FXT_WORD_END],
                                      .end_state = (IlvState) values[ILV_FXT_WORD_END_STATE] })
         != NULL;
}

static gboolean
take_object (IlvFxtReader *reader, IlvFxtSlice *record, gboolean of_kernel)
{
  guint64 header = record->words[0];
  guint64 reference = ilv_fxt_get_bits (header, 24, 16);
  guint n_arguments = (guint) ilv_fxt_get_bits (header, 40, 4);
  guint type = (guint) ilv_fxt_get_bits (header, 16, 8);
  g_autofree char *name = NULL;
  const char *text;
  IlvFxtArguments arguments;
  guint64 pid;
  gsize length;

  record->at = of_kernel || type != 0 ? 2 : 3;
  if (record->n < record->at)
    return FALSE;
  pid = of_kernel || type != 0 ? reader->pid : record->words[2];
  text = ilv_fxt_read_inline (record, reference, &length);
  if (text == NULL && (reference & ILV_FXT_INLINE))
    return FALSE;
  name = text != NULL ? g_strndup (text, length) : g_strdup ("");
  if (!ilv_fxt_read_arguments (reader, record, n_arguments, &arguments))
    return FALSE;
  if (of_kernel && type == ILV_FXT_PROCESS_OBJECT)
    begin_trace (reader, record->words[1], &arguments);
  else if (of_kernel && type == ILV_FXT_THREAD_OBJECT && reader->trace != NULL)
    return add_thread (reader, record->words[1], name, &arguments);
  else if (!of_kernel && reader->trace != NULL && pid == reader->pid)
    return add_object (reader, name, &arguments);
  return TRUE;
}

static gboolean
take_string (IlvFxtReader *reader, const IlvFxtSlice *record)
{
  guint64 index = ilv_fxt_get_bits (record->words[0], 16, 15);
  gsize length = (gsize) ilv_fxt_get_bits (record->words[0], 32, 15);
  char text[32];

  if (ilv_fxt_count_words (length) > record->n - 1)
    return FALSE;
  if (index == 0)
    return TRUE;
  reader->meanings[index] = 0;
  if (length >= sizeof text)
    return TRUE;
  memcpy (text, record->words + 1, length);
  text[length] = '\0';
  reader->meanings[index]
    = (guint8) GPOINTER_TO_UINT (g_hash_table_lookup (reader->words, text));
  return TRUE;
}

static gboolean
take_thread (IlvFxtReader *reader, const IlvFxtSlice *record)
{
  guint64 index = ilv_fxt_get_bits (record->words[0], 16, 8);

  if (record->n < 3)
    return FALSE;
  if (index != 0)
    reader->table[index] = ilv_fxt_find_target (reader, record->words[1], record->words[2]);
  return TRUE;
}

/* --- blobs -------------------------------------------------------------------------------- */

static gboolean
keep_blob (IlvFxtReader *reader, const char *name, gconstpointer bytes, gsize size)
{
  GByteArray *blob = g_hash_table_lookup (reader->file->blobs, name);

  if (size > ILV_FXT_MAX_BLOBS - reader->blob_bytes
      || (blob == NULL && g_hash_table_size (reader->file->blobs) >= MAX_BLOB_NAMES))
    return FALSE;
  if (blob == NULL)
    {
      blob = g_byte_array_new ();
      g_hash_table_insert (reader->file->blobs, g_strdup (name), blob);
    }
  reader->blob_bytes += size;
  g_byte_array_append (blob, bytes, (guint) size);
  return TRUE;
}

static gboolean
take_blob (IlvFxtReader *reader, IlvFxtSlice *record)
{
  guint64 reference = ilv_fxt_get_bits (record->words[0], 16, 16);
  gsize size = (gsize) ilv_fxt_get_bits (record->words[0], 32, 15);
  g_autofree char *name = NULL;
  const char *text;
  gsize length;

  record->at = 1;
  text = ilv_fxt_read_inline (record, reference, &length);
  if ((text == NULL && reference & ILV_FXT_INLINE)
      || ilv_fxt_count_words (size) > record->n - record->at)
    return FALSE;
  if (text == NULL)
    return ilv_fxt_get_meaning (reader, reference) != ILV_FXT_MEANS_IDLE
           || ilv_fxt_take_idle (reader, record->words + record->at, size);
  name = g_strndup (text, length);
  if (strcmp (name, ILV_FXT_END_BLOB) == 0)
    reader->file->complete = TRUE;
  else
    return keep_blob (reader, name, record->words + record->at, size);
  return TRUE;
}

/* Who wrote what follows. */
static void
take_metadata (IlvFxtReader *reader, const IlvFxtSlice *record)
{
  guint64 length = ilv_fxt_get_bits (record->words[0], 52, 8);

  if (ilv_fxt_get_bits (record->words[0], 16, 4) == ILV_FXT_PROVIDER
      && length == strlen (ILV_FXT_PROGRAM) && (length + 7) / 8 < record->n
      && memcmp (record->words + 1, ILV_FXT_PROGRAM, length) == 0)
    reader->file->ours = TRUE;
}

/* --- the whole ---------------------------------------------------------------------------- */

static void
take_record (IlvFxtReader *reader, const guint64 *words, guint n)
{
  IlvFxtSlice record = { .words = words, .n = n, .at = 1 };
  gboolean makes_sense = TRUE;

  switch ((int) (words[0] & 0xf))
    {
    case ILV_FXT_METADATA:
      take_metadata (reader, &record);
      break;
    case ILV_FXT_STRING:
      makes_sense = take_string (reader, &record);
      break;
    case ILV_FXT_THREAD:
      makes_sense = take_thread (reader, &record);
      break;
    case ILV_FXT_EVENT:
      makes_sense = ilv_fxt_take_event (reader, &record);
      break;
    case ILV_FXT_BLOB:
      makes_sense = take_blob (reader, &record);
      break;
    case ILV_FXT_USERSPACE_OBJECT:
    case ILV_FXT_KERNEL_OBJECT:
      makes_sense = take_object (reader, &record, (words[0] & 0xf) == ILV_FXT_KERNEL_OBJECT);
      break;
    default:
      break;
    }
  reader->n_refused += !makes_sense;
}

/* Takes in the whole records of the buffer and gives back how many words they have: fewer than
   there are where a record goes on beyond them, or says that it is nothing long. How much of a
   large record, which nobody looks at, is yet to come goes to `*skip`. */
static gsize
take_records (IlvFxtReader *reader, const guint64 *words, gsize n, guint64 *skip)
{
  gsize at = 0;

  while (at < n && reader->error == NULL)
    {
      gboolean large = (words[at] & 0xf) == ILV_FXT_LARGE;
      guint64 size = ilv_fxt_get_bits (words[at], 4, large ? 32 : 12);

      if (size == 0)
        return at;
      if (large)
        {
          *skip = size - MIN (size, n - at);
          at += (gsize) MIN (size, n - at);
          continue;
        }
      if (size > n - at)
        return at;
      take_record (reader, words + at, (guint) size);
      at += (gsize) size;
    }
  return at;
}

static gboolean
read_magic (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  guint64 magic = 0;
  gsize n;

  if (!g_input_stream_read_all (stream, &magic, sizeof magic, &n, cancellable, error))
    return FALSE;
  if (n == sizeof magic && magic == ILV_FXT_MAGIC)
    return TRUE;
  g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
               _ ("It is not in the Fuchsia trace format, in which Interleave saves runs."));
  return FALSE;
}

/* FALSE: the stream failed, or what was read makes it useless to go on. */
static gboolean
read_records (IlvFxtReader *reader, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree guint64 *words = g_new (guint64, BUFFER_WORDS);
  guint64 skip = 0;
  gsize n = 0, n_read;

  do
    {
      gsize taken, first;

      if (!g_input_stream_read_all (stream, words + n, (BUFFER_WORDS - n) * sizeof *words, &n_read,
                                    cancellable, error))
        return FALSE;
      ilv_long_work_add (ilv_long_work_of (cancellable), n_read);
      n += n_read / sizeof *words;
      first = (gsize) MIN (skip, n);
      skip -= first;
      taken = first;
      if (skip == 0)
        taken += take_records (reader, words + first, n - first, &skip);
      n -= taken;
      memmove (words, words + taken, n * sizeof *words);
    }
  /* More than a record that cannot be taken in: it has no length, and where the next one begins
     cannot be known. */
  while (reader->error == NULL && n_read > 0 && n < ILV_FXT_MAX_WORDS);
  if (reader->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reader->error));
  return FALSE;
}

static void
seal_blobs (IlvFxtFile *file)
{
  GHashTable *sealed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) g_bytes_unref);
  GHashTableIter iter;
  gpointer name, blob;

  g_hash_table_iter_init (&iter, file->blobs);
  while (g_hash_table_iter_next (&iter, &name, &blob))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_insert (sealed, name, g_byte_array_free_to_bytes (blob));
    }
  g_hash_table_unref (file->blobs);
  file->blobs = sealed;
}

void
ilv_fxt_set_cut_off (GError **error)
{
  g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_DAMAGED,
               _ ("It was cut off: only its first bytes are there, too few to show anything."));
}

IlvFxtFile *
ilv_fxt_file_read (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (IlvFxtFile) file = g_new0 (IlvFxtFile, 1);
  g_autofree IlvFxtReader *reader = g_new0 (IlvFxtReader, 1);
  gboolean read;

  file->traces = g_ptr_array_new_with_free_func (free_trace);
  file->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_byte_array_unref);
  if (!read_magic (stream, cancellable, error))
    return NULL;
  reader->file = file;
  reader->targets = g_array_new (FALSE, FALSE, sizeof (IlvFxtTarget));
  learn_words (reader);
  read = read_records (reader, stream, cancellable, error);
  end_trace (reader);
  reader_clear (reader);
  if (!read)
    return NULL;
  seal_blobs (file);
  if (file->traces->len > 0 || g_hash_table_size (file->blobs) > 0)
    return g_steal_pointer (&file);
  if (file->complete)
    g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_DAMAGED, _ ("There is nothing in it."));
  else if (file->ours)
    ilv_fxt_set_cut_off (error);
  else
    g_set_error (error, ILV_TRACE_ERROR, ILV_TRACE_ERROR_NOT_A_TRACE,
                 _ ("It is in the Fuchsia trace format, but was not saved by Interleave."));
  return NULL;
}

void
ilv_fxt_file_free (IlvFxtFile *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->traces);
  g_hash_table_unref (self->blobs);
  g_free (self);
}

gboolean
ilv_fxt_file_is_complete (const IlvFxtFile *self)
{
  return self->complete;
}

guint
ilv_fxt_file_get_n_traces (const IlvFxtFile *self)
{
  return self->traces->len;
}

const IlvTrace *
ilv_fxt_file_get_trace (const IlvFxtFile *self, guint index)
{
  g_return_val_if_fail (index < self->traces->len, NULL);
  return g_ptr_array_index (self->traces, index);
}

IlvTrace *
ilv_fxt_file_steal_trace (IlvFxtFile *self, guint index)
{
  g_return_val_if_fail (index < self->traces->len, NULL);
  return g_steal_pointer (&g_ptr_array_index (self->traces, index));
}

GBytes *
ilv_fxt_file_get_blob (const IlvFxtFile *self, const char *name)
{
  return g_hash_table_lookup (self->blobs, name);
}
