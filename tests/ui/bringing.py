"""Small made-up tables to bring in, and the steps of the Import page."""

from __future__ import annotations

ENGLISH = """\
id,date,place,country,lat,lon,type,killed,perpetrator,description
1,2024-03-02,Mosul,Iraq,36.34,43.13,bombing,1,Invented Group,Made up.
2,2024-03-05,Kirkuk,Iraq,35.47,44.39,clash,0,Invented Group,Made up.
3,no date,Basra,Iraq,30.51,47.78,riot,,,Made up.
"""
ARABIC = """\
الرقم;التاريخ;المكان;الدولة;خط العرض;خط الطول;نوع;قتلى
1;05/03/2024;الموصل;العراق;36.34;43.13;تفجير;2
2;06/03/2024;كركوك;العراق;35.47;44.39;فعل مجهول تماما;
"""
ACLED = """\
event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,\
admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,\
fatalities,tags,timestamp
IRQ1,2024-03-02,2024,1,Political violence,Battles,Armed clash,Invented Group,,Rebel group,\
Invented Force,,State forces,State forces-Rebel group,,368,Middle East,Iraq,Kirkuk,Kirkuk,,Kirkuk,\
35.4681,44.3922,1,Example,National,Made up.,2,,1709337600
"""


def bring(app, content, file_name="made-up.csv"):
    """Choose a file on the open Import page, and return the app."""
    data = content if isinstance(content, bytes) else content.encode()
    app.app.file_uploader[0].upload(file_name, data)
    app.app.run()
    assert not app.app.exception
    return app


def press(app, key):
    """Press a button, and return the app."""
    app.app.button(key).click().run()
    assert not app.app.exception
    return app


def has_button(app, key):
    return any(each.key == key for each in app.app.button)


def choose(app, label, value):
    """Choose in the list of that label, and return the app."""
    found = [each for each in app.app.selectbox if each.label == label]
    found[0].set_value(value).run()
    assert not app.app.exception
    return app
