/* incoming-formats.c: which of what is offered is taken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/incoming-formats.h"

/* The best first: PNG is lossless, and many programs offer a JPEG made from it beside it. */
static const char *const mime_types[] = { "image/png", "image/jpeg", "image/webp" };

/**
 * morsel_incoming_dup_formats:
 *
 * What a drop target accepts: the list of files first, since only it gives files of the portal.
 *
 * Returns: (transfer full): the formats
 */
GdkContentFormats *
morsel_incoming_dup_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  gdk_content_formats_builder_add_gtype (builder, G_TYPE_FILE);
  for (gsize i = 0; i < G_N_ELEMENTS (mime_types); i++)
    gdk_content_formats_builder_add_mime_type (builder, mime_types[i]);

  return gdk_content_formats_builder_free_to_formats (builder);
}

/**
 * morsel_incoming_find_mime_type:
 * @formats: what is offered
 *
 * Some owners answer every type with what they have, so one that is offered is asked for.
 *
 * Returns: (nullable): the type of the bytes to ask for, or %NULL where no picture is offered
 */
const char *
morsel_incoming_find_mime_type (GdkContentFormats *formats)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mime_types); i++)
    if (gdk_content_formats_contain_mime_type (formats, mime_types[i]))
      return mime_types[i];

  return NULL;
}

/**
 * morsel_incoming_has_portal:
 * @formats: what is offered
 *
 * Returns: whether the portal gives a program in a sandbox names that it can open
 */
gboolean
morsel_incoming_has_portal (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_mime_type (formats, "application/vnd.portal.filetransfer") ||
         gdk_content_formats_contain_mime_type (formats, "application/vnd.portal.files");
}
