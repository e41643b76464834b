/* live-card.c: what a camera sees, over its picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/live-card.h"

#include "app/test-log.h"
#include "app/widgets/percent-label.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>

#define QUIET_MILLISECONDS 3000 /* between two announcements, at least */

struct _MorselLiveCard
{
  GtkBox parent_instance;

  /* template */
  GtkLabel *name;
  GtkLabel *percent;

  /* owned */
  char *spoken; /* what was announced last */
  guint quiet;  /* the time until the next announcement */
};

G_DEFINE_FINAL_TYPE (MorselLiveCard, morsel_live_card, GTK_TYPE_BOX)

static void announce (MorselLiveCard *self);

static gboolean
quiet_over_cb (gpointer user_data)
{
  MorselLiveCard *self = MORSEL_LIVE_CARD (user_data);

  self->quiet = 0;
  announce (self);
  return G_SOURCE_REMOVE;
}

/* Has a screen reader say what is seen, but not all the time: what comes too soon is said later, if
 * it is still seen then. */
static void
announce (MorselLiveCard *self)
{
  const char *text = gtk_label_get_text (self->name);

  if (self->quiet != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      g_strcmp0 (self->spoken, text) == 0)
    return;

  g_free (self->spoken);
  self->spoken = g_strdup (text);
  self->quiet = g_timeout_add (QUIET_MILLISECONDS, quiet_over_cb, self);
  morsel_test_log ("announced %s", text);
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (self->name), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
#endif
}

static void
morsel_live_card_dispose (GObject *object)
{
  MorselLiveCard *self = MORSEL_LIVE_CARD (object);

  g_clear_handle_id (&self->quiet, g_source_remove);
  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (morsel_live_card_parent_class)->dispose (object);
}

static void
morsel_live_card_class_init (MorselLiveCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_live_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/live-card.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselLiveCard, name);
  gtk_widget_class_bind_template_child (widget_class, MorselLiveCard, percent);
}

static void
morsel_live_card_init (MorselLiveCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  morsel_live_card_set_dish (self, NULL, 0);
}

/**
 * morsel_live_card_set_dish:
 * @self: the card
 * @label: (nullable): of the dish that is seen, or %NULL while none is
 * @percent: how sure that is
 *
 * Shows a dish and its share, or what to do until there is one.
 */
void
morsel_live_card_set_dish (MorselLiveCard *self, const char *label, guint percent)
{
  g_return_if_fail (MORSEL_IS_LIVE_CARD (self));

  g_autofree char *name = label != NULL ? morsel_dish_name (label)
                                        : g_strdup (_ ("Point the camera at a dish"));
  g_autofree char *share = morsel_percent (percent / 100.0);
  gboolean is_new = g_strcmp0 (gtk_label_get_text (self->name), name) != 0;

  gtk_label_set_text (self->name, name);
  morsel_percent_label_set (self->percent, share);
  gtk_widget_set_visible (GTK_WIDGET (self->percent), label != NULL);

  if (is_new)
    {
      announce (self);
      morsel_test_log ("live %s", label != NULL ? label : "nothing");
    }
}
