/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the Fuchsia trace format, put together word by word. */
#include "trace/format-fxt-write-private.h"

#include <string.h>

void
ilv_fxt_flush (IlvFxtWriter *self)
{
  if (self->error == NULL && self->n_words > 0)
    g_output_stream_write_all (self->stream, self->words, self->n_words * sizeof *self->words,
                               NULL, self->cancellable, &self->error);
  self->n_words = 0;
}

guint64 *
ilv_fxt_put_bytes (guint64 *words, const void *bytes, gsize length)
{
  guint n = ilv_fxt_count_words (length);

  if (n > 0)
    {
      words[n - 1] = 0;
      memcpy (words, bytes, length);
    }
  return words + n;
}

void
ilv_fxt_put_string (IlvFxtWriter *self, guint index, const char *text)
{
  gsize length = MIN (strlen (text), ILV_FXT_MAX_STRING);
  guint n = 1 + ilv_fxt_count_words (length);
  guint64 *words = ilv_fxt_reserve (self, n);

  words[0] = ILV_FXT_STRING | (guint64) n << 4 | (guint64) index << 16 | (guint64) length << 32;
  ilv_fxt_put_bytes (words + 1, text, length);
}

void
ilv_fxt_put_thread (IlvFxtWriter *self, guint64 koid)
{
  guint64 *words = ilv_fxt_reserve (self, 3);

  words[0] = ILV_FXT_THREAD | 3 << 4 | ILV_FXT_THREAD_AT_HAND << 16;
  words[1] = self->run;
  words[2] = koid;
}

guint64 *
ilv_fxt_begin_event_on (IlvFxtWriter *self, IlvFxtEvent event, guint n_words, guint n_arguments,
                        IlvFxtWord category, guint name, gint64 time, guint64 koid)
{
  guint64 *words = ilv_fxt_begin_event (self, event, n_words, n_arguments, category, name, time);

  words[-2] &= ~((guint64) 0xff << 24);
  words[0] = self->run;
  words[1] = koid;
  return words + 2;
}

guint64 *
ilv_fxt_put_arguments (guint64 *words, const IlvFxtArgument *arguments, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean is_long = arguments[i].type != ILV_FXT_UINT32;

      *words++ = arguments[i].type | (is_long ? 2 : 1) << 4 | (guint64) arguments[i].word << 16
                 | (is_long ? 0 : arguments[i].value << 32);
      if (is_long)
        *words++ = arguments[i].value;
    }
  return words;
}

void
ilv_fxt_put_object (IlvFxtWriter *self, IlvFxtRecord kind, guint type, guint64 id,
                    const char *name, const IlvFxtArgument *arguments, guint n_arguments)
{
  gsize length = MIN (strlen (name), 1024);
  guint n = 2 + ilv_fxt_count_words (length) + (kind == ILV_FXT_USERSPACE_OBJECT ? 1 : 0);
  guint64 *words;

  for (guint i = 0; i < n_arguments; i++)
    n += arguments[i].type == ILV_FXT_UINT32 ? 1 : 2;
  words = ilv_fxt_reserve (self, n);
  *words++ = kind | (guint64) n << 4 | (guint64) type << 16
             | (guint64) (length > 0 ? ILV_FXT_INLINE | length : 0) << 24
             | (guint64) n_arguments << 40;
  *words++ = id;
  if (kind == ILV_FXT_USERSPACE_OBJECT)
    *words++ = self->run;
  words = ilv_fxt_put_bytes (words, name, length);
  ilv_fxt_put_arguments (words, arguments, n_arguments);
}
