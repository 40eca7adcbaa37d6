"""Makes the reference file of SamplingGoldenTest: whole trajectories of diffusers' samplers.

Run from the repository's root, after unet_golden.py and with the same versions:

    python src/test/python/sampling_golden.py

The network is the small random one of src/test/resources/unet/plain. The noise is that of
NoiseField, computed here a second time from its definition, so that both sides take the same.
Each tensor of src/test/resources/sampling/golden.safetensors is one trajectory of shape
(steps + 1, images, channels, height, width), from x_T to x_0.
"""

import pathlib

import numpy as np
import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel
from diffusers.schedulers import scheduling_ddpm
from safetensors.torch import save_file

FILE = pathlib.Path("src/test/resources/sampling/golden.safetensors")
SEED = -1234567890123456789
FIRST_IMAGE = 3
SHAPE = (2, 1, 8, 12)
STEPS = 10

M32 = np.uint64(0xFFFFFFFF)


def philox(key, counter):
    """Philox4x32-10: four arrays of 32-bit counter words to four words."""
    k0, k1 = np.uint64(key & 0xFFFFFFFF), np.uint64(key >> 32 & 0xFFFFFFFF)
    c0, c1, c2, c3 = (np.asarray(c, dtype=np.uint64) for c in counter)
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c0
        p1 = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (
            (p1 >> np.uint64(32)) ^ c1 ^ k0,
            p1 & M32,
            (p0 >> np.uint64(32)) ^ c3 ^ k1,
            p0 & M32,
        )
        k0 = (k0 + np.uint64(0x9E3779B9)) & M32
        k1 = (k1 + np.uint64(0xBB67AE85)) & M32
    return c0, c1, c2, c3


def noise(seed, image, stream, channels, height, width):
    """What NoiseField(seed).fill writes, of shape (channels, height, width)."""
    c, y, x = np.meshgrid(np.arange(channels), np.arange(height), np.arange(width), indexing="ij")
    low = (c.astype(np.uint64) << np.uint64(48)) | (y.astype(np.uint64) << np.uint64(24))
    low |= x.astype(np.uint64) // np.uint64(4)
    counter = (low & M32, low >> np.uint64(32), np.full_like(low, stream), np.full_like(low, image))
    words = np.stack(philox(seed, counter))
    uniform = (words.astype(np.float64) + 0.5) / 2**32
    radius = np.sqrt(-2 * np.log(uniform[0::2]))
    angle = 2 * np.pi * uniform[1::2]
    four = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).reshape(4, *x.shape)
    return np.take_along_axis(four, (x % 4)[None], axis=0)[0].astype(np.float32)


def batch(stream):
    images = range(FIRST_IMAGE, FIRST_IMAGE + SHAPE[0])
    return torch.from_numpy(np.stack([noise(SEED, i, stream, *SHAPE[1:]) for i in images]))


def trajectory(network, scheduler, extra):
    scheduler.set_timesteps(STEPS)
    x = batch(0)
    path = [x]
    for index in scheduler.timesteps.tolist():
        z = batch(index + 1)
        scheduling_ddpm.randn_tensor = lambda *args, z=z, **kwargs: z
        if "eta" in extra:
            extra = {**extra, "variance_noise": z}
        with torch.no_grad():
            x = scheduler.step(network(x, index).sample, index, x, **extra).prev_sample
        path.append(x)
    return torch.stack(path)


def main():
    # Random123's known answers for counter and key of zeros, and of ones.
    assert [int(w) for w in philox(0, (0, 0, 0, 0))] == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    ones = 0xFFFFFFFF
    assert [int(w) for w in philox(2**64 - 1, (ones,) * 4)] == [
        0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
    network = UNet2DModel.from_pretrained("src/test/resources/unet/plain", subfolder="unet").eval()
    golden = {}
    for prediction in ("epsilon", "sample", "v_prediction"):
        for clip in (True, False):
            if prediction == "epsilon" and not clip:
                continue  # an untrained ε-network's x̂_0 has no bound
            options = dict(
                prediction_type=prediction, clip_sample=clip, timestep_spacing="trailing")
            name = prediction + ("-clipped" if clip else "")
            golden["ddpm-" + name] = trajectory(network, DDPMScheduler(**options), {})
            for eta in (0.0, 0.5):
                golden[f"ddim{eta}-{name}"] = trajectory(
                    network,
                    DDIMScheduler(**options),
                    dict(eta=eta, use_clipped_model_output=True),
                )
    FILE.parent.mkdir(parents=True, exist_ok=True)
    save_file(golden, FILE)
    for name, path in golden.items():
        print(name, float(path[-1].abs().max()))


if __name__ == "__main__":
    main()
