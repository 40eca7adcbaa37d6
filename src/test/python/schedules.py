"""Writes what diffusers says about schedules, spacings and sampler steps, for the Java tests.

Run from the root of the repository:

    pip install torch==2.7.1 diffusers==0.42.1
    python src/test/python/schedules.py \
        > src/test/resources/io/github/diffusionj/diffusion/sampling/diffusers.json

Written with Python 3.11, torch 2.7.1 and diffusers 0.42.1; the file names its versions.

Timesteps here are diffusers' indices 0..T-1. Schedules are diffusers' own float32 tables. The
trajectories run diffusers' step() on float64 tables of the linear schedule, so that the formulas
of a step can be compared far more closely than float32 would allow. What the network puts out and
the noise are fixed functions of the number of the step, so that they need not be stored.
"""

import json
import math

import diffusers
import torch
from diffusers import DDIMScheduler, DDPMScheduler
from diffusers.schedulers import scheduling_ddpm

SCHEDULES = [
    ("linear", 1000, 1e-4, 0.02),
    ("linear", 50, 0.002, 0.4),
    ("scaled_linear", 1000, 0.00085, 0.012),
    ("squaredcos_cap_v2", 1000, 1e-4, 0.02),
    ("squaredcos_cap_v2", 25, 1e-4, 0.02),
    ("sigmoid", 1000, 1e-4, 0.02),
]
INDICES = [0, 1, 2, 9, 24, 49, 99, 249, 499, 749, 899, 998, 999]
SPACINGS = [
    (name, total, count)
    for name in ("trailing", "leading", "linspace")
    for total in (1000, 400)
    for count in (1, 2, 7, 10, 16, 64, 333)
    if not (name == "linspace" and count == 1)  # the one place where DiffusionJ differs on purpose
]


def schedule(name, steps, start, end):
    s = DDPMScheduler(
        num_train_timesteps=steps, beta_schedule=name, beta_start=start, beta_end=end
    )
    indices = [i for i in INDICES if i < steps]
    return {
        "schedule": name,
        "steps": steps,
        "beta_start": start,
        "beta_end": end,
        "indices": indices,
        "betas": [s.betas[i].item() for i in indices],
        "alphas_cumprod": [s.alphas_cumprod[i].item() for i in indices],
    }


def spacing(name, total, count):
    s = DDPMScheduler(num_train_timesteps=total, timestep_spacing=name)
    s.set_timesteps(count)
    return {"spacing": name, "total": total, "timesteps": s.timesteps.tolist()}


def output(i):
    return torch.full((1, 1, 1, 1), 0.9 * math.cos(i), dtype=torch.float64)


def noise(i):
    return torch.full((1, 1, 1, 1), math.sin(3 * i), dtype=torch.float64)


def double_tables(s):
    s.betas = torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64)
    s.alphas = 1.0 - s.betas
    s.alphas_cumprod = torch.cumprod(s.alphas, dim=0)


def trajectory(name, s, count, step, **said):
    double_tables(s)
    s.set_timesteps(count)
    x = torch.full((1, 1, 1, 1), 0.7, dtype=torch.float64)
    values = [x.item()]
    for i, t in enumerate(s.timesteps):
        x = step(s, i, t, x)
        values.append(x.item())
    return {
        "sampler": name,
        "prediction_type": s.config.prediction_type,
        "clip": s.config.clip_sample,
        "timesteps": s.timesteps.tolist(),
        "x": values,
    } | said


def ddpm(variance, prediction, clip, spacing, count):
    def step(s, i, t, x):
        scheduling_ddpm.randn_tensor = lambda *args, **kwargs: noise(i)
        return s.step(output(i), t, x).prev_sample

    s = DDPMScheduler(
        variance_type=variance,
        prediction_type=prediction,
        clip_sample=clip,
        timestep_spacing=spacing,
    )
    return trajectory("ddpm", s, count, step, variance=variance)


def ddim(eta, prediction, clip, spacing, count):
    def step(s, i, t, x):
        return s.step(
            output(i), t, x, eta=eta, use_clipped_model_output=True, variance_noise=noise(i)
        ).prev_sample

    s = DDIMScheduler(
        prediction_type=prediction, clip_sample=clip, timestep_spacing=spacing
    )
    return trajectory("ddim", s, count, step, eta=eta)


def main():
    trajectories = [
        # linspace ends at index 0, the one place where diffusers leaves out the noise.
        ddpm("fixed_small", "epsilon", False, "linspace", 50),
        ddpm("fixed_small", "epsilon", True, "linspace", 7),
        ddpm("fixed_large", "v_prediction", True, "linspace", 9),
        ddpm("fixed_small", "sample", False, "trailing", 12),
        # diffusers' DDIM takes T // N off t, which is the next timestep only where N divides T.
        ddim(0.0, "epsilon", False, "trailing", 10),
        ddim(0.0, "v_prediction", True, "leading", 8),
        ddim(0.5, "sample", False, "trailing", 20),
        ddim(1.0, "epsilon", True, "trailing", 10),
    ]
    document = {
        "diffusers": diffusers.__version__,
        "torch": torch.__version__.split("+")[0],
        "schedules": [schedule(*s) for s in SCHEDULES],
        "spacings": [spacing(*s) for s in SPACINGS],
        "trajectories": trajectories,
    }
    print("{")
    for i, (key, value) in enumerate(document.items()):
        end = "" if i == len(document) - 1 else ","
        if isinstance(value, list):
            rows = ",\n".join("  " + json.dumps(row) for row in value)
            print(f'"{key}": [\n{rows}\n]{end}')
        else:
            print(f'"{key}": {json.dumps(value)}{end}')
    print("}")


if __name__ == "__main__":
    main()
