"""Makes the reference file of BoundNetworkTest: every term of the variational bound of 8-bit images
through small networks, by the formulas of Ho et al. 2020 and Nichol and Dhariwal 2021.

Run from the repository's root, after unet_golden.py and with the same versions:

    python src/test/python/bound_network.py

writes src/test/resources/bound/network.json. With the folder of OpenAI's guided-diffusion (the one
that holds guided_diffusion/) as an argument nothing is written, and the largest difference of the
file's terms from those of its GaussianDiffusion, on the same networks, images and noise, is printed,
relative to the term or to 1e-3 bits where it is less.

The networks are those of src/test/resources/unet. The noise is that of NoiseField, computed a second
time in sampling_golden.py. The formulas are in double precision, the networks in float32: the
test allows 1e-4 of each term.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
from diffusers import UNet2DModel

from sampling_golden import noise

FILE = pathlib.Path("src/test/resources/bound/network.json")
UNETS = pathlib.Path("src/test/resources/unet")
HEIGHT, WIDTH = 8, 16
SEED = 6
DRAWS = 2
BITS = 1 / math.log(2)

# network, what it predicts, T, schedule, variance, whether the estimate is clipped
CASES = [
    ("plain", "epsilon", 100, "linear", "fixed_small", True),
    ("plain", "epsilon", 100, "squaredcos_cap_v2", "fixed_large", False),
    ("plain", "sample", 100, "linear", "fixed_large", True),
    ("plain", "v_prediction", 100, "squaredcos_cap_v2", "fixed_small", False),
    ("learned-variance", "epsilon", 100, "squaredcos_cap_v2", "learned_range", True),
    ("learned-variance", "v_prediction", 100, "linear", "learned_range", False),
    ("learned-variance", "epsilon", 1000, "linear", "learned_range", True),
]


def images(channels):
    """Two images of a wave each, with the darkest and the brightest level."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    waves = [
        [127.5 + 140 * np.sin(0.4 * x * (1 + n) + 0.3 * y + c) for c in range(channels)]
        for n in range(2)
    ]
    return np.clip(np.rint(waves), 0, 255).astype(int)


def betas(schedule, steps):
    if schedule == "linear":
        scale = 1000 / steps
        return np.linspace(scale * 1e-4, scale * 0.02, steps)
    f = [math.cos((i / steps + 0.008) / 1.008 * math.pi / 2) ** 2 for i in range(steps + 1)]
    return np.array([min(1 - f[i + 1] / f[i], 0.999) for i in range(steps)])


class Process:
    """The diffusion process; index i is t - 1, and all is broadcast over (steps, 1, 1, 1)."""

    def __init__(self, schedule, steps):
        def column(values):
            return torch.tensor(values).reshape(steps, 1, 1, 1)

        beta = betas(schedule, steps)
        bar = np.cumprod(1 - beta)
        before = np.append(1.0, bar[:-1])
        small = beta * (1 - before) / (1 - bar)
        small[0] = small[1]
        large = np.append(small[1], beta[1:])
        self.bar = column(bar)
        self.of_x0 = column(np.sqrt(before) * beta / (1 - bar))
        self.of_xt = column(np.sqrt(1 - beta) * (1 - before) / (1 - bar))
        self.log_small, self.log_large = column(np.log(small)), column(np.log(large))
        self.log_beta = column(np.log(beta))

    def mean(self, x0, xt):
        return self.of_x0 * x0 + self.of_xt * xt

    def estimate(self, prediction, output, xt):
        signal, sigma = self.bar.sqrt(), (1 - self.bar).sqrt()
        if prediction == "sample":
            return output
        if prediction == "v_prediction":
            return signal * xt - sigma * output
        return (xt - sigma * output) / signal

    def log_variance(self, kind, v):
        if kind == "learned_range":
            f = (v + 1) / 2
            return f * self.log_beta + (1 - f) * self.log_small
        return self.log_small if kind == "fixed_small" else self.log_large


def kl(m1, log1, m2, log2):
    return 0.5 * (log2 - log1 - 1 + torch.exp(log1 - log2) + (m1 - m2) ** 2 * torch.exp(-log2))


def decoder(x0, mean, log_variance):
    """-ln of the probability of each level's bin, with the exact normal distribution function."""
    deviation = torch.exp(0.5 * log_variance)
    up = (x0 + 1 / 255 - mean) / deviation
    down = (x0 - 1 / 255 - mean) / deviation
    up, down = torch.where(up + down > 0, -down, up), torch.where(up + down > 0, -up, down)
    log_up, log_down = torch.special.log_ndtr(up), torch.special.log_ndtr(down)
    middle = log_up + torch.log1p(-torch.exp(log_down - log_up))
    first = torch.special.log_ndtr((x0 + 1 / 255 - mean) / deviation)
    last = torch.special.log_ndtr(-(x0 - 1 / 255 - mean) / deviation)
    return -torch.where(x0 < -0.999, first, torch.where(x0 > 0.999, last, middle))


def case_images(network):
    return images(network.config.in_channels)


def case_noise(shape, image, draw, steps):
    streams = range(draw * (steps + 1) + 1, (draw + 1) * (steps + 1))
    return torch.tensor(np.stack([noise(SEED, image, s, *shape) for s in streams])).double()


def call(network, xt):
    """The output for x_t at all times, in parts."""
    times = torch.arange(len(xt), dtype=torch.float32)
    with torch.no_grad():
        parts = [
            network(x, t).sample for x, t in zip(xt.float().split(100), times.split(100))
        ]
    return torch.cat(parts).double()


def bound(network, case, grey, image):
    """L_T, the terms of t = 2...T and L_0, each the mean of the draws."""
    _, prediction, steps, schedule, kind, clip = case
    process = Process(schedule, steps)
    x0 = torch.tensor(grey / 127.5 - 1)[None]
    log_last = torch.log(1 - process.bar[-1])
    prior = kl(process.bar[-1].sqrt() * x0, log_last, torch.zeros(()), torch.zeros(()))
    means = []
    for draw in range(DRAWS):
        epsilon = case_noise(grey.shape, image, draw, steps)
        xt = process.bar.sqrt() * x0 + (1 - process.bar).sqrt() * epsilon
        output = call(network, xt)
        v = None
        if kind == "learned_range":
            output, v = output.chunk(2, dim=1)
        estimate = process.estimate(prediction, output, xt)
        estimate = estimate.clamp(-1, 1) if clip else estimate
        mean, log_variance = process.mean(estimate, xt), process.log_variance(kind, v)
        terms = kl(process.mean(x0, xt), process.log_small, mean, log_variance)
        log_variance = log_variance.expand(mean.shape)
        terms[0] = decoder(x0[0], mean[0], log_variance[0])
        means.append(terms.mean(dim=(1, 2, 3)))
    terms = (BITS * torch.stack(means).mean(dim=0)).tolist()
    return {"prior": BITS * prior.mean().item(), "terms": terms[1:], "decoder": terms[0]}


def compute():
    cases = []
    for case in CASES:
        name, prediction, steps, schedule, kind, clip = case
        network = UNet2DModel.from_pretrained(UNETS / name, subfolder="unet").float().eval()
        bounds = [bound(network, case, g, i) for i, g in enumerate(case_images(network))]
        cases.append({
            "network": name, "prediction": prediction, "steps": steps, "schedule": schedule,
            "betas": [betas(schedule, steps)[0], betas(schedule, steps)[-1]],
            "variance": kind, "clip": clip, "images": bounds})
    return {
        "seed": SEED, "draws": DRAWS, "height": HEIGHT, "width": WIDTH,
        "grey": images(1).reshape(2, -1).tolist(),
        "rgb": images(3).reshape(2, 3, -1).tolist(),
        "cases": cases}


def compare(folder):
    """Prints the differences from guided-diffusion."""
    sys.path.insert(0, folder)
    from guided_diffusion import gaussian_diffusion as gd

    for stored, case in zip(json.loads(FILE.read_text())["cases"], CASES):
        name, prediction, steps, schedule, kind, clip = case
        network = UNet2DModel.from_pretrained(UNETS / name, subfolder="unet").float().eval()
        process = Process(schedule, steps)
        mean_type = gd.ModelMeanType.START_X if prediction == "sample" else gd.ModelMeanType.EPSILON
        peer = gd.GaussianDiffusion(
            betas=betas(schedule, steps), model_mean_type=mean_type,
            model_var_type=gd.ModelVarType[kind.upper()], loss_type=gd.LossType.MSE)

        def model(x, t):
            output = network(x, t.float()).sample
            if prediction == "v_prediction":  # which guided-diffusion doesn't know
                bar = process.bar[t].float()
                v, rest = output[:, : x.shape[1]], output[:, x.shape[1] :]
                output = torch.cat([bar.sqrt() * v + (1 - bar).sqrt() * x, rest], dim=1)
            return output

        worst, decoders = 0, []
        for image, grey in enumerate(case_images(network)):
            x0 = torch.tensor(grey / 127.5 - 1).float()[None]
            totals = []
            for draw in range(DRAWS):
                epsilon = case_noise(grey.shape, image, draw, steps).float()
                peers_noise = iter(epsilon.flip(0))
                gd.th.randn_like = lambda x: next(peers_noise)[None]
                totals.append(peer.calc_bpd_loop(model, x0, clip_denoised=clip))
            terms = sum(total["vb"][0].flip(0).double() for total in totals) / DRAWS
            ours = stored["images"][image]
            expected = torch.tensor([ours["decoder"]] + ours["terms"])
            prior = totals[0]["prior_bpd"][0].item()
            # guided-diffusion computes in float32: what is below 1e-3 bits it has to 1e-7 bits.
            relative = (terms - expected).abs() / expected.abs().clamp(min=1e-3)
            worst = max(worst, relative[1:].max().item(), abs(prior - ours["prior"]) / 1e-3)
            decoders.append(f"{ours['decoder']:.4f} here, {terms[0]:.4f} there")
        print(f"{' '.join(map(str, case))}: L_T and L_t-1 differ by {worst:.1e} of max(term, 1e-3); "
              f"L_0 {'; '.join(decoders)}")


torch.set_num_threads(1)
if len(sys.argv) > 1:
    compare(sys.argv[1])
else:
    FILE.write_text(json.dumps(compute(), separators=(",", ":")) + "\n")
