/* shortcuts.c: the keys of the window
 *
 * They are bound to the window's class and not to the application: GtkApplication's accelerators act
 * before the widget with the focus, and would take letters, Ctrl+C and Delete away from text entries.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/shortcuts.h"

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT GDK_ALT_MASK

/**
 * morsel_shortcuts_install:
 * @widget_class: the window's class
 *
 * Binds the keys to the window's actions.
 */
void
morsel_shortcuts_install (GtkWidgetClass *widget_class)
{
  const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } shortcuts[] = {
    { GDK_KEY_o, CTRL, "win.open" },      { GDK_KEY_o, CTRL | SHIFT, "win.open-folder" },
    { GDK_KEY_v, CTRL, "win.paste" },     { GDK_KEY_k, CTRL, "win.camera" },
    { GDK_KEY_c, CTRL, "win.copy" },      { GDK_KEY_c, CTRL | SHIFT, "win.copy-ranking" },
    { GDK_KEY_s, CTRL, "win.save" },      { GDK_KEY_f, CTRL, "win.search" },
    { GDK_KEY_h, CTRL, "win.history" },   { GDK_KEY_a, CTRL, "win.select-all" },
    { GDK_KEY_m, 0, "win.toggle-map" },   { GDK_KEY_r, 0, "win.toggle-part" },
    { GDK_KEY_F5, 0, "win.read-again" },  { GDK_KEY_Page_Up, 0, "win.previous" },
    { GDK_KEY_Page_Down, 0, "win.next" }, { GDK_KEY_Left, ALT, "win.back" },
    { GDK_KEY_Escape, 0, "win.escape" },  { GDK_KEY_Delete, 0, "win.remove" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_widget_class_add_binding_action (widget_class, shortcuts[i].key, shortcuts[i].modifiers,
                                         shortcuts[i].action, NULL);
}
