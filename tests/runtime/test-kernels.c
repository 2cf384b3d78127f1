/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/kernel.h"

#include <string.h>

static atomic_bool stop;
static IlvRecorder recorder; /* of no area: nothing is recorded */

static IlvKernelTurn
as_call (void)
{
  return (IlvKernelTurn){ .recorder = &recorder, .stop = &stop };
}

static void
test_primes (void)
{
  static const struct { guint64 limit, primes; } known[]
      = { { 0, 0 }, { 2, 0 }, { 3, 1 }, { 10, 4 }, { 10000, 1229 }, { 20000, 2262 },
          { 30000, 3245 }, { 40000, 4203 }, { 50000, 5133 } };
  IlvKernelTurn turn = as_call ();

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      guint64 found = 99;

      g_assert_true (ilv_kernel_primes (&turn, known[i].limit, &found));
      g_assert_cmpuint (found, ==, known[i].primes);
    }
}

static void
test_factorial (void)
{
  /* Lengths of n!, as Legendre's and Stirling's formulas also give them. */
  static const struct { guint64 n, digits; } known[]
      = { { 0, 1 }, { 1, 1 }, { 4, 2 }, { 5, 3 }, { 20, 19 }, { 22, 22 }, { 100, 158 },
          { 1000, 2568 }, { 5000, 16326 }, { 10000, 35660 } };
  IlvGil *gil = ilv_gil_new (0.005, &recorder, "GIL");

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      IlvKernelTurn call = as_call (), interpreted = as_call ();
      guint64 digits = 0;

      g_assert_true (ilv_kernel_factorial (&call, known[i].n, &digits));
      g_assert_cmpuint (digits, ==, known[i].digits);
      interpreted.gil = gil;
      digits = 0;
      g_assert_true (ilv_kernel_factorial (&interpreted, known[i].n, &digits));
      g_assert_cmpuint (digits, ==, known[i].digits);
    }
  ilv_gil_free (gil);
}

static void
test_sha256 (void)
{
  static const struct { guint64 size; const char *digest; } known[] = {
    { 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { 1 << 20, "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58" },
  };
  IlvKernelTurn turn = as_call ();

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *digest = NULL;

      g_assert_true (ilv_kernel_sha256 (&turn, known[i].size, &digest));
      g_assert_cmpstr (digest, ==, known[i].digest);
    }
}

static void
test_words (void)
{
  static const struct { const char *html; guint64 words; } pages[] = {
    { "", 0 },
    { "one two\tthree\nfour", 4 },
    { "<p>one</p><p>two</p>", 2 },
    { "<h1>one <b>tw</b>o</h1>", 2 },
    { "<!DOCTYPE html><html><head><title>a title</title></head><body>text</body></html>", 3 },
    { "<script>var not = 'words';</script>one<style>p { x: y }</style>two", 2 },
    { "<!-- not <b>words</b> --> one", 1 },
    { "one&nbsp;two caf&eacute; &amp; &mdash;", 3 },
    { "R&D is 2 < 3", 4 },
    { "don't - stop", 2 },
    { "na\xc3\xafve \xe6\x97\xa5\xe6\x9c\xac", 2 },
    { "<p class=\"a b c\">one<br/>two", 2 },
    { "one <unfinished", 1 },
    { "one <!-- unfinished", 1 },
    { "&", 0 },
    { "<", 0 },
  };
  IlvKernelTurn turn = as_call ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      guint64 words = 99;
      gsize length = strlen (pages[i].html);
      /* Without a zero byte behind it, so that the sanitizer sees who reads on. */
      g_autofree char *html = g_memdup2 (pages[i].html, length);

      g_assert_true (ilv_kernel_words (&turn, html, length, &words));
      g_test_message ("%s", pages[i].html);
      g_assert_cmpuint (words, ==, pages[i].words);
    }
}

/* Known from math.fsum() of Python over the same numbers. */
static void
test_array (void)
{
  static const struct { guint64 first, n; double sum; } known[]
      = { { 0, 0, 0 }, { 0, 1, 5.051769165448257 }, { 0, 1000, 3662.0930567309297 },
          { 1000, 1000, 3661.617244840541 }, { 0, 100000, 366128.205758166 } };
  IlvKernelTurn turn = as_call ();

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree double *values = g_new (double, known[i].n + 1);
      double of_values = -1, of_index = -1;

      for (guint64 k = 0; k < known[i].n; k++)
        values[k] = ilv_kernel_array_value (known[i].first + k);
      g_assert_true (ilv_kernel_array (&turn, NULL, known[i].first, known[i].n, &of_index));
      g_assert_cmpfloat_with_epsilon (of_index, known[i].sum, 1e-8);
      g_assert_true (ilv_kernel_array (&turn, values, 0, known[i].n, &of_values));
      /* To the last bit: where a chunk is worked out makes no difference. */
      g_assert_cmpmem (&of_values, sizeof of_values, &of_index, sizeof of_index);
    }
}

/* Known from another program that draws and blurs the plain way, pixel by pixel. */
static void
test_image (void)
{
  static const struct { guint64 size; guint32 seed; const char *digest; } known[] = {
    { 1, 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { 2, 1, "a9a96040357564aeafd430478230e630a92367f19fac7432b69828e18eb983d4" },
    { 65, 7, "ef45d7a7cf6eab715dcebe119e32a28e3ac8caa8be8cda0d5357484c35848ad6" },
    { 130, 2, "b2a46e2955bdc6077884f37a1ea3ce5dee0486fa3ea92cfeb551d181d673c0c2" },
  };
  IlvKernelTurn turn = as_call ();

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *digest = NULL;

      g_assert_true (ilv_kernel_image (&turn, known[i].size, known[i].seed, &digest));
      g_assert_cmpstr (digest, ==, known[i].digest);
    }
}

static gpointer
ask_for_a_stop (gpointer data)
{
  g_usleep (20000);
  atomic_store (&stop, true);
  return NULL;
}

static void
test_stop (void)
{
  IlvKernelTurn turn = as_call ();
  GThread *asker = g_thread_new ("asker", ask_for_a_stop, NULL);
  guint64 number = 0;
  double sum = 0;
  char *digest = NULL;

  /* None of these would end in this century otherwise. */
  g_assert_false (ilv_kernel_primes (&turn, G_MAXUINT32, &number));
  g_assert_false (ilv_kernel_sha256 (&turn, G_MAXINT64, &digest));
  g_assert_false (ilv_kernel_words (&turn, "<p>", 3, &number));
  g_assert_false (ilv_kernel_array (&turn, NULL, 0, G_MAXUINT64, &sum));
  g_assert_false (ilv_kernel_image (&turn, 64, 1, &digest));
  g_assert_null (digest);
  g_assert_cmpuint (number, ==, 0);
  g_assert_cmpfloat (sum, ==, 0);
  g_thread_join (asker);
  atomic_store (&stop, false);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/trial division finds every prime", test_primes);
  g_test_add_func ("/kernels/a factorial has its digits, in one call or many", test_factorial);
  g_test_add_func ("/kernels/a hash is the one everybody gets", test_sha256);
  g_test_add_func ("/kernels/words are what a reader sees of a page", test_words);
  g_test_add_func ("/kernels/an array has one sum, wherever its values come from", test_array);
  g_test_add_func ("/kernels/a picture is blurred and scaled to the byte", test_image);
  g_test_add_func ("/kernels/a stop ends a computation in the middle", test_stop);
  return g_test_run ();
}
