"""Reads the feeds of a server as feed readers do: feeds.py BASE NAME TAG"""

import email.utils
import sys
import urllib.parse
import xml.etree.ElementTree

import requests

base, name, tag = sys.argv[1:]
MEDIA = "{http://search.yahoo.com/mrss/}"

for path in (f"/@{name}", f"/tags/{urllib.parse.quote(tag)}"):
    page = requests.get(base + path)
    assert f'type="application/rss+xml"' in page.text and f'href="{path}.rss"' in page.text, page.text[:1500]
    answer = requests.get(base + path + ".rss")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/rss+xml"), answer.headers
    channel = xml.etree.ElementTree.fromstring(answer.content).find("channel")
    assert channel.findtext("link") == base + path, channel.findtext("link")
    items = channel.findall("item")
    texts = " ".join(item.findtext("description") for item in items)
    assert "for friends" not in texts and "for you" not in texts, texts
    assert "an answer" not in texts or path.startswith("/tags"), texts
    moments = []
    for item in items:
        assert requests.get(item.findtext("link")).status_code == 200
        assert item.findtext("guid") == item.findtext("link")
        moments.append(email.utils.parsedate_to_datetime(item.findtext("pubDate")))
        assert "<script" not in item.findtext("description"), item.findtext("description")
    assert moments == sorted(moments, reverse=True) and items, path
    hostile = next(item for item in items if "&lt;script&gt;" in item.findtext("description"))
    assert f'href="{base}/tags/' in hostile.findtext("description"), hostile.findtext("description")
    assert tag in [category.text for category in hostile.findall("category")]
    warned = next(item for item in items if item.findtext("title") == "Heresy")
    assert warned.findtext("description") == ""
    print(len(items))
for path in ("/@nobody.rss", "/tags/%23.rss"):
    assert requests.get(base + path).status_code == 404, path
