/* result-card.c: a photo and its answer as one picture to keep
 *
 * Drawn with cairo on a thread, with a font map of its own: text layout is not shared with the
 * widgets, and the main thread goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/result-card.h"

#include "engine/save.h"
#include "words/answer-text.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <adwaita.h>
#include <math.h>

/* All in pixels. */
#define WIDTH 900
#define MAX_PHOTO_HEIGHT 900
#define MARGIN 48
#define ROW_HEIGHT 62
#define BAR_HEIGHT 14
#define N_ROWS 5

typedef struct
{
  MorselPhoto *photo;
  MorselRanking *ranking;
  GFile *file;
  gboolean is_mirrored; /* words run from right to left */
} Card;

/* What is drawn with: everything of it belongs to one thread. */
typedef struct
{
  cairo_t *cr;
  PangoContext *pango;
  gboolean is_mirrored;
} Pen;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_object_unref (card->photo);
  g_object_unref (card->ranking);
  g_object_unref (card->file);
  g_free (card);
}

/* Text over the card's width, at its start or end; its height is given back. */
static double
draw_text (const Pen *pen, const char *text, const char *font, double y, gboolean at_end)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (pen->pango);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  int height = 0;

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* Pango turns "left" round where the context runs from right to left. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, at_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);

  cairo_move_to (pen->cr, MARGIN, y);
  pango_cairo_show_layout (pen->cr, layout);
  return height;
}

static void
draw_bar (const Pen *pen, double y, double fraction, gboolean is_first)
{
  double width = WIDTH - 2 * MARGIN;
  double fill = MAX (width * fraction, 2.0);

  cairo_set_source_rgb (pen->cr, 0.9, 0.9, 0.9);
  cairo_rectangle (pen->cr, MARGIN, y, width, BAR_HEIGHT);
  cairo_fill (pen->cr);

  if (is_first)
    cairo_set_source_rgb (pen->cr, 0.11, 0.44, 0.85);
  else
    cairo_set_source_rgb (pen->cr, 0.45, 0.45, 0.45);

  cairo_rectangle (pen->cr, pen->is_mirrored ? MARGIN + width - fill : MARGIN, y, fill, BAR_HEIGHT);
  cairo_fill (pen->cr);
}

/* The pixels as cairo has them: native-endian words, red in the third byte from below. */
static cairo_surface_t *
create_photo_surface (MorselPhoto *photo)
{
  guint width = morsel_photo_get_width (photo);
  guint height = morsel_photo_get_height (photo);
  gsize rowstride = morsel_photo_get_rowstride (photo);
  const guint8 *pixels = g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width,
                                                         (int) height);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;

  guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *from = pixels + y * rowstride + x * 3;
        guint32 pixel = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];

        memcpy (data + y * stride + x * sizeof pixel, &pixel, sizeof pixel);
      }

  cairo_surface_mark_dirty (surface);
  return surface;
}

/* How tall the photo is on the card: full width, unless it would be too tall. */
static double
get_photo_scale (MorselPhoto *photo)
{
  return MIN ((double) WIDTH / morsel_photo_get_width (photo),
              (double) MAX_PHOTO_HEIGHT / morsel_photo_get_height (photo));
}

static double
draw_photo (const Pen *pen, MorselPhoto *photo)
{
  double scale = get_photo_scale (photo);
  double width = morsel_photo_get_width (photo) * scale;
  cairo_surface_t *surface = create_photo_surface (photo);

  cairo_save (pen->cr);
  cairo_translate (pen->cr, (WIDTH - width) / 2.0, 0.0);
  cairo_scale (pen->cr, scale, scale);
  cairo_set_source_surface (pen->cr, surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (pen->cr), CAIRO_FILTER_BEST);
  cairo_paint (pen->cr);
  cairo_restore (pen->cr);
  cairo_surface_destroy (surface);
  return morsel_photo_get_height (photo) * scale;
}

/* Draws everything but the photo; gives back where it ends. */
static double
draw_words (const Pen *pen, MorselRanking *ranking, double y)
{
  g_autofree char *heading = morsel_answer_heading (ranking);
  g_autofree char *sentence = morsel_answer_sentence (ranking);
  gboolean is_unknown = morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_UNKNOWN;
  gsize n_rows = MIN (morsel_ranking_get_n_dishes (ranking), N_ROWS);

  cairo_set_source_rgb (pen->cr, 0.1, 0.1, 0.1);
  y += MARGIN * 0.75;
  y += draw_text (pen, heading, "Sans Bold 34", y, FALSE) + 6;
  y += draw_text (pen, sentence, "Sans 20", y, FALSE) + MARGIN / 2.0;

  for (gsize i = 0; i < n_rows; i++)
    {
      double probability = (double) morsel_ranking_get_probability (ranking, i);
      g_autofree char *name = morsel_dish_name (morsel_ranking_get_label (ranking, i));
      g_autofree char *percent = morsel_percent (probability);
      const char *font = i == 0 && !is_unknown ? "Sans Bold 17" : "Sans 17";

      cairo_set_source_rgb (pen->cr, 0.1, 0.1, 0.1);
      draw_text (pen, percent, font, y, TRUE);
      draw_text (pen, name, font, y, FALSE);
      draw_bar (pen, y + ROW_HEIGHT * 0.55, probability, i == 0 && !is_unknown);
      y += ROW_HEIGHT;
    }

  return y + MARGIN / 2.0;
}

static double
draw_card (const Card *card, cairo_surface_t *surface)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  Pen pen = {
    .cr = cairo_create (surface),
    .pango = pango_font_map_create_context (fonts),
    .is_mirrored = card->is_mirrored,
  };

  pango_context_set_base_dir (pen.pango,
                              card->is_mirrored ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  cairo_set_source_rgb (pen.cr, 1.0, 1.0, 1.0);
  cairo_paint (pen.cr);

  double height = draw_words (&pen, card->ranking, draw_photo (&pen, card->photo));

  g_object_unref (pen.pango);
  cairo_destroy (pen.cr);
  return height;
}

static cairo_status_t
append_png (void *closure, const unsigned char *data, unsigned int n_bytes)
{
  g_byte_array_append (closure, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

static void
save_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Card *card = task_data;
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  /* The height is known once the words are wrapped: drawn twice, first onto nothing. */
  cairo_surface_t *sketch = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, 1);
  double height = ceil (draw_card (card, sketch));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) height);

  draw_card (card, surface);

  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_png, png);

  cairo_surface_destroy (sketch);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The card cannot be drawn: %s",
                             cairo_status_to_string (status));
  else if (morsel_save (card->file, (const char *) png->data, png->len, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * morsel_result_card_save_async:
 * @photo: the photo
 * @ranking: its answer
 * @file: where to save the picture, a PNG; replaced if it exists
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is saved
 * @user_data: for @callback
 *
 * Draws photo, heading, sentence and five rows, on a thread.
 */
void
morsel_result_card_save_async (MorselPhoto *photo,
                               MorselRanking *ranking,
                               GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_PHOTO (photo));
  g_return_if_fail (MORSEL_IS_RANKING (ranking));
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Card *card = g_new (Card, 1);

  card->photo = g_object_ref (photo);
  card->ranking = g_object_ref (ranking);
  card->file = g_object_ref (file);
  card->is_mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  g_task_set_source_tag (task, morsel_result_card_save_async);
  g_task_set_task_data (task, card, card_free);
  g_task_run_in_thread (task, save_on_thread);
}

/**
 * morsel_result_card_save_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_result_card_save_async() began. Fails with %G_IO_ERROR.
 *
 * Returns: %TRUE when the card is saved
 */
gboolean
morsel_result_card_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
