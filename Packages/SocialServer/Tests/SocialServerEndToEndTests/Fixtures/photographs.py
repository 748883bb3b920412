"""Uploads images that tell more than their picture: photographs.py BASE

Pillow writes what cameras and editors write, and looks for it again in what the server keeps.
"""

import io
import random
import sys

import requests
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

base = sys.argv[1]
app = requests.post(base + "/api/v1/apps", json={
    "client_name": "Camera", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "write",
}).json()
token = requests.post(base + "/oauth/token", json={
    "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
    "username": "ada", "password": "password of ada", "scope": "write",
}).json()["access_token"]


def upload(file: bytes) -> requests.Response:
    return requests.post(
        base + "/api/v2/media", headers={"Authorization": "Bearer " + token}, files={"file": ("x", file)})


TOLD = "told by the file"


def photograph(kind: str) -> bytes:
    picture = Image.effect_noise((48, 32), 60).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = TOLD
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    notes = PngInfo()
    notes.add_text("Comment", TOLD)
    notes.add_itxt("XML:com.adobe.xmp", TOLD)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {
        "JPEG": {"exif": exif, "comment": TOLD.encode(), "xmp": TOLD.encode(), "icc_profile": profile, "quality": 90},
        "PNG": {"exif": exif, "pnginfo": notes, "icc_profile": profile},
        "WEBP": {"exif": exif, "xmp": TOLD.encode(), "icc_profile": profile, "lossless": True},
        "GIF": {
            "comment": TOLD.encode(), "save_all": True, "loop": 3, "duration": 70,
            "append_images": [picture.rotate(180)],
        },
    }[kind]
    file = io.BytesIO()
    picture.save(file, kind, **more)
    if kind == "JPEG":
        # Progressive, and with what phones hang behind the picture.
        file = io.BytesIO()
        picture.save(file, kind, progressive=True, **more)
        file.write(TOLD.encode())
    return file.getvalue()


dice = random.Random(8)
for kind in ("JPEG", "PNG", "WEBP", "GIF"):
    sent = photograph(kind)
    assert TOLD.encode() in sent
    kept = requests.get(upload(sent).json()["url"]).content
    assert TOLD.encode() not in kept and b"xmp" not in kept.lower(), kind
    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(kept)) as after:
        before_exif, after_exif = before.getexif(), after.getexif()
        assert not after_exif.get_ifd(ExifTags.IFD.GPSInfo), kind
        assert set(after_exif) <= {ExifTags.Base.Orientation}, kind
        if kind == "JPEG":
            assert after_exif[ExifTags.Base.Orientation] == 6
        assert before.info.get("icc_profile") == after.info.get("icc_profile"), kind
        assert before.info.get("loop") == after.info.get("loop"), kind
        frames = getattr(before, "n_frames", 1)
        assert frames == getattr(after, "n_frames", 1), kind
        for frame in range(frames):
            before.seek(frame)
            after.seek(frame)
            assert before.tobytes() == after.tobytes(), (kind, frame)
    # What is damaged is refused or kept, and hurts nobody.
    for _ in range(60):
        damaged = bytearray(sent[:dice.randrange(len(sent))] if dice.random() < 0.3 else sent)
        for _ in range(dice.randrange(1, 6)):
            if damaged:
                damaged[dice.randrange(min(len(damaged), 900))] = dice.randrange(256)
        answer = upload(bytes(damaged))
        assert answer.status_code in (200, 422), (kind, answer.status_code, answer.text)
print("all as expected")
