"""Makes src/test/resources/loops, the reference of PeerLoopsTest.

diffusers' own scheduler tests run every scheduler for a whole loop on a toy network,
x · t / (t + 1), and compare the mean of |x| at the end. This runs the same loops on the same toy
and writes their scheduler_config.json, the factor of the first x and the mean, for all schedulers
that draw no noise. model.pt is the toy as TorchScript.

Run from the repository's root, with the versions that made the committed files:

    pip install torch==2.7.1 diffusers==0.42.1
    python src/test/python/peer_loops.py

Where a test of diffusers 0.42.1 states the mean, it is repeated here, and the script fails when the
loop ends elsewhere: by 1e-3, which is what those tests allow.
"""

import json
import pathlib

import diffusers
import torch
from torchscript_golden import strip

ROOT = pathlib.Path("src/test/resources/loops")
COMMON = dict(num_train_timesteps=1000, beta_start=1e-4, beta_end=0.02, beta_schedule="linear")
V = dict(prediction_type="v_prediction")
KARRAS = dict(use_karras_sigmas=True)
SIGMA_MIN = dict(final_sigmas_type="sigma_min")
STEPS = 10

# class, options, and the mean that diffusers' test of that class states
CASES = [
    ("DDIMScheduler", dict(clip_sample=True), 0.223967),
    ("DDIMScheduler", dict(clip_sample=True, **V), 0.0684),
    ("DDIMScheduler", dict(clip_sample=True, set_alpha_to_one=True, beta_start=0.01), 0.1951),
    ("DDIMScheduler", dict(clip_sample=True, set_alpha_to_one=False, beta_start=0.01), 0.1941),
    ("DPMSolverMultistepScheduler", dict(), None),
    ("DPMSolverMultistepScheduler", SIGMA_MIN, None),
    ("DPMSolverMultistepScheduler", V, None),
    ("DPMSolverMultistepScheduler", KARRAS, None),
    ("DPMSolverMultistepScheduler", KARRAS | V, None),
    ("DPMSolverSinglestepScheduler", dict(lower_order_final=True), None),
    ("DPMSolverSinglestepScheduler", dict(lower_order_final=True) | KARRAS, None),
    ("DPMSolverMultistepScheduler", SIGMA_MIN | KARRAS, None),
    ("DPMSolverSinglestepScheduler", SIGMA_MIN | KARRAS, None),
    ("UniPCMultistepScheduler", SIGMA_MIN, 0.2464),
    ("UniPCMultistepScheduler", SIGMA_MIN | KARRAS, 0.2925),
    ("UniPCMultistepScheduler", SIGMA_MIN | V, 0.1014),
    ("UniPCMultistepScheduler", SIGMA_MIN | KARRAS | V, 0.1966),
    ("UniPCMultistepScheduler", dict(), None),
    ("DEISMultistepScheduler", dict(), 0.23916),
    ("DEISMultistepScheduler", V, 0.091),
    ("DEISMultistepScheduler", KARRAS, None),
    ("EulerDiscreteScheduler", dict(), None),
    ("EulerDiscreteScheduler", KARRAS, None),
    ("HeunDiscreteScheduler", dict(), None),
    ("HeunDiscreteScheduler", V, None),
    ("HeunDiscreteScheduler", KARRAS, None),
    ("PNDMScheduler", dict(skip_prk_steps=True), None),
]


class Toy(torch.nn.Module):
    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return x * (t / (t + 1))[:, None, None, None]


def first():
    count = 4 * 3 * 8 * 8
    return (torch.arange(count).reshape(3, 8, 8, 4) / count).permute(3, 0, 1, 2)


def loop(scheduler):
    """The factor of the first x in units where x_t = sqrt(alpha_bar) x_0 + ..., and the mean."""
    scheduler.set_timesteps(STEPS)
    sigma = float(scheduler.init_noise_sigma)
    x = first() * sigma
    toy = Toy()
    for t in scheduler.timesteps:
        index = torch.as_tensor(t, dtype=torch.float32).expand(4)
        x = scheduler.step(toy(scheduler.scale_model_input(x, t), index), t, x).prev_sample
    in_sigma = hasattr(scheduler, "sigmas") and sigma != 1.0
    return sigma / (sigma**2 + 1) ** 0.5 if in_sigma else 1.0, x.abs().mean().item()


def case(name, options, stated):
    scheduler = getattr(diffusers, name)(**(COMMON | options))
    factor, mean = loop(scheduler)
    if stated is not None and abs(mean - stated) > 1e-3:
        raise SystemExit(f"{name} {options}: {mean}, but diffusers' test states {stated}")
    config = dict(_class_name=name) | {
        key: value for key, value in scheduler.config.items() if not key.startswith("_")
    }
    options = ", ".join(f"{key}={value}" for key, value in options.items())
    return dict(name=f"{name} {options}".strip(), scheduler=config, factor=factor, mean=mean)


ROOT.mkdir(exist_ok=True)
torch.jit.script(Toy().eval()).save(str(ROOT / "model.pt"))
strip(ROOT / "model.pt")
cases = [case(*each) for each in CASES]
(ROOT / "loops.json").write_text(json.dumps(cases, indent=1) + "\n")
