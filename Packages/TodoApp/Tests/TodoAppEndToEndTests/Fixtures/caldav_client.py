"""Uses a server as programs written with PyPI's caldav do; answers what it saw in JSON."""
import json
import sys

import caldav

url, user, password = sys.argv[1:4]
seen = {}


def task(uid, title):
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VTODO\r\n"
        f"UID:{uid}\r\nDTSTAMP:20270129T140000Z\r\nSUMMARY:{title}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )


with caldav.DAVClient(url=url, username=user, password=password) as client:
    principal = client.principal()
    calendars = principal.calendars()
    seen["calendars"] = [str(calendar.get_display_name()) for calendar in calendars]
    made = principal.make_calendar(name="From Python", cal_id="from-python", supported_calendar_component_set=["VTODO"])
    seen["components"] = made.get_supported_components()
    todo = made.save_todo(task("python/1", "Käse kaufen"))
    made.save_todo(task("python-2", "later"))
    seen["open"] = sorted(str(item.icalendar_component["SUMMARY"]) for item in made.todos())
    token = made.objects_by_sync_token().sync_token
    todo.complete()
    seen["after"] = sorted(str(item.icalendar_component["SUMMARY"]) for item in made.todos())
    seen["all"] = len(made.todos(include_completed=True))
    seen["changed"] = len(list(made.objects_by_sync_token(sync_token=token)))
    seen["byUID"] = str(made.todo_by_uid("python-2").icalendar_component["SUMMARY"])
    made.todo_by_uid("python-2").delete()
    seen["left"] = len(made.todos(include_completed=True))
print(json.dumps(seen))
