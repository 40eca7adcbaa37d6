"""Compares Diffusion Restore with other denoisers on held-out images; prints the tables of docs/restore.md.

    pip install numpy pillow scikit-image bm3d      (numpy 2.4, pillow 13, scikit-image 0.26, bm3d 4.0)
    mvn -q package -DskipTests
    python src/test/python/restore_comparison.py IMAGES WORK [--crop PIXELS] [--every N] [--model NAME]

IMAGES is a folder of 8-bit grey images; of these, in the order of their names, the 10th, 20th and so
on are taken, which a model trained with hold_out=10 has not seen (every N-th of those with --every),
and of each the middle, with --crop pixels to a side. Noise is added, Gaussian with sigma 15, 25 and
50 of 255 and Poisson noise with 4 grey levels for a photon, without rounding and clipping. Every
method is told the noise, but for the last row, for which Diffusion Restore estimates it; how far
those estimates are off is the second table; where it refuses to, for lack of light, the noisy image
counts. Of ImageJ's filters the radius that is best on average
over the images is taken for each noise, which favours them. BM3D and non-local means treat Poisson
noise by the Anscombe transform and its exact unbiased inverse (Makitalo and Foi 2011), as Diffusion
Restore does. WORK should not be there yet; a run that was interrupted goes on if it is.
"""

import argparse
import multiprocessing
import os
import pathlib
import re
import subprocess
import sys

import bm3d
import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity
from skimage.restoration import denoise_nl_means

NOISES = ["gaussian-15", "gaussian-25", "gaussian-50", "poisson-4"]
MACRO = pathlib.Path("docs/restore-comparison.ijm")
CALLS = (1, 2)


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


def prepare(images, work, every, crop):
    files = sorted(p for p in images.iterdir() if p.suffix in (".png", ".tif"))[9::10][::every]
    for i, file in enumerate(files):
        clean = read(file)
        top, left = (max(0, s - crop) // 2 for s in clean.shape)
        clean = clean[top : top + crop, left : left + crop]
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


def block_matching(image, sigma):
    return bm3d.bm3d(image, sigma)


def denoised(job):
    method, noise, path = job
    return transformed(method, noise, read(path))


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


def rows(work, names, noise, pool):
    folder = work / noise
    table = {"noisy image": of_folder(work, names, folder / "noisy")}
    for label, prefix in (("Gaussian Blur, best radius", "gauss"), ("Median, best radius", "median")):
        found = [of_folder(work, names, f) for f in folder.iterdir() if f.name.startswith(prefix)]
        table[label] = max(found)
    for label, method in (("non-local means", non_local_means), ("BM3D", block_matching)):
        jobs = [(method, noise, folder / "noisy" / n) for n in names]
        table[label] = quality(work, names, pool.map(denoised, jobs, chunksize=1))
    for steps in CALLS:
        label = f"Diffusion Restore, {steps} call" + ("s" if steps > 1 else "")
        table[label] = of_folder(work, names, folder / f"restore-{steps}")
    found = [folder / "restore-estimated" / n for n in names]
    images = [read(f if f.exists() else folder / "noisy" / f.name) for f in found]
    table["Diffusion Restore, 1 call, noise estimated"] = quality(work, names, images)
    return table


NUMBER = rb"([-+]?[\d.]+(?:[eE][-+]?\d+)?)"


def recorded(path):
    """The noise that a result says was estimated: sigma, or gain and variance at 0."""
    text = path.read_bytes().replace(b"\0", b"")
    camera = re.search(rb"variance " + NUMBER + rb"\*y" + NUMBER, text)
    if camera:
        return tuple(float(g) for g in camera.groups())
    return (float(re.search(rb"sigma " + NUMBER, text).group(1)),)


def estimates(work, names, noise):
    """Relative errors of sigma, or for Poisson noise of the variance in the middle of each image."""
    kind, level = noise.split("-")
    level = float(level)
    errors = []
    for name in names:
        if not (work / noise / "restore-estimated" / name).exists():
            continue
        found = recorded(work / noise / "restore-estimated" / name)
        if kind == "gaussian":
            errors.append(found[0] / level - 1)
        else:
            middle = np.mean(read(work / "clean" / name))
            errors.append((found[0] * middle + found[1]) / (level * middle) - 1)
    return len(errors), np.median(errors), np.median(np.abs(errors)), np.max(np.abs(errors))


def print_estimates(work, names):
    print("\n| noise | what | images | median error | median of its size | largest |")
    print("| --- | --- | --- | --- | --- | --- |")
    for noise in NOISES:
        what = "sigma" if noise.startswith("gaussian") else "variance at the mean"
        count, *errors = estimates(work, names, noise)
        cells = " | ".join("%.1f %%" % (100 * e) for e in errors)
        print(f"| {noise} | {what} | {count} | {cells} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("images", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--crop", type=int, default=192)
    parser.add_argument("--model", default="nuclei-64")
    parser.add_argument("--diffusionj", default="target/DiffusionJ/bin/diffusionj")
    options = parser.parse_args()
    names = prepare(options.images, options.work, options.every, options.crop)
    for noise in NOISES:
        for part in ("told", "estimated"):
            argument = f"{options.work.absolute()}|{options.model}|{noise}|{part}"
            command = [*options.diffusionj.split(), str(MACRO), argument]
            subprocess.run(command, check=part == "told", stdout=sys.stderr)
    os.environ["OMP_NUM_THREADS"] = "1"  # one process for each core instead
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        tables = {noise: rows(options.work, names, noise, pool) for noise in NOISES}
    print(f"{len(names)} images of {options.crop} x {options.crop}, PSNR in dB / SSIM\n")
    print("| method | " + " | ".join(NOISES) + " |")
    print("| --- |" + " --- |" * len(NOISES))
    for label in tables[NOISES[0]]:
        cells = ("%.2f / %.3f" % tables[noise][label] for noise in NOISES)
        print(f"| {label} | " + " | ".join(cells) + " |")
    print_estimates(options.work, names)


if __name__ == "__main__":
    main()
