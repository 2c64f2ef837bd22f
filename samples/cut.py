"""Cuts the bundled sample out of the nuclei set: python3 samples/cut.py DIR, where DIR holds manifest.csv and the sites.

Deterministic. Of each site's train and test images, in the manifest's order, the wanted number is taken at equal
distances; images with less than 2 % foreground are passed over. fluor_256 and fluor_360 are copied byte for byte. Of
fluor_696x520 the middle 348 x 260 pixels are kept (a quarter of the image, same magnification, same grey values),
because whole images would not fit into a few megabytes. The manifest's last column is the share of foreground after that.
"""

import csv
import pathlib
import shutil
import sys

import numpy
from PIL import Image

# site: (train pairs, test pairs)
WANTED = {"fluor_256": (48, 14), "fluor_360": (20, 9), "fluor_696x520": (28, 10)}
MIDDLE = {"fluor_696x520": (174, 130, 522, 390)}  # left, top, right, bottom
LEAST_FOREGROUND = 0.02


def cut(path, site):
    image = Image.open(path)
    return image.crop(MIDDLE[site]) if site in MIDDLE else image


def foreground(source, row):
    return float((numpy.asarray(cut(source / row["site"] / "labels" / row["file"], row["site"])) > 0).mean())


def spread(rows, count):
    return [rows[i * len(rows) // count] for i in range(count)]


def main(source):
    target = pathlib.Path(__file__).parent / "nuclei"
    shutil.rmtree(target, ignore_errors=True)
    with open(source / "manifest.csv", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if row["site"] in WANTED]
    for row in rows:
        row["mask_fraction"] = "%.4f" % foreground(source, row)
    chosen = []
    for site, (train, test) in WANTED.items():
        for split, count in (("train", train), ("test", test)):
            fit = [r for r in rows if r["site"] == site and r["split"] == split]
            chosen += spread([r for r in fit if float(r["mask_fraction"]) >= LEAST_FOREGROUND], count)
    for row in chosen:
        for kind in ("images", "labels"):
            folder = target / row["site"] / kind
            folder.mkdir(parents=True, exist_ok=True)
            original = source / row["site"] / kind / row["file"]
            if row["site"] in MIDDLE:
                cut(original, row["site"]).save(folder / row["file"], optimize=True)
            else:
                shutil.copyfile(original, folder / row["file"])
    with open(target / "manifest.csv", "w", newline="") as file:
        columns = ["file", "site", "split", "image_id", "mask_fraction"]
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(sorted(chosen, key=lambda row: (row["site"], row["file"])))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
