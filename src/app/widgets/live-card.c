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

#define ANNOUNCE_TIME (3 * G_USEC_PER_SEC) /* between two announcements, at least */

struct _MorselLiveCard
{
  GtkBox parent_instance;

  /* template */
  GtkLabel *name;
  GtkLabel *percent;

  gint64 announce_time; /* microseconds */
};

G_DEFINE_FINAL_TYPE (MorselLiveCard, morsel_live_card, GTK_TYPE_BOX)

/* Has a screen reader say what is seen, but not all the time. */
static void
announce (MorselLiveCard *self, const char *text)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->announce_time < ANNOUNCE_TIME)
    return;
  self->announce_time = now;
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (self->name), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
#endif
}

static void
morsel_live_card_class_init (MorselLiveCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

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
      announce (self, name);
      morsel_test_log ("live %s", label != NULL ? label : "nothing");
    }
}
