"""Compares Diffusion Restore with other denoisers on held-out images; prints the table of docs/restore.md.

    pip install numpy pillow scikit-image bm3d      (numpy 2.4, pillow 13, scikit-image 0.26, bm3d 4.0)
    mvn -q package -DskipTests
    python src/test/python/restore_comparison.py IMAGES WORK [--every N] [--model NAME]

IMAGES is a folder of 8-bit grey images; of these, in the order of their names, the 10th, 20th and so
on are taken (every N-th of those with --every), so a model has to be trained without them. Noise is
added to them, Gaussian with sigma 15, 25 and 50 of 255 and Poisson noise with 4 grey levels for a
photon, without rounding and clipping. Every method is told the noise. Of ImageJ's filters the radius
that is best on average over the images is taken for each noise, which favours them. BM3D and
non-local means treat Poisson noise by the Anscombe transform and its exact unbiased inverse
(Makitalo and Foi 2011), as Diffusion Restore does.
"""

import argparse
import pathlib
import subprocess

import bm3d
import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity
from skimage.restoration import denoise_nl_means

NOISES = ["gaussian-15", "gaussian-25", "gaussian-50", "poisson-4"]
MACRO = pathlib.Path("docs/restore-comparison.ijm")
LARGEST = 512


def read(path):
    return np.asarray(Image.open(path), dtype=np.float64)


def write(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image.astype(np.float32)).save(path)


def noisy(clean, noise, seed):
    kind, level = noise.split("-")
    random = np.random.default_rng(seed)
    if kind == "gaussian":
        return clean + float(level) * random.standard_normal(clean.shape)
    return float(level) * random.poisson(clean / float(level))


def prepare(images, work, every):
    files = sorted(p for p in images.iterdir() if p.suffix in (".png", ".tif"))[9::10][::every]
    for i, file in enumerate(files):
        clean = read(file)
        top, left = ((max(0, s - LARGEST)) // 2 for s in clean.shape)
        clean = clean[top : top + LARGEST, left : left + LARGEST]
        write(work / "clean" / (file.stem + ".tif"), clean)
        for noise in NOISES:
            write(work / noise / "noisy" / (file.stem + ".tif"), noisy(clean, noise, i))
    return [file.stem + ".tif" for file in files]


def transformed(method, noise, image):
    """method(image, sigma) on an image of Gaussian noise, or through the Anscombe transform."""
    kind, level = noise.split("-")
    level = float(level)
    if kind == "gaussian":
        return method(image, level)
    z = method(2 * np.sqrt(np.maximum(0, image / level + 3 / 8)), 1.0)
    d = np.maximum(z, 2 * np.sqrt(3 / 8))
    root = np.sqrt(1.5)
    return level * (d**2 / 4 + root / 4 / d - 11 / 8 / d**2 + 5 / 8 * root / d**3 - 1 / 8)


def non_local_means(image, sigma):
    return denoise_nl_means(
        image, patch_size=5, patch_distance=8, h=0.7 * sigma, sigma=sigma, fast_mode=True
    )


def psnr(clean, image):
    return 10 * np.log10(255**2 / np.mean((clean - image) ** 2))


def ssim(clean, image):
    return structural_similarity(
        clean,
        image,
        data_range=255,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
    )


def quality(work, names, images):
    pairs = [(read(work / "clean" / n), image) for n, image in zip(names, images)]
    return np.mean([psnr(*p) for p in pairs]), np.mean([ssim(*p) for p in pairs])


def of_folder(work, names, folder):
    return quality(work, names, [read(folder / n) for n in names])


def rows(work, names, noise):
    folder = work / noise
    table = {"noisy image": of_folder(work, names, folder / "noisy")}
    for label, prefix in (("Gaussian Blur, best radius", "gauss"), ("Median, best radius", "median")):
        found = [of_folder(work, names, f) for f in folder.iterdir() if f.name.startswith(prefix)]
        table[label] = max(found)
    images = [read(folder / "noisy" / n) for n in names]
    for label, method in (
        ("non-local means", non_local_means),
        ("BM3D", lambda image, sigma: bm3d.bm3d(image, sigma)),
    ):
        table[label] = quality(work, names, [transformed(method, noise, i) for i in images])
    for steps in (1, 2, 3):
        label = f"Diffusion Restore, {steps} call" + ("s" if steps > 1 else "")
        table[label] = of_folder(work, names, folder / f"restore-{steps}")
    table["Diffusion Restore, 1 call, noise estimated"] = of_folder(
        work, names, folder / "restore-estimated"
    )
    return table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("images", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", default="nuclei-64")
    parser.add_argument("--diffusionj", default="target/DiffusionJ/bin/diffusionj")
    options = parser.parse_args()
    names = prepare(options.images, options.work, options.every)
    argument = f"{options.work.absolute()}|{options.model}"
    subprocess.run([*options.diffusionj.split(), str(MACRO), argument], check=True)
    tables = {noise: rows(options.work, names, noise) for noise in NOISES}
    print(f"{len(names)} images, PSNR in dB / SSIM\n")
    print("| method | " + " | ".join(NOISES) + " |")
    print("| --- |" + " --- |" * len(NOISES))
    for label in tables[NOISES[0]]:
        cells = ("%.2f / %.3f" % tables[noise][label] for noise in NOISES)
        print(f"| {label} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
