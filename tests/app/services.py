#!/usr/bin/env python3
# services.py ANSWER…: the desktop's screenshots and notifications
#
# Each question for a screenshot gets the next ANSWER: a number, and after it a URI or nothing. Says
# on standard output what it was asked.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import sys
from gi.repository import Gio, GLib

XML = '''<node>
<interface name="org.freedesktop.portal.Screenshot">
  <method name="Screenshot"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="o" direction="out"/></method>
</interface>
<interface name="org.freedesktop.Notifications">
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
</interface></node>'''
answers = sys.argv[1:]
bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)


def say(*words):
    print(*words, flush=True)


def respond(sender, path, answer):
    code, _, uri = answer.partition(' ')
    results = {'uri': GLib.Variant('s', uri)} if uri else {}
    bus.emit_signal(sender, path, 'org.freedesktop.portal.Request', 'Response',
                    GLib.Variant('(ua{sv})', (int(code), results)))


def called(connection, sender, path, interface, method, parameters, invocation):
    arguments = parameters.unpack()
    if method == 'Screenshot':
        options = arguments[1]
        say('screenshot', 'interactive' if options['interactive'] else 'alone')
        handle = ('/org/freedesktop/portal/desktop/request/'
                  + sender[1:].replace('.', '_') + '/' + options['handle_token'])
        invocation.return_value(GLib.Variant('(o)', (handle,)))
        respond(sender, handle, answers.pop(0))
    elif method == 'Notify':
        say('notify', arguments[3])
        invocation.return_value(GLib.Variant('(u)', (1,)))
    elif method == 'GetCapabilities':
        invocation.return_value(GLib.Variant('(as)', ([],)))
    else:
        invocation.return_value(None)


for path, info in zip(('/org/freedesktop/portal/desktop', '/org/freedesktop/Notifications'),
                      Gio.DBusNodeInfo.new_for_xml(XML).interfaces):
    bus.register_object(path, info, called, None, None)
for name in ('org.freedesktop.portal.Desktop', 'org.freedesktop.Notifications'):
    Gio.bus_own_name_on_connection(bus, name, Gio.BusNameOwnerFlags.NONE, None, None)
GLib.idle_add(say, 'ready')
GLib.MainLoop().run()
