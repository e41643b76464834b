/* question.c: asks before something is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/question.h"

/* The same calls under two names: libadwaita 1.5 has questions in the window that asks, and what was
 * before them no longer measures a long heading right. */
#if ADW_CHECK_VERSION(1, 5, 0)
#define CALL(name) adw_alert_dialog_##name
typedef AdwAlertDialog Question;
#else
#define CALL(name) adw_message_dialog_##name
typedef AdwMessageDialog Question;
#endif

static Question *
make (GtkWidget *parent, const char *heading, const char *body)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  return ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
#else
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkWidget *dialog = adw_message_dialog_new (window, heading, body);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  return ADW_MESSAGE_DIALOG (dialog);
#endif
}

static void
present (Question *self, GtkWidget *parent)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_dialog_present (ADW_DIALOG (self), parent);
#else
  gtk_window_present (GTK_WINDOW (self));
#endif
}

/**
 * morsel_question_ask:
 * @parent: a widget of the window that asks
 * @heading: what is asked
 * @body: what comes of it
 * @responses: (array length=n_responses): the first is that of closing the question, and that of Enter
 *   unless another is suggested
 * @n_responses: how many
 *
 * Shows a question. Its signal "response" (the question, the ID of the answer) comes once.
 *
 * Returns: (transfer none): the question
 */
GObject *
morsel_question_ask (GtkWidget *parent,
                     const char *heading,
                     const char *body,
                     const MorselResponse *responses,
                     gsize n_responses)
{
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (n_responses > 0, NULL);

  Question *self = make (parent, heading, body);

  for (gsize i = 0; i < n_responses; i++)
    {
      CALL (add_response) (self, responses[i].id, responses[i].label);
      CALL (set_response_appearance) (self, responses[i].id, responses[i].appearance);
      if (i == 0 || responses[i].appearance == ADW_RESPONSE_SUGGESTED)
        CALL (set_default_response) (self, responses[i].id);
    }
  CALL (set_close_response) (self, responses[0].id);
  present (self, parent);
  return G_OBJECT (self);
}
